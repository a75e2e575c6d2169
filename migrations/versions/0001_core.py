"""The tables of core: organisations, people, the audit trail with its triggers, the one-use keys of forms.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEPT_COLUMNS = (
    "id", "at", "by_id", "grant_id", "account", "act", "subject", "subject_id", "commissioner_id",
    "payload_hash", "previous_hash", "hash",
)  # fmt: skip
REDACTED_BY_TWO = """EXISTS (SELECT 1 FROM audit_trail_redaction r WHERE r.event_id = OLD.id
    AND r.confirmed_by_id IS NOT NULL AND r.confirmed_by_id <> r.proposed_by_id)"""
SAME_ON_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT_COLUMNS)
SAME_ON_POSTGRESQL = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT_COLUMNS)

SQLITE_TRIGGERS = (
    f"""CREATE TRIGGER audit_trail_event_stays BEFORE UPDATE ON audit_trail_event
WHEN NOT (NEW.payload IS NULL AND {SAME_ON_SQLITE} AND {REDACTED_BY_TWO})
BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END""",
    """CREATE TRIGGER audit_trail_event_is_kept BEFORE DELETE ON audit_trail_event
BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END""",
    """CREATE TRIGGER audit_trail_redaction_stays BEFORE UPDATE ON audit_trail_redaction
WHEN OLD.confirmed_by_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a confirmed redaction is not changed'); END""",
    """CREATE TRIGGER audit_trail_redaction_is_kept BEFORE DELETE ON audit_trail_redaction
BEGIN SELECT RAISE(ABORT, 'a redaction is kept'); END""",
)
POSTGRESQL_TRIGGERS = (
    f"""CREATE FUNCTION audit_trail_event_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.payload IS NULL AND {SAME_ON_POSTGRESQL} AND {REDACTED_BY_TWO} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit trail is only appended to';
END $body$""",
    """CREATE TRIGGER audit_trail_event_stays BEFORE UPDATE OR DELETE ON audit_trail_event
FOR EACH ROW EXECUTE FUNCTION audit_trail_event_stays()""",
    """CREATE FUNCTION audit_trail_redaction_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.confirmed_by_id IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a redaction is kept';
END $body$""",
    """CREATE TRIGGER audit_trail_redaction_stays BEFORE UPDATE OR DELETE ON audit_trail_redaction
FOR EACH ROW EXECUTE FUNCTION audit_trail_redaction_stays()""",
    """CREATE FUNCTION audit_trail_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'the audit trail is only appended to';
END $body$""",
    """CREATE TRIGGER audit_trail_event_is_not_emptied BEFORE TRUNCATE ON audit_trail_event
FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_is_not_emptied()""",
    """CREATE TRIGGER audit_trail_redaction_is_not_emptied BEFORE TRUNCATE ON audit_trail_redaction
FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_is_not_emptied()""",
)


