"""Payments: runs with their files, items and outcomes, layouts, what is set aside.

Revision ID: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

FROZEN = (
    "payments_layout",
    "payments_layout_decision",
    "payments_set_aside",
    "payments_set_aside_decision",
    "payments_split",
    "payments_run",
    "payments_file",
    "payments_run_decision",
    "payments_payment",
    "payments_item",
    "payments_report",
    "payments_outcome",
    "payments_download",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION payments_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION payments_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION payments_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_payments_split()
    _create_payments_layout()
    _create_payments_layout_decision()
    _create_payments_run()
    _create_payments_download()
    _create_payments_file()
    _create_payments_payment()
    _create_payments_report()
    _create_payments_run_decision()
    _create_payments_set_aside()
    _create_payments_set_aside_decision()
    _create_payments_item()
    _create_payments_outcome()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "payments_outcome",
        "payments_item",
        "payments_set_aside_decision",
        "payments_set_aside",
        "payments_run_decision",
        "payments_report",
        "payments_payment",
        "payments_file",
        "payments_download",
        "payments_run",
        "payments_layout_decision",
        "payments_layout",
        "payments_split",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION payments_frozen()")


def _create_payments_split() -> None:
    op.create_table(
        "payments_split",
        sa.Column("percent", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kept + paid = amount", name="ck_payments_split_parts_add_up"),
        sa.PrimaryKeyConstraint("percent", "amount", name="pk_payments_split"),
    )


def _create_payments_layout() -> None:
    op.create_table(
        "payments_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column(
            "day_form",
            sa.Enum("slashes", "iso", "digits", name="day_form", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "sign",
            sa.Enum("in_front", "behind", "none", name="sign", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_payments_layout_commissioner_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_payments_layout_proposed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_layout"),
    )
    op.create_index(
        "ix_payments_layout_commissioner_id_starts_on",
        "payments_layout",
        ["commissioner_id", "starts_on"],
        unique=False,
    )


def _create_payments_layout_decision() -> None:
    op.create_table(
        "payments_layout_decision",
        sa.Column("layout_id", sa.Integer(), nullable=False),
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
            name="ck_payments_layout_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_payments_layout_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(["layout_id"], ["payments_layout.id"], name="fk_payments_layout_decision_layout_id"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_layout_decision_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("layout_id", name="pk_payments_layout_decision"),
    )


def _create_payments_run() -> None:
    op.create_table(
        "payments_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("pays_on", sa.Date(), nullable=False),
        sa.Column("layout_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_payments_run_commissioner_id"),
        sa.ForeignKeyConstraint(["layout_id"], ["payments_layout.id"], name="fk_payments_run_layout_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people_person.id"], name="fk_payments_run_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_run"),
        sa.UniqueConstraint("key", name="uq_payments_run_key"),
    )
    op.create_index(
        "ix_payments_run_commissioner_id_pays_on", "payments_run", ["commissioner_id", "pays_on"], unique=False
    )


def _create_payments_download() -> None:
    op.create_table(
        "payments_download",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_payments_download_person_id"),
        sa.ForeignKeyConstraint(["run_id"], ["payments_run.id"], name="fk_payments_download_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_download"),
    )
    op.create_index("ix_payments_download_run_id", "payments_download", ["run_id"], unique=False)


def _create_payments_file() -> None:
    op.create_table(
        "payments_file",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("practices", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kept + paid = amount", name="ck_payments_file_parts_add_up"),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_payments_file_hash_is_whole"),
        sa.ForeignKeyConstraint(["run_id"], ["payments_run.id"], name="fk_payments_file_run_id"),
        sa.PrimaryKeyConstraint("run_id", name="pk_payments_file"),
    )


def _create_payments_payment() -> None:
    op.create_table(
        "payments_payment",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("is_carried", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(paid < 0) = is_carried", name="ck_payments_payment_only_below_nothing_is_carried"),
        sa.CheckConstraint("kept + paid = amount", name="ck_payments_payment_parts_add_up"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_payments_payment_practice_id"),
        sa.ForeignKeyConstraint(["run_id"], ["payments_run.id"], name="fk_payments_payment_run_id"),
        sa.PrimaryKeyConstraint("run_id", "practice_id", name="pk_payments_payment"),
    )
    op.create_index("ix_payments_payment_practice_id", "payments_payment", ["practice_id"], unique=False)


def _create_payments_report() -> None:
    op.create_table(
        "payments_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("paid", "failed", "cancelled", name="result", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("bank_reference", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(result = 'paid') = (paid_on IS NOT NULL)", name="ck_payments_report_paid_on_a_day"),
        sa.CheckConstraint("result <> 'failed' OR reason <> ''", name="ck_payments_report_failed_for_a_reason"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people_person.id"], name="fk_payments_report_recorded_by_id"),
        sa.ForeignKeyConstraint(["run_id"], ["payments_run.id"], name="fk_payments_report_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_report"),
    )
    op.create_index("ix_payments_report_run_id", "payments_report", ["run_id"], unique=False)


def _create_payments_run_decision() -> None:
    op.create_table(
        "payments_run_decision",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("released", "cancelled", name="verdict", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "verdict = 'cancelled' OR decided_by_id <> made_by_id",
            name="ck_payments_run_decision_released_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_payments_run_decision_decided_by_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people_person.id"], name="fk_payments_run_decision_made_by_id"),
        sa.ForeignKeyConstraint(["run_id"], ["payments_run.id"], name="fk_payments_run_decision_run_id"),
        sa.PrimaryKeyConstraint("run_id", name="pk_payments_run_decision"),
    )


def _create_payments_set_aside() -> None:
    op.create_table(
        "payments_set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.String(length=30), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_payments_set_aside_proposed_by_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_payments_set_aside_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_set_aside"),
    )
    op.create_index(
        "ix_payments_set_aside_scheme_id_starts_on", "payments_set_aside", ["scheme_id", "starts_on"], unique=False
    )


def _create_payments_set_aside_decision() -> None:
    op.create_table(
        "payments_set_aside_decision",
        sa.Column("set_aside_id", sa.Integer(), nullable=False),
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
            name="ck_payments_set_aside_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_payments_set_aside_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_set_aside_decision_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["set_aside_id"], ["payments_set_aside.id"], name="fk_payments_set_aside_decision_set_aside_id"
        ),
        sa.PrimaryKeyConstraint("set_aside_id", name="pk_payments_set_aside_decision"),
    )


def _create_payments_item() -> None:
    op.create_table(
        "payments_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("due_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("set_aside_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("attempt >= 1", name="ck_payments_item_attempts_count_from_one"),
        sa.CheckConstraint("kept + paid = amount", name="ck_payments_item_parts_add_up"),
        sa.CheckConstraint(
            "kept = 0 OR (set_aside_id IS NOT NULL AND group_id IS NOT NULL)", name="ck_payments_item_kept_for_a_group"
        ),
        sa.ForeignKeyConstraint(["due_id"], ["claims_due.id"], name="fk_payments_item_due_id"),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_payments_item_group_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_payments_item_practice_id"),
        sa.ForeignKeyConstraint(["run_id"], ["payments_run.id"], name="fk_payments_item_run_id"),
        sa.ForeignKeyConstraint(["set_aside_id"], ["payments_set_aside.id"], name="fk_payments_item_set_aside_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payments_item"),
        sa.UniqueConstraint("due_id", "attempt", name="uq_payments_item_due_id_attempt"),
        sa.UniqueConstraint("run_id", "place", name="uq_payments_item_run_id_place"),
    )
    op.create_index("ix_payments_item_group_id", "payments_item", ["group_id"], unique=False)
    op.create_index("ix_payments_item_practice_id", "payments_item", ["practice_id"], unique=False)
    op.create_index("ix_payments_item_run_id_practice_id", "payments_item", ["run_id", "practice_id"], unique=False)


def _create_payments_outcome() -> None:
    op.create_table(
        "payments_outcome",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("paid", "failed", "cancelled", name="result", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["item_id"], ["payments_item.id"], name="fk_payments_outcome_item_id"),
        sa.ForeignKeyConstraint(["report_id"], ["payments_report.id"], name="fk_payments_outcome_report_id"),
        sa.PrimaryKeyConstraint("item_id", name="pk_payments_outcome"),
    )
    op.create_index("ix_payments_outcome_report_id", "payments_outcome", ["report_id"], unique=False)
