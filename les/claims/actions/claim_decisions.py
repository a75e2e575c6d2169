"""What all decisions over a claim do: hold it, keep out who has a hand in it, keep what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.clock import in_london
from core.db import db
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.money import as_decimal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import ROLE_NAMES, Actor, Permission
from les.claims.actions.deciding import check_no_interest, held_for_one_of, note
from les.claims.models.approvals import DuplicateAnswer
from les.claims.models.claims import SUBJECT, Claim
from les.claims.models.decisions import ClaimDecision, LineCut
from les.claims.queries.approving import (
    answered_lines,
    answers_to_duplicates,
    find_standing,
    get_claim,
    list_decisions,
    looks_at,
    scheme_id_of_claim,
)
from les.claims.queries.duplicates import duplicates_of
from les.claims.queries.independence import wrote_claim
from les.claims.rules.approving import (
    Cut,
    Standing,
    Worth,
    check_answered,
    check_own_hand,
    check_seen,
    check_step,
    unanswered,
)
from les.claims.rules.kinds import Step, Verdict
from les.schemes.actions.recording import words_to_keep

PERMISSION_FOR: Mapping[Step, Permission] = {
    Step.LATE: Permission.CHECK_CLAIMS,
    Step.EVIDENCE: Permission.CHECK_CLAIMS,
    Step.PAYMENT: Permission.RELEASE_CLAIMS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody decided at a step."""

    step: Step
    verdict: Verdict
    words: str
    exception: str = ""
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to what seems claimed twice."""

    found: list[str]
    words: str


def held_claim(claim_id: int, by: Actor, step: Step) -> tuple[Claim, Standing]:
    """The claim, its scheme held until the act is over, for somebody who may take the step for which it waits.

    Nobody decides over a claim they wrote or approved before, or of a practice in which they have an interest.
    """
    held_for_one_of(scheme_id_of_claim(claim_id), by, (PERMISSION_FOR[step],))
    claim = get_claim(claim_id)
    standing = find_standing(claim)
    check_may_take(claim, standing, step, by)
    return claim, standing


def reason_against(claim: Claim, step: Step, by: Actor) -> str:
    """Why somebody may not take a step of a claim now; blank where they may."""
    try:
        check_may_take(claim, find_standing(claim), step, by)
    except Refusal as refusal:
        return str(refusal)
    return ""


def check_may_take(claim: Claim, standing: Standing, step: Step, by: Actor) -> None:
    """Refuse who wrote the claim, approved it before, or has an interest in the practice; and a step out of turn."""
    check_step(standing, step)
    check_no_interest(claim.practice, by, since=claim.of.first_day)
    check_own_hand(
        number=claim.number,
        wrote=wrote_claim(claim, by),
        approved_before=step is Step.PAYMENT and approved_by(claim, by),
    )


def approved_by(claim: Claim, by: Actor) -> bool:
    """Whether somebody approved the evidence or the payment of a claim already."""
    return any(
        is_one_with(by, each.decided_by_id) and each.verdict is Verdict.APPROVED and each.step is not Step.LATE
        for each in list_decisions(claim.id)
    )


def check_claim_as_seen(claim: Claim, seen: str) -> list[Worth]:
    """Refuse a decision over something else than the person saw. What each line is worth after the cuts so far."""
    look = looks_at([claim])[claim.id]
    check_seen(is_seen=seen == look.seen, number=claim.number)
    return look.worths


def answered(claim: Claim, answer: str) -> Answer | None:
    """What is said to what seems claimed twice; None where there is nothing to answer. Refuses silence."""
    before = answered_lines(answers_to_duplicates([claim.id]).get(claim.id, ()))
    found = unanswered(duplicates_of([claim])[claim.id], before)
    kept = words_to_keep(answer, what="What you say to it", is_needed=False)
    check_answered(found, kept)
    return Answer(found=found, words=kept) if found else None


def kept_decision(claim: Claim, told: Told, *, pence: int = 0, answer: Answer | None = None) -> ClaimDecision:
    """Keep what was decided, with who did and in which role."""
    decision = ClaimDecision(
        claim=claim,
        step=told.step,
        verdict=told.verdict,
        amount=as_decimal(pence),
        words=told.words,
        exception=told.exception,
        decided_by_id=told.by.person_id,
        name=told.by.name,
        role=ROLE_NAMES[told.by.role],
        decided_at=told.at,
    )
    db.session.add(decision)
    if answer is not None:
        db.session.add(DuplicateAnswer(decision=decision, found="\n".join(answer.found), words=answer.words))
    return decision


def put_cuts(cuts: Mapping[int, Cut], told: Told) -> None:
    """Keep what was cut of lines, each with its reason."""
    db.session.add_all(
        LineCut(
            line_id=line_id,
            step=told.step,
            amount=as_decimal(cut.pence),
            reason=cut.reason,
            words=words_to_keep(cut.words, what="The reason of a cut", is_needed=False),
            cut_by_id=told.by.person_id,
            cut_at=told.at,
        )
        for line_id, cut in cuts.items()
    )


def tell_practice(claim: Claim, what: str, words: str, *, at: datetime, href: str) -> None:
    """Tell the people of the practice who see its claims."""
    notify(
        key=f"claims.decide/{claim.id}/{at.isoformat()}",
        person_ids=people_at([claim.practice_id], on=in_london(at).date(), permission=Permission.CLAIM),
        subject=f"{claim.number} for {claim.scheme.name} {what}",
        words=words,
        href=href or f"/les/claims/{claim.id}",
        at=at,
    )


def note_claim(claim: Claim, act: str, by: Actor, **new: str) -> None:
    """Note a decision over a claim."""
    values = {"claim": claim.number, "practice": claim.practice.name, **new}
    note(claim.scheme, act, by, subject=SUBJECT, subject_id=claim.id, new=values)
