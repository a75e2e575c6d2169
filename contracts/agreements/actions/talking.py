"""Comments on a schedule of a contract, and the documents and letters kept with it."""

from datetime import datetime

from contracts.agreements.actions.recording import held_contract
from contracts.agreements.models.contracts import SUBJECT
from contracts.agreements.queries.contracts import get_schedule
from core.attachments.actions import attach, withdraw_own_attachment
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.errors import Refusal
from core.permissions import Actor, Permission
from core.threads.actions import add_comment, resolve_thread
from core.threads.models import Comment, Thread
from core.threads.queries import get_thread


def comment_on_schedule(*, contract_id: int, schedule_id: int, words: str, by: Actor, at: datetime) -> Comment:
    """Say something about a schedule. The thread hangs on its key, which stays."""
    contract = held_contract(contract_id, by=by, permission=Permission.COMMENT)
    schedule = get_schedule(contract.id, schedule_id)
    return add_comment(
        subject=SUBJECT,
        subject_id=contract.id,
        anchor=schedule.key,
        words=words,
        by=by,
        at=at,
        commissioner_id=contract.commissioner_id,
    )


def resolve_comments(*, contract_id: int, thread_id: int, by: Actor, at: datetime) -> Thread:
    """Say that what was commented on a schedule waits for nobody any more: for those who draft."""
    contract = held_contract(contract_id, by=by, permission=Permission.DRAFT_CONTRACTS)
    thread = get_thread(thread_id)
    if (thread.subject, thread.subject_id) != (SUBJECT, contract.id):
        raise Refusal("These comments are not about this contract.")
    return resolve_thread(thread_id=thread.id, by=by, at=at, commissioner_id=contract.commissioner_id)


def attach_document(*, contract_id: int, title: str, file: CheckedFile, by: Actor, at: datetime) -> Attachment:
    """Keep a letter or a document with a contract, such as a draft edited in Word. Nothing of it becomes the text."""
    contract = held_contract(contract_id, by=by, permission=Permission.COMMENT)
    return attach(
        subject=SUBJECT,
        subject_id=contract.id,
        title=title,
        file=file,
        by=by,
        at=at,
        commissioner_id=contract.commissioner_id,
    )


def withdraw_document(
    *, contract_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Withdraw a document that one’s own organisation attached."""
    contract = held_contract(contract_id, by=by, permission=Permission.COMMENT)
    return withdraw_own_attachment(
        subject=SUBJECT, subject_id=contract.id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )
