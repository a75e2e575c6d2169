"""Activity: what providers are to return, what they submitted, what was asked about it, what was frozen.

Revision ID: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

FROZEN = (
    "activity_waiver",
    "activity_submission",
    "activity_file",
    "activity_covered_service",
    "activity_row",
    "activity_sum",
    "activity_finding",
    "activity_certification",
    "activity_acceptance",
    "activity_request",
    "activity_requested_service",
    "activity_snapshot",
    "activity_snapshot_part",
    "activity_adjustment",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION activity_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION activity_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION activity_frozen()"""
        for table in FROZEN
    ),
)

SQLITE_REFERENCES = (
    """CREATE TRIGGER activity_row_names_what_is BEFORE INSERT ON activity_row
WHEN (NEW.submission_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM activity_submission WHERE id = NEW.submission_id))
  OR (NEW.service_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM catalogue_service WHERE id = NEW.service_id))
  OR (NEW.practice_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parties_party WHERE id = NEW.practice_id))
BEGIN SELECT RAISE(ABORT, 'what activity_row names is not there'); END""",
    """CREATE TRIGGER activity_row_submission_id_stays BEFORE UPDATE OF id ON activity_submission
WHEN EXISTS (SELECT 1 FROM activity_row WHERE submission_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'activity_row names it'); END""",
    """CREATE TRIGGER activity_row_submission_id_is_kept BEFORE DELETE ON activity_submission
WHEN EXISTS (SELECT 1 FROM activity_row WHERE submission_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'activity_row names it'); END""",
    """CREATE TRIGGER activity_row_service_id_stays BEFORE UPDATE OF id ON catalogue_service
WHEN EXISTS (SELECT 1 FROM activity_row WHERE service_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'activity_row names it'); END""",
    """CREATE TRIGGER activity_row_service_id_is_kept BEFORE DELETE ON catalogue_service
WHEN EXISTS (SELECT 1 FROM activity_row WHERE service_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'activity_row names it'); END""",
    """CREATE TRIGGER activity_row_practice_id_stays BEFORE UPDATE OF id ON parties_party
WHEN EXISTS (SELECT 1 FROM activity_row WHERE practice_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'activity_row names it'); END""",
    """CREATE TRIGGER activity_row_practice_id_is_kept BEFORE DELETE ON parties_party
WHEN EXISTS (SELECT 1 FROM activity_row WHERE practice_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'activity_row names it'); END""",
)
POSTGRESQL_REFERENCES = (
    """CREATE FUNCTION activity_row_names() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE found bigint;
BEGIN
  PERFORM FROM activity_submission
  WHERE id IN (SELECT DISTINCT submission_id FROM added) FOR KEY SHARE;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found <> (SELECT count(DISTINCT submission_id) FROM added) THEN
    RAISE foreign_key_violation USING MESSAGE = 'what activity_row names is not there';
  END IF;
  PERFORM FROM catalogue_service
  WHERE id IN (SELECT DISTINCT service_id FROM added) FOR KEY SHARE;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found <> (SELECT count(DISTINCT service_id) FROM added) THEN
    RAISE foreign_key_violation USING MESSAGE = 'what activity_row names is not there';
  END IF;
  PERFORM FROM parties_party
  WHERE id IN (SELECT DISTINCT practice_id FROM added) FOR KEY SHARE;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found <> (SELECT count(DISTINCT practice_id) FROM added) THEN
    RAISE foreign_key_violation USING MESSAGE = 'what activity_row names is not there';
  END IF;
  RETURN NULL;
END $body$""",
    """CREATE TRIGGER activity_row_names_what_is AFTER INSERT ON activity_row
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION activity_row_names()""",
    """CREATE FUNCTION activity_row_submission_id_stays()
RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF EXISTS (SELECT FROM activity_row WHERE submission_id = OLD.id) THEN
    RAISE foreign_key_violation USING MESSAGE = 'activity_row names it';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $body$""",
    """CREATE TRIGGER activity_row_submission_id_is_kept BEFORE DELETE OR UPDATE OF id ON activity_submission
FOR EACH ROW EXECUTE FUNCTION activity_row_submission_id_stays()""",
    """CREATE FUNCTION activity_row_service_id_stays()
RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF EXISTS (SELECT FROM activity_row WHERE service_id = OLD.id) THEN
    RAISE foreign_key_violation USING MESSAGE = 'activity_row names it';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $body$""",
    """CREATE TRIGGER activity_row_service_id_is_kept BEFORE DELETE OR UPDATE OF id ON catalogue_service
FOR EACH ROW EXECUTE FUNCTION activity_row_service_id_stays()""",
    """CREATE FUNCTION activity_row_practice_id_stays()
RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF EXISTS (SELECT FROM activity_row WHERE practice_id = OLD.id) THEN
    RAISE foreign_key_violation USING MESSAGE = 'activity_row names it';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $body$""",
    """CREATE TRIGGER activity_row_practice_id_is_kept BEFORE DELETE OR UPDATE OF id ON parties_party
FOR EACH ROW EXECUTE FUNCTION activity_row_practice_id_stays()""",
)
NAMED_BY_ROWS = {
    "submission_id": "activity_submission",
    "service_id": "catalogue_service",
    "practice_id": "parties_party",
}


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_activity_currency()
    _create_activity_expectation()
    _create_activity_provider()
    _create_activity_release()
    _create_activity_rule()
    _create_activity_adjustment()
    _create_activity_expected_service()
    _create_activity_snapshot()
    _create_activity_submission()
    _create_activity_waiver()
    _create_activity_acceptance()
    _create_activity_certification()
    _create_activity_covered_service()
    _create_activity_file()
    _create_activity_finding()
    _create_activity_query()
    _create_activity_request()
    _create_activity_row()
    _create_activity_snapshot_part()
    _create_activity_sum()
    _create_activity_requested_service()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    of_sqlite, of_postgresql = SQLITE_TRIGGERS + SQLITE_REFERENCES, POSTGRESQL_TRIGGERS + POSTGRESQL_REFERENCES
    for statement in of_sqlite if on_sqlite else of_postgresql:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low, triggers with them, those on what rows name before. What they hold is lost."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for column, named in NAMED_BY_ROWS.items():
        for name in ("stays", "is_kept") if on_sqlite else ("is_kept",):
            trigger = f"DROP TRIGGER activity_row_{column}_{name}"
            op.execute(trigger if on_sqlite else f"{trigger} ON {named}")
        if not on_sqlite:
            op.execute(f"DROP FUNCTION activity_row_{column}_stays()")
    for table in (
        "activity_requested_service",
        "activity_sum",
        "activity_snapshot_part",
        "activity_row",
        "activity_request",
        "activity_query",
        "activity_finding",
        "activity_file",
        "activity_covered_service",
        "activity_certification",
        "activity_acceptance",
        "activity_waiver",
        "activity_submission",
        "activity_snapshot",
        "activity_expected_service",
        "activity_adjustment",
        "activity_rule",
        "activity_release",
        "activity_provider",
        "activity_expectation",
        "activity_currency",
    ):
        op.drop_table(table)
    if not on_sqlite:
        op.execute("DROP FUNCTION activity_row_names()")
        op.execute("DROP FUNCTION activity_frozen()")


