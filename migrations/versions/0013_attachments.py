"""The tables of attachments, their withdrawals and who read them; all are frozen.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

FROZEN = ("attachments_attachment", "attachments_withdrawal", "attachments_reading")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION attachments_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION attachments_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION attachments_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_attachments_attachment()
    _create_attachments_reading()
    _create_attachments_withdrawal()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("attachments_withdrawal", "attachments_reading", "attachments_attachment"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION attachments_frozen()")


def _create_attachments_attachment() -> None:
    op.create_table(
        "attachments_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pdf",
                "word",
                "excel",
                "open_text",
                "open_sheet",
                "csv",
                "text",
                "email",
                "png",
                "jpeg",
                name="media_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("stored_name", sa.String(length=64), nullable=False),
        sa.Column(
            "scan",
            sa.Enum("not_scanned", "clean", name="scan", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("scanned_at", sa.DateTime(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("attached_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(scan = 'clean') = (scanned_at IS NOT NULL)", name="ck_attachments_attachment_scanned_at_some_time"
        ),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_attachments_attachment_hash_is_whole"),
        sa.CheckConstraint("length(stored_name) = 64", name="ck_attachments_attachment_stored_name_is_whole"),
        sa.CheckConstraint("size > 0", name="ck_attachments_attachment_size_above_nought"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_attachments_attachment_commissioner_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["parties_party.id"], name="fk_attachments_attachment_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_attachments_attachment_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments_attachment"),
        sa.UniqueConstraint("stored_name", name="uq_attachments_attachment_stored_name"),
    )
    op.create_index(
        "ix_attachments_attachment_subject_subject_id",
        "attachments_attachment",
        ["subject", "subject_id"],
        unique=False,
    )


def _create_attachments_reading() -> None:
    op.create_table(
        "attachments_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments_attachment.id"], name="fk_attachments_reading_attachment_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["parties_party.id"], name="fk_attachments_reading_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_attachments_reading_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments_reading"),
    )
    op.create_index("ix_attachments_reading_attachment_id", "attachments_reading", ["attachment_id"], unique=False)


def _create_attachments_withdrawal() -> None:
    op.create_table(
        "attachments_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments_attachment.id"], name="fk_attachments_withdrawal_attachment_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["parties_party.id"], name="fk_attachments_withdrawal_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_attachments_withdrawal_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments_withdrawal"),
        sa.UniqueConstraint("attachment_id", name="uq_attachments_withdrawal_attachment_id"),
    )
