"""The tables of proposals and positions, all frozen.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

FROZEN = ("agreement_proposal", "agreement_withdrawal", "agreement_opening", "agreement_position", "agreement_outcome")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION agreement_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION agreement_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION agreement_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_agreement_proposal()
    _create_agreement_opening()
    _create_agreement_position()
    _create_agreement_withdrawal()
    _create_agreement_outcome()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "agreement_outcome",
        "agreement_withdrawal",
        "agreement_position",
        "agreement_opening",
        "agreement_proposal",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION agreement_frozen()")


def _create_agreement_proposal() -> None:
    op.create_table(
        "agreement_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("calculation_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("shares_words", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calculation_id"], ["rounds_calculation.id"], name="fk_agreement_proposal_calculation_id"
        ),
        sa.ForeignKeyConstraint(["issued_by_id"], ["people_person.id"], name="fk_agreement_proposal_issued_by_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_agreement_proposal_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_proposal"),
        sa.UniqueConstraint("round_id", "number", name="uq_agreement_proposal_round_id_number"),
    )


def _create_agreement_opening() -> None:
    op.create_table(
        "agreement_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_agreement_opening_party_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_agreement_opening_person_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["agreement_proposal.id"], name="fk_agreement_opening_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_opening"),
        sa.UniqueConstraint(
            "proposal_id", "person_id", "party_id", name="uq_agreement_opening_proposal_id_person_id_party_id"
        ),
    )


def _create_agreement_position() -> None:
    op.create_table(
        "agreement_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "item_kind",
            sa.Enum(
                "total", "split", "line", "pot", name="item_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "not_asked",
                "no_response",
                "withheld",
                "not_challenged",
                "agreed",
                "agreed_with_conditions",
                "disputed",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "wrong_activity",
                "wrong_mapping",
                "wrong_population",
                "wrong_method",
                "out_of_scope",
                "affordability",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("claimed", sa.BigInteger(), nullable=True),
        sa.Column("claimed_method", sa.String(length=200), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(item_kind IN ('line', 'pot')) = (item_code <> '')", name="ck_agreement_position_code_where_needed"
        ),
        sa.CheckConstraint(
            "(stance = 'disputed') = (reason IS NOT NULL)", name="ck_agreement_position_reason_where_disputed"
        ),
        sa.CheckConstraint("stance = 'disputed' OR claimed IS NULL", name="ck_agreement_position_claim_where_disputed"),
        sa.CheckConstraint(
            "stance NOT IN ('not_asked', 'no_response')", name="ck_agreement_position_silence_is_not_given"
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["agreement_position.id"], name="fk_agreement_position_carried_from_id"
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people_person.id"], name="fk_agreement_position_given_by_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_agreement_position_party_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["agreement_proposal.id"], name="fk_agreement_position_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_position"),
    )
    op.create_index(
        "ix_agreement_position_what_is_said",
        "agreement_position",
        ["proposal_id", "party_id", "item_kind", "item_code"],
        unique=False,
    )
    on_board = sa.text("(item_kind <> 'line' OR stance = 'disputed')")
    op.create_index(
        "ix_agreement_position_on_board",
        "agreement_position",
        ["proposal_id"],
        unique=False,
        sqlite_where=on_board,
        postgresql_where=on_board,
    )


def _create_agreement_withdrawal() -> None:
    op.create_table(
        "agreement_withdrawal",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["agreement_proposal.id"], name="fk_agreement_withdrawal_proposal_id"),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["people_person.id"], name="fk_agreement_withdrawal_withdrawn_by_id"
        ),
        sa.PrimaryKeyConstraint("proposal_id", name="pk_agreement_withdrawal"),
    )


def _create_agreement_outcome() -> None:
    op.create_table(
        "agreement_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "upheld", "rejected", "withdrawn", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("calculation_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calculation_id"], ["rounds_calculation.id"], name="fk_agreement_outcome_calculation_id"
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_agreement_outcome_decided_by_id"),
        sa.ForeignKeyConstraint(["position_id"], ["agreement_position.id"], name="fk_agreement_outcome_position_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_outcome"),
    )
    op.create_index("ix_agreement_outcome_position_id", "agreement_outcome", ["position_id"], unique=False)
