"""Documents and correspondence kept with a specification, by either side."""

from datetime import datetime

from contracts.specifications.actions.recording import check_side
from contracts.specifications.models import SUBJECT, Specification
from contracts.specifications.queries.versions import get_specification
from core.attachments import actions as attachments
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.permissions import Actor, Permission


def attach_document(*, specification_id: int, title: str, file: CheckedFile, by: Actor, at: datetime) -> Attachment:
    """Attach a document to a specification. An edited Word file is kept so; nothing of it is merged into the text."""
    specification = _held(specification_id, by)
    return attachments.attach(
        subject=SUBJECT,
        subject_id=specification.id,
        title=title,
        file=file,
        by=by,
        at=at,
        commissioner_id=specification.commissioner_id,
    )


def withdraw_document(
    *, specification_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Say that a document does not count any more, by the organisation that attached it. It is kept."""
    specification = _held(specification_id, by)
    return attachments.withdraw_own_attachment(
        subject=SUBJECT, subject_id=specification.id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )


def _held(specification_id: int, by: Actor) -> Specification:
    specification = get_specification(specification_id, for_change=True)
    check_side(specification, by, Permission.DRAFT_SPECIFICATIONS)
    return specification
