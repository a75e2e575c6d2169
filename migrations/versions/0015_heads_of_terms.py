"""Heads of terms: drafts with their terms, what was issued, reservations, withdrawals, what took their place.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

FROZEN = (
    "heads_of_terms_issue",
    "heads_of_terms_reservation",
    "heads_of_terms_withdrawal",
    "heads_of_terms_supersession",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION heads_of_terms_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION heads_of_terms_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION heads_of_terms_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_heads_of_terms_standard()
    _create_heads_of_terms_heads()
    _create_heads_of_terms_group()
    _create_heads_of_terms_issue()
    _create_heads_of_terms_reservation()
    _create_heads_of_terms_supersession()
    _create_heads_of_terms_term()
    _create_heads_of_terms_withdrawal()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "heads_of_terms_withdrawal",
        "heads_of_terms_term",
        "heads_of_terms_supersession",
        "heads_of_terms_reservation",
        "heads_of_terms_issue",
        "heads_of_terms_group",
        "heads_of_terms_heads",
        "heads_of_terms_standard",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION heads_of_terms_frozen()")


def _create_heads_of_terms_standard() -> None:
    op.create_table(
        "heads_of_terms_standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_heads_of_terms_standard_commissioner_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_heads_of_terms_standard"),
        sa.UniqueConstraint("commissioner_id", "code", name="uq_heads_of_terms_standard_commissioner_id_code"),
    )


def _create_heads_of_terms_heads() -> None:
    op.create_table(
        "heads_of_terms_heads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("is_broad", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "issued",
                "signed",
                "superseded",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(edition = 1) = (replaces_id IS NULL)", name="ck_heads_of_terms_heads_later_versions_replace_one"
        ),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_heads_of_terms_heads_ends_after_start"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_heads_of_terms_heads_commissioner_id"
        ),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["people_person.id"], name="fk_heads_of_terms_heads_drafted_by_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["agreement_proposal.id"], name="fk_heads_of_terms_heads_proposal_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_heads_of_terms_heads_provider_id"),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["heads_of_terms_heads.id"], name="fk_heads_of_terms_heads_replaces_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_heads_of_terms_heads"),
        sa.UniqueConstraint(
            "commissioner_id", "number", "edition", name="uq_heads_of_terms_heads_commissioner_id_number_edition"
        ),
    )
    op.create_index("ix_heads_of_terms_heads_provider_id", "heads_of_terms_heads", ["provider_id"], unique=False)


def _create_heads_of_terms_group() -> None:
    op.create_table(
        "heads_of_terms_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("heads_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("attendees", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["heads_id"], ["heads_of_terms_heads.id"], name="fk_heads_of_terms_group_heads_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_heads_of_terms_group_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_heads_of_terms_group"),
        sa.UniqueConstraint("heads_id", "party_id", name="uq_heads_of_terms_group_heads_id_party_id"),
    )
    op.create_index("ix_heads_of_terms_group_party_id", "heads_of_terms_group", ["party_id"], unique=False)


def _create_heads_of_terms_issue() -> None:
    op.create_table(
        "heads_of_terms_issue",
        sa.Column("heads_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_heads_of_terms_issue_hash_is_whole"),
        sa.ForeignKeyConstraint(["heads_id"], ["heads_of_terms_heads.id"], name="fk_heads_of_terms_issue_heads_id"),
        sa.ForeignKeyConstraint(["issued_by_id"], ["people_person.id"], name="fk_heads_of_terms_issue_issued_by_id"),
        sa.PrimaryKeyConstraint("heads_id", name="pk_heads_of_terms_issue"),
    )


def _create_heads_of_terms_reservation() -> None:
    op.create_table(
        "heads_of_terms_reservation",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("heads_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["heads_id"], ["heads_of_terms_heads.id"], name="fk_heads_of_terms_reservation_heads_id"
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures_signature.id"], name="fk_heads_of_terms_reservation_signature_id"
        ),
        sa.PrimaryKeyConstraint("signature_id", name="pk_heads_of_terms_reservation"),
    )
    op.create_index("ix_heads_of_terms_reservation_heads_id", "heads_of_terms_reservation", ["heads_id"], unique=False)


def _create_heads_of_terms_supersession() -> None:
    op.create_table(
        "heads_of_terms_supersession",
        sa.Column("heads_id", sa.Integer(), nullable=False),
        sa.Column("by_what", sa.String(length=200), nullable=False),
        sa.Column("is_contract", sa.Boolean(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["heads_id"], ["heads_of_terms_heads.id"], name="fk_heads_of_terms_supersession_heads_id"
        ),
        sa.PrimaryKeyConstraint("heads_id", name="pk_heads_of_terms_supersession"),
    )


def _create_heads_of_terms_term() -> None:
    op.create_table(
        "heads_of_terms_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("heads_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "draws",
            sa.Enum(
                "none",
                "parties",
                "period",
                "services",
                "total",
                "split",
                "uplift",
                "returned",
                "must_dos",
                "reserve",
                "attendees",
                "sign_off",
                name="draws",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "agreed", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["heads_id"], ["heads_of_terms_heads.id"], name="fk_heads_of_terms_term_heads_id"),
        sa.PrimaryKeyConstraint("id", name="pk_heads_of_terms_term"),
        sa.UniqueConstraint("heads_id", "code", name="uq_heads_of_terms_term_heads_id_code"),
    )


def _create_heads_of_terms_withdrawal() -> None:
    op.create_table(
        "heads_of_terms_withdrawal",
        sa.Column("heads_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["heads_id"], ["heads_of_terms_heads.id"], name="fk_heads_of_terms_withdrawal_heads_id"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["people_person.id"], name="fk_heads_of_terms_withdrawal_withdrawn_by_id"
        ),
        sa.PrimaryKeyConstraint("heads_id", name="pk_heads_of_terms_withdrawal"),
    )
