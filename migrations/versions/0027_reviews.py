"""Reviews of contracts; their packs, which are frozen; addresses of calendars.

Revision ID: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

FROZEN = ("reviews_pack",)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION reviews_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION reviews_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION reviews_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_reviews_calendar_address()
    _create_reviews_review()
    _create_reviews_pack()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("reviews_pack", "reviews_review", "reviews_calendar_address"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION reviews_frozen()")


def _create_reviews_calendar_address() -> None:
    op.create_table(
        "reviews_calendar_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["grant_id"], ["people_grant.id"], name="fk_reviews_calendar_address_grant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews_calendar_address"),
        sa.UniqueConstraint("token_hash", name="uq_reviews_calendar_address_token_hash"),
    )
    op.create_index("ix_reviews_calendar_address_grant_id", "reviews_calendar_address", ["grant_id"], unique=False)


def _create_reviews_review() -> None:
    op.create_table(
        "reviews_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scheduled_for", sa.Date(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("papers_due_on", sa.Date(), nullable=False),
        sa.Column("papers_source", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("scheduled", "cancelled", name="stage", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name="ck_reviews_review_period_has_days"),
        sa.ForeignKeyConstraint(["contract_id"], ["agreements_contract.id"], name="fk_reviews_review_contract_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings_meeting.id"], name="fk_reviews_review_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews_review"),
        sa.UniqueConstraint("contract_id", "number", name="uq_reviews_review_contract_id_number"),
        sa.UniqueConstraint("contract_id", "scheduled_for", name="uq_reviews_review_contract_id_scheduled_for"),
        sa.UniqueConstraint("meeting_id", name="uq_reviews_review_meeting_id"),
    )
    op.create_index("ix_reviews_review_meets_on", "reviews_review", ["stage", "meets_on"], unique=False)


def _create_reviews_pack() -> None:
    op.create_table(
        "reviews_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_reviews_pack_hash_is_whole"),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["people_person.id"], name="fk_reviews_pack_frozen_by_id"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews_review.id"], name="fk_reviews_pack_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews_pack"),
        sa.UniqueConstraint("review_id", "number", name="uq_reviews_pack_review_id_number"),
    )
