"""Audit trail: why a request was refused, and under which route, so that one who walks numbers is noted once an hour.

Revision ID: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

TABLE = "audit_trail_refused_request"
ATTEMPTS = "'not_permitted', 'no_record', 'forged_form', 'refused_file', 'infected_file', 'identifier'"
ATTEMPT = f"""ALTER TABLE {TABLE} ADD COLUMN attempt VARCHAR(40) DEFAULT 'not_permitted' NOT NULL
CONSTRAINT ck_{TABLE}_attempt CHECK (attempt IN ({ATTEMPTS}))"""


def upgrade() -> None:
    """Say of what was noted so far that it was not permitted, for nothing else was noted."""
    op.execute(ATTEMPT)
    op.add_column(TABLE, sa.Column("route", sa.String(length=200), server_default="", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        for column in ("attempt", "route"):
            op.alter_column(TABLE, column, server_default=None)


def downgrade() -> None:
    """Drop the columns: why something was refused is lost; the rows stay."""
    for column in ("route", "attempt"):
        op.drop_column(TABLE, column)
