"""Re-commissioning of enhanced services: exercises, cases, opinions, proposals, decisions; the end of a scheme.

Revision ID: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

FROZEN = (
    "schemes_exercise",
    "schemes_case",
    "schemes_opinion_request",
    "schemes_opinion",
    "schemes_case_proposal",
    "schemes_case_decision",
    "schemes_end",
    "schemes_end_decision",
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
    """Create the tables, then freeze them. The function that refuses on PostgreSQL is there since 0030."""
    _create_schemes_exercise()
    _create_schemes_case()
    _create_schemes_end()
    _create_schemes_case_proposal()
    _create_schemes_end_decision()
    _create_schemes_opinion_request()
    _create_schemes_case_decision()
    _create_schemes_opinion()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "schemes_opinion",
        "schemes_case_decision",
        "schemes_opinion_request",
        "schemes_end_decision",
        "schemes_case_proposal",
        "schemes_end",
        "schemes_case",
        "schemes_exercise",
    ):
        op.drop_table(table)


def _create_schemes_exercise() -> None:
    op.create_table(
        "schemes_exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("source <> ''", name="ck_schemes_exercise_with_a_source"),
        sa.CheckConstraint("decide_by > began_on", name="ck_schemes_exercise_some_time_to_decide"),
        sa.ForeignKeyConstraint(["begun_by_id"], ["people_person.id"], name="fk_schemes_exercise_begun_by_id"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_schemes_exercise_commissioner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_exercise"),
        sa.UniqueConstraint("commissioner_id", "number", name="uq_schemes_exercise_commissioner_id_number"),
    )


def _create_schemes_case() -> None:
    op.create_table(
        "schemes_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["people_person.id"], name="fk_schemes_case_added_by_id"),
        sa.ForeignKeyConstraint(["exercise_id"], ["schemes_exercise.id"], name="fk_schemes_case_exercise_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_schemes_case_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_case"),
        sa.UniqueConstraint("exercise_id", "scheme_id", name="uq_schemes_case_exercise_id_scheme_id"),
    )
    op.create_index("ix_schemes_case_scheme_id", "schemes_case", ["scheme_id"], unique=False)


def _create_schemes_end() -> None:
    op.create_table(
        "schemes_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="ck_schemes_end_with_a_reason"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people_person.id"], name="fk_schemes_end_proposed_by_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_schemes_end_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_end"),
    )
    op.create_index("ix_schemes_end_scheme_id", "schemes_end", ["scheme_id"], unique=False)


def _create_schemes_case_proposal() -> None:
    op.create_table(
        "schemes_case_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "continue",
                "recommission",
                "change",
                "stop",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("equality", sa.Text(), nullable=False),
        sa.Column("consistency", sa.Text(), nullable=False),
        sa.Column("price_facts", sa.Text(), nullable=False),
        sa.Column("no_alternative", sa.Text(), nullable=False),
        sa.Column("element_name", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("tariff", sa.BigInteger(), nullable=True),
        sa.Column("tariff_source", sa.String(length=500), nullable=False),
        sa.Column("tariff_on", sa.Date(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(no_alternative = '') = (tariff IS NOT NULL AND price IS NOT NULL AND expected IS NOT NULL "
            "AND tariff_on IS NOT NULL AND tariff_source <> '' AND element_name <> '')",
            name="ck_schemes_case_proposal_compared_or_why_not",
        ),
        sa.CheckConstraint(
            "expected IS NULL OR (expected > 0 AND tariff > 0 AND price > 0)",
            name="ck_schemes_case_proposal_more_than_nothing",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["schemes_case.id"], name="fk_schemes_case_proposal_case_id"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_schemes_case_proposal_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_schemes_case_proposal_provider_id"),
        sa.ForeignKeyConstraint(["version_id"], ["schemes_version.id"], name="fk_schemes_case_proposal_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_case_proposal"),
        sa.UniqueConstraint("case_id", "number", name="uq_schemes_case_proposal_case_id_number"),
    )


def _create_schemes_end_decision() -> None:
    op.create_table(
        "schemes_end_decision",
        sa.Column("end_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
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
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_schemes_end_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_schemes_end_decision_decided_by_id"),
        sa.ForeignKeyConstraint(["end_id"], ["schemes_end.id"], name="fk_schemes_end_decision_end_id"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_schemes_end_decision_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_schemes_end_decision_scheme_id"),
        sa.PrimaryKeyConstraint("end_id", name="pk_schemes_end_decision"),
    )
    op.create_index(
        "uq_schemes_end_decision_one_counts",
        "schemes_end_decision",
        ["scheme_id"],
        unique=True,
        sqlite_where=sa.text("verdict = 'approved'"),
        postgresql_where=sa.text("verdict = 'approved'"),
    )


def _create_schemes_opinion_request() -> None:
    op.create_table(
        "schemes_opinion_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people_person.id"], name="fk_schemes_opinion_request_asked_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["schemes_case.id"], name="fk_schemes_opinion_request_case_id"),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_schemes_opinion_request_group_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_opinion_request"),
    )
    op.create_index(
        "ix_schemes_opinion_request_case_id_group_id", "schemes_opinion_request", ["case_id", "group_id"], unique=False
    )
    op.create_index("ix_schemes_opinion_request_group_id", "schemes_opinion_request", ["group_id"], unique=False)


def _create_schemes_case_decision() -> None:
    op.create_table(
        "schemes_case_decision",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
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
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)",
            name="ck_schemes_case_decision_by_a_second_person",
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people_person.id"], name="fk_schemes_case_decision_decided_by_id"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["schemes_case_proposal.id"], name="fk_schemes_case_decision_proposal_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people_person.id"], name="fk_schemes_case_decision_proposed_by_id"
        ),
        sa.PrimaryKeyConstraint("proposal_id", name="pk_schemes_case_decision"),
    )


def _create_schemes_opinion() -> None:
    op.create_table(
        "schemes_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "advice",
            sa.Enum(
                "continue",
                "recommission",
                "change",
                "stop",
                "no_view",
                name="advice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("words <> ''", name="ck_schemes_opinion_with_words"),
        sa.ForeignKeyConstraint(["given_by_id"], ["people_person.id"], name="fk_schemes_opinion_given_by_id"),
        sa.ForeignKeyConstraint(["request_id"], ["schemes_opinion_request.id"], name="fk_schemes_opinion_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schemes_opinion"),
    )
    op.create_index("ix_schemes_opinion_request_id", "schemes_opinion", ["request_id"], unique=False)
