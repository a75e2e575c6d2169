"""The tables of budget rounds, and the triggers that freeze inputs, calculations and what was shown.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FROZEN = ("rounds_inputs", "rounds_calculation", "rounds_shown")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION rounds_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
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
    """Create the tables, then freeze three of them."""
    _create_rounds()
    _create_inputs()
    _create_scenarios()
    _create_calculations()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.drop_constraint("fk_rounds_scenario_copied_from_id", "rounds_scenario", type_="foreignkey")
    else:
        op.execute("UPDATE rounds_scenario SET copied_from_id = NULL")  # it names what names it
    for table in ("rounds_shown", "rounds_calculation", "rounds_scenario", "rounds_inputs", "rounds_round"):
        op.drop_table(table)
    if on_postgresql:
        op.execute("DROP FUNCTION rounds_frozen()")


def _create_rounds() -> None:
    op.create_table(
        "rounds_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_rounds_round_commissioner_id"),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people_person.id"], name="fk_rounds_round_opened_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds_round"),
        sa.UniqueConstraint("commissioner_id", "year", name="uq_rounds_round_commissioner_id_year"),
    )


def _create_inputs() -> None:
    source = sa.Enum("uploaded", "stored", name="source", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "rounds_inputs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", source, nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("workbook", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("notices", sa.Text(), nullable=False),
        sa.Column("services", sa.Integer(), nullable=False),
        sa.Column("practices", sa.Integer(), nullable=False),
        sa.Column("activity_rows", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_rounds_inputs_round_id"),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people_person.id"], name="fk_rounds_inputs_uploaded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds_inputs"),
        sa.UniqueConstraint("round_id", "number", name="uq_rounds_inputs_round_id_number"),
        sa.UniqueConstraint("round_id", "content_hash", name="uq_rounds_inputs_round_id_content_hash"),
    )


def _create_scenarios() -> None:
    """Scenarios name calculations and calculations scenarios: on PostgreSQL the second name is added afterwards."""
    copied_from = sa.ForeignKeyConstraint(
        ["copied_from_id"], ["rounds_calculation.id"], name="fk_rounds_scenario_copied_from_id"
    )
    op.create_table(
        "rounds_scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("inputs_id", sa.Integer(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("methods", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *([copied_from] if op.get_bind().dialect.name == "sqlite" else []),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_rounds_scenario_round_id"),
        sa.ForeignKeyConstraint(["inputs_id"], ["rounds_inputs.id"], name="fk_rounds_scenario_inputs_id"),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people_person.id"], name="fk_rounds_scenario_changed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds_scenario"),
        sa.UniqueConstraint("round_id", "name", name="uq_rounds_scenario_round_id_name"),
    )


def _create_calculations() -> None:
    op.create_table(
        "rounds_calculation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("scenario_name", sa.String(length=80), nullable=False),
        sa.Column("inputs_id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("methods", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_hash", sa.String(length=64), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("calculated_by_id", sa.Integer(), nullable=False),
        sa.Column("calculated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_rounds_calculation_round_id"),
        sa.ForeignKeyConstraint(["scenario_id"], ["rounds_scenario.id"], name="fk_rounds_calculation_scenario_id"),
        sa.ForeignKeyConstraint(["inputs_id"], ["rounds_inputs.id"], name="fk_rounds_calculation_inputs_id"),
        sa.ForeignKeyConstraint(
            ["calculated_by_id"], ["people_person.id"], name="fk_rounds_calculation_calculated_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rounds_calculation"),
        sa.UniqueConstraint("round_id", "number", name="uq_rounds_calculation_round_id_number"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_rounds_scenario_copied_from_id", "rounds_scenario", "rounds_calculation", ["copied_from_id"], ["id"]
        )
    op.create_table(
        "rounds_shown",
        sa.Column("calculation_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("shown_by_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["calculation_id"], ["rounds_calculation.id"], name="fk_rounds_shown_calculation_id"),
        sa.ForeignKeyConstraint(["shown_by_id"], ["people_person.id"], name="fk_rounds_shown_shown_by_id"),
        sa.PrimaryKeyConstraint("calculation_id", name="pk_rounds_shown"),
    )
