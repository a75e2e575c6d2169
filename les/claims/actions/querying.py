"""Asking a practice about a claim or one of its lines, answering, and settling the query."""

from datetime import date, datetime

from core.errors import NotAllowed, Refusal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission, check_may
from core.threads import actions as threads
from core.threads.models import Comment, Thread
from core.threads.queries import find_thread
from les.claims.models.claims import SUBJECT, Claim
from les.claims.queries.claims import find_seen
from les.claims.rules.kinds import CURRENT


def may_ask(by: Actor) -> bool:
    """Whether the role approves claims, at either step, and so may ask about them."""
    return by.may(Permission.CHECK_CLAIMS) or by.may(Permission.RELEASE_CLAIMS)


def comment_on_claim(
    *, claim_id: int, place: int | None, words: str, by: Actor, on: date, at: datetime, href: str
) -> Comment:
    """Ask about a claim or one of its lines, as one who approves claims, or answer as its practice.

    A query stays open until somebody who approves claims settles it. The other side is told.
    """
    claim = _seen(claim_id, by)
    anchor = anchor_of(claim, place)
    if by.may(Permission.CLAIM):
        if find_thread(SUBJECT, claim.id, anchor) is None:
            raise Refusal("Nobody has asked about this. Say what the reader should know in the note of the claim.")
    elif claim.state not in CURRENT:
        raise Refusal(f"{claim.number} is {claim.state_name.lower()}: there is nothing left to ask.")
    comment = threads.add_comment(
        subject=SUBJECT,
        subject_id=claim.id,
        words=words,
        by=by,
        at=at,
        anchor=anchor,
        commissioner_id=claim.scheme.commissioner_id,
    )
    _tell(claim, comment, by, on=on, at=at, href=href)
    return comment


def settle_query(*, claim_id: int, place: int | None, by: Actor, at: datetime) -> Thread:
    """Say that a query waits for nobody any more, as one who approves claims."""
    claim = _seen(claim_id, by)
    if not may_ask(by):
        raise NotAllowed("A query is settled by those who approve claims.")
    found = find_thread(SUBJECT, claim.id, anchor_of(claim, place))
    if found is None:
        raise Refusal("Nobody has asked about this.")
    return threads.resolve_thread(thread_id=found.id, by=by, at=at, commissioner_id=claim.scheme.commissioner_id)


def anchor_of(claim: Claim, place: int | None) -> str:
    """The place of a claim that a query is about: a line, or the whole of it."""
    if place is None:
        return ""
    if not any(line.place == place for line in claim.lines):
        raise Refusal(f"{claim.number} has no line {place}.")
    return f"line-{place}"


def _seen(claim_id: int, by: Actor) -> Claim:
    """The claim, for its practice and for those who approve claims of its commissioner."""
    claim = find_seen(claim_id, by)
    if claim is None:
        raise NotAllowed(f"You act for {by.organisation_name}. This claim does not concern it.")
    if not may_ask(by):
        check_may(by, Permission.CLAIM, commissioner_id=claim.scheme.commissioner_id)
    return claim


def _tell(claim: Claim, comment: Comment, by: Actor, *, on: date, at: datetime, href: str) -> None:
    if by.may(Permission.CLAIM):
        people = people_at([claim.scheme.commissioner_id], on=on, permission=Permission.CHECK_CLAIMS)
        subject = f"{claim.practice.name} answered about {claim.number}"
    else:
        people = people_at([claim.practice_id], on=on, permission=Permission.CLAIM)
        subject = f"A query about {claim.number}, {claim.scheme.name}"
    notify(key=f"claims.query/{comment.id}", person_ids=people, subject=subject, words=comment.words, href=href, at=at)
