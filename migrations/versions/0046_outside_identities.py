"""Accounts with a sign-in service that open an account here.

Revision ID: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"

TABLE = "people_outside_identity"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("connected_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_outside_identity_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_outside_identity"),
        sa.UniqueConstraint("issuer", "subject", name="uq_people_outside_identity_issuer_subject"),
        sa.UniqueConstraint("person_id", "issuer", name="uq_people_outside_identity_person_id_issuer"),
    )


def downgrade() -> None:
    """Drop the table: which accounts were connected is lost, and people sign in by password, as they always may."""
    op.drop_table(TABLE)
