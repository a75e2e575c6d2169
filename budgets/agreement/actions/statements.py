"""Issuing the documents of a signed-off round: what is issued is kept as it is and never made anew."""

from collections.abc import Sequence
from datetime import date, datetime

from budgets.agreement.models.sign_off import IssuedDocument
from budgets.agreement.queries.statements import get_lock, list_documents, list_locks_without_documents
from budgets.agreement.rules.statements import ToIssue
from budgets.rounds.queries import get_round
from budgets.rounds.rules import hash_of
from core import audit
from core.db import db
from core.jobs.actions import queue

ISSUE = "agreement.issue_documents"


def ask_for_documents(*, sign_off_id: int, at: datetime) -> None:
    """Have the documents of a locked round made, by the next worker. A part of a larger act."""
    queue(kind=ISSUE, key=f"sign-off {sign_off_id}", at=at, values={"sign_off_id": sign_off_id})


def issue_documents(*, sign_off_id: int, documents: Sequence[ToIssue], at: datetime) -> list[IssuedDocument]:
    """Keep the documents of a locked round as they are issued. The installation does it; once done, it stays.

    None is issued where they were issued before: work that was begun twice leaves alone what is there.
    """
    lock = get_lock(sign_off_id)
    found = get_round(lock.sign_off.proposal.round_id, for_change=True)
    if list_documents(sign_off_id):
        return []
    issued = [
        IssuedDocument(
            sign_off_id=sign_off_id,
            kind=each.kind,
            code=each.code,
            title=each.title,
            content=each.content,
            file=each.file,
            file_hash=hash_of(each.file),
            made_at=at,
        )
        for each in documents
    ]
    db.session.add_all(issued)
    db.session.flush()
    audit.record(
        db.session(),
        by=None,
        act="agreement.issue_documents",
        subject="round",
        subject_id=found.id,
        new={
            "proposal": lock.sign_off.proposal.number,
            "count": len(issued),
            "hashes": " ".join(each.file_hash for each in issued),
        },
        commissioner_id=found.commissioner_id,
    )
    return issued


def ask_for_missing_documents(on: date, at: datetime) -> int:
    """Have made what locked rounds still wait for, should a worker have given up on it; how many rounds wait."""
    del on
    waiting = list_locks_without_documents()
    for lock in waiting:
        ask_for_documents(sign_off_id=lock.sign_off_id, at=at)
    return len(waiting)
