"""Links, one-time codes, delegations, locks of accounts, and where people are signed in.

Revision ID: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

SESSIONS = "people_session"
END_WHAT_WAS_HANDED_OVER = """
UPDATE people_grant
SET ends_on = CASE
  WHEN starts_on > CURRENT_DATE THEN starts_on
  WHEN ends_on > CURRENT_DATE THEN CURRENT_DATE
  ELSE ends_on
END
WHERE id IN (SELECT grant_id FROM people_delegation)
"""


def upgrade() -> None:
    """Create the tables; let sessions say under which grant, when and from where they were last used."""
    _create_people_account_lock()
    _create_people_link()
    _create_people_one_time_codes()
    _create_people_recovery_code()
    _create_people_reset_request()
    _create_people_delegation()
    with op.batch_alter_table(SESSIONS) as sessions:
        sessions.add_column(sa.Column("grant_id", sa.Integer(), nullable=True))
        sessions.add_column(sa.Column("seen_at", sa.DateTime(), nullable=True))
        sessions.add_column(sa.Column("address", sa.String(length=45), nullable=True))
        sessions.create_foreign_key("fk_people_session_grant_id", "people_grant", ["grant_id"], ["id"])


def downgrade() -> None:
    """End what was handed over, which nothing would hold to its giver; drop the tables. What they hold is lost."""
    op.execute(END_WHAT_WAS_HANDED_OVER)
    with op.batch_alter_table(SESSIONS) as sessions:
        sessions.drop_constraint("fk_people_session_grant_id", type_="foreignkey")
        for column in ("address", "seen_at", "grant_id"):
            sessions.drop_column(column)
    for table in (
        "people_delegation",
        "people_reset_request",
        "people_recovery_code",
        "people_one_time_codes",
        "people_link",
        "people_account_lock",
    ):
        op.drop_table(table)


def _create_people_account_lock() -> None:
    op.create_table(
        "people_account_lock",
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("locked_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_account_lock_person_id"),
        sa.PrimaryKeyConstraint("account_key", name="pk_people_account_lock"),
    )
    op.create_index("ix_people_account_lock_person_id", "people_account_lock", ["person_id"], unique=False)


def _create_people_link() -> None:
    op.create_table(
        "people_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("invitation", "reset", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("seed", sa.String(length=43), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["people_person.id"], name="fk_people_link_made_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_link_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_link"),
        sa.UniqueConstraint("secret_hash", name="uq_people_link_secret_hash"),
    )
    op.create_index("ix_people_link_person_id", "people_link", ["person_id"], unique=False)


def _create_people_one_time_codes() -> None:
    op.create_table(
        "people_one_time_codes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=43), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_one_time_codes_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_people_one_time_codes"),
    )


def _create_people_recovery_code() -> None:
    op.create_table(
        "people_recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_recovery_code_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_recovery_code"),
        sa.UniqueConstraint("person_id", "code_hash", name="uq_people_recovery_code_person_id_code_hash"),
    )


def _create_people_reset_request() -> None:
    op.create_table(
        "people_reset_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_people_reset_request_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_reset_request"),
    )
    op.create_index(
        "ix_people_reset_request_account_key_at", "people_reset_request", ["account_key", "at"], unique=False
    )
    op.create_index("ix_people_reset_request_address_at", "people_reset_request", ["address", "at"], unique=False)


def _create_people_delegation() -> None:
    op.create_table(
        "people_delegation",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("of_grant_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("of_grant_id <> grant_id", name="ck_people_delegation_of_another_grant"),
        sa.ForeignKeyConstraint(["grant_id"], ["people_grant.id"], name="fk_people_delegation_grant_id"),
        sa.ForeignKeyConstraint(["of_grant_id"], ["people_grant.id"], name="fk_people_delegation_of_grant_id"),
        sa.PrimaryKeyConstraint("grant_id", name="pk_people_delegation"),
    )
    op.create_index("ix_people_delegation_of_grant_id", "people_delegation", ["of_grant_id"], unique=False)
