"""variations of contracts: drafts, what was proposed, answers.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

FROZEN = ("variations_proposal", "variations_money_proposed", "variations_answer")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION variations_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION variations_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION variations_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_variations_variation()
    _create_variations_answer()
    _create_variations_change()
    _create_variations_money()
    _create_variations_money_proposed()
    _create_variations_proposal()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "variations_proposal",
        "variations_money_proposed",
        "variations_money",
        "variations_change",
        "variations_answer",
        "variations_variation",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION variations_frozen()")


def _create_variations_variation() -> None:
    op.create_table(
        "variations_variation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "activity",
                "price",
                "service",
                "duration",
                "information",
                "national",
                "correction",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("response_due_on", sa.Date(), nullable=False),
        sa.Column("life_value", sa.BigInteger(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "proposed",
                "disputed",
                "signed",
                "withdrawn",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'signed') = (signed_on IS NOT NULL)", name="ck_variations_variation_signed_has_its_day"
        ),
        sa.CheckConstraint(
            "effective_to IS NULL OR effective_to >= effective_from",
            name="ck_variations_variation_ends_after_beginning",
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["agreements_contract.id"], name="fk_variations_variation_contract_id"
        ),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["people_person.id"], name="fk_variations_variation_drafted_by_id"),
        sa.ForeignKeyConstraint(["proposer_id"], ["parties_party.id"], name="fk_variations_variation_proposer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_variations_variation"),
        sa.UniqueConstraint("contract_id", "number", name="uq_variations_variation_contract_id_number"),
    )
    op.create_index("ix_variations_variation_stage", "variations_variation", ["stage"], unique=False)


def _create_variations_answer() -> None:
    op.create_table(
        "variations_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variation_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "disputed", "settled", "withdrawn", name="answer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people_person.id"], name="fk_variations_answer_answered_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["parties_party.id"], name="fk_variations_answer_organisation_id"),
        sa.ForeignKeyConstraint(
            ["variation_id"], ["variations_variation.id"], name="fk_variations_answer_variation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_variations_answer"),
    )
    op.create_index("ix_variations_answer_variation_id", "variations_answer", ["variation_id"], unique=False)


def _create_variations_change() -> None:
    op.create_table(
        "variations_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=240), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("follows", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["variation_id"], ["variations_variation.id"], name="fk_variations_change_variation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_variations_change"),
        sa.UniqueConstraint("variation_id", "key", name="uq_variations_change_variation_id_key"),
    )


def _create_variations_money() -> None:
    op.create_table(
        "variations_money",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variation_id", sa.Integer(), nullable=False),
        sa.Column("line_code", sa.String(length=40), nullable=False),
        sa.Column("line_name", sa.String(length=200), nullable=False),
        sa.Column("group_code", sa.String(length=12), nullable=False),
        sa.Column("group_name", sa.String(length=120), nullable=False),
        sa.Column("full_year", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["variation_id"], ["variations_variation.id"], name="fk_variations_money_variation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_variations_money"),
        sa.UniqueConstraint(
            "variation_id", "line_code", "group_code", name="uq_variations_money_variation_id_line_code_group_code"
        ),
    )


def _create_variations_money_proposed() -> None:
    op.create_table(
        "variations_money_proposed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variation_id", sa.Integer(), nullable=False),
        sa.Column("line_code", sa.String(length=40), nullable=False),
        sa.Column("group_code", sa.String(length=12), nullable=False),
        sa.Column("part_year", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["variation_id"], ["variations_variation.id"], name="fk_variations_money_proposed_variation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_variations_money_proposed"),
        sa.UniqueConstraint(
            "variation_id",
            "line_code",
            "group_code",
            name="uq_variations_money_proposed_variation_id_line_code_group_code",
        ),
    )


def _create_variations_proposal() -> None:
    op.create_table(
        "variations_proposal",
        sa.Column("variation_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("full_year", sa.BigInteger(), nullable=False),
        sa.Column("part_year", sa.BigInteger(), nullable=False),
        sa.Column("whole_life", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_variations_proposal_hash_is_whole"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_variations_proposal_proposed_by_id"),
        sa.ForeignKeyConstraint(
            ["variation_id"], ["variations_variation.id"], name="fk_variations_proposal_variation_id"
        ),
        sa.PrimaryKeyConstraint("variation_id", name="pk_variations_proposal"),
    )
