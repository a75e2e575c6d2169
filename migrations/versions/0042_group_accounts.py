"""Payments: accounts of PbC groups, with their invoices and what finance enters by hand.

Revision ID: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

FROZEN = (
    "payments_group_invoice",
    "payments_invoice_decision",
    "payments_account_entry",
    "payments_entry_decision",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
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
    """Create the tables, then freeze them by the function that came with payments."""
    _create_payments_group_invoice()
    _create_payments_invoice_decision()
    _create_payments_account_entry()
    _create_payments_entry_decision()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "payments_entry_decision",
        "payments_account_entry",
        "payments_invoice_decision",
        "payments_group_invoice",
    ):
        op.drop_table(table)


def _verdict() -> sa.Column[str]:
    kinds = sa.Enum(
        "approved", "declined", "withdrawn", name="verdict", native_enum=False, create_constraint=True, length=40
    )
    return sa.Column("verdict", kinds, nullable=False)


def _create_payments_group_invoice() -> None:
    op.create_table(
        "payments_group_invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("supplier", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("what_for", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_payments_group_invoice_comes_to_something"),
        sa.CheckConstraint("length(mark) = 64", name="ck_payments_group_invoice_mark_is_whole"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_payments_group_invoice_commissioner_id"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_payments_group_invoice_group_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["parties_party.id"], name="fk_payments_group_invoice_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_group_invoice_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments_group_invoice"),
    )
    op.create_index(
        "ix_payments_group_invoice_commissioner_id_mark",
        "payments_group_invoice",
        ["commissioner_id", "mark"],
        unique=False,
    )
    op.create_index("ix_payments_group_invoice_group_id", "payments_group_invoice", ["group_id"], unique=False)


def _create_payments_invoice_decision() -> None:
    op.create_table(
        "payments_invoice_decision",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        _verdict(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_payments_invoice_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_payments_invoice_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["payments_group_invoice.id"], name="fk_payments_invoice_decision_invoice_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_invoice_decision_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("invoice_id", name="pk_payments_invoice_decision"),
    )


def _create_payments_account_entry() -> None:
    op.create_table(
        "payments_account_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("opening", "correction", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount <> 0", name="ck_payments_account_entry_comes_to_something"),
        sa.CheckConstraint("kind <> 'opening' OR amount > 0", name="ck_payments_account_entry_begins_above_nothing"),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_payments_account_entry_group_id"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_account_entry_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments_account_entry"),
    )
    op.create_index("ix_payments_account_entry_group_id", "payments_account_entry", ["group_id"], unique=False)


def _create_payments_entry_decision() -> None:
    op.create_table(
        "payments_entry_decision",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        _verdict(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_payments_entry_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_payments_entry_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["payments_account_entry.id"], name="fk_payments_entry_decision_entry_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_payments_entry_decision_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("entry_id", name="pk_payments_entry_decision"),
    )
