"""Schemes of enhanced services: versions, sections, what was approved, prices, budgets.

Revision ID: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

FROZEN = ("schemes_approved", "schemes_price", "schemes_price_decision", "schemes_budget", "schemes_budget_decision")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION schemes_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION schemes_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION schemes_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_schemes_scheme()
    _create_schemes_price()
    _create_schemes_version()
    _create_schemes_approved()
    _create_schemes_price_decision()
    _create_schemes_section()
    _create_schemes_budget()
    _create_schemes_budget_decision()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "schemes_budget_decision",
        "schemes_budget",
        "schemes_section",
        "schemes_price_decision",
        "schemes_approved",
        "schemes_version",
        "schemes_price",
        "schemes_scheme",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION schemes_frozen()")


def _create_schemes_scheme() -> None:
    op.create_table(
        "schemes_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("les", "des", "nes", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("locality_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("clinical_lead", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_schemes_scheme_commissioner_id"),
        sa.ForeignKeyConstraint(["locality_id"], ["organisations_locality.id"], name="fk_schemes_scheme_locality_id"),
        sa.ForeignKeyConstraint(["service_id"], ["catalogue_service.id"], name="fk_schemes_scheme_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_scheme"),
        sa.UniqueConstraint("commissioner_id", "name", name="uq_schemes_scheme_commissioner_id_name"),
        sa.UniqueConstraint("commissioner_id", "number", name="uq_schemes_scheme_commissioner_id_number"),
    )
    op.create_index("ix_schemes_scheme_locality_id", "schemes_scheme", ["locality_id"], unique=False)
    op.create_index("ix_schemes_scheme_service_id", "schemes_scheme", ["service_id"], unique=False)


def _create_schemes_price() -> None:
    op.create_table(
        "schemes_price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=40), nullable=False),
        sa.Column("element_name", sa.String(length=80), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("source <> ''", name="ck_schemes_price_with_a_source"),
        sa.CheckConstraint("amount > 0", name="ck_schemes_price_more_than_nothing"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_schemes_price_practice_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_schemes_price_proposed_by_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_schemes_price_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_price"),
    )
    op.create_index("ix_schemes_price_practice_id", "schemes_price", ["practice_id"], unique=False)
    op.create_index("ix_schemes_price_scheme_id", "schemes_price", ["scheme_id"], unique=False)


def _create_schemes_version() -> None:
    op.create_table(
        "schemes_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "approved",
                "superseded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("ratified_by", sa.String(length=120), nullable=False),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_by_id IS NULL)", name="ck_schemes_version_submitted_by_somebody"
        ),
        sa.ForeignKeyConstraint(["begun_by_id"], ["people_person.id"], name="fk_schemes_version_begun_by_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_schemes_version_scheme_id"),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["people_person.id"], name="fk_schemes_version_submitted_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_version"),
        sa.UniqueConstraint("scheme_id", "number", name="uq_schemes_version_scheme_id_number"),
    )
    op.create_index(
        "uq_schemes_version_one_approved",
        "schemes_version",
        ["scheme_id"],
        unique=True,
        sqlite_where=sa.text("state = 'approved'"),
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.create_index(
        "uq_schemes_version_one_open",
        "schemes_version",
        ["scheme_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'submitted')"),
        postgresql_where=sa.text("state IN ('draft', 'submitted')"),
    )


def _create_schemes_approved() -> None:
    op.create_table(
        "schemes_approved",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_schemes_approved_hash_is_whole"),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people_person.id"], name="fk_schemes_approved_approved_by_id"),
        sa.ForeignKeyConstraint(["version_id"], ["schemes_version.id"], name="fk_schemes_approved_version_id"),
        sa.PrimaryKeyConstraint("version_id", name="pk_schemes_approved"),
    )


def _create_schemes_price_decision() -> None:
    op.create_table(
        "schemes_price_decision",
        sa.Column("price_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved",
                "declined",
                "withdrawn",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_schemes_price_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_schemes_price_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(["price_id"], ["schemes_price.id"], name="fk_schemes_price_decision_price_id"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_schemes_price_decision_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("price_id", name="pk_schemes_price_decision"),
    )


def _create_schemes_section() -> None:
    op.create_table(
        "schemes_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["schemes_version.id"], name="fk_schemes_section_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_section"),
        sa.UniqueConstraint("version_id", "key", name="uq_schemes_section_version_id_key"),
    )


def _create_schemes_budget() -> None:
    op.create_table(
        "schemes_budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("line_code", sa.String(length=40), nullable=True),
        sa.Column("line_name", sa.String(length=120), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(source <> '') = (line_code IS NULL)", name="ck_schemes_budget_entered_or_tied"),
        sa.CheckConstraint(
            "(line_code IS NULL) = (sign_off_id IS NULL)", name="ck_schemes_budget_tied_to_what_was_signed"
        ),
        sa.CheckConstraint(
            "amount > 0 AND (floor IS NULL OR (floor >= 0 AND floor <= amount))",
            name="ck_schemes_budget_least_within_most",
        ),
        sa.ForeignKeyConstraint(["locality_id"], ["organisations_locality.id"], name="fk_schemes_budget_locality_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_schemes_budget_proposed_by_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_schemes_budget_scheme_id"),
        sa.ForeignKeyConstraint(["sign_off_id"], ["agreement_sign_off.id"], name="fk_schemes_budget_sign_off_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_budget"),
    )
    op.create_index("ix_schemes_budget_scheme_id_year", "schemes_budget", ["scheme_id", "year"], unique=False)


def _create_schemes_budget_decision() -> None:
    op.create_table(
        "schemes_budget_decision",
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved",
                "declined",
                "withdrawn",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_schemes_budget_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(["budget_id"], ["schemes_budget.id"], name="fk_schemes_budget_decision_budget_id"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_schemes_budget_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_schemes_budget_decision_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("budget_id", name="pk_schemes_budget_decision"),
    )
