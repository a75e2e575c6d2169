"""Looking up attachments, what they hold, and who read them. They carry their own copy of who attached them."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import contains_eager

from core.attachments.folder import find_file
from core.attachments.models import Attachment, AttachmentReading, AttachmentWithdrawal
from core.attachments.rules import DamagedFile
from core.db import db
from core.permissions import Actor, Permission, check_may

_AT_ONCE = 1000


def list_attachments(subject: str, subject_id: int) -> list[Attachment]:
    """The documents kept with a record, withdrawn ones among them, first attached first. One query."""
    return attachments_of(subject, [subject_id])[subject_id]


def attachments_of(subject: str, subject_ids: Sequence[int]) -> dict[int, list[Attachment]]:
    """The documents of many records of one kind, by record, first attached first; none: an empty list. One query."""
    by_record: dict[int, list[Attachment]] = {subject_id: [] for subject_id in subject_ids}
    rows = _attachments_of(subject, subject_ids).order_by(Attachment.attached_at, Attachment.id)
    for attachment in db.session.scalars(rows):
        by_record[attachment.subject_id].append(attachment)
    return by_record


def get_attachment(subject: str, subject_id: int, attachment_id: int) -> Attachment:
    """A document of that record; NoResultFound for one of any other record. Who may see the record, its room says."""
    return db.session.scalars(_attachments_of(subject, [subject_id]).where(Attachment.id == attachment_id)).one()


def find_same_file(subject: str, subject_id: int, content_hash: str) -> Attachment | None:
    """The very same file on the same record, unless it was withdrawn."""
    rows = _attachments_of(subject, [subject_id]).where(Attachment.content_hash == content_hash)
    return db.session.scalars(rows.where(AttachmentWithdrawal.id.is_(None)).order_by(Attachment.id).limit(1)).first()


def content_of(attachment: Attachment) -> bytes:
    """The file, exactly as it came. Refuses, in words, one that is missing or damaged."""
    content = find_file(attachment.stored_name)
    if content is None:
        raise DamagedFile(title=attachment.title, fault="cannot be found")
    if sha256(content).hexdigest() != attachment.content_hash:
        raise DamagedFile(title=attachment.title, fault="is damaged: it is not what was attached")
    return content


def list_all_attachments() -> list[Attachment]:
    """Every attachment there is, oldest first, for the check of the folder."""
    return list(db.session.scalars(_attachments().order_by(Attachment.id)))


def list_readings(attachment: Attachment) -> list[AttachmentReading]:
    """Who took a document away, last first. The page that shows it says who may see it."""
    rows = select(AttachmentReading).where(AttachmentReading.attachment_id == attachment.id)
    return list(db.session.scalars(rows.order_by(AttachmentReading.id.desc())))


def select_readings(*, by: Actor, person: str = "", title: str = "") -> Select[AttachmentReading]:
    """Readings the reader of the trail may see, last first: an administrator all, others their commissioners’."""
    rows = (
        select(AttachmentReading)
        .join(AttachmentReading.attachment)
        .options(contains_eager(AttachmentReading.attachment))
    )
    if person.strip():
        rows = rows.where(AttachmentReading.name.icontains(person.strip(), autoescape=True))
    if title.strip():
        rows = rows.where(Attachment.title.icontains(title.strip(), autoescape=True))
    return rows.where(_may_see(by)).order_by(AttachmentReading.id.desc())


def stream_readings(rows: Select[AttachmentReading]) -> Iterator[AttachmentReading]:
    """Readings of a select one by one, however many there are."""
    with closing(db.session.scalars(rows.execution_options(yield_per=_AT_ONCE))) as readings:
        yield from readings


def _may_see(by: Actor) -> ColumnElement[bool]:
    check_may(by, Permission.SEE_AUDIT_TRAIL)
    if by.may(Permission.ADMINISTER_PEOPLE):
        return AttachmentReading.id > 0
    return Attachment.commissioner_id.in_(by.commissioner_ids) if by.commissioner_ids else false()


def _attachments_of(subject: str, subject_ids: Sequence[int]) -> Select[Attachment]:
    return _attachments().where(Attachment.subject == subject, Attachment.subject_id.in_(subject_ids))


def _attachments() -> Select[Attachment]:
    rows = select(Attachment).outerjoin(Attachment.withdrawal)
    return rows.options(contains_eager(Attachment.withdrawal))
