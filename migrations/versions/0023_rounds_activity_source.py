"""Where the activity of a set of inputs came from: frozen submissions, later adjustments, or a file.

Revision ID: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

FROZEN = ("rounds_activity_source",)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (  # the function stands since rounds were made
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION rounds_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION rounds_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_rounds_activity_source()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("rounds_activity_source",):
        op.drop_table(table)


def _create_rounds_activity_source() -> None:
    op.create_table(
        "rounds_activity_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inputs_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("currency", sa.String(length=200), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("adjustment_id", sa.Integer(), nullable=True),
        sa.Column("file_of_id", sa.Integer(), nullable=True),
        sa.Column("units", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN submission_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN adjustment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN file_of_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="ck_rounds_activity_source_is_one_source",
        ),
        sa.CheckConstraint(
            "(units IS NULL) = (file_of_id IS NOT NULL)", name="ck_rounds_activity_source_quantity_of_what_was_frozen"
        ),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["activity_adjustment.id"], name="fk_rounds_activity_source_adjustment_id"
        ),
        sa.ForeignKeyConstraint(["file_of_id"], ["rounds_inputs.id"], name="fk_rounds_activity_source_file_of_id"),
        sa.ForeignKeyConstraint(["inputs_id"], ["rounds_inputs.id"], name="fk_rounds_activity_source_inputs_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["activity_submission.id"], name="fk_rounds_activity_source_submission_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rounds_activity_source"),
    )
    op.create_index("ix_rounds_activity_source_inputs_id", "rounds_activity_source", ["inputs_id"], unique=False)
