"""Tables of a notice: its frozen text, answers, meetings, closure; and where it stands, kept for lists."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.agreements.models.contracts import Contract
from contracts.notices.rules.kinds import KIND_NAMES, Kind, Side
from contracts.notices.rules.standing import OVER, STAGE_NAMES, Stage
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.people.models import Person

SUBJECT = "contract-notice"
MOST_WORDS = 400


class Notice(Model):
    """A notice under a contract. Its text is frozen (`NoticeText`); only where it stands changes.

    `stage`, `waits_for`, `next_due_on` and `next_what` follow from what was recorded and are kept so that lists can be
    filtered and sorted: the party that has to do something next, by when (none: no day is set), and what.
    `about_kind`, `about_id`: the record of a higher room it is about, where there is one.
    """

    __tablename__ = "notices_notice"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        CheckConstraint("(about_kind = '') = (about_id IS NULL)", name="about_is_whole"),
        Index("ix_notices_notice_next_due_on", "next_due_on", "id"),
        Index("ix_notices_notice_stage", "stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(choice(Kind, "kind"))
    title: Mapped[str] = mapped_column(String(160))
    issued_on: Mapped[date]
    response_due_on: Mapped[date]
    meeting_due_on: Mapped[date | None]
    outcome_due_on: Mapped[date | None]
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int | None]
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"))
    waits_for: Mapped[Side | None] = mapped_column(choice(Side, "waits_for"))
    next_due_on: Mapped[date | None]
    next_what: Mapped[str] = mapped_column(String(MOST_WORDS))
    version: Mapped[int] = mapped_column()

    contract: Mapped[Contract] = relationship()
    text: Mapped["NoticeText"] = relationship(back_populates="notice")

    __mapper_args__ = versioned_by(version)

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return KIND_NAMES[self.kind]

    @property
    def stage_name(self) -> str:
        """How far it has come, as people say it."""
        return STAGE_NAMES[self.stage]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is added to it."""
        return self.stage in OVER

    @property
    def named(self) -> str:
        """What it is called at the beginning of a sentence, its contract being known."""
        return f"Notice {self.number}"

    def is_overdue(self, on: date) -> bool:
        """Whether what is to be done next was due before a day."""
        return self.next_due_on is not None and self.next_due_on < on


class NoticeText(Model):
    """The text of a notice as it was issued. `content`: canonical JSON, `content_hash` its SHA-256."""

    __tablename__ = "notices_text"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices_notice.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    issued_at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship(back_populates="text")
    issued_by: Mapped[Person] = relationship()


class Response(Model):
    """What the provider answered; late when it came after the day on which it was due. The newest counts."""

    __tablename__ = "notices_response"
    __table_args__ = (Index("ix_notices_response_notice_id", "notice_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices_notice.id"))
    words: Mapped[str] = mapped_column(Text)
    given_on: Mapped[date]
    is_late: Mapped[bool]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    given_at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship()
    given_by: Mapped[Person] = relationship()


class Meeting(Model):
    """That the parties met about a notice: on which day, who by role, and what was said. The newest counts."""

    __tablename__ = "notices_meeting"
    __table_args__ = (Index("ix_notices_meeting_notice_id", "notice_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices_notice.id"))
    held_on: Mapped[date]
    attended: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship()
    recorded_by: Mapped[Person] = relationship()


class Closure(Model):
    """That a notice is closed, with the words that say what came of it."""

    __tablename__ = "notices_closure"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices_notice.id"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    closed_at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship()
    closed_by: Mapped[Person] = relationship()


freeze("notices", NoticeText, Response, Meeting, Closure)
