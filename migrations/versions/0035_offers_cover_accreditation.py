"""Signing up: offers with their documents and answers, leaving, accreditation, cover.

Revision ID: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

FROZEN = (
    "sign_up_offer_document",
    "sign_up_offered",
    "sign_up_answer",
    "sign_up_withdrawal",
    "sign_up_leaving",
    "sign_up_leaving_decision",
    "sign_up_evidence",
    "sign_up_evidence_check",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION sign_up_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION sign_up_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sign_up_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_sign_up_cover()
    _create_sign_up_requirement()
    _create_sign_up_evidence()
    _create_sign_up_offer()
    _create_sign_up_evidence_check()
    _create_sign_up_leaving()
    _create_sign_up_offer_document()
    _create_sign_up_offer_practice()
    _create_sign_up_offered()
    _create_sign_up_withdrawal()
    _create_sign_up_answer()
    _create_sign_up_leaving_decision()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "sign_up_leaving_decision",
        "sign_up_answer",
        "sign_up_withdrawal",
        "sign_up_offered",
        "sign_up_offer_practice",
        "sign_up_offer_document",
        "sign_up_leaving",
        "sign_up_evidence_check",
        "sign_up_offer",
        "sign_up_evidence",
        "sign_up_requirement",
        "sign_up_cover",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION sign_up_frozen()")


def _create_sign_up_cover() -> None:
    op.create_table(
        "sign_up_cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("coverer_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("coverer_id <> practice_id", name="ck_sign_up_cover_by_another"),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_sign_up_cover_ends_after_it_begins"),
        sa.ForeignKeyConstraint(["coverer_id"], ["parties_party.id"], name="fk_sign_up_cover_coverer_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_sign_up_cover_practice_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_sign_up_cover_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_cover"),
    )
    op.create_index("ix_sign_up_cover_coverer_id", "sign_up_cover", ["coverer_id"], unique=False)
    op.create_index("ix_sign_up_cover_practice_id", "sign_up_cover", ["practice_id"], unique=False)
    op.create_index(
        "ix_sign_up_cover_scheme_id_practice_id", "sign_up_cover", ["scheme_id", "practice_id"], unique=False
    )


def _create_sign_up_requirement() -> None:
    op.create_table(
        "sign_up_requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("for_whom", sa.String(length=120), nullable=False),
        sa.Column("renewed_months", sa.Integer(), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on >= applies_from", name="ck_sign_up_requirement_ended_after_it_applied"),
        sa.CheckConstraint("renewed_months >= 0", name="ck_sign_up_requirement_renewed_after_some_months"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_sign_up_requirement_scheme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_requirement"),
        sa.UniqueConstraint("scheme_id", "name", name="uq_sign_up_requirement_scheme_id_name"),
    )


def _create_sign_up_evidence() -> None:
    op.create_table(
        "sign_up_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("expires_on > valid_from", name="ck_sign_up_evidence_expires_after_it_begins"),
        sa.ForeignKeyConstraint(["given_by_id"], ["people_person.id"], name="fk_sign_up_evidence_given_by_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_sign_up_evidence_practice_id"),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["sign_up_requirement.id"], name="fk_sign_up_evidence_requirement_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_evidence"),
    )
    op.create_index(
        "ix_sign_up_evidence_practice_id_requirement_id",
        "sign_up_evidence",
        ["practice_id", "requirement_id"],
        unique=False,
    )
    op.create_index("ix_sign_up_evidence_requirement_id", "sign_up_evidence", ["requirement_id"], unique=False)


def _create_sign_up_offer() -> None:
    op.create_table(
        "sign_up_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("old_ends_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(sent_by_id IS NULL) = (sent_at IS NULL)", name="ck_sign_up_offer_sent_by_somebody"),
        sa.CheckConstraint("notice_days >= 0", name="ck_sign_up_offer_notice_is_none_or_some"),
        sa.ForeignKeyConstraint(["begun_by_id"], ["people_person.id"], name="fk_sign_up_offer_begun_by_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes_scheme.id"], name="fk_sign_up_offer_scheme_id"),
        sa.ForeignKeyConstraint(["sent_by_id"], ["people_person.id"], name="fk_sign_up_offer_sent_by_id"),
        sa.ForeignKeyConstraint(["version_id"], ["schemes_version.id"], name="fk_sign_up_offer_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_offer"),
        sa.UniqueConstraint("scheme_id", "number", name="uq_sign_up_offer_scheme_id_number"),
    )
    op.create_index("ix_sign_up_offer_version_id", "sign_up_offer", ["version_id"], unique=False)


def _create_sign_up_evidence_check() -> None:
    op.create_table(
        "sign_up_evidence_check",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("is_accepted OR words <> ''", name="ck_sign_up_evidence_check_returned_with_a_reason"),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["people_person.id"], name="fk_sign_up_evidence_check_checked_by_id"
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["sign_up_evidence.id"], name="fk_sign_up_evidence_check_evidence_id"),
        sa.PrimaryKeyConstraint("evidence_id", name="pk_sign_up_evidence_check"),
    )


def _create_sign_up_leaving() -> None:
    op.create_table(
        "sign_up_leaving",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("practice", "commissioner", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["sign_up_agreement.id"], name="fk_sign_up_leaving_agreement_id"),
        sa.ForeignKeyConstraint(["told_by_id"], ["people_person.id"], name="fk_sign_up_leaving_told_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_leaving"),
    )
    op.create_index("ix_sign_up_leaving_agreement_id", "sign_up_leaving", ["agreement_id"], unique=False)


def _create_sign_up_offer_document() -> None:
    op.create_table(
        "sign_up_offer_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "governance",
                "group_agreement",
                "business_plan",
                "other",
                name="document_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments_attachment.id"], name="fk_sign_up_offer_document_attachment_id"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_sign_up_offer_document_group_id"),
        sa.ForeignKeyConstraint(["offer_id"], ["sign_up_offer.id"], name="fk_sign_up_offer_document_offer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_offer_document"),
        sa.UniqueConstraint("attachment_id", name="uq_sign_up_offer_document_attachment_id"),
    )
    op.create_index("ix_sign_up_offer_document_offer_id", "sign_up_offer_document", ["offer_id"], unique=False)


def _create_sign_up_offer_practice() -> None:
    op.create_table(
        "sign_up_offer_practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level >= 0", name="ck_sign_up_offer_practice_level_is_none_or_one"),
        sa.ForeignKeyConstraint(["offer_id"], ["sign_up_offer.id"], name="fk_sign_up_offer_practice_offer_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_sign_up_offer_practice_practice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_offer_practice"),
        sa.UniqueConstraint("offer_id", "practice_id", name="uq_sign_up_offer_practice_offer_id_practice_id"),
    )


def _create_sign_up_offered() -> None:
    op.create_table(
        "sign_up_offered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("replaces_left_on", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_sign_up_offered_hash_is_whole"),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_sign_up_offered_group_id"),
        sa.ForeignKeyConstraint(["offer_id"], ["sign_up_offer.id"], name="fk_sign_up_offered_offer_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_sign_up_offered_practice_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["sign_up_agreement.id"], name="fk_sign_up_offered_replaces_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_offered"),
        sa.UniqueConstraint("offer_id", "practice_id", name="uq_sign_up_offered_offer_id_practice_id"),
    )
    op.create_index("ix_sign_up_offered_practice_id", "sign_up_offered", ["practice_id"], unique=False)
    op.create_index("ix_sign_up_offered_replaces_id", "sign_up_offered", ["replaces_id"], unique=False)


def _create_sign_up_withdrawal() -> None:
    op.create_table(
        "sign_up_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["sign_up_offer.id"], name="fk_sign_up_withdrawal_offer_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_sign_up_withdrawal_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_withdrawal"),
        sa.UniqueConstraint("offer_id", name="uq_sign_up_withdrawal_offer_id"),
    )


def _create_sign_up_answer() -> None:
    op.create_table(
        "sign_up_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offered_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "declined",
                "carried_over",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'declined') = (agreement_id IS NULL)", name="ck_sign_up_answer_declined_makes_no_agreement"
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["sign_up_agreement.id"], name="fk_sign_up_answer_agreement_id"),
        sa.ForeignKeyConstraint(["offered_id"], ["sign_up_offered.id"], name="fk_sign_up_answer_offered_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_sign_up_answer_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up_answer"),
        sa.UniqueConstraint("agreement_id", name="uq_sign_up_answer_agreement_id"),
        sa.UniqueConstraint("offered_id", "outcome", name="uq_sign_up_answer_offered_id_outcome"),
    )


def _create_sign_up_leaving_decision() -> None:
    op.create_table(
        "sign_up_leaving_decision",
        sa.Column("leaving_id", sa.Integer(), nullable=False),
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
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("verdict = 'approved' OR reason <> ''", name="ck_sign_up_leaving_decision_with_a_reason"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people_person.id"], name="fk_sign_up_leaving_decision_decided_by_id"
        ),
        sa.ForeignKeyConstraint(["leaving_id"], ["sign_up_leaving.id"], name="fk_sign_up_leaving_decision_leaving_id"),
        sa.PrimaryKeyConstraint("leaving_id", name="pk_sign_up_leaving_decision"),
    )
