"""Join specifications and heads of terms to the contracts that name and follow them.

What was named by hand is joined to the agreed version of the same commissioner with the same hash.

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

NAMED = "agreements_named_specification"
JOIN_THE_NAMED = """
UPDATE agreements_named_specification SET version_id = (
  SELECT min(agreed.version_id)
  FROM specifications_agreed AS agreed
  JOIN specifications_version AS version ON version.id = agreed.version_id
  JOIN specifications_specification AS specification ON specification.id = version.specification_id
  JOIN agreements_schedule AS schedule ON schedule.id = agreements_named_specification.schedule_id
  JOIN agreements_contract AS contract ON contract.id = schedule.contract_id
  WHERE agreed.content_hash = agreements_named_specification.content_hash
    AND version.number = agreements_named_specification.specification_version
    AND specification.commissioner_id = contract.commissioner_id
)
"""


def upgrade() -> None:
    """Let what is named by a contract lead to its version; create the tables of heads that are followed."""
    with op.batch_alter_table(NAMED) as named:
        named.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
        named.create_foreign_key(
            "fk_agreements_named_specification_version_id", "specifications_version", ["version_id"], ["id"]
        )
        named.create_index("ix_agreements_named_specification_version_id", ["version_id"], unique=False)
    op.execute(JOIN_THE_NAMED)
    _create_agreements_followed_heads()
    _create_agreements_term_trace()
    _create_agreements_following_time()


def downgrade() -> None:
    """Drop the tables, from high to low, and the way to the version: what was followed is lost."""
    for table in ("agreements_following_time", "agreements_term_trace", "agreements_followed_heads"):
        op.drop_table(table)
    with op.batch_alter_table(NAMED) as named:
        named.drop_index("ix_agreements_named_specification_version_id")
        named.drop_constraint("fk_agreements_named_specification_version_id", type_="foreignkey")
        named.drop_column("version_id")


def _create_agreements_followed_heads() -> None:
    op.create_table(
        "agreements_followed_heads",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("heads_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["agreements_contract.id"], name="fk_agreements_followed_heads_contract_id"
        ),
        sa.ForeignKeyConstraint(
            ["heads_id"], ["heads_of_terms_heads.id"], name="fk_agreements_followed_heads_heads_id"
        ),
        sa.PrimaryKeyConstraint("contract_id", "heads_id", name="pk_agreements_followed_heads"),
    )
    op.create_index("ix_agreements_followed_heads_heads_id", "agreements_followed_heads", ["heads_id"], unique=False)


def _create_agreements_term_trace() -> None:
    op.create_table(
        "agreements_term_trace",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("heads_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column(
            "fate",
            sa.Enum("kept", "changed", "dropped", name="fate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("part_key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("fate = 'kept' OR why <> ''", name="ck_agreements_term_trace_reason_unless_kept"),
        sa.ForeignKeyConstraint(
            ["contract_id", "heads_id"],
            ["agreements_followed_heads.contract_id", "agreements_followed_heads.heads_id"],
            name="fk_agreements_term_trace_followed",
        ),
        sa.PrimaryKeyConstraint("contract_id", "heads_id", "code", name="pk_agreements_term_trace"),
    )


def _create_agreements_following_time() -> None:
    op.create_table(
        "agreements_following_time",
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 730", name="ck_agreements_following_time_days_are_sensible"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_agreements_following_time_commissioner_id"
        ),
        sa.PrimaryKeyConstraint("commissioner_id", name="pk_agreements_following_time"),
    )
