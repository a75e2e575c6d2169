"""Funding applications: what practices ask, what groups say of it, what is decided.

Revision ID: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

FROZEN = (
    "schemes_funding_signed",
    "schemes_funding_ask",
    "schemes_funding_opinion",
    "schemes_funding_decision",
    "schemes_funding_withdrawal",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION schemes_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION schemes_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_schemes_funding()
    _create_schemes_funding_ask()
    _create_schemes_funding_decision()
    _create_schemes_funding_signed()
    _create_schemes_funding_withdrawal()
    _create_schemes_funding_opinion()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "schemes_funding_opinion",
        "schemes_funding_withdrawal",
        "schemes_funding_signed",
        "schemes_funding_decision",
        "schemes_funding_ask",
        "schemes_funding",
    ):
        op.drop_table(table)


def _create_schemes_funding() -> None:
    op.create_table(
        "schemes_funding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "asked",
                "approved",
                "part",
                "declined",
                "withdrawn",
                name="funding_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR sent_at IS NOT NULL", name="ck_schemes_funding_sent_before_it_goes_on"
        ),
        sa.CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="ck_schemes_funding_sent_by_somebody"),
        sa.CheckConstraint("(sent_at IS NULL) = (version_id IS NULL)", name="ck_schemes_funding_sent_under_a_version"),
        sa.CheckConstraint("amount > 0", name="ck_schemes_funding_more_than_nothing"),
        sa.ForeignKeyConstraint(["begun_by_id"], ["people_person.id"], name="fk_schemes_funding_begun_by_id"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_schemes_funding_commissioner_id"),
        sa.ForeignKeyConstraint(["locality_id"], ["organisations_locality.id"], name="fk_schemes_funding_locality_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_schemes_funding_practice_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_schemes_funding_scheme_id"),
        sa.ForeignKeyConstraint(["sent_by_id"], ["people_person.id"], name="fk_schemes_funding_sent_by_id"),
        sa.ForeignKeyConstraint(["version_id"], ["schemes_version.id"], name="fk_schemes_funding_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_funding"),
        sa.UniqueConstraint("commissioner_id", "number", name="uq_schemes_funding_commissioner_id_number"),
    )
    op.create_index("ix_schemes_funding_practice_id", "schemes_funding", ["practice_id"], unique=False)
    op.create_index("ix_schemes_funding_scheme_id_state", "schemes_funding", ["scheme_id", "state"], unique=False)


def _create_schemes_funding_ask() -> None:
    op.create_table(
        "schemes_funding_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["schemes_funding.id"], name="fk_schemes_funding_ask_application_id"
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people_person.id"], name="fk_schemes_funding_ask_asked_by_id"),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_schemes_funding_ask_group_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_funding_ask"),
        sa.UniqueConstraint("application_id", "group_id", name="uq_schemes_funding_ask_application_id_group_id"),
    )
    op.create_index("ix_schemes_funding_ask_group_id", "schemes_funding_ask", ["group_id"], unique=False)


def _create_schemes_funding_decision() -> None:
    op.create_table(
        "schemes_funding_decision",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("exception", sa.Text(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("committed", sa.BigInteger(), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=True),
        sa.Column("funded", sa.BigInteger(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="ck_schemes_funding_decision_with_a_reason"),
        sa.CheckConstraint("amount >= 0", name="ck_schemes_funding_decision_nothing_or_more"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["schemes_funding.id"], name="fk_schemes_funding_decision_application_id"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_schemes_funding_decision_decided_by_id"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_schemes_funding_decision"),
    )


def _create_schemes_funding_signed() -> None:
    op.create_table(
        "schemes_funding_signed",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_schemes_funding_signed_hash_is_whole"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["schemes_funding.id"], name="fk_schemes_funding_signed_application_id"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_schemes_funding_signed"),
    )


def _create_schemes_funding_withdrawal() -> None:
    op.create_table(
        "schemes_funding_withdrawal",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["schemes_funding.id"], name="fk_schemes_funding_withdrawal_application_id"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["people_person.id"], name="fk_schemes_funding_withdrawal_withdrawn_by_id"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_schemes_funding_withdrawal"),
    )


def _create_schemes_funding_opinion() -> None:
    op.create_table(
        "schemes_funding_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column(
            "opinion",
            sa.Enum(
                "supports",
                "conditions",
                "against",
                "none",
                name="opinion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("committed", sa.BigInteger(), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=True),
        sa.Column("funded", sa.BigInteger(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("words <> ''", name="ck_schemes_funding_opinion_with_words"),
        sa.ForeignKeyConstraint(["ask_id"], ["schemes_funding_ask.id"], name="fk_schemes_funding_opinion_ask_id"),
        sa.ForeignKeyConstraint(["given_by_id"], ["people_person.id"], name="fk_schemes_funding_opinion_given_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_funding_opinion"),
    )
    op.create_index("ix_schemes_funding_opinion_ask_id", "schemes_funding_opinion", ["ask_id"], unique=False)
