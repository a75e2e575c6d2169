"""Signing up: agreements with practices.

Revision ID: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Create the tables."""
    _create_sign_up_agreement()


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("sign_up_agreement",):
        op.drop_table(table)


def _create_sign_up_agreement() -> None:
    op.create_table(
        "sign_up_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("left_on >= joined_on", name="ck_sign_up_agreement_left_after_joining"),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_sign_up_agreement_hash_is_whole"),
        sa.CheckConstraint("level >= 0", name="ck_sign_up_agreement_level_is_none_or_one"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_sign_up_agreement_practice_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_sign_up_agreement_scheme_id"),
        sa.ForeignKeyConstraint(["version_id"], ["schemes_version.id"], name="fk_sign_up_agreement_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_agreement"),
        sa.UniqueConstraint("number", name="uq_sign_up_agreement_number"),
    )
    op.create_index(
        "ix_sign_up_agreement_practice_id_joined_on", "sign_up_agreement", ["practice_id", "joined_on"], unique=False
    )
    op.create_index("ix_sign_up_agreement_version_id", "sign_up_agreement", ["version_id"], unique=False)
    op.create_index(
        "uq_sign_up_agreement_one_open",
        "sign_up_agreement",
        ["scheme_id", "practice_id"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )
