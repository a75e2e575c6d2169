"""What people do with attachments: attach, withdraw, read.

No permission is checked here. Who may attach, withdraw and read is decided by the room that owns the record: its action
checks the permission and the organisation first, then calls one of these.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from core import audit
from core.attachments import queries, rules
from core.attachments.checking import CheckedFile
from core.attachments.folder import keep_file
from core.attachments.models import Attachment, AttachmentReading, AttachmentWithdrawal
from core.attachments.rules import InfectedFile, Scan
from core.db import db
from core.errors import NotAllowed
from core.permissions import Actor


def attach(
    *,
    subject: str,
    subject_id: int,
    title: str,
    file: CheckedFile,
    by: Actor,
    at: datetime,
    commissioner_id: int | None = None,
) -> Attachment:
    """Keep a document with a record.

    The calling action has checked before that the person may. `commissioner_id`: whose record it is. `file`: what
    `check_file` found when it looked at it, which takes its time and so is done before the transaction begins.
    """
    rules.check_title(title)
    _check_attached_once(subject, subject_id, file)
    attachment = Attachment(
        subject=subject,
        subject_id=subject_id,
        commissioner_id=commissioner_id,
        title=title.strip(),
        file_name=file.file_name,
        kind=file.kind,
        size=file.size,
        content_hash=file.content_hash,
        stored_name=keep_file(file.content),
        scan=file.scan,
        scanned_at=None if file.scan is Scan.NOT_SCANNED else at,
        attached_at=at,
        **_copied_from(by),
    )
    db.session.add(attachment)
    db.session.flush()
    _record(attachment, "attach", by=by, told={"size": file.size, "scan": file.scan.value})
    return attachment


def carry_over(
    *, subject: str, from_id: int, to_id: int, by: Actor, at: datetime, commissioner_id: int | None = None
) -> list[Attachment]:
    """Keep the documents of a record, but those withdrawn, with the one that follows it: the same files, the same hash.

    The calling action has checked before that the person may. A file that is missing or damaged is refused in words.
    What the virus scanner said of a file, and when, stays as it was.
    """
    return [
        _carried(each, subject_id=to_id, by=by, at=at, commissioner_id=commissioner_id)
        for each in queries.list_attachments(subject, from_id)
        if each.withdrawal is None
    ]


def _carried(
    earlier: Attachment, *, subject_id: int, by: Actor, at: datetime, commissioner_id: int | None
) -> Attachment:
    attachment = Attachment(
        subject=earlier.subject,
        subject_id=subject_id,
        commissioner_id=commissioner_id,
        title=earlier.title,
        file_name=earlier.file_name,
        kind=earlier.kind,
        size=earlier.size,
        content_hash=earlier.content_hash,
        stored_name=keep_file(queries.content_of(earlier)),
        scan=earlier.scan,
        scanned_at=earlier.scanned_at,
        attached_at=at,
        **_copied_from(by),
    )
    db.session.add(attachment)
    db.session.flush()
    _record(
        attachment, "carry_over", by=by, told={"from_attachment": earlier.id, "from_subject_id": earlier.subject_id}
    )
    return attachment


def _check_attached_once(subject: str, subject_id: int, file: CheckedFile) -> None:
    earlier = queries.find_same_file(subject, subject_id, file.content_hash)
    rules.check_attached_once(earlier=f"“{earlier.title}”, by {earlier.attached}" if earlier else None)


def withdraw_attachment(
    *, subject: str, subject_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Say that a document of a record does not count any more, and why. It is kept, and so is who attached it.

    The calling action has checked before that the person may.
    """
    rules.check_reason(reason)
    attachment = queries.get_attachment(subject, subject_id, attachment_id)
    withdrawal = AttachmentWithdrawal(
        attachment_id=attachment.id,
        reason=reason.strip(),
        withdrawn_at=at,
        **_copied_from(by),
    )
    _withdraw_once(attachment, withdrawal)
    _record(attachment, "withdraw_attachment", by=by, told={"reason": withdrawal.reason})
    return withdrawal


def withdraw_own_attachment(
    *, subject: str, subject_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """The same for those who may only withdraw what their own organisation attached."""
    attachment = queries.get_attachment(subject, subject_id, attachment_id)
    if attachment.organisation_id != by.organisation_id:
        raise NotAllowed(f"“{attachment.title}” was attached by {attachment.organisation}: only they withdraw it.")
    return withdraw_attachment(
        subject=subject, subject_id=subject_id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )


def note_infected(
    refused: InfectedFile, *, subject: str, subject_id: int, by: Actor, commissioner_id: int | None = None
) -> None:
    """Record that a file was refused because the virus scanner found something in it. Nothing of it is kept.

    It stands in a transaction of its own: that of the act which was refused is gone, with all it would have recorded.
    """
    audit.record(
        db.session(),
        by=by,
        act="attachments.note_infected",
        subject=subject,
        subject_id=subject_id,
        new={"file_name": refused.file_name, "content_hash": refused.content_hash, "found": refused.found},
        commissioner_id=commissioner_id,
    )


def note_reading(*, attachment_id: int, by: Actor, at: datetime) -> AttachmentReading:
    """Note who takes a document away. It is bookkeeping and no act of its own: a GET may do it."""
    reading = AttachmentReading(
        attachment_id=attachment_id,
        read_at=at,
        **_copied_from(by),
    )
    db.session.add(reading)
    db.session.flush()
    return reading


def _copied_from(by: Actor) -> dict[str, Any]:
    """Who acts, and their own copy of what they and their organisation are called now."""
    return {
        "person_id": by.person_id,
        "organisation_id": by.organisation_id,
        "name": by.name,
        "organisation": by.organisation_name,
    }


def _withdraw_once(attachment: Attachment, withdrawal: AttachmentWithdrawal) -> None:
    """Keep a withdrawal, unless there is one; of two at once the second is told about the first."""
    found = attachment.withdrawal
    if found is None:
        try:
            with db.session.begin_nested():
                db.session.add(withdrawal)
            db.session.expire(attachment, ["withdrawal"])
        except IntegrityError:
            db.session.expire(attachment)
            found = attachment.withdrawal
    rules.check_may_be_withdrawn(withdrawn=found.given if found else None)


def _record(attachment: Attachment, act: str, *, by: Actor, told: audit.Values) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"attachments.{act}",
        subject=attachment.subject,
        subject_id=attachment.subject_id,
        new={
            "attachment": attachment.id,
            "title": attachment.title,
            "file_name": attachment.file_name,
            "content_hash": attachment.content_hash,
            **told,
        },
        commissioner_id=attachment.commissioner_id,
    )
