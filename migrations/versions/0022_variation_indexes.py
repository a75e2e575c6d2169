"""Find variations for their register in the order of their days, and count those that a reader sees.

Revision ID: 0022
"""

from alembic import op

revision = "0022"
down_revision = "0021"

INDEXES = {
    "ix_variations_variation_effective_from": ("effective_from", "id"),
    "ix_variations_variation_response_due_on": ("response_due_on", "id"),
    "ix_variations_variation_seen": ("contract_id", "stage", "proposer_id"),
}


def upgrade() -> None:
    """Add the indexes."""
    for name, columns in INDEXES.items():
        op.create_index(name, "variations_variation", list(columns))


def downgrade() -> None:
    """Drop the indexes."""
    for name in INDEXES:
        op.drop_index(name, table_name="variations_variation")
