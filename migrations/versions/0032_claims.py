"""Claims: windows, claims with lines, decisions, adjustments, and what is due.

Revision ID: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

FROZEN = (
    "claims_line",
    "claims_cut",
    "claims_decision",
    "claims_adjustment",
    "claims_adjustment_decision",
    "claims_due",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION claims_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION claims_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION claims_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_claims_window()
    _create_claims_claim()
    _create_claims_decision()
    _create_claims_quantity()
    _create_claims_line()
    _create_claims_adjustment()
    _create_claims_cut()
    _create_claims_adjustment_decision()
    _create_claims_due()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "claims_due",
        "claims_adjustment_decision",
        "claims_cut",
        "claims_adjustment",
        "claims_line",
        "claims_quantity",
        "claims_decision",
        "claims_claim",
        "claims_window",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION claims_frozen()")


def _create_claims_window() -> None:
    op.create_table(
        "claims_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("pays_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("opens_on <= closes_on AND closes_on <= pays_on", name="ck_claims_window_in_order"),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="ck_claims_window_quarter_of_the_year"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_claims_window_commissioner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_window"),
        sa.UniqueConstraint("commissioner_id", "year", "quarter", name="uq_claims_window_commissioner_id_year_quarter"),
    )


def _create_claims_claim() -> None:
    op.create_table(
        "claims_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "checked",
                "approved",
                "declined",
                "replaced",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "route",
            sa.Enum("typed", "file", "api", name="route", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_nil", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR submitted_at IS NOT NULL", name="ck_claims_claim_submitted_first"
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="ck_claims_claim_submitted_by_somebody"
        ),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="ck_claims_claim_quarter_of_the_year"),
        sa.ForeignKeyConstraint(["begun_by_id"], ["people_person.id"], name="fk_claims_claim_begun_by_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_claims_claim_practice_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["claims_claim.id"], name="fk_claims_claim_replaces_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_claims_claim_scheme_id"),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["people_person.id"], name="fk_claims_claim_submitted_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_claim"),
        sa.UniqueConstraint("replaces_id", name="uq_claims_claim_replaces_id"),
    )
    op.create_index(
        "ix_claims_claim_practice_id_year_quarter", "claims_claim", ["practice_id", "year", "quarter"], unique=False
    )
    op.create_index(
        "uq_claims_claim_one_current",
        "claims_claim",
        ["scheme_id", "practice_id", "year", "quarter"],
        unique=True,
        sqlite_where=sa.text("state IN ('submitted', 'checked', 'approved')"),
        postgresql_where=sa.text("state IN ('submitted', 'checked', 'approved')"),
    )
    op.create_index(
        "uq_claims_claim_one_draft",
        "claims_claim",
        ["scheme_id", "practice_id", "year", "quarter"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )


def _create_claims_decision() -> None:
    op.create_table(
        "claims_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum("late", "evidence", "payment", name="step", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved", "declined", "returned", name="verdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("exception", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims_claim.id"], name="fk_claims_decision_claim_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_claims_decision_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_decision"),
    )
    op.create_index("ix_claims_decision_claim_id", "claims_decision", ["claim_id"], unique=False)


def _create_claims_quantity() -> None:
    op.create_table(
        "claims_quantity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name="ck_claims_quantity_not_below_nothing"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims_claim.id"], name="fk_claims_quantity_claim_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_quantity"),
    )
    op.create_index("ix_claims_quantity_claim_id", "claims_quantity", ["claim_id"], unique=False)


def _create_claims_line() -> None:
    op.create_table(
        "claims_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("price_from", sa.Date(), nullable=False),
        sa.Column("claimed", sa.String(length=30), nullable=False),
        sa.Column("allowed", sa.String(length=30), nullable=False),
        sa.Column("full", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("cap", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["sign_up_agreement.id"], name="fk_claims_line_agreement_id"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims_claim.id"], name="fk_claims_line_claim_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_line"),
        sa.UniqueConstraint("claim_id", "place", name="uq_claims_line_claim_id_place"),
    )
    op.create_index("ix_claims_line_agreement_id", "claims_line", ["agreement_id"], unique=False)


def _create_claims_adjustment() -> None:
    op.create_table(
        "claims_adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "correction",
                "claw_back",
                "instalment",
                "incentive",
                "funding",
                "recovery",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(source IS NULL) = (source_id IS NULL)", name="ck_claims_adjustment_source_has_a_record"),
        sa.CheckConstraint("amount <> 0", name="ck_claims_adjustment_more_or_less_than_nothing"),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="ck_claims_adjustment_quarter_of_the_year"),
        sa.ForeignKeyConstraint(["line_id"], ["claims_line.id"], name="fk_claims_adjustment_line_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_claims_adjustment_practice_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_claims_adjustment_proposed_by_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_claims_adjustment_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_adjustment"),
        sa.UniqueConstraint("source", "source_id", name="uq_claims_adjustment_source_source_id"),
    )
    op.create_index("ix_claims_adjustment_line_id", "claims_adjustment", ["line_id"], unique=False)
    op.create_index("ix_claims_adjustment_practice_id_year", "claims_adjustment", ["practice_id", "year"], unique=False)
    op.create_index("ix_claims_adjustment_scheme_id", "claims_adjustment", ["scheme_id"], unique=False)


def _create_claims_cut() -> None:
    op.create_table(
        "claims_cut",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum("late", "evidence", "payment", name="step", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "no_evidence",
                "not_covered",
                "wrong_count",
                "claimed_twice",
                "above_register",
                "not_accredited",
                "budget_spent",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("cut_by_id", sa.Integer(), nullable=False),
        sa.Column("cut_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cut_by_id"], ["people_person.id"], name="fk_claims_cut_cut_by_id"),
        sa.ForeignKeyConstraint(["line_id"], ["claims_line.id"], name="fk_claims_cut_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_cut"),
        sa.UniqueConstraint("line_id", "step", name="uq_claims_cut_line_id_step"),
    )


def _create_claims_adjustment_decision() -> None:
    op.create_table(
        "claims_adjustment_decision",
        sa.Column("adjustment_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved",
                "declined",
                "withdrawn",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("exception", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_claims_adjustment_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["claims_adjustment.id"], name="fk_claims_adjustment_decision_adjustment_id"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_claims_adjustment_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_claims_adjustment_decision_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("adjustment_id", name="pk_claims_adjustment_decision"),
    )


def _create_claims_due() -> None:
    op.create_table(
        "claims_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("adjustment_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(line_id IS NULL) <> (adjustment_id IS NULL)", name="ck_claims_due_of_a_line_or_an_adjustment"
        ),
        sa.CheckConstraint("amount <> 0", name="ck_claims_due_more_or_less_than_nothing"),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="ck_claims_due_quarter_of_the_year"),
        sa.ForeignKeyConstraint(["adjustment_id"], ["claims_adjustment.id"], name="fk_claims_due_adjustment_id"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims_claim.id"], name="fk_claims_due_claim_id"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_claims_due_commissioner_id"),
        sa.ForeignKeyConstraint(["line_id"], ["claims_line.id"], name="fk_claims_due_line_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_claims_due_practice_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_claims_due_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims_due"),
        sa.UniqueConstraint("adjustment_id", name="uq_claims_due_adjustment_id"),
        sa.UniqueConstraint("line_id", name="uq_claims_due_line_id"),
    )
    op.create_index("ix_claims_due_claim_id", "claims_due", ["claim_id"], unique=False)
    op.create_index("ix_claims_due_commissioner_id_due_on", "claims_due", ["commissioner_id", "due_on"], unique=False)
    op.create_index("ix_claims_due_practice_id", "claims_due", ["practice_id"], unique=False)
    op.create_index("ix_claims_due_scheme_id_year", "claims_due", ["scheme_id", "year"], unique=False)
