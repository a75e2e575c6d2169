"""Notices of contracts: letters, answers, plans with milestones, exception reports, and the ledger of withholding.

Revision ID: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

FROZEN = (
    "notices_text",
    "notices_response",
    "notices_meeting",
    "notices_closure",
    "notices_outcome",
    "notices_plan_answer",
    "notices_milestone",
    "notices_milestone_step",
    "notices_exception_report",
    "notices_entry",
    "notices_entry_decision",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION notices_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION notices_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION notices_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_notices_notice()
    _create_notices_closure()
    _create_notices_meeting()
    _create_notices_outcome()
    _create_notices_response()
    _create_notices_text()
    _create_notices_milestone()
    _create_notices_plan_answer()
    _create_notices_entry()
    _create_notices_exception_report()
    _create_notices_milestone_step()
    _create_notices_entry_decision()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "notices_entry_decision",
        "notices_milestone_step",
        "notices_exception_report",
        "notices_entry",
        "notices_plan_answer",
        "notices_milestone",
        "notices_text",
        "notices_response",
        "notices_outcome",
        "notices_meeting",
        "notices_closure",
        "notices_notice",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION notices_frozen()")


def _create_notices_notice() -> None:
    op.create_table(
        "notices_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "variation_from_contract",
                "activity_query",
                "performance",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("response_due_on", sa.Date(), nullable=False),
        sa.Column("meeting_due_on", sa.Date(), nullable=True),
        sa.Column("outcome_due_on", sa.Date(), nullable=True),
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "issued",
                "answered",
                "met",
                "review",
                "proposed",
                "plan",
                "withdrawn",
                "no_action",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "waits_for",
            sa.Enum("commissioner", "provider", name="waits_for", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("next_what", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(about_kind = '') = (about_id IS NULL)", name="ck_notices_notice_about_is_whole"),
        sa.ForeignKeyConstraint(["contract_id"], ["agreements_contract.id"], name="fk_notices_notice_contract_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices_notice"),
        sa.UniqueConstraint("contract_id", "number", name="uq_notices_notice_contract_id_number"),
    )
    op.create_index("ix_notices_notice_next_due_on", "notices_notice", ["next_due_on", "id"], unique=False)
    op.create_index("ix_notices_notice_stage", "notices_notice", ["stage"], unique=False)


def _create_notices_closure() -> None:
    op.create_table(
        "notices_closure",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people_person.id"], name="fk_notices_closure_closed_by_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices_notice.id"], name="fk_notices_closure_notice_id"),
        sa.PrimaryKeyConstraint("notice_id", name="pk_notices_closure"),
    )


def _create_notices_meeting() -> None:
    op.create_table(
        "notices_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices_notice.id"], name="fk_notices_meeting_notice_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people_person.id"], name="fk_notices_meeting_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices_meeting"),
    )
    op.create_index("ix_notices_meeting_notice_id", "notices_meeting", ["notice_id"], unique=False)


def _create_notices_outcome() -> None:
    op.create_table(
        "notices_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "withdrawn",
                "no_action",
                "joint_review",
                "remedial_plan",
                "activity_plan",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column(
            "side",
            sa.Enum("commissioner", "provider", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'joint_review') = (review_due_on IS NOT NULL)", name="ck_notices_outcome_review_has_its_day"
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices_notice.id"], name="fk_notices_outcome_notice_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people_person.id"], name="fk_notices_outcome_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices_outcome"),
        sa.UniqueConstraint("notice_id", "number", name="uq_notices_outcome_notice_id_number"),
    )


def _create_notices_response() -> None:
    op.create_table(
        "notices_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["people_person.id"], name="fk_notices_response_given_by_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices_notice.id"], name="fk_notices_response_notice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices_response"),
    )
    op.create_index("ix_notices_response_notice_id", "notices_response", ["notice_id"], unique=False)


def _create_notices_text() -> None:
    op.create_table(
        "notices_text",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_notices_text_hash_is_whole"),
        sa.ForeignKeyConstraint(["issued_by_id"], ["people_person.id"], name="fk_notices_text_issued_by_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices_notice.id"], name="fk_notices_text_notice_id"),
        sa.PrimaryKeyConstraint("notice_id", name="pk_notices_text"),
    )


def _create_notices_milestone() -> None:
    op.create_table(
        "notices_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["outcome_id"], ["notices_outcome.id"], name="fk_notices_milestone_outcome_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices_milestone"),
        sa.UniqueConstraint("outcome_id", "number", name="uq_notices_milestone_outcome_id_number"),
    )


def _create_notices_plan_answer() -> None:
    op.create_table(
        "notices_plan_answer",
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people_person.id"], name="fk_notices_plan_answer_answered_by_id"),
        sa.ForeignKeyConstraint(["outcome_id"], ["notices_outcome.id"], name="fk_notices_plan_answer_outcome_id"),
        sa.PrimaryKeyConstraint("outcome_id", name="pk_notices_plan_answer"),
    )


def _create_notices_entry() -> None:
    op.create_table(
        "notices_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "withheld",
                "released",
                "retained",
                "waived",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("of_number", sa.Integer(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'withheld') = (of_number IS NULL)", name="ck_notices_entry_gives_back_what_was_withheld"
        ),
        sa.CheckConstraint("amount > 0", name="ck_notices_entry_amount_is_something"),
        sa.CheckConstraint("length(month) = 7", name="ck_notices_entry_month_is_whole"),
        sa.ForeignKeyConstraint(["milestone_id"], ["notices_milestone.id"], name="fk_notices_entry_milestone_id"),
        sa.ForeignKeyConstraint(
            ["notice_id", "of_number"], ["notices_entry.notice_id", "notices_entry.number"], name="of_same_notice"
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices_notice.id"], name="fk_notices_entry_notice_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_notices_entry_proposed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices_entry"),
        sa.UniqueConstraint("id", "proposed_by_id", name="uq_notices_entry_id_proposed_by_id"),
        sa.UniqueConstraint("notice_id", "number", name="uq_notices_entry_notice_id_number"),
    )
    op.create_index("ix_notices_entry_milestone_id", "notices_entry", ["milestone_id"], unique=False)


def _create_notices_exception_report() -> None:
    op.create_table(
        "notices_exception_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("due_on > issued_on", name="ck_notices_exception_report_due_after_issue"),
        sa.CheckConstraint("stage >= 1", name="ck_notices_exception_report_stage_counts_from_one"),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["people_person.id"], name="fk_notices_exception_report_issued_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["notices_milestone.id"], name="fk_notices_exception_report_milestone_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notices_exception_report"),
        sa.UniqueConstraint("milestone_id", "stage", name="uq_notices_exception_report_milestone_id_stage"),
    )


def _create_notices_milestone_step() -> None:
    op.create_table(
        "notices_milestone_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column(
            "progress",
            sa.Enum(
                "reported",
                "accepted",
                "returned",
                name="progress",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["notices_milestone.id"], name="fk_notices_milestone_step_milestone_id"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people_person.id"], name="fk_notices_milestone_step_recorded_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notices_milestone_step"),
    )
    op.create_index("ix_notices_milestone_step_milestone_id", "notices_milestone_step", ["milestone_id"], unique=False)


def _create_notices_entry_decision() -> None:
    op.create_table(
        "notices_entry_decision",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("approved", "declined", name="decision", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "decision <> 'approved' OR decided_by_id <> proposed_by_id", name="ck_notices_entry_decision_two_people"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_notices_entry_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id", "proposed_by_id"], ["notices_entry.id", "notices_entry.proposed_by_id"], name="who_proposed"
        ),
        sa.PrimaryKeyConstraint("entry_id", name="pk_notices_entry_decision"),
    )
