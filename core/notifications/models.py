"""The table of messages: what each person is told in the installation, and what of it was sent as mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model
from core.people.models import Person


class Message(Model):
    """A message to one person. Its key makes it come once; `href` is a path within the installation.

    `sent_at`: when it went out as mail. `tries`: how often sending it failed, the last time at `tried_at`, with its
    `problem` in words.
    """

    __tablename__ = "notifications_message"
    __table_args__ = (
        UniqueConstraint("key", "person_id"),
        Index("ix_notifications_message_person_id_read_at", "person_id", "read_at"),
        Index("ix_notifications_message_sent_at_written_at", "sent_at", "written_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    subject: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    href: Mapped[str] = mapped_column(String(2000))
    written_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int]
    tried_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str] = mapped_column(String(500))

    person: Mapped[Person] = relationship()
