"""Comments on a term, and documents kept with heads of terms: the checks of this room before core keeps them."""

from datetime import datetime

from contracts.heads_of_terms.models import SUBJECT, HeadsOfTerms
from contracts.heads_of_terms.queries.heads import get_heads, get_term, may_see_heads
from core.attachments import actions as attachments
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.errors import NotAllowed
from core.permissions import Actor, Permission, check_may
from core.threads import actions as threads
from core.threads.models import Comment, Thread
from core.threads.queries import find_thread


def comment_on_term(*, heads_id: int, code: str, words: str, by: Actor, at: datetime) -> Comment:
    """Say something to a term; all parties read it."""
    heads = _concerned(heads_id, by, Permission.COMMENT)
    term = get_term(heads_id, code)
    return threads.add_comment(
        subject=SUBJECT,
        subject_id=heads.id,
        anchor=term.code,
        words=words,
        by=by,
        at=at,
        commissioner_id=heads.commissioner_id,
    )


def resolve_comments(*, heads_id: int, code: str, by: Actor, at: datetime) -> Thread | None:
    """Say that what was said to a term waits for nobody any more; None where nobody said anything."""
    heads = _concerned(heads_id, by, Permission.DRAFT_CONTRACTS)
    thread = find_thread(SUBJECT, heads.id, code)
    if thread is None:
        return None
    return threads.resolve_thread(thread_id=thread.id, by=by, at=at, commissioner_id=heads.commissioner_id)


def attach_document(*, heads_id: int, title: str, file: CheckedFile, by: Actor, at: datetime) -> Attachment:
    """Keep a document with heads of terms: for those who draft, and the provider that is party to them."""
    heads = _concerned(heads_id, by, Permission.COMMENT)
    return attachments.attach(
        subject=SUBJECT,
        subject_id=heads.id,
        title=title,
        file=file,
        by=by,
        at=at,
        commissioner_id=heads.commissioner_id,
    )


def withdraw_document(
    *, heads_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Say that a document that one’s own organisation attached does not count any more. It is kept."""
    heads = _concerned(heads_id, by, Permission.COMMENT)
    return attachments.withdraw_own_attachment(
        subject=SUBJECT, subject_id=heads.id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )


def _concerned(heads_id: int, by: Actor, permission: Permission) -> HeadsOfTerms:
    heads = get_heads(heads_id)
    check_may(by, permission, commissioner_id=heads.commissioner_id)
    if not may_see_heads(by, heads):
        raise NotAllowed(f"{by.organisation_name} is no party to {heads.reference}.")
    return heads