def _create_activity_currency() -> None:
    op.create_table(
        "activity_currency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("by_practice", sa.Boolean(), nullable=False),
        sa.Column(
            "adding",
            sa.Enum("flow", "level", "rate", name="adding", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_activity_currency_commissioner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_currency"),
        sa.UniqueConstraint("commissioner_id", "code", name="uq_activity_currency_commissioner_id_code"),
    )


def _create_activity_expectation() -> None:
    op.create_table(
        "activity_expectation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "frequency",
            sa.Enum("monthly", "quarterly", name="frequency", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("first_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=True),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("flex_day", sa.Integer(), nullable=False),
        sa.Column("freeze_day", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_key", sa.String(length=120), nullable=True),
        sa.Column("expected_by_id", sa.Integer(), nullable=False),
        sa.Column("expected_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "due_day >= 1 AND flex_day >= due_day AND freeze_day >= flex_day",
            name="ck_activity_expectation_days_in_order",
        ),
        sa.CheckConstraint("last_month >= first_month", name="ck_activity_expectation_ends_after_starting"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_activity_expectation_commissioner_id"
        ),
        sa.ForeignKeyConstraint(
            ["expected_by_id"], ["people_person.id"], name="fk_activity_expectation_expected_by_id"
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_activity_expectation_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_expectation"),
        sa.UniqueConstraint("commissioner_id", "source_key", name="uq_activity_expectation_commissioner_id_source_key"),
    )
    op.create_index(
        "ix_activity_expectation_commissioner_id", "activity_expectation", ["commissioner_id"], unique=False
    )
    op.create_index("ix_activity_expectation_provider_id", "activity_expectation", ["provider_id"], unique=False)


def _create_activity_provider() -> None:
    op.create_table(
        "activity_provider",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("needs_certifier", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_activity_provider_provider_id"),
        sa.PrimaryKeyConstraint("provider_id", name="pk_activity_provider"),
    )


def _create_activity_release() -> None:
    op.create_table(
        "activity_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column_name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="ck_activity_release_confirmed_by_somebody"
        ),
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name="ck_activity_release_by_two_people"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people_person.id"], name="fk_activity_release_confirmed_by_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_activity_release_proposed_by_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_activity_release_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_release"),
        sa.UniqueConstraint(
            "provider_id",
            "file_hash",
            "row",
            "column_name",
            name="uq_activity_release_provider_id_file_hash_row_column_name",
        ),
    )


def _create_activity_rule() -> None:
    op.create_table(
        "activity_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column(
            "importance",
            sa.Enum("high", "medium", "low", name="importance", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("warns_until", sa.Date(), nullable=True),
        sa.Column("limit_percent", sa.String(30), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_activity_rule_commissioner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_rule"),
        sa.UniqueConstraint("commissioner_id", "rule", name="uq_activity_rule_commissioner_id_rule"),
    )


def _create_activity_adjustment() -> None:
    op.create_table(
        "activity_adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expectation_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("posted_to", sa.String(length=7), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("units <> 0", name="ck_activity_adjustment_changes_something"),
        sa.ForeignKeyConstraint(
            ["expectation_id"], ["activity_expectation.id"], name="fk_activity_adjustment_expectation_id"
        ),
        sa.ForeignKeyConstraint(["posted_by_id"], ["people_person.id"], name="fk_activity_adjustment_posted_by_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_activity_adjustment_practice_id"),
        sa.ForeignKeyConstraint(["service_id"], ["catalogue_service.id"], name="fk_activity_adjustment_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_adjustment"),
    )
    op.create_index("ix_activity_adjustment_expectation_id", "activity_adjustment", ["expectation_id"], unique=False)


def _create_activity_expected_service() -> None:
    op.create_table(
        "activity_expected_service",
        sa.Column("expectation_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expectation_id"], ["activity_expectation.id"], name="fk_activity_expected_service_expectation_id"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["catalogue_service.id"], name="fk_activity_expected_service_service_id"
        ),
        sa.PrimaryKeyConstraint("expectation_id", "service_id", name="pk_activity_expected_service"),
    )


def _create_activity_snapshot() -> None:
    op.create_table(
        "activity_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expectation_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("was_accepted", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expectation_id"], ["activity_expectation.id"], name="fk_activity_snapshot_expectation_id"
        ),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["people_person.id"], name="fk_activity_snapshot_frozen_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_snapshot"),
        sa.UniqueConstraint("expectation_id", "period", name="uq_activity_snapshot_expectation_id_period"),
    )


def _create_activity_submission() -> None:
    op.create_table(
        "activity_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expectation_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("file", "typed", "data", "nil", name="way", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("request_key", sa.String(length=80), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("needs_certifier", sa.Boolean(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(file_hash) = 64", name="ck_activity_submission_hash_is_whole"),
        sa.ForeignKeyConstraint(
            ["expectation_id"], ["activity_expectation.id"], name="fk_activity_submission_expectation_id"
        ),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["people_person.id"], name="fk_activity_submission_prepared_by_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["activity_submission.id"], name="fk_activity_submission_replaces_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_submission"),
        sa.UniqueConstraint(
            "expectation_id", "period", "number", name="uq_activity_submission_expectation_id_period_number"
        ),
        sa.UniqueConstraint("expectation_id", "request_key", name="uq_activity_submission_expectation_id_request_key"),
    )


def _create_activity_waiver() -> None:
    op.create_table(
        "activity_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expectation_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("first_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by_id", sa.Integer(), nullable=False),
        sa.Column("waived_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("last_month >= first_month", name="ck_activity_waiver_ends_after_starting"),
        sa.ForeignKeyConstraint(
            ["expectation_id"], ["activity_expectation.id"], name="fk_activity_waiver_expectation_id"
        ),
        sa.ForeignKeyConstraint(["waived_by_id"], ["people_person.id"], name="fk_activity_waiver_waived_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_waiver"),
    )
    op.create_index("ix_activity_waiver_expectation_id", "activity_waiver", ["expectation_id"], unique=False)


def _create_activity_acceptance() -> None:
    op.create_table(
        "activity_acceptance",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["people_person.id"], name="fk_activity_acceptance_accepted_by_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["activity_submission.id"], name="fk_activity_acceptance_submission_id"
        ),
        sa.PrimaryKeyConstraint("submission_id", name="pk_activity_acceptance"),
    )


def _create_activity_certification() -> None:
    op.create_table(
        "activity_certification",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("certified_by_id", sa.Integer(), nullable=False),
        sa.Column("certified_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certified_by_id"], ["people_person.id"], name="fk_activity_certification_certified_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["activity_submission.id"], name="fk_activity_certification_submission_id"
        ),
        sa.PrimaryKeyConstraint("submission_id", name="pk_activity_certification"),
    )


def _create_activity_covered_service() -> None:
    op.create_table(
        "activity_covered_service",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["catalogue_service.id"], name="fk_activity_covered_service_service_id"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["activity_submission.id"], name="fk_activity_covered_service_submission_id"
        ),
        sa.PrimaryKeyConstraint("submission_id", "service_id", name="pk_activity_covered_service"),
    )


def _create_activity_file() -> None:
    op.create_table(
        "activity_file",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["activity_submission.id"], name="fk_activity_file_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", name="pk_activity_file"),
    )


