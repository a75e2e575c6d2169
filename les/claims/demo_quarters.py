"""The part of the demo year about claims, quarter by quarter: two that are approved, one that is open."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from core.permissions import Actor
from les.claims import demo as told
from les.claims.actions.adjustments import decide_adjustment, propose_adjustment
from les.claims.actions.approving import approve_evidence, decide_late_claim
from les.claims.actions.funding import take_over_funding
from les.claims.actions.querying import comment_on_claim, settle_query
from les.claims.models.claims import Claim
from les.claims.queries.approving import get_claim, seen_hash_of, worths_of
from les.claims.rules.approving import Cut
from les.claims.rules.kinds import AdjustmentKind, CutReason, Step, Verdict
from les.schemes.queries.funding import list_approved_funding
from les.schemes.rules.kinds import Verdict as Decided

LATE, CUT, ASKED = "X82006", "X82003", "X82002"
SURGERY, MONITORED = "Minor surgery", "Near-patient testing"
QUESTION = "This is more than the register of the shared-care protocol suggests. Since when are these patients on it?"
ANSWER = "Since April: patients of a neighbouring practice joined our list when it stopped monitoring them."
OPEN_QUESTION = "This is the same count as in the second quarter. Please check that it was counted anew."


def seed_first_demo_quarter(sides: told.Sides) -> list[Claim]:
    """Claims of April to June 2007: one practice late, one asked, one cut; all approved. Those with a sum."""
    told.open_demo_window(told.FIRST, sides, sides.hour(2007, 6, 25, 9))
    in_time, late = _parted(sides.managers, [LATE])
    made = told.claim_demo_quarter(told.FIRST, in_time, sides.hour(2007, 7, 9, 9))
    _ask(_one(made, ASKED, MONITORED), QUESTION, sides.commissioner, sides.hour(2007, 7, 11, 9))
    at = sides.hour(2007, 7, 12, 9)
    _ask(_one(made, ASKED, MONITORED), ANSWER, _manager(sides, ASKED), at)
    settle_query(claim_id=_one(made, ASKED, MONITORED).id, place=1, by=sides.commissioner, at=at)
    after = told.claim_demo_quarter(told.FIRST, late, sides.hour(2007, 7, 18, 9))
    for claim in after:
        _take_late(claim, sides.commissioner, sides.hour(2007, 7, 19, 9))
    cut = _one(made, CUT, SURGERY)
    _cut(cut, sides.commissioner, sides.hour(2007, 7, 19, 10))
    others = [claim for claim in made + after if claim.id != cut.id]
    told.approve_demo_claims(Step.EVIDENCE, others, sides.commissioner, sides.hour(2007, 7, 20, 9))
    return _release(made + after, sides, sides.hour(2007, 7, 24, 9))


def seed_second_demo_quarter(sides: told.Sides) -> list[Claim]:
    """Claims of July to September 2007, all approved. Those with a sum."""
    told.open_demo_window(told.SECOND, sides, sides.hour(2007, 9, 24, 9))
    made = told.claim_demo_quarter(told.SECOND, sides.managers, sides.hour(2007, 10, 8, 9))
    told.approve_demo_claims(Step.EVIDENCE, made, sides.commissioner, sides.hour(2007, 10, 18, 9))
    return _release(made, sides, sides.hour(2007, 10, 23, 9))


def seed_demo_adjustments(first: Sequence[Claim], second: Actor, sides: told.Sides) -> None:
    """Two injections taken back from a practice, and the funding application that was approved: both become due."""
    claim = _one(first, CUT, SURGERY)
    at = sides.hour(2007, 10, 24, 9)
    taken_back = propose_adjustment(
        scheme_id=claim.scheme_id,
        practice_id=claim.practice_id,
        year=claim.year,
        quarter=claim.quarter,
        kind=AdjustmentKind.CLAW_BACK,
        amount=Decimal("-84.00"),
        what="Two injections that the practice found it had counted twice",
        line_id=claim.lines[0].id,
        by=sides.commissioner,
        at=at,
    )
    funding = [
        take_over_funding(application_id=each.id, by=sides.finance, at=at)
        for each in list_approved_funding(sides.finance.organisation_id)
    ]
    for each in (taken_back, *funding):
        told_at = sides.hour(2007, 10, 25, 9)
        decide_adjustment(adjustment_id=each.id, verdict=Decided.APPROVED, words="", by=second, at=told_at)


def seed_open_demo_quarter(sides: told.Sides) -> None:
    """Claims of October to December 2007, whose window is open: drafts, claims that wait at each step, a query."""
    own, others = sides.managers[0], sides.managers[1:24]
    told.draft_demo_claims(told.THIRD, own, [MONITORED, SURGERY], sides.hour(2008, 3, 6, 17))
    made = told.claim_demo_quarter(told.THIRD, [own], sides.hour(2008, 3, 6, 17), but=[MONITORED, SURGERY])
    made += told.claim_demo_quarter(told.THIRD, others, sides.hour(2008, 3, 6, 18))
    _ask(_one(made, ASKED, MONITORED), OPEN_QUESTION, sides.commissioner, sides.hour(2008, 3, 7, 7))
    checked = {each.organisation_id for each in sides.managers[2:8]}
    some = [claim for claim in made if claim.practice_id in checked]
    told.approve_demo_claims(Step.EVIDENCE, some, sides.commissioner, sides.hour(2008, 3, 7, 8))


def open_demo_windows(sides: told.Sides) -> None:
    """Say in time when claims of the third and fourth quarter are made: the third stays open until the year ends."""
    told.open_demo_window(told.THIRD, sides, sides.hour(2007, 12, 17, 9))
    told.open_demo_window(told.FOURTH, sides, sides.hour(2007, 12, 17, 10))


def _parted(managers: Sequence[Actor], codes: Collection[str]) -> tuple[list[Actor], list[Actor]]:
    without = [each for each in managers if each.organisation_code not in codes]
    return without, [each for each in managers if each.organisation_code in codes]


def _manager(sides: told.Sides, code: str) -> Actor:
    return next(each for each in sides.managers if each.organisation_code == code)


def _one(claims: Sequence[Claim], code: str, name: str) -> Claim:
    return next(each for each in claims if each.practice.code == code and each.scheme.name == name)


def _ask(claim: Claim, words: str, by: Actor, at: datetime) -> None:
    href = told.address_of(claim)
    comment_on_claim(claim_id=claim.id, place=1, words=words, by=by, on=at.date(), at=at, href=href)


def _take_late(claim: Claim, by: Actor, at: datetime) -> None:
    words = "The practice had told us in time that its system was down. Taken."
    seen = seen_hash_of(get_claim(claim.id))
    decide_late_claim(claim_id=claim.id, verdict=Verdict.APPROVED, words=words, seen=seen, by=by, at=at)


def _cut(claim: Claim, by: Actor, at: datetime) -> None:
    """Take a sixth off the first line of a claim, with the coded reason."""
    line = worths_of(get_claim(claim.id))[0]
    cut = Cut(pence=line.pence * 5 // 6, reason=CutReason.WRONG_COUNT, words="The log shows four injections fewer.")
    seen = seen_hash_of(get_claim(claim.id))
    approve_evidence(claim_id=claim.id, cuts={line.line_id: cut}, words="", answer="", seen=seen, by=by, at=at)


def _release(claims: Sequence[Claim], sides: told.Sides, at: datetime) -> list[Claim]:
    due = [claim for claim in claims if not claim.is_nil]
    told.approve_demo_claims(Step.PAYMENT, due, sides.finance, at)
    return due
