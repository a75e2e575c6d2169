"""Tables of threads and comments. Comments are frozen: triggers let nobody change or delete one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import in_london
from core.db import Instant, Model, versioned_by
from core.frozen import freeze
from core.people.models import Person
from core.threads.rules import STATE_NAMES, ThreadState


class Thread(Model):
    """What is said about a record, or about one place of it (`anchor`, blank for the record as a whole).

    `opened_at`: when its first comment was made, or it was last opened again.
    """

    __tablename__ = "threads_thread"
    __table_args__ = (
        UniqueConstraint("subject", "subject_id", "anchor"),
        CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    anchor: Mapped[str] = mapped_column(String(120))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    version: Mapped[int] = mapped_column()

    resolved_by: Mapped[Person | None] = relationship()

    __mapper_args__ = versioned_by(version)

    @property
    def state(self) -> ThreadState:
        """Whether it is open or resolved."""
        return ThreadState.OPEN if self.resolved_at is None else ThreadState.RESOLVED

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return STATE_NAMES[self.state]

    @property
    def resolved(self) -> str | None:
        """By whom and when it was resolved, within a sentence; None for one that is open."""
        if self.resolved_at is None or self.resolved_by is None:
            return None
        day = in_london(self.resolved_at)
        return f"{self.resolved_by.name} on {day.day} {day:%B %Y}"


class Comment(Model):
    """What a person said in a thread, numbered from 1. `name` and `organisation` are copies and stay as they were."""

    __tablename__ = "threads_comment"
    __table_args__ = (UniqueConstraint("thread_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads_thread.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    said_at: Mapped[datetime] = mapped_column(Instant)

    thread: Mapped[Thread] = relationship()


freeze("threads", Comment)
