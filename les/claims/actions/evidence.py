"""Attaching evidence to a claim, and taking a document back."""

from datetime import datetime

from core.attachments import actions as attachments
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.errors import Refusal
from core.permissions import Actor
from les.claims.actions.recording import held_claim
from les.claims.models.claims import SUBJECT, Claim
from les.claims.rules.kinds import CURRENT, State


def attach_evidence(*, claim_id: int, title: str, file: CheckedFile, by: Actor, at: datetime) -> Attachment:
    """Attach a file whose text can be read to a claim of one's own practice, while the claim is open.

    The view has looked at the file before (`imports.evidence`), as it has at what all attached files are held to.
    """
    claim = _open(claim_id, by)
    return attachments.attach(
        subject=SUBJECT,
        subject_id=claim.id,
        title=title,
        file=file,
        by=by,
        at=at,
        commissioner_id=claim.scheme.commissioner_id,
    )


def withdraw_evidence(
    *, claim_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Take back a document of one's own practice; it is kept, with the reason."""
    claim = _open(claim_id, by)
    return attachments.withdraw_attachment(
        subject=SUBJECT,
        subject_id=claim.id,
        attachment_id=attachment_id,
        reason=reason,
        by=by,
        at=at,
    )


def _open(claim_id: int, by: Actor) -> Claim:
    claim = held_claim(claim_id, by)
    if claim.state not in (*CURRENT, State.DRAFT):
        raise Refusal(f"{claim.number} is {claim.state_name.lower()}: its evidence stays as it is.")
    return claim
