"""Privacy: leavers, whom two administrators anonymise.

Revision ID: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"

SQLITE_TRIGGERS = (
    """CREATE TRIGGER privacy_leaver_stays BEFORE UPDATE ON privacy_leaver WHEN OLD.verdict IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was decided about a leaver is not changed'); END""",
    """CREATE TRIGGER privacy_leaver_is_kept BEFORE DELETE ON privacy_leaver
BEGIN SELECT RAISE(ABORT, 'what was decided about a leaver is kept'); END""",
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION privacy_leaver_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.verdict IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was decided about a leaver is kept';
END $body$""",
    """CREATE TRIGGER privacy_leaver_stays BEFORE UPDATE OR DELETE ON privacy_leaver
FOR EACH ROW EXECUTE FUNCTION privacy_leaver_stays()""",
    """CREATE TRIGGER privacy_leaver_is_not_emptied BEFORE TRUNCATE ON privacy_leaver
FOR EACH STATEMENT EXECUTE FUNCTION privacy_leaver_stays()""",
)


def upgrade() -> None:
    """Create the table, then freeze what is decided."""
    verdict = sa.Enum("done", "declined", name="verdict", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "privacy_leaver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("verdict", verdict, nullable=True),
        sa.CheckConstraint("(verdict IS NULL) = (decided_by_id IS NULL)", name="ck_privacy_leaver_decided_by_somebody"),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="ck_privacy_leaver_decided_at_some_time"),
        sa.CheckConstraint(
            "verdict = 'declined' OR decided_by_id <> proposed_by_id", name="ck_privacy_leaver_two_people"
        ),
        sa.CheckConstraint(
            "proposed_by_id <> person_id AND decided_by_id <> person_id", name="ck_privacy_leaver_not_oneself"
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_privacy_leaver_decided_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_privacy_leaver_person_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_privacy_leaver_proposed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_leaver"),
    )
    op.create_index("ix_privacy_leaver_person_id", "privacy_leaver", ["person_id"], unique=False)
    is_open = sa.text("verdict IS NULL")
    op.create_index(
        "uq_privacy_leaver_person_id_open",
        "privacy_leaver",
        ["person_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the table; its triggers go with it. What was decided about leavers is lost."""
    op.drop_table("privacy_leaver")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION privacy_leaver_stays()")
