"""Approval of claims: rules with value bands, answers to duplicates, first approvals of large sums, instalments.

Revision ID: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

FROZEN = (
    "claims_rules",
    "claims_band",
    "claims_rules_decision",
    "claims_duplicate_answer",
    "claims_adjustment_approval",
    "claims_instalment",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (  # the function stands since the first tables of claims
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION claims_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION claims_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_claims_rules()
    _create_claims_band()
    _create_claims_rules_decision()
    _create_claims_duplicate_answer()
    _create_claims_adjustment_approval()
    _create_claims_instalment()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "claims_instalment",
        "claims_adjustment_approval",
        "claims_duplicate_answer",
        "claims_rules_decision",
        "claims_band",
        "claims_rules",
    ):
        op.drop_table(table)


def _create_claims_rules() -> None:
    op.create_table(
        "claims_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column(
            "budget_check",
            sa.Enum("allow", "warn", "stop", name="budget_check", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("evidence_months", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("evidence_months BETWEEN 1 AND 120", name="ck_claims_rules_months_of_evidence"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_claims_rules_commissioner_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_claims_rules_proposed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_rules"),
    )
    op.create_index("ix_claims_rules_commissioner_id", "claims_rules", ["commissioner_id"], unique=False)


def _create_claims_band() -> None:
    op.create_table(
        "claims_band",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules_id", sa.Integer(), nullable=False),
        sa.Column("at_least", sa.BigInteger(), nullable=False),
        sa.Column("releasers", sa.Integer(), nullable=False),
        sa.CheckConstraint("at_least >= 0 AND releasers BETWEEN 1 AND 3", name="ck_claims_band_band_is_possible"),
        sa.ForeignKeyConstraint(["rules_id"], ["claims_rules.id"], name="fk_claims_band_rules_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_band"),
        sa.UniqueConstraint("rules_id", "at_least", name="uq_claims_band_rules_id_at_least"),
    )


def _create_claims_rules_decision() -> None:
    op.create_table(
        "claims_rules_decision",
        sa.Column("rules_id", sa.Integer(), nullable=False),
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
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_claims_rules_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_claims_rules_decision_decided_by_id"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_claims_rules_decision_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(["rules_id"], ["claims_rules.id"], name="fk_claims_rules_decision_rules_id"),
        sa.PrimaryKeyConstraint("rules_id", name="pk_claims_rules_decision"),
    )


def _create_claims_duplicate_answer() -> None:
    op.create_table(
        "claims_duplicate_answer",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["claims_decision.id"], name="fk_claims_duplicate_answer_decision_id"),
        sa.PrimaryKeyConstraint("decision_id", name="pk_claims_duplicate_answer"),
    )


def _create_claims_adjustment_approval() -> None:
    op.create_table(
        "claims_adjustment_approval",
        sa.Column("adjustment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("exception", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["claims_adjustment.id"], name="fk_claims_adjustment_approval_adjustment_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_claims_adjustment_approval_person_id"),
        sa.PrimaryKeyConstraint("adjustment_id", "person_id", name="pk_claims_adjustment_approval"),
    )


def _create_claims_instalment() -> None:
    op.create_table(
        "claims_instalment",
        sa.Column("adjustment_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.CheckConstraint("(number = 1) = (first_id = adjustment_id)", name="ck_claims_instalment_first_names_itself"),
        sa.CheckConstraint("number BETWEEN 1 AND parts", name="ck_claims_instalment_number_within_parts"),
        sa.ForeignKeyConstraint(["adjustment_id"], ["claims_adjustment.id"], name="fk_claims_instalment_adjustment_id"),
        sa.ForeignKeyConstraint(["first_id"], ["claims_adjustment.id"], name="fk_claims_instalment_first_id"),
        sa.PrimaryKeyConstraint("adjustment_id", name="pk_claims_instalment"),
        sa.UniqueConstraint("first_id", "number", name="uq_claims_instalment_first_id_number"),
    )
