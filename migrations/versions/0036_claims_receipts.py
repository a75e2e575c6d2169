"""Receipts of claims: what a practice is given when it claims, keys of machines, and the days windows are proposed by.

Revision ID: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

FROZEN = ("claims_receipt", "claims_request")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
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
    _create_claims_request()
    _create_claims_window_rule()
    _create_claims_receipt()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, triggers with them: what they hold is lost. Their function is that of claims, and stays."""
    for table in ("claims_receipt", "claims_window_rule", "claims_request"):
        op.drop_table(table)


def _create_claims_request() -> None:
    op.create_table(
        "claims_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_claims_request_practice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_request"),
        sa.UniqueConstraint("practice_id", "key", name="uq_claims_request_practice_id_key"),
    )


def _create_claims_window_rule() -> None:
    op.create_table(
        "claims_window_rule",
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("closes_after", sa.Integer(), nullable=False),
        sa.Column("pays_after", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_after BETWEEN 1 AND 60", name="ck_claims_window_rule_closes_within_three_months"),
        sa.CheckConstraint("pays_after BETWEEN 0 AND 60", name="ck_claims_window_rule_pays_within_three_months"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_claims_window_rule_commissioner_id"
        ),
        sa.PrimaryKeyConstraint("commissioner_id", name="pk_claims_window_rule"),
    )


def _create_claims_receipt() -> None:
    op.create_table(
        "claims_receipt",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_claims_receipt_hash_is_whole"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims_claim.id"], name="fk_claims_receipt_claim_id"),
        sa.PrimaryKeyConstraint("claim_id", name="pk_claims_receipt"),
    )
