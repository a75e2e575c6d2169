"""Tables of attachments, withdrawals and readings. All are frozen: triggers let nobody change or delete a row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.attachments.rules import MEDIA, SCAN_NAMES, MediaKind, Scan, size_in_words
from core.clock import day_in_words
from core.db import Instant, Model, choice
from core.frozen import freeze


class Attachment(Model):
    """A document kept with a record, as it came.

    `subject` and `subject_id`: the record, as the audit trail calls it; `commissioner_id`: whose record it is.
    `file_name`: as it came, cleaned; `stored_name`: under which it lies in our folder. `size` in bytes; `content_hash`:
    SHA-256 of the file. `name` and `organisation` are copies of who attached it and stay as they were.
    """

    __tablename__ = "attachments_attachment"
    __table_args__ = (
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
        CheckConstraint("length(stored_name) = 64", name="stored_name_is_whole"),
        CheckConstraint("size > 0", name="size_above_nought"),
        CheckConstraint("(scan = 'clean') = (scanned_at IS NOT NULL)", name="scanned_at_some_time"),
        Index("ix_attachments_attachment_subject_subject_id", "subject", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    commissioner_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"))
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[MediaKind] = mapped_column(choice(MediaKind, "media_kind"))
    size: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    stored_name: Mapped[str] = mapped_column(String(64), unique=True)
    scan: Mapped[Scan] = mapped_column(choice(Scan, "scan"))
    scanned_at: Mapped[datetime | None] = mapped_column(Instant)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    attached_at: Mapped[datetime] = mapped_column(Instant)

    withdrawal: Mapped["AttachmentWithdrawal | None"] = relationship(back_populates="attachment")

    @property
    def kind_name(self) -> str:
        """What people call such a file."""
        return MEDIA[self.kind].name

    @property
    def size_in_words(self) -> str:
        """How large it is, as people read it."""
        return size_in_words(self.size)

    @property
    def scan_name(self) -> str:
        """What the virus scanner said."""
        return SCAN_NAMES[self.scan]

    @property
    def is_scanned(self) -> bool:
        """Whether the virus scanner looked at it."""
        return self.scan is not Scan.NOT_SCANNED

    @property
    def attached(self) -> str:
        """Who attached it and when, within a sentence."""
        return f"{self.name}, {self.organisation}, on {day_in_words(self.attached_at)}"


class AttachmentWithdrawal(Model):
    """That a document does not count any more, and why. The document itself is kept."""

    __tablename__ = "attachments_withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments_attachment.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)

    attachment: Mapped[Attachment] = relationship(back_populates="withdrawal")

    @property
    def given(self) -> str:
        """Who withdrew it and when, within a sentence."""
        return f"{self.name}, {self.organisation}, on {day_in_words(self.withdrawn_at)}"


class AttachmentReading(Model):
    """That somebody took a document away."""

    __tablename__ = "attachments_reading"
    __table_args__ = (Index("ix_attachments_reading_attachment_id", "attachment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments_attachment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    read_at: Mapped[datetime] = mapped_column(Instant)

    attachment: Mapped[Attachment] = relationship()


freeze("attachments", Attachment, AttachmentWithdrawal, AttachmentReading)
