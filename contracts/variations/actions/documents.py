"""The documents and letters kept with a variation, and what is said about it."""

from datetime import datetime

from contracts.variations.actions.recording import held_variation
from contracts.variations.models import SUBJECT
from core.attachments.actions import attach, withdraw_own_attachment
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.permissions import Actor, Permission
from core.threads.actions import add_comment
from core.threads.models import Comment


def attach_document(*, variation_id: int, title: str, file: CheckedFile, by: Actor, at: datetime) -> Attachment:
    """Keep a letter or a document with a variation. Nothing of it becomes the text."""
    variation = held_variation(variation_id, by=by, permission=Permission.COMMENT)
    return attach(
        subject=SUBJECT,
        subject_id=variation.id,
        title=title,
        file=file,
        by=by,
        at=at,
        commissioner_id=variation.contract.commissioner_id,
    )


def withdraw_document(
    *, variation_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Withdraw a document that one's own organisation attached."""
    variation = held_variation(variation_id, by=by, permission=Permission.COMMENT)
    return withdraw_own_attachment(
        subject=SUBJECT, subject_id=variation.id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )


def comment_on_variation(*, variation_id: int, words: str, by: Actor, at: datetime) -> Comment:
    """Say something about a variation."""
    variation = held_variation(variation_id, by=by, permission=Permission.COMMENT)
    return add_comment(
        subject=SUBJECT,
        subject_id=variation.id,
        anchor="whole",
        words=words,
        by=by,
        at=at,
        commissioner_id=variation.contract.commissioner_id,
    )
