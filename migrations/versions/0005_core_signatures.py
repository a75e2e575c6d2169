"""The tables of signatures and of threads with their comments; signatures and comments are frozen.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

FROZEN = {"signatures": "signatures_signature", "threads": "threads_comment"}
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN.values()
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    *(
        f"""CREATE FUNCTION {room}_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$"""
        for room in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {room}_frozen()"""
        for room, table in FROZEN.items()
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {room}_frozen()"""
        for room, table in FROZEN.items()
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_threads_thread()
    _create_signatures_signature()
    _create_threads_comment()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("threads_comment", "signatures_signature", "threads_thread"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for room in FROZEN:
            op.execute(f"DROP FUNCTION {room}_frozen()")


def _create_threads_thread() -> None:
    op.create_table(
        "threads_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=120), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="ck_threads_thread_resolved_by_somebody"
        ),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["people_person.id"], name="fk_threads_thread_resolved_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_threads_thread"),
        sa.UniqueConstraint("subject", "subject_id", "anchor", name="uq_threads_thread_subject_subject_id_anchor"),
    )


def _create_signatures_signature() -> None:
    op.create_table(
        "signatures_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
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
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_signatures_signature_hash_is_whole"),
        sa.ForeignKeyConstraint(["grant_id"], ["people_grant.id"], name="fk_signatures_signature_grant_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["parties_party.id"], name="fk_signatures_signature_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_signatures_signature_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signatures_signature"),
        sa.UniqueConstraint(
            "subject",
            "subject_id",
            "content_hash",
            "organisation_id",
            name="uq_signatures_signature_once_for_each",
        ),
    )


def _create_threads_comment() -> None:
    op.create_table(
        "threads_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["parties_party.id"], name="fk_threads_comment_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_threads_comment_person_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads_thread.id"], name="fk_threads_comment_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_threads_comment"),
        sa.UniqueConstraint("thread_id", "number", name="uq_threads_comment_thread_id_number"),
    )
