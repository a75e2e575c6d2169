"""Tables of meetings: the meeting, who attends, its items, decisions and actions, which change.

Frozen are minutes, and the days to which actions were moved.

Approvals are signatures kept by `core.signatures` (subject `minutes`, the id of the version).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.meetings.rules.ageing import STAGE_NAMES, ActionStage
from commissioning.meetings.rules.attendance import PRESENCE_NAMES, Presence
from commissioning.meetings.rules.stages import Stage
from core.clock import in_london
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from core.signatures.rules import Capacity

SUBJECT = "meeting"
ITEM_SUBJECT = "meeting-item"
ACTION_SUBJECT = "meeting-action"
MINUTES_SUBJECT = "minutes"


class Meeting(Model):
    """A meeting about a record. `others_needed`: how many organisations besides the needed ones make a quorum.

    `quorum_source`: where that comes from. `correction`: why the minutes are being written anew.
    """

    __tablename__ = "meetings_meeting"
    __table_args__ = (
        UniqueConstraint("subject", "subject_id"),
        CheckConstraint("others_needed >= 0", name="quorum_counts"),
        Index("ix_meetings_meeting_meets_on", "commissioner_id", "meets_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    title: Mapped[str] = mapped_column(String(200))
    meets_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"))
    others_needed: Mapped[int]
    quorum_source: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    correction: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    commissioner: Mapped[Party] = relationship()
    parties: Mapped[list["MeetingParty"]] = relationship(
        back_populates="meeting", order_by="MeetingParty.is_needed.desc(), MeetingParty.id"
    )
    items: Mapped[list["MeetingItem"]] = relationship(back_populates="meeting", order_by="MeetingItem.place")

    __mapper_args__ = versioned_by(version)


class MeetingParty(Model):
    """An organisation of a meeting: whether a quorum needs it, and in which capacity it approves the minutes."""

    __tablename__ = "meetings_party"
    __table_args__ = (UniqueConstraint("meeting_id", "party_id"), Index("ix_meetings_party_party_id", "party_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    is_needed: Mapped[bool]
    capacity: Mapped[Capacity] = mapped_column(choice(Capacity, "capacity"))

    meeting: Mapped[Meeting] = relationship(back_populates="parties")
    party: Mapped[Party] = relationship()


class Attendee(Model):
    """Somebody nominated for an organisation, by name or role, and whether they came."""

    __tablename__ = "meetings_attendee"
    __table_args__ = (UniqueConstraint("meeting_id", "party_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    presence: Mapped[Presence] = mapped_column(choice(Presence, "presence"))
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))

    party: Mapped[Party] = relationship()

    @property
    def presence_name(self) -> str:
        """Whether they came, as people say it."""
        return PRESENCE_NAMES[self.presence]


class MeetingItem(Model):
    """An item of the agenda and its notes (Markdown). Its version is its own: two may write at different items."""

    __tablename__ = "meetings_item"
    __table_args__ = (UniqueConstraint("meeting_id", "key"), UniqueConstraint("meeting_id", "place"))

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id"))
    place: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(160))
    notes: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship(back_populates="items")

    __mapper_args__ = versioned_by(version)


class Decision(Model):
    """What a meeting decided at an item. One taken back while the minutes are written stays, marked."""

    __tablename__ = "meetings_decision"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("meetings_item.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    is_taken_back: Mapped[bool]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    item: Mapped[MeetingItem] = relationship()


class Action(Model):
    """Who does what by when, agreed at an item. `moves_…`: what it should move, such as a KPI; blank: nothing."""

    __tablename__ = "meetings_action"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("(stage = 'open') = (closed_on IS NULL)", name="closed_has_its_day"),
        Index("ix_meetings_action_due_on", "stage", "due_on"),
        Index("ix_meetings_action_owner_id", "owner_id", "stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("meetings_item.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    owner_name: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    moves_kind: Mapped[str] = mapped_column(String(40))
    moves_id: Mapped[int | None]
    moves_words: Mapped[str] = mapped_column(String(200))
    stage: Mapped[ActionStage] = mapped_column(choice(ActionStage, "stage"))
    closed_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[MeetingItem] = relationship()
    owner: Mapped[Party] = relationship()
    days_moved: Mapped[list["MovedDay"]] = relationship(back_populates="action", order_by="MovedDay.number")

    __mapper_args__ = versioned_by(version)

    @property
    def agreed_on(self) -> date:
        """The day on which it was agreed: that of the meeting, though a correction may record it later."""
        return in_london(self.meeting.opened_at or self.recorded_at).date()

    @property
    def first_due_on(self) -> date:
        """The day first agreed, from which its age counts however often the day was moved since."""
        return self.days_moved[0].due_before if self.days_moved else self.due_on

    @property
    def stage_name(self) -> str:
        """What became of it, as people say it."""
        return STAGE_NAMES[self.stage]


class MovedDay(Model):
    """Another day given to an action, with the day before and the reason. `number`: the turn."""

    __tablename__ = "meetings_moved_day"
    __table_args__ = (
        UniqueConstraint("action_id", "number"),
        CheckConstraint("due_on <> due_before", name="is_another_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("meetings_action.id"))
    number: Mapped[int]
    due_before: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    moved_at: Mapped[datetime] = mapped_column(Instant)

    action: Mapped[Action] = relationship(back_populates="days_moved")
    moved_by: Mapped[Person] = relationship()


class Minutes(Model):
    """A version of the minutes. `content`: canonical JSON, `content_hash` its SHA-256; `reason`: of a correction."""

    __tablename__ = "meetings_minutes"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    issued_at: Mapped[datetime] = mapped_column(Instant)

    meeting: Mapped[Meeting] = relationship()
    issued_by: Mapped[Person] = relationship()


freeze("meetings", Minutes, MovedDay)