def upgrade() -> None:
    """Create the tables from low to high, then the triggers that keep the trail append-only."""
    _create_forms()
    _create_parties()
    _create_people()
    _create_credentials()
    _create_audit_trail()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop everything, from high to low; triggers go with their tables. What they hold is lost."""
    for table in (
        "audit_trail_redaction",
        "audit_trail_event",
        "people_token",
        "people_interest",
        "people_failed_sign_in",
        "people_session",
        "people_demo_mark",
        "people_grant",
        "people_person",
        "parties_party",
        "core_form_key",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in ("audit_trail_event_stays", "audit_trail_redaction_stays", "audit_trail_is_not_emptied"):
            op.execute(f"DROP FUNCTION {function}()")


def _create_forms() -> None:
    op.create_table(
        "core_form_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=2000), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_core_form_key"),
    )


def _create_parties() -> None:
    op.create_table(
        "parties_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pct",
                "sha",
                "pbc_group",
                "practice",
                "provider",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=True),
        sa.Column("overseer_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('pct', 'sha')) = (commissioner_id IS NULL)",
            name="ck_parties_party_all_but_commissioners_have_a_commissioner",
        ),
        sa.CheckConstraint("kind = 'pct' OR overseer_id IS NULL", name="ck_parties_party_only_trusts_have_an_overseer"),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="ck_parties_party_closed_after_opening"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_parties_party_commissioner_id"),
        sa.ForeignKeyConstraint(["overseer_id"], ["parties_party.id"], name="fk_parties_party_overseer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_parties_party"),
        sa.UniqueConstraint("kind", "code", name="uq_parties_party_kind_code"),
    )
    op.create_index("ix_parties_party_commissioner_id", "parties_party", ["commissioner_id"])
    op.create_index("ix_parties_party_overseer_id", "parties_party", ["overseer_id"])


def _create_people() -> None:
    op.create_table(
        "people_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_is_temporary", sa.Boolean(), nullable=False),
        sa.Column("session_stamp", sa.String(length=43), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name="ck_people_person_email_in_small_letters"),
        sa.PrimaryKeyConstraint("id", name="pk_people_person"),
        sa.UniqueConstraint("email", name="uq_people_person_email"),
    )
    op.create_table(
        "people_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "commissioner",
                "finance",
                "pbc_lead",
                "pbc_member",
                "practice_manager",
                "provider_manager",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ck_people_grant_ends_after_start"),
        sa.CheckConstraint("granted_by_id <> person_id", name="ck_people_grant_nobody_grants_to_themselves"),
        sa.ForeignKeyConstraint(["granted_by_id"], ["people_person.id"], name="fk_people_grant_granted_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["parties_party.id"], name="fk_people_grant_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_grant_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_grant"),
    )
    op.create_index("ix_people_grant_organisation_id", "people_grant", ["organisation_id"])
    op.create_index("ix_people_grant_person_id", "people_grant", ["person_id"])


def _create_credentials() -> None:
    op.create_table(
        "people_demo_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_people_demo_mark_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_people_demo_mark"),
    )
    op.create_table(
        "people_failed_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people_failed_sign_in"),
    )
    op.create_index("ix_people_failed_sign_in_account_key_at", "people_failed_sign_in", ["account_key", "at"])
    op.create_index("ix_people_failed_sign_in_address_at", "people_failed_sign_in", ["address", "at"])
    op.create_table(
        "people_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_session_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_session"),
        sa.UniqueConstraint("key_hash", name="uq_people_session_key_hash"),
    )
    op.create_index("ix_people_session_person_id", "people_session", ["person_id"])
    op.create_table(
        "people_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ck_people_interest_ends_after_start"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_people_interest_party_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_interest_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_interest"),
    )
    op.create_index("ix_people_interest_party_id", "people_interest", ["party_id"])
    op.create_index("ix_people_interest_person_id", "people_interest", ["person_id"])
    op.create_table(
        "people_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["grant_id"], ["people_grant.id"], name="fk_people_token_grant_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["parties_party.id"], name="fk_people_token_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_token"),
        sa.UniqueConstraint("token_hash", name="uq_people_token_token_hash"),
    )
    op.create_index("ix_people_token_grant_id", "people_token", ["grant_id"])


def _create_audit_trail() -> None:
    op.create_table(
        "audit_trail_event",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("payload_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people_person.id"], name="fk_audit_trail_event_by_id"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_audit_trail_event_commissioner_id"),
        sa.ForeignKeyConstraint(["grant_id"], ["people_grant.id"], name="fk_audit_trail_event_grant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_trail_event"),
        sa.UniqueConstraint("hash", name="uq_audit_trail_event_hash"),
    )
    op.create_index("ix_audit_trail_event_act", "audit_trail_event", ["act"])
    op.create_index("ix_audit_trail_event_at", "audit_trail_event", ["at"])
    op.create_index("ix_audit_trail_event_by_id", "audit_trail_event", ["by_id"])
    op.create_index("ix_audit_trail_event_commissioner_id", "audit_trail_event", ["commissioner_id"])
    op.create_index("ix_audit_trail_event_subject_subject_id", "audit_trail_event", ["subject", "subject_id"])
    op.create_table(
        "audit_trail_redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name="ck_audit_trail_redaction_two_people"),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people_person.id"], name="fk_audit_trail_redaction_confirmed_by_id"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["audit_trail_event.id"], name="fk_audit_trail_redaction_event_id"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_audit_trail_redaction_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_trail_redaction"),
        sa.UniqueConstraint("event_id", name="uq_audit_trail_redaction_event_id"),
    )
