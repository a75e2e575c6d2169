"""Keep the key under which a machine sent a KPI return, so that the same is not taken twice.

Revision ID: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

INDEX = "ix_performance_return_request_key"


def upgrade() -> None:
    """Add the column and its index; what was returned before came without a key. Nothing frozen is changed."""
    op.add_column("performance_return", sa.Column("request_key", sa.String(length=80), nullable=True))
    op.create_index(INDEX, "performance_return", ["provider_id", "request_key"], unique=True)


def downgrade() -> None:
    """Drop the index and the column: the keys under which machines sent are lost."""
    op.drop_index(INDEX, table_name="performance_return")
    op.drop_column("performance_return", "request_key")
