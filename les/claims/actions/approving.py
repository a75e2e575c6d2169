"""Deciding over a claim before it is paid: whether a late one is taken, its evidence, giving it back, declining it."""

from collections.abc import Mapping
from datetime import datetime

from core.db import db
from core.permissions import Actor
from core.wording import sterling
from les.claims.actions.claim_decisions import (
    Told,
    answered,
    check_claim_as_seen,
    held_claim,
    kept_decision,
    note_claim,
    put_cuts,
    tell_practice,
)
from les.claims.models.claims import Claim
from les.claims.rules.approving import Cut, check_cuts, check_no_open_queries, cuts_in_words, left_of
from les.claims.rules.kinds import State, Step, Verdict
from les.schemes.actions.recording import words_to_keep


def decide_late_claim(
    *, claim_id: int, verdict: Verdict, words: str, seen: str, by: Actor, at: datetime, href: str = ""
) -> Claim:
    """Take a claim that came late, or refuse it, with the reason: it is never dropped. `href`: the claim’s page."""
    claim, _ = held_claim(claim_id, by, Step.LATE)
    check_claim_as_seen(claim, seen)
    is_taken = verdict is Verdict.APPROVED
    kept = words_to_keep(words, what="The reason")
    decided = Verdict.APPROVED if is_taken else Verdict.DECLINED
    kept_decision(claim, Told(step=Step.LATE, verdict=decided, words=kept, by=by, at=at))
    if not is_taken:
        claim.state = State.DECLINED
        db.session.flush()
        tell_practice(claim, "was not taken", f"It came late. {kept}", at=at, href=href)
    note_claim(claim, "take_late_claim" if is_taken else "refuse_late_claim", by, words=kept)
    return claim


def approve_evidence(
    *,
    claim_id: int,
    cuts: Mapping[int, Cut],
    words: str,
    answer: str,
    seen: str,
    by: Actor,
    at: datetime,
) -> Claim:
    """Approve what a claim claims on its evidence, as the first of two people; finance approves its payment after it.

    `cuts`: what is left of lines by the id of the line, and why. `answer`: what is said to what seems claimed twice.
    `seen`: the hash of what the person had in front of them. A claim of nothing is approved with that.
    """
    claim, standing = held_claim(claim_id, by, Step.EVIDENCE)
    check_no_open_queries(standing)
    lines = check_claim_as_seen(claim, seen)
    check_cuts(lines, cuts)
    said = answered(claim, answer)
    left = sum(left_of(lines, cuts).values())
    kept = words_to_keep(words, what="What you say to it", is_needed=False)
    told = Told(step=Step.EVIDENCE, verdict=Verdict.APPROVED, words=kept, by=by, at=at)
    kept_decision(claim, told, pence=left, answer=said)
    put_cuts(cuts, told)
    claim.state = State.APPROVED if claim.is_nil else State.CHECKED
    db.session.flush()
    act = "approve_nil_claim" if claim.is_nil else "approve_evidence"
    note_claim(claim, act, by, sum=sterling(left), cuts=cuts_in_words(lines, cuts), words=kept)
    return claim


def return_claim(*, claim_id: int, step: Step, words: str, seen: str, by: Actor, at: datetime, href: str = "") -> Claim:
    """Give a claim back to the practice, which submits it again; what was decided before stays readable."""
    claim, _ = held_claim(claim_id, by, step)
    check_claim_as_seen(claim, seen)
    kept = words_to_keep(words, what="What the practice is to do")
    kept_decision(claim, Told(step=step, verdict=Verdict.RETURNED, words=kept, by=by, at=at))
    claim.state = State.SUBMITTED
    db.session.flush()
    tell_practice(claim, "was given back to you", f"{kept} Submit it again: it keeps its place.", at=at, href=href)
    note_claim(claim, "return_claim", by, words=kept)
    return claim


def decline_claim(
    *, claim_id: int, step: Step, words: str, seen: str, by: Actor, at: datetime, href: str = ""
) -> Claim:
    """Decline a claim with the reason: nothing of it is paid."""
    claim, _ = held_claim(claim_id, by, step)
    check_claim_as_seen(claim, seen)
    kept = words_to_keep(words, what="The reason")
    kept_decision(claim, Told(step=step, verdict=Verdict.DECLINED, words=kept, by=by, at=at))
    claim.state = State.DECLINED
    db.session.flush()
    tell_practice(claim, "was declined", kept, at=at, href=href)
    note_claim(claim, "decline_claim", by, words=kept)
    return claim
