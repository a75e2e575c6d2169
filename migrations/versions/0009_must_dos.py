"""The table of must-dos.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables."""
    _create_must_dos_must_do()


def downgrade() -> None:
    """Drop the tables. What they hold is lost."""
    op.drop_table("must_dos_must_do")


def _create_must_dos_must_do() -> None:
    op.create_table(
        "must_dos_must_do",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "mandate",
            sa.Enum("national", "sha", "pct", name="mandate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "approved",
                "declined",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("taken_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('approved', 'declined')) = (decided_by_id IS NOT NULL)",
            name="ck_must_dos_must_do_decided_by_somebody",
        ),
        sa.CheckConstraint(
            "taken_into_id IS NULL OR state = 'approved'", name="ck_must_dos_must_do_only_approved_is_taken_in"
        ),
        sa.CheckConstraint("amount > 0", name="ck_must_dos_must_do_costs_something"),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people_person.id"], name="fk_must_dos_must_do_changed_by_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_must_dos_must_do_decided_by_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_must_dos_must_do_party_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_must_dos_must_do_proposed_by_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_must_dos_must_do_round_id"),
        sa.ForeignKeyConstraint(["taken_into_id"], ["rounds_inputs.id"], name="fk_must_dos_must_do_taken_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_must_dos_must_do"),
        sa.UniqueConstraint("round_id", "code", name="uq_must_dos_must_do_round_id_code"),
    )
