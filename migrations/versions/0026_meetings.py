"""Meetings: who attends, notes by item, decisions, actions; and their minutes, which are frozen.

Revision ID: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

FROZEN = ("meetings_minutes",)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION meetings_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION meetings_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION meetings_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_meetings_meeting()
    _create_meetings_attendee()
    _create_meetings_item()
    _create_meetings_minutes()
    _create_meetings_party()
    _create_meetings_action()
    _create_meetings_decision()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "meetings_decision",
        "meetings_action",
        "meetings_party",
        "meetings_minutes",
        "meetings_item",
        "meetings_attendee",
        "meetings_meeting",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION meetings_frozen()")


def _create_meetings_meeting() -> None:
    op.create_table(
        "meetings_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "planned",
                "under_way",
                "minuted",
                "cancelled",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("others_needed", sa.Integer(), nullable=False),
        sa.Column("quorum_source", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("others_needed >= 0", name="ck_meetings_meeting_quorum_counts"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_meetings_meeting_commissioner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings_meeting"),
        sa.UniqueConstraint("subject", "subject_id", name="uq_meetings_meeting_subject_subject_id"),
    )
    op.create_index("ix_meetings_meeting_meets_on", "meetings_meeting", ["commissioner_id", "meets_on"], unique=False)


def _create_meetings_attendee() -> None:
    op.create_table(
        "meetings_attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "presence",
            sa.Enum(
                "expected",
                "present",
                "apologies",
                name="presence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("nominated_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings_meeting.id"], name="fk_meetings_attendee_meeting_id"),
        sa.ForeignKeyConstraint(["nominated_by_id"], ["people_person.id"], name="fk_meetings_attendee_nominated_by_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_meetings_attendee_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings_attendee"),
        sa.UniqueConstraint("meeting_id", "party_id", "name", name="uq_meetings_attendee_meeting_id_party_id_name"),
    )


def _create_meetings_item() -> None:
    op.create_table(
        "meetings_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings_meeting.id"], name="fk_meetings_item_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings_item"),
        sa.UniqueConstraint("meeting_id", "key", name="uq_meetings_item_meeting_id_key"),
        sa.UniqueConstraint("meeting_id", "place", name="uq_meetings_item_meeting_id_place"),
    )


def _create_meetings_minutes() -> None:
    op.create_table(
        "meetings_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_meetings_minutes_hash_is_whole"),
        sa.ForeignKeyConstraint(["issued_by_id"], ["people_person.id"], name="fk_meetings_minutes_issued_by_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings_meeting.id"], name="fk_meetings_minutes_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings_minutes"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_meetings_minutes_meeting_id_number"),
    )


def _create_meetings_party() -> None:
    op.create_table(
        "meetings_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "for_commissioner",
                "assenting",
                "for_provider",
                "for_practice",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings_meeting.id"], name="fk_meetings_party_meeting_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_meetings_party_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings_party"),
        sa.UniqueConstraint("meeting_id", "party_id", name="uq_meetings_party_meeting_id_party_id"),
    )
    op.create_index("ix_meetings_party_party_id", "meetings_party", ["party_id"], unique=False)


def _create_meetings_action() -> None:
    op.create_table(
        "meetings_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("owner_name", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("moves_kind", sa.String(length=40), nullable=False),
        sa.Column("moves_id", sa.Integer(), nullable=True),
        sa.Column("moves_words", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("open", "done", "dropped", name="stage", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(stage = 'open') = (closed_on IS NULL)", name="ck_meetings_action_closed_has_its_day"),
        sa.ForeignKeyConstraint(["item_id"], ["meetings_item.id"], name="fk_meetings_action_item_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings_meeting.id"], name="fk_meetings_action_meeting_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["parties_party.id"], name="fk_meetings_action_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings_action"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_meetings_action_meeting_id_number"),
    )
    op.create_index("ix_meetings_action_due_on", "meetings_action", ["stage", "due_on"], unique=False)
    op.create_index("ix_meetings_action_owner_id", "meetings_action", ["owner_id", "stage"], unique=False)


def _create_meetings_decision() -> None:
    op.create_table(
        "meetings_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_taken_back", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["meetings_item.id"], name="fk_meetings_decision_item_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings_meeting.id"], name="fk_meetings_decision_meeting_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people_person.id"], name="fk_meetings_decision_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings_decision"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_meetings_decision_meeting_id_number"),
    )
