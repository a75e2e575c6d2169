"""The tables of signing off and unlocking, all frozen (by the function that 0004 made).

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

FROZEN = (
    "agreement_decision",
    "agreement_sign_off",
    "agreement_lock",
    "agreement_issued_document",
    "agreement_unlocking",
    "agreement_unlocking_answer",
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
    _create_agreement_decision()
    _create_agreement_sign_off()
    _create_agreement_lock()
    _create_agreement_issued_document()
    _create_agreement_unlocking()
    _create_agreement_unlocking_answer()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "agreement_unlocking_answer",
        "agreement_unlocking",
        "agreement_issued_document",
        "agreement_lock",
        "agreement_sign_off",
        "agreement_decision",
    ):
        op.drop_table(table)


def _create_agreement_decision() -> None:
    op.create_table(
        "agreement_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_agreement_decision_decided_by_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["agreement_proposal.id"], name="fk_agreement_decision_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_decision"),
    )
    op.create_index("ix_agreement_decision_proposal_id", "agreement_decision", ["proposal_id"], unique=False)


def _create_agreement_sign_off() -> None:
    op.create_table(
        "agreement_sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people_person.id"], name="fk_agreement_sign_off_opened_by_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["agreement_proposal.id"], name="fk_agreement_sign_off_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_sign_off"),
        sa.UniqueConstraint("proposal_id", "content_hash", name="uq_agreement_sign_off_proposal_id_content_hash"),
    )


def _create_agreement_lock() -> None:
    op.create_table(
        "agreement_lock",
        sa.Column("sign_off_id", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sign_off_id"], ["agreement_sign_off.id"], name="fk_agreement_lock_sign_off_id"),
        sa.PrimaryKeyConstraint("sign_off_id", name="pk_agreement_lock"),
    )


def _create_agreement_issued_document() -> None:
    op.create_table(
        "agreement_issued_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "statement",
                "report",
                "decision_notice",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_off_id"], ["agreement_lock.sign_off_id"], name="fk_agreement_issued_document_sign_off_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_issued_document"),
        sa.UniqueConstraint("sign_off_id", "kind", "code", name="uq_agreement_issued_document_sign_off_id_kind_code"),
    )


def _create_agreement_unlocking() -> None:
    op.create_table(
        "agreement_unlocking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people_person.id"], name="fk_agreement_unlocking_asked_by_id"),
        sa.ForeignKeyConstraint(
            ["sign_off_id"], ["agreement_lock.sign_off_id"], name="fk_agreement_unlocking_sign_off_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_unlocking"),
        sa.UniqueConstraint("id", "asked_by_id", name="uq_agreement_unlocking_id_asked_by_id"),
    )
    op.create_index("ix_agreement_unlocking_sign_off_id", "agreement_unlocking", ["sign_off_id"], unique=False)


def _create_agreement_unlocking_answer() -> None:
    op.create_table(
        "agreement_unlocking_answer",
        sa.Column("unlocking_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "confirmed", "declined", "withdrawn", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'withdrawn') = (answered_by_id = asked_by_id)", name="ck_agreement_unlocking_answer_two_people"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people_person.id"], name="fk_agreement_unlocking_answer_answered_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["unlocking_id", "asked_by_id"],
            ["agreement_unlocking.id", "agreement_unlocking.asked_by_id"],
            name="fk_agreement_unlocking_answer_unlocking_id_asked_by_id",
        ),
        sa.PrimaryKeyConstraint("unlocking_id", name="pk_agreement_unlocking_answer"),
    )
