"""Keep why shorter notice was agreed with the termination of a contract; find contracts by notice and by state.

Revision ID: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

ENDS = ("commissioner_id", "ends_on", "reference", "stage", "provider_id")
STATES = ("commissioner_id", "year", "stage", "starts_on", "ends_on", "terminated_on")


def upgrade() -> None:
    """Add the column and the indexes; what was terminated before kept its notice, as far as is known."""
    op.add_column("agreements_termination", sa.Column("short_notice", sa.Text(), nullable=True))
    op.create_index("ix_agreements_contract_notice_by_on", "agreements_contract", ["commissioner_id", "notice_by_on"])
    op.create_index("ix_agreements_contract_ends_on", "agreements_contract", list(ENDS))
    op.create_index("ix_agreements_contract_states", "agreements_contract", list(STATES))


def downgrade() -> None:
    """Drop the indexes and the column: what was said of short notice is lost."""
    op.drop_index("ix_agreements_contract_states", table_name="agreements_contract")
    op.drop_index("ix_agreements_contract_ends_on", table_name="agreements_contract")
    op.drop_index("ix_agreements_contract_notice_by_on", table_name="agreements_contract")
    op.drop_column("agreements_termination", "short_notice")
