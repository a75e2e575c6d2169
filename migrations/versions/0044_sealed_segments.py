"""Audit trail: sealed segments whose values may go after their time; grounds of redactions; requests refused.

Revision ID: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0042"

TABLES = ("audit_trail_segment", "audit_trail_letting_go", "audit_trail_refused_request")
KEPT_COLUMNS = (
    "id", "at", "by_id", "grant_id", "account", "act", "subject", "subject_id", "commissioner_id",
    "payload_hash", "previous_hash", "hash",
)  # fmt: skip
REDACTED_BY_TWO = """EXISTS (SELECT 1 FROM audit_trail_redaction r WHERE r.event_id = OLD.id
    AND r.confirmed_by_id IS NOT NULL AND r.confirmed_by_id <> r.proposed_by_id)"""
LET_GO = """EXISTS (SELECT 1 FROM audit_trail_letting_go g JOIN audit_trail_segment s ON s.id = g.segment_id
    WHERE OLD.id BETWEEN s.first_id AND s.last_id AND g.by_id <> s.sealed_by_id)"""
SAME_ON_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT_COLUMNS)
SAME_ON_POSTGRESQL = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT_COLUMNS)
FREEZE_ON_SQLITE = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in TABLES
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
FREEZE_ON_POSTGRESQL = tuple(
    statement
    for table in TABLES
    for statement in (
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION audit_trail_frozen()""",
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_frozen()""",
    )
)
GROUND = """ALTER TABLE audit_trail_redaction ADD COLUMN ground VARCHAR(40) DEFAULT 'other' NOT NULL
CONSTRAINT ck_audit_trail_redaction_ground
CHECK (ground IN ('patient', 'third_person', 'credential', 'order', 'other'))"""


def upgrade() -> None:
    """Create and freeze the tables, let the trigger of events know of segments, say more of redactions."""
    _create_audit_trail_segment()
    _create_audit_trail_letting_go()
    _create_audit_trail_refused_request()
    op.execute(GROUND)
    op.add_column("audit_trail_redaction", sa.Column("declined_at", sa.DateTime(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("audit_trail_redaction", "ground", server_default=None)
    _run(*(FREEZE_ON_SQLITE if _on_sqlite() else FREEZE_ON_POSTGRESQL))
    _let_payloads_go(f"({REDACTED_BY_TWO} OR {LET_GO})")


def downgrade() -> None:
    """Drop the tables, which are lost; refuse where values went with a segment: nothing would explain that any more."""
    if op.get_bind().execute(sa.text("SELECT COUNT(*) FROM audit_trail_letting_go")).scalar():
        raise RuntimeError(
            "Values of sealed segments were let go, and the tables before 0044 cannot say so: their audit trail would "
            "be found broken. Nothing was changed. Restore a backup from before, or stay at 0044."
        )
    _let_payloads_go(REDACTED_BY_TWO)
    for table in reversed(TABLES):
        op.drop_table(table)
    for column in ("declined_at", "ground"):
        op.drop_column("audit_trail_redaction", column)


def _let_payloads_go(condition: str) -> None:
    """Make the trigger that keeps events anew, with what lets a payload go."""
    if _on_sqlite():
        _run(
            "DROP TRIGGER audit_trail_event_stays",
            f"""CREATE TRIGGER audit_trail_event_stays BEFORE UPDATE ON audit_trail_event
WHEN NOT (NEW.payload IS NULL AND {SAME_ON_SQLITE} AND {condition})
BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END""",
        )
        return
    _run(
        f"""CREATE OR REPLACE FUNCTION audit_trail_event_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.payload IS NULL AND {SAME_ON_POSTGRESQL} AND {condition} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit trail is only appended to';
END $body$"""
    )


def _run(*statements: str) -> None:
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _create_audit_trail_segment() -> None:
    op.create_table(
        "audit_trail_segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sealed_by_id", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("last_id >= first_id", name=op.f("ck_audit_trail_segment_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["audit_trail_event.id"], name="fk_audit_trail_segment_first_id"),
        sa.ForeignKeyConstraint(["last_id"], ["audit_trail_event.id"], name="fk_audit_trail_segment_last_id"),
        sa.ForeignKeyConstraint(["sealed_by_id"], ["people_person.id"], name="fk_audit_trail_segment_sealed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_trail_segment"),
        sa.UniqueConstraint("content_hash", name="uq_audit_trail_segment_content_hash"),
        sa.UniqueConstraint("first_id", name="uq_audit_trail_segment_first_id"),
        sa.UniqueConstraint("last_id", name="uq_audit_trail_segment_last_id"),
    )


def _create_audit_trail_letting_go() -> None:
    op.create_table(
        "audit_trail_letting_go",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people_person.id"], name="fk_audit_trail_letting_go_by_id"),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["audit_trail_segment.id"], name="fk_audit_trail_letting_go_segment_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_trail_letting_go"),
        sa.UniqueConstraint("segment_id", name="uq_audit_trail_letting_go_segment_id"),
    )


def _create_audit_trail_refused_request() -> None:
    table = "audit_trail_refused_request"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("commissioner_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name=f"fk_{table}_commissioner_id"),
        sa.ForeignKeyConstraint(["grant_id"], ["people_grant.id"], name=f"fk_{table}_grant_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=f"fk_{table}_person_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_commissioner_id", table, ["commissioner_id"], unique=False)
    op.create_index(f"ix_{table}_person_id_at", table, ["person_id", "at"], unique=False)
