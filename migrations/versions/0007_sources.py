"""The table of sources, frozen.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

FROZEN = ("sources_source",)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION sources_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION sources_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sources_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_sources_source()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the table; triggers go with it. What it holds is lost."""
    op.drop_table("sources_source")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION sources_frozen()")


def _create_sources_source() -> None:
    op.create_table(
        "sources_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inputs_id", sa.Integer(), nullable=False),
        sa.Column(
            "driver",
            sa.Enum(
                "population",
                "activity",
                "cost_centre_map",
                "fixed_shares",
                name="driver",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("line_code", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("extracted_on", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(length=300), nullable=False),
        sa.Column(
            "grade",
            sa.Enum("A", "B", "C", "D", name="grade", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("described_by_id", sa.Integer(), nullable=False),
        sa.Column("described_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["described_by_id"], ["people_person.id"], name="fk_sources_source_described_by_id"),
        sa.ForeignKeyConstraint(["inputs_id"], ["rounds_inputs.id"], name="fk_sources_source_inputs_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sources_source"),
    )
    op.create_index(
        "ix_sources_source_inputs_id_driver_line_code",
        "sources_source",
        ["inputs_id", "driver", "line_code"],
        unique=False,
    )
