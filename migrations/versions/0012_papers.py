"""The tables of issued papers, both frozen.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

FROZEN = ("papers_issue", "papers_document")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION papers_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION papers_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION papers_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_papers_issue()
    _create_papers_document()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("papers_document", "papers_issue"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION papers_frozen()")


def _create_papers_issue() -> None:
    op.create_table(
        "papers_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["issued_by_id"], ["people_person.id"], name="fk_papers_issue_issued_by_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["agreement_proposal.id"], name="fk_papers_issue_proposal_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_papers_issue_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_papers_issue"),
        sa.UniqueConstraint("round_id", "number", name="uq_papers_issue_round_id_number"),
    )


def _create_papers_document() -> None:
    op.create_table(
        "papers_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "headlines", "detail", "practices", name="level", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["papers_issue.id"], name="fk_papers_document_issue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_papers_document"),
        sa.UniqueConstraint("issue_id", "level", "code", name="uq_papers_document_issue_id_level_code"),
    )