def _create_activity_finding() -> None:
    op.create_table(
        "activity_finding",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "refused",
                "error",
                "query",
                "warning",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "importance",
            sa.Enum("high", "medium", "low", name="importance", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column_name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["activity_submission.id"], name="fk_activity_finding_submission_id"
        ),
        sa.PrimaryKeyConstraint("submission_id", "number", name="pk_activity_finding"),
    )


def _create_activity_query() -> None:
    op.create_table(
        "activity_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "answered", "settled", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people_person.id"], name="fk_activity_query_asked_by_id"),
        sa.ForeignKeyConstraint(["service_id"], ["catalogue_service.id"], name="fk_activity_query_service_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["activity_submission.id"], name="fk_activity_query_submission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_query"),
    )
    op.create_index("ix_activity_query_submission_id", "activity_query", ["submission_id"], unique=False)


def _create_activity_request() -> None:
    op.create_table(
        "activity_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["requested_by_id"], ["people_person.id"], name="fk_activity_request_requested_by_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["activity_submission.id"], name="fk_activity_request_submission_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activity_request"),
    )
    op.create_index("ix_activity_request_submission_id", "activity_request", ["submission_id"], unique=False)


def _create_activity_row() -> None:
    op.create_table(
        "activity_row",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.Column("is_total", sa.Boolean(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("NOT is_total OR practice_id IS NULL", name="ck_activity_row_total_is_of_no_practice"),
        sa.PrimaryKeyConstraint("submission_id", "row", name="pk_activity_row"),
        sqlite_with_rowid=False,
    )


def _create_activity_snapshot_part() -> None:
    op.create_table(
        "activity_snapshot_part",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["catalogue_service.id"], name="fk_activity_snapshot_part_service_id"),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["activity_snapshot.id"], name="fk_activity_snapshot_part_snapshot_id"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["activity_submission.id"], name="fk_activity_snapshot_part_submission_id"
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "service_id", name="pk_activity_snapshot_part"),
    )
    op.create_index(
        "ix_activity_snapshot_part_submission_id", "activity_snapshot_part", ["submission_id"], unique=False
    )


def _create_activity_sum() -> None:
    op.create_table(
        "activity_sum",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("placed", sa.BigInteger(), nullable=True),
        sa.Column("unplaced", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["catalogue_service.id"], name="fk_activity_sum_service_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["activity_submission.id"], name="fk_activity_sum_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "service_id", "month", "currency", name="pk_activity_sum"),
    )


def _create_activity_requested_service() -> None:
    op.create_table(
        "activity_requested_service",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["activity_request.id"], name="fk_activity_requested_service_request_id"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["catalogue_service.id"], name="fk_activity_requested_service_service_id"
        ),
        sa.PrimaryKeyConstraint("request_id", "service_id", name="pk_activity_requested_service"),
    )
