"""Until when a password that was handed over works, and how many letters a recovery code has.

Revision ID: 0047
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"

PEOPLE, CODES = "people_person", "people_recovery_code"
HOURS = 72
OPENS_NOTHING = "-"
LETTERS = "ck_people_recovery_code_letters_of_a_kind"
_person = sa.table(
    PEOPLE,
    sa.column("password_hash", sa.String()),
    sa.column("password_is_temporary", sa.Boolean()),
    sa.column("password_expires_at", sa.DateTime()),
)


def upgrade() -> None:
    """Add the columns: passwords handed over before work three days more, codes given out so far have 16 letters."""
    op.add_column(PEOPLE, sa.Column("password_expires_at", sa.DateTime(), nullable=True))
    until = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=HOURS)
    op.execute(sa.update(_person).where(_person.c.password_is_temporary).values(password_expires_at=until))
    with op.batch_alter_table(CODES) as codes:
        codes.add_column(sa.Column("letters", sa.Integer(), nullable=False, server_default="16"))
        codes.create_check_constraint(op.f(LETTERS), "letters IN (16, 25)")
    with op.batch_alter_table(CODES) as codes:
        codes.alter_column("letters", server_default=None)


def downgrade() -> None:
    """Drop the columns. Passwords whose time is over open nothing then either; codes of 25 letters are lost."""
    now = datetime.now(UTC).replace(tzinfo=None)
    over = _person.c.password_is_temporary & (_person.c.password_expires_at <= now)
    op.execute(sa.update(_person).where(over).values(password_hash=OPENS_NOTHING))
    op.execute(sa.text("DELETE FROM people_recovery_code WHERE letters = 25"))
    with op.batch_alter_table(CODES) as codes:
        codes.drop_constraint(op.f(LETTERS), type_="check")
        codes.drop_column("letters")
    op.execute(sa.text("ALTER TABLE people_person DROP COLUMN password_expires_at"))
