"""Documents of a version, such as the governance framework: attached to its draft, fixed once it is put forward."""

from datetime import datetime

from core.attachments import actions as attachments
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.permissions import Actor
from les.schemes.actions.recording import held_version
from les.schemes.models.schemes import VERSION
from les.schemes.rules.attached import DocumentKind, titled
from les.schemes.rules.documents import check_may_change


def attach_document(
    *, version_id: int, kind: DocumentKind, title: str, file: CheckedFile, by: Actor, at: datetime
) -> Attachment:
    """Attach a document to a draft. A second person approves the version with the documents it has then."""
    version = held_version(version_id, by)
    check_may_change(version.state)
    return attachments.attach(
        subject=VERSION,
        subject_id=version.id,
        title=titled(kind, title),
        file=file,
        by=by,
        at=at,
        commissioner_id=version.scheme.commissioner_id,
    )


def withdraw_document(
    *, version_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Say that a document of a draft does not count any more. It is kept."""
    version = held_version(version_id, by)
    check_may_change(version.state)
    return attachments.withdraw_own_attachment(
        subject=VERSION, subject_id=version.id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )
