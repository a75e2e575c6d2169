"""Verification of claims after payment, and the incentive of practice based commissioning.

Revision ID: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

FROZEN = {
    "payments_freed_up_sheet": "incentive",
    "payments_freed_up": "incentive",
    "payments_freed_up_decision": "incentive",
    "payments_incentive_judgement": "incentive",
    "payments_incentive_proposal": "incentive",
    "payments_incentive_share": "incentive",
    "verification_plan": "verification",
    "verification_sampled": "verification",
    "verification_finding": "verification",
    "verification_report": "verification",
    "verification_answer": "verification",
    "verification_appeal": "verification",
    "verification_recovery": "verification",
}
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    *(
        f"""CREATE FUNCTION {room}_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$"""
        for room in ("incentive", "verification")
    ),
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {room}_frozen()"""
        for table, room in FROZEN.items()
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {room}_frozen()"""
        for table, room in FROZEN.items()
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_verification_plan()
    _create_verification_visit()
    _create_payments_incentive_plan()
    _create_verification_answer()
    _create_verification_appeal()
    _create_verification_recovery()
    _create_verification_report()
    _create_payments_freed_up_sheet()
    _create_payments_incentive_instalment()
    _create_verification_sampled()
    _create_payments_freed_up()
    _create_payments_freed_up_decision()
    _create_payments_incentive_judgement()
    _create_payments_incentive_proposal()
    _create_payments_incentive_share()
    _create_verification_finding()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "verification_finding",
        "payments_incentive_share",
        "payments_incentive_proposal",
        "payments_incentive_judgement",
        "payments_freed_up_decision",
        "payments_freed_up",
        "verification_sampled",
        "payments_incentive_instalment",
        "payments_freed_up_sheet",
        "verification_report",
        "verification_recovery",
        "verification_appeal",
        "verification_answer",
        "payments_incentive_plan",
        "verification_visit",
        "verification_plan",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for room in ("incentive", "verification"):
            op.execute(f"DROP FUNCTION {room}_frozen()")


def _create_verification_plan() -> None:
    op.create_table(
        "verification_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "method",
            sa.Enum("random", "risk", "all", name="method", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("frame_hash", sa.String(length=64), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(method = 'all') = (seed = '')", name="ck_verification_plan_seed_unless_all"),
        sa.CheckConstraint("(method = 'all') = (size IS NULL)", name="ck_verification_plan_size_unless_all"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_verification_plan_commissioner_id"),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["people_person.id"], name="fk_verification_plan_drawn_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_verification_plan"),
        sa.UniqueConstraint("commissioner_id", "name", name="uq_verification_plan_commissioner_id_name"),
    )


def _create_verification_visit() -> None:
    op.create_table(
        "verification_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column("visitors", sa.String(length=300), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("arranged_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["arranged_by_id"], ["people_person.id"], name="fk_verification_visit_arranged_by_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["verification_plan.id"], name="fk_verification_visit_plan_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_verification_visit_practice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_verification_visit"),
        sa.UniqueConstraint("plan_id", "practice_id", name="uq_verification_visit_plan_id_practice_id"),
    )
    op.create_index("ix_verification_visit_practice_id", "verification_visit", ["practice_id"], unique=False)


def _create_payments_incentive_plan() -> None:
    op.create_table(
        "payments_incentive_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("list_on", sa.Date(), nullable=False),
        sa.Column("set_aside", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people_person.id"], name="fk_payments_incentive_plan_made_by_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_payments_incentive_plan_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_incentive_plan"),
        sa.UniqueConstraint("scheme_id", "year", name="uq_payments_incentive_plan_scheme_id_year"),
    )


def _create_verification_answer() -> None:
    op.create_table(
        "verification_answer",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("accepted", "appealed", name="answer", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people_person.id"], name="fk_verification_answer_answered_by_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["verification_visit.id"], name="fk_verification_answer_visit_id"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_verification_answer"),
    )


def _create_verification_appeal() -> None:
    op.create_table(
        "verification_appeal",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("stands", "allowed", name="verdict", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_verification_appeal_decided_by_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["verification_visit.id"], name="fk_verification_appeal_visit_id"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_verification_appeal"),
    )


def _create_verification_recovery() -> None:
    op.create_table(
        "verification_recovery",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("is_extrapolated", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="ck_verification_recovery_not_below_nothing"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_verification_recovery_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["verification_visit.id"], name="fk_verification_recovery_visit_id"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_verification_recovery"),
    )


def _create_verification_report() -> None:
    op.create_table(
        "verification_report",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sent_by_id"], ["people_person.id"], name="fk_verification_report_sent_by_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["verification_visit.id"], name="fk_verification_report_visit_id"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_verification_report"),
    )


def _create_payments_freed_up_sheet() -> None:
    op.create_table(
        "payments_freed_up_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["payments_incentive_plan.id"], name="fk_payments_freed_up_sheet_plan_id"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_freed_up_sheet_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments_freed_up_sheet"),
    )
    op.create_index("ix_payments_freed_up_sheet_plan_id", "payments_freed_up_sheet", ["plan_id"], unique=False)


def _create_payments_incentive_instalment() -> None:
    op.create_table(
        "payments_incentive_instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("rate", sa.String(length=30), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=500), nullable=False),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="ck_payments_incentive_instalment_quarter_of_the_year"),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["payments_incentive_plan.id"], name="fk_payments_incentive_instalment_plan_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments_incentive_instalment"),
    )
    op.create_index(
        "ix_payments_incentive_instalment_plan_id", "payments_incentive_instalment", ["plan_id"], unique=False
    )


def _create_verification_sampled() -> None:
    op.create_table(
        "verification_sampled",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("weight", sa.String(length=30), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims_claim.id"], name="fk_verification_sampled_claim_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["verification_plan.id"], name="fk_verification_sampled_plan_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_verification_sampled_practice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_verification_sampled"),
        sa.UniqueConstraint("plan_id", "claim_id", name="uq_verification_sampled_plan_id_claim_id"),
        sa.UniqueConstraint("plan_id", "place", name="uq_verification_sampled_plan_id_place"),
    )
    op.create_index("ix_verification_sampled_claim_id", "verification_sampled", ["claim_id"], unique=False)
    op.create_index("ix_verification_sampled_practice_id", "verification_sampled", ["practice_id"], unique=False)


def _create_payments_freed_up() -> None:
    op.create_table(
        "payments_freed_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_payments_freed_up_practice_id"),
        sa.ForeignKeyConstraint(["sheet_id"], ["payments_freed_up_sheet.id"], name="fk_payments_freed_up_sheet_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_freed_up"),
        sa.UniqueConstraint("sheet_id", "practice_id", name="uq_payments_freed_up_sheet_id_practice_id"),
    )
    op.create_index("ix_payments_freed_up_practice_id", "payments_freed_up", ["practice_id"], unique=False)


def _create_payments_freed_up_decision() -> None:
    op.create_table(
        "payments_freed_up_decision",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
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
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_payments_freed_up_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_payments_freed_up_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_freed_up_decision_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["payments_freed_up_sheet.id"], name="fk_payments_freed_up_decision_sheet_id"
        ),
        sa.PrimaryKeyConstraint("sheet_id", name="pk_payments_freed_up_decision"),
    )


def _create_payments_incentive_judgement() -> None:
    op.create_table(
        "payments_incentive_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judged_by_id", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instalment_id"],
            ["payments_incentive_instalment.id"],
            name="fk_payments_incentive_judgement_instalment_id",
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["people_person.id"], name="fk_payments_incentive_judgement_judged_by_id"
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_payments_incentive_judgement_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_incentive_judgement"),
    )
    op.create_index(
        "ix_payments_incentive_judgement_instalment_id", "payments_incentive_judgement", ["instalment_id"], unique=False
    )


def _create_payments_incentive_proposal() -> None:
    op.create_table(
        "payments_incentive_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["payments_incentive_instalment.id"], name="fk_payments_incentive_proposal_instalment_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_incentive_proposal_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments_incentive_proposal"),
    )
    op.create_index(
        "ix_payments_incentive_proposal_instalment_id", "payments_incentive_proposal", ["instalment_id"], unique=False
    )


def _create_payments_incentive_share() -> None:
    op.create_table(
        "payments_incentive_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("list_size", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.CheckConstraint("due > 0 AND kept >= 0 AND kept <= due", name="ck_payments_incentive_share_kept_within_due"),
        sa.CheckConstraint("group_id IS NOT NULL OR kept = 0", name="ck_payments_incentive_share_kept_for_a_group"),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_payments_incentive_share_group_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_payments_incentive_share_practice_id"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["payments_incentive_proposal.id"], name="fk_payments_incentive_share_proposal_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments_incentive_share"),
        sa.UniqueConstraint("proposal_id", "practice_id", name="uq_payments_incentive_share_proposal_id_practice_id"),
    )
    op.create_index(
        "ix_payments_incentive_share_practice_id", "payments_incentive_share", ["practice_id"], unique=False
    )


def _create_verification_finding() -> None:
    op.create_table(
        "verification_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("checked", sa.String(length=30), nullable=False),
        sa.Column("verified", sa.String(length=30), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "none",
                "no_record",
                "not_covered",
                "twice",
                "wrong_date",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("items", sa.String(length=500), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("found_by_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("paid >= 0", name="ck_verification_finding_paid_is_not_below_nothing"),
        sa.ForeignKeyConstraint(["found_by_id"], ["people_person.id"], name="fk_verification_finding_found_by_id"),
        sa.ForeignKeyConstraint(["line_id"], ["claims_line.id"], name="fk_verification_finding_line_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["verification_visit.id"], name="fk_verification_finding_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_verification_finding"),
    )
    op.create_index("ix_verification_finding_line_id", "verification_finding", ["line_id"], unique=False)
    op.create_index(
        "ix_verification_finding_visit_id_line_id", "verification_finding", ["visit_id", "line_id"], unique=False
    )
