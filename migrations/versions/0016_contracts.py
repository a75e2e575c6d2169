"""Make the tables of contracts.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

FROZEN = (
    "agreements_exception",
    "agreements_issue",
    "agreements_issue_signer",
    "agreements_recall",
    "agreements_discard",
    "agreements_termination",
    "agreements_end_decided",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION agreements_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION agreements_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION agreements_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_agreements_contract()
    _create_agreements_covered_group()
    _create_agreements_discard()
    _create_agreements_end_decided()
    _create_agreements_exception()
    _create_agreements_issue()
    _create_agreements_schedule()
    _create_agreements_setting()
    _create_agreements_termination()
    _create_agreements_issue_signer()
    _create_agreements_named_specification()
    _create_agreements_recall()
    _create_agreements_return_required()
    _create_agreements_line()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "agreements_line",
        "agreements_return_required",
        "agreements_recall",
        "agreements_named_specification",
        "agreements_issue_signer",
        "agreements_termination",
        "agreements_setting",
        "agreements_schedule",
        "agreements_issue",
        "agreements_exception",
        "agreements_end_decided",
        "agreements_discard",
        "agreements_covered_group",
        "agreements_contract",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION agreements_frozen()")


def _create_agreements_contract() -> None:
    op.create_table(
        "agreements_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "community",
                "modified_acute",
                "sla",
                "sub_contract",
                "les",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum(
                "internal", "nhs_contract", "binding", name="form", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("notice_months", sa.Integer(), nullable=False),
        sa.Column("notice_by_on", sa.Date(), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("associates", sa.Text(), nullable=False),
        sa.Column("year_value", sa.BigInteger(), nullable=False),
        sa.Column("whole_value", sa.BigInteger(), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "discarded",
                "issued",
                "signed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'sub_contract') = (head_id IS NOT NULL)", name="ck_agreements_contract_sub_contract_names_its_head"
        ),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_agreements_contract_ends_after_starting"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_agreements_contract_commissioner_id"
        ),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["people_person.id"], name="fk_agreements_contract_drafted_by_id"),
        sa.ForeignKeyConstraint(["head_id"], ["agreements_contract.id"], name="fk_agreements_contract_head_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_agreements_contract_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_contract"),
        sa.UniqueConstraint("commissioner_id", "reference", name="uq_agreements_contract_commissioner_id_reference"),
    )
    op.create_index("ix_agreements_contract_provider_id", "agreements_contract", ["provider_id"], unique=False)


def _create_agreements_covered_group() -> None:
    op.create_table(
        "agreements_covered_group",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["agreements_contract.id"], name="fk_agreements_covered_group_contract_id"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_agreements_covered_group_group_id"),
        sa.PrimaryKeyConstraint("contract_id", "group_id", name="pk_agreements_covered_group"),
    )
    op.create_index("ix_agreements_covered_group_group_id", "agreements_covered_group", ["group_id"], unique=False)


def _create_agreements_discard() -> None:
    op.create_table(
        "agreements_discard",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("discarded_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("discarded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["agreements_contract.id"], name="fk_agreements_discard_contract_id"),
        sa.ForeignKeyConstraint(
            ["discarded_by_id"], ["people_person.id"], name="fk_agreements_discard_discarded_by_id"
        ),
        sa.PrimaryKeyConstraint("contract_id", name="pk_agreements_discard"),
    )


def _create_agreements_end_decided() -> None:
    op.create_table(
        "agreements_end_decided",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "let_expire", "extend", "renew", name="decision", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["agreements_contract.id"], name="fk_agreements_end_decided_contract_id"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_agreements_end_decided_decided_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_end_decided"),
    )
    op.create_index("ix_agreements_end_decided_contract_id", "agreements_end_decided", ["contract_id"], unique=False)


def _create_agreements_exception() -> None:
    op.create_table(
        "agreements_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("line_code", sa.String(length=40), nullable=False),
        sa.Column("line_name", sa.String(length=200), nullable=False),
        sa.Column("group_code", sa.String(length=12), nullable=False),
        sa.Column("group_name", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_agreements_exception_amount_is_something"),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["agreements_contract.id"], name="fk_agreements_exception_contract_id"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people_person.id"], name="fk_agreements_exception_recorded_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_exception"),
    )
    op.create_index("ix_agreements_exception_contract_id", "agreements_exception", ["contract_id"], unique=False)


def _create_agreements_issue() -> None:
    op.create_table(
        "agreements_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_agreements_issue_hash_is_whole"),
        sa.ForeignKeyConstraint(["contract_id"], ["agreements_contract.id"], name="fk_agreements_issue_contract_id"),
        sa.ForeignKeyConstraint(["issued_by_id"], ["people_person.id"], name="fk_agreements_issue_issued_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_issue"),
        sa.UniqueConstraint("contract_id", "number", name="uq_agreements_issue_contract_id_number"),
    )


def _create_agreements_schedule() -> None:
    op.create_table(
        "agreements_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "specifications",
                "activity_plan",
                "prices",
                "quality",
                "reporting",
                "review",
                "documents",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["agreements_contract.id"], name="fk_agreements_schedule_contract_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_schedule"),
        sa.UniqueConstraint("contract_id", "key", name="uq_agreements_schedule_contract_id_key"),
    )


def _create_agreements_setting() -> None:
    op.create_table(
        "agreements_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["agreements_contract.id"], name="fk_agreements_setting_contract_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_setting"),
        sa.UniqueConstraint("contract_id", "name", name="uq_agreements_setting_contract_id_name"),
    )


def _create_agreements_termination() -> None:
    op.create_table(
        "agreements_termination",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("notice_given_on", sa.Date(), nullable=False),
        sa.Column("first_day_without", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("terminated_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("terminated_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("first_day_without >= notice_given_on", name="ck_agreements_termination_ends_after_notice"),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["agreements_contract.id"], name="fk_agreements_termination_contract_id"
        ),
        sa.ForeignKeyConstraint(
            ["terminated_by_id"], ["people_person.id"], name="fk_agreements_termination_terminated_by_id"
        ),
        sa.PrimaryKeyConstraint("contract_id", name="pk_agreements_termination"),
    )


def _create_agreements_issue_signer() -> None:
    op.create_table(
        "agreements_issue_signer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "for_commissioner",
                "assenting",
                "for_provider",
                "for_practice",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["agreements_issue.id"], name="fk_agreements_issue_signer_issue_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_agreements_issue_signer_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_issue_signer"),
        sa.UniqueConstraint("issue_id", "party_id", name="uq_agreements_issue_signer_issue_id_party_id"),
    )
    op.create_index("ix_agreements_issue_signer_party_id", "agreements_issue_signer", ["party_id"], unique=False)


def _create_agreements_named_specification() -> None:
    op.create_table(
        "agreements_named_specification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("specification_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_agreements_named_specification_hash_is_whole"),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["agreements_schedule.id"], name="fk_agreements_named_specification_schedule_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_named_specification"),
        sa.UniqueConstraint("schedule_id", "number", name="uq_agreements_named_specification_schedule_id_number"),
    )


def _create_agreements_recall() -> None:
    op.create_table(
        "agreements_recall",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recalled_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("recalled_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["agreements_issue.id"], name="fk_agreements_recall_issue_id"),
        sa.ForeignKeyConstraint(["recalled_by_id"], ["people_person.id"], name="fk_agreements_recall_recalled_by_id"),
        sa.PrimaryKeyConstraint("issue_id", name="pk_agreements_recall"),
    )


def _create_agreements_return_required() -> None:
    op.create_table(
        "agreements_return_required",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "every",
            sa.Enum(
                "weekly",
                "monthly",
                "quarterly",
                "yearly",
                name="every",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("working_day", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["agreements_schedule.id"], name="fk_agreements_return_required_schedule_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_return_required"),
    )
    op.create_index(
        "ix_agreements_return_required_schedule_id", "agreements_return_required", ["schedule_id"], unique=False
    )


def _create_agreements_line() -> None:
    op.create_table(
        "agreements_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("calculation_id", sa.Integer(), nullable=False),
        sa.Column("line_code", sa.String(length=40), nullable=False),
        sa.Column("line_name", sa.String(length=200), nullable=False),
        sa.Column("group_code", sa.String(length=12), nullable=False),
        sa.Column("group_name", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="ck_agreements_line_amount_is_not_negative"),
        sa.ForeignKeyConstraint(
            ["calculation_id"], ["rounds_calculation.id"], name="fk_agreements_line_calculation_id"
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["agreements_contract.id"], name="fk_agreements_line_contract_id"),
        sa.ForeignKeyConstraint(["written_by_id"], ["people_person.id"], name="fk_agreements_line_written_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_line"),
        sa.UniqueConstraint(
            "contract_id", "line_code", "group_code", name="uq_agreements_line_contract_id_line_code_group_code"
        ),
    )
    op.create_index("ix_agreements_line_calculation_id", "agreements_line", ["calculation_id"], unique=False)
