"""Approving a claim for payment, as finance: within the budget, by as many people as its band asks for."""

from collections.abc import Mapping
from datetime import date, datetime

from core.clock import in_london
from core.db import db
from core.money import as_decimal
from core.permissions import Actor
from core.wording import in_full, listed, sterling
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
from les.claims.actions.deciding import Asked, exception_within_budget
from les.claims.models.claims import Claim
from les.claims.models.dues import Due
from les.claims.queries.approving import list_decisions, pays_on
from les.claims.queries.settings import RulesInForce, rules_in_force
from les.claims.rules.approving import (
    Cut,
    check_cuts,
    check_no_later_cuts,
    check_no_open_queries,
    cuts_in_words,
    left_of,
)
from les.claims.rules.bands import releasers_needed
from les.claims.rules.kinds import State, Step, Verdict
from les.schemes.actions.recording import words_to_keep


def approve_payment(
    *,
    claim_id: int,
    cuts: Mapping[int, Cut],
    words: str,
    answer: str,
    exception: str,
    seen: str,
    by: Actor,
    at: datetime,
    href: str = "",
) -> Claim:
    """Approve a claim for payment as somebody other than who approved its evidence.

    With the last person that its band asks for, each line is due on the day of its window, and the practice is told.
    `exception`: why it is paid although the budget does not hold it. The scheme is held meanwhile, so that two
    approvals never use the same pounds. `cuts`, `answer`, `seen`: as with the evidence; after the first approval for
    payment nothing more is cut.
    """
    claim, standing = held_claim(claim_id, by, Step.PAYMENT)
    check_no_open_queries(standing)
    lines = check_claim_as_seen(claim, seen)
    on, before = in_london(at).date(), releases_of(claim)
    rules = rules_in_force(claim.scheme.commissioner_id, on)
    check_cuts(lines, cuts)
    check_no_later_cuts(before=before, cuts=cuts)
    left, said = left_of(lines, cuts), answered(claim, answer)
    pence = sum(left.values())
    excepted = _exception(claim, pence, exception, rules=rules, by=by, on=on)
    kept = words_to_keep(words, what="What you say to it", is_needed=False)
    told = Told(step=Step.PAYMENT, verdict=Verdict.APPROVED, words=kept, exception=excepted, by=by, at=at)
    kept_decision(claim, told, pence=pence, answer=said)
    put_cuts(cuts, told)
    if is_last := before + 1 >= releasers_wanted(claim, rules):
        _make_due(claim, left, pays_on(claim, on), at, href)
    db.session.flush()
    act = "approve_payment" if is_last else "approve_payment_first"
    said_of = {"cuts": cuts_in_words(lines, cuts), "exception": excepted, "words": kept}
    note_claim(claim, act, by, sum=sterling(pence), **said_of)
    return claim


def _exception(claim: Claim, pence: int, exception: str, *, rules: RulesInForce, by: Actor, on: date) -> str:
    asked = Asked(scheme=claim.scheme, practice_id=claim.practice_id, year=claim.year, pence=pence)
    kept = words_to_keep(exception, what="The exception", is_needed=False)
    return exception_within_budget(asked, rules=rules, exception=kept, by=by, on=on)


def releases_of(claim: Claim) -> int:
    """How many people of finance approved a claim already."""
    return sum(each.step is Step.PAYMENT and each.verdict is Verdict.APPROVED for each in list_decisions(claim.id))


def releasers_wanted(claim: Claim, rules: RulesInForce) -> int:
    """How many people of finance a claim needs, by what it came to with its evidence: cutting it needs no fewer."""
    checked = [each for each in list_decisions(claim.id) if each.step is Step.EVIDENCE]
    return releasers_needed(rules.bands, int(checked[-1].amount.scaleb(2)) if checked else 0)


def _make_due(claim: Claim, left: Mapping[int, int], due_on: date, at: datetime, href: str) -> None:
    """Make each line that is worth something due, and tell the practice with the sums."""
    claim.state = State.APPROVED
    paid = [line for line in claim.lines if left[line.id]]
    db.session.add_all(
        Due(
            commissioner_id=claim.scheme.commissioner_id,
            scheme_id=claim.scheme_id,
            practice_id=claim.practice_id,
            claim_id=claim.id,
            line=line,
            year=claim.year,
            quarter=claim.quarter,
            amount=as_decimal(left[line.id]),
            what=f"{claim.number}, {line.name}: {line.how}"[:500],
            due_on=due_on,
            approved_at=at,
        )
        for line in paid
    )
    db.session.flush()
    sums = listed([f"{line.name} {sterling(left[line.id])}" for line in paid])
    words = f"{sterling(sum(left.values()))} is due on {in_full(due_on)}: {sums}."
    tell_practice(claim, "is approved for payment", words, at=at, href=href)
