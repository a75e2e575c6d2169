"""Who holds the reserve, movements of the risk pool, and what people said to them.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

FROZEN = ("risk_holding", "risk_movement", "risk_approval")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION risk_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION risk_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION risk_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_risk_holding()
    _create_risk_movement()
    _create_risk_approval()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("risk_approval", "risk_movement", "risk_holding"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION risk_frozen()")


def _create_risk_holding() -> None:
    op.create_table(
        "risk_holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "holder",
            sa.Enum("commissioner", "provider", name="holder", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_risk_holding_decided_by_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_risk_holding_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_risk_holding"),
    )
    op.create_index("ix_risk_holding_round_id", "risk_holding", ["round_id"], unique=False)


def _create_risk_movement() -> None:
    op.create_table(
        "risk_movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contribution",
                "drawdown",
                "repayment",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "party_id IS NOT NULL OR kind = 'contribution'", name="ck_risk_movement_only_contributions_without_a_group"
        ),
        sa.CheckConstraint("amount > 0", name="ck_risk_movement_amount_is_more_than_nothing"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people_person.id"], name="fk_risk_movement_asked_by_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_risk_movement_party_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_risk_movement_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_risk_movement"),
        sa.UniqueConstraint("round_id", "number", name="uq_risk_movement_round_id_number"),
    )


def _create_risk_approval() -> None:
    op.create_table(
        "risk_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=False),
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
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["people_person.id"], name="fk_risk_approval_given_by_id"),
        sa.ForeignKeyConstraint(["movement_id"], ["risk_movement.id"], name="fk_risk_approval_movement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_risk_approval"),
        sa.UniqueConstraint("movement_id", "given_by_id", name="uq_risk_approval_movement_id_given_by_id"),
    )
