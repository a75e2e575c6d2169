"""Meetings: the days to which actions were moved, which are frozen; somebody who left a meeting early.

Revision ID: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

FROZEN = ("meetings_moved_day",)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION meetings_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION meetings_frozen()"""
        for table in FROZEN
    ),
)
ATTENDEES = "meetings_attendee"
BEFORE = ("expected", "present", "apologies")
AFTER = (*BEFORE, "left")


def upgrade() -> None:
    """Let somebody have left early; create the table of days, then freeze it."""
    _let_presence_be(AFTER)
    _create_meetings_moved_day()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the table, triggers with it: days that were moved are lost, and who left early was present."""
    op.drop_table("meetings_moved_day")
    op.execute("UPDATE meetings_attendee SET presence = 'present' WHERE presence = 'left'")
    _let_presence_be(BEFORE)


def _let_presence_be(kinds: tuple[str, ...]) -> None:
    """Let attendance be one of these and nothing else."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table(ATTENDEES) as attendees:
        attendees.drop_constraint(op.f("ck_meetings_attendee_presence"), type_="check")
        attendees.create_check_constraint(op.f("ck_meetings_attendee_presence"), f"presence IN ({listed})")


def _create_meetings_moved_day() -> None:
    op.create_table(
        "meetings_moved_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("due_on <> due_before", name="ck_meetings_moved_day_is_another_day"),
        sa.ForeignKeyConstraint(["action_id"], ["meetings_action.id"], name="fk_meetings_moved_day_action_id"),
        sa.ForeignKeyConstraint(["moved_by_id"], ["people_person.id"], name="fk_meetings_moved_day_moved_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings_moved_day"),
        sa.UniqueConstraint("action_id", "number", name="uq_meetings_moved_day_action_id_number"),
    )
