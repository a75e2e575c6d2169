"""What both parties keep with a notice: documents of it and of its milestones, and what they say about it."""

from datetime import date, datetime

from contracts.notices.actions.recording import held_notice, held_open, side_of, tell_other
from contracts.notices.models.notices import SUBJECT, Notice
from contracts.notices.models.outcomes import MILESTONE_SUBJECT
from contracts.notices.queries.notices import find_milestone
from core.attachments.actions import attach, withdraw_own_attachment
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.errors import Refusal
from core.permissions import Actor, Permission
from core.threads.actions import add_comment
from core.threads.models import Comment

ANCHOR = "whole"


def attach_document(  # one document is one sentence
    *, notice_id: int, milestone_id: int | None = None, title: str, file: CheckedFile, by: Actor, at: datetime,
    on: date, href: str,
) -> Attachment:  # fmt: skip
    """Keep a document with an open notice, or with a milestone of one of its plans: letters, evidence."""
    notice = held_open(notice_id, by=by, permission=Permission.COMMENT)
    subject, subject_id = _subject(notice, milestone_id)
    attached = attach(
        subject=subject,
        subject_id=subject_id,
        title=title,
        file=file,
        by=by,
        at=at,
        commissioner_id=notice.contract.commissioner_id,
    )
    _tell(notice, f"document/{attached.id}", "document attached", attached.title, by=by, at=at, on=on, href=href)
    return attached


def withdraw_document(  # one document is one sentence
    *, notice_id: int, milestone_id: int | None = None, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Withdraw a document that one's own organisation attached; it is kept, with the reason."""
    notice = held_notice(notice_id, by=by, permission=Permission.COMMENT)
    subject, subject_id = _subject(notice, milestone_id)
    return withdraw_own_attachment(
        subject=subject, subject_id=subject_id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )


def comment_on_notice(*, notice_id: int, words: str, by: Actor, at: datetime, on: date, href: str) -> Comment:
    """Say something about an open notice. It is no answer: that is given by itself."""
    notice = held_open(notice_id, by=by, permission=Permission.COMMENT)
    comment = add_comment(
        subject=SUBJECT,
        subject_id=notice.id,
        anchor=ANCHOR,
        words=words,
        by=by,
        at=at,
        commissioner_id=notice.contract.commissioner_id,
    )
    _tell(notice, f"comment/{comment.number}", "comment", comment.words, by=by, at=at, on=on, href=href)
    return comment


def _subject(notice: Notice, milestone_id: int | None) -> tuple[str, int]:
    if milestone_id is None:
        return SUBJECT, notice.id
    if find_milestone(notice.id, milestone_id) is None:
        raise Refusal("This milestone belongs to no plan of the notice. Open the notice again.")
    return MILESTONE_SUBJECT, milestone_id


def _tell(  # one message
    notice: Notice, what: str, subject: str, words: str, *, by: Actor, at: datetime, on: date, href: str
) -> None:
    side = side_of(notice.contract, by)
    tell_other(notice, what, side=side, subject=subject, words=words, at=at, on=on, href=href)
