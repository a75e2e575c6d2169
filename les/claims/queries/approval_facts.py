"""What was decided over a claim, for every page that shows it: by whom, when, in which words, what was cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.money import as_pence
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.decisions import ClaimDecision, LineCut
from les.claims.queries.approving import answers_to_duplicates, list_decisions
from les.claims.queries.claim_lines import cuts_of
from les.claims.rules.approving import STEP_NAMES
from les.claims.rules.kinds import CUT_NAMES, Step, Verdict

_DID = {
    (Step.LATE, Verdict.APPROVED): "Taken although it came late",
    (Step.LATE, Verdict.DECLINED): "Not taken: it came late",
    (Step.EVIDENCE, Verdict.APPROVED): "Evidence approved",
    (Step.PAYMENT, Verdict.APPROVED): "Approved for payment",
}
_OTHERWISE = {
    Verdict.RETURNED: "Given back to the practice",
    Verdict.DECLINED: "Declined",
    Verdict.APPROVED: "Approved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLine:
    """What was cut of a line at a step, in pence, and why."""

    line: ClaimLine
    before: int
    after: int
    reason: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision as a page shows it. `pence`: what was approved, None where nothing was; `answers`: to duplicates."""

    did: str
    step: str
    by: str
    role: str
    at: datetime
    pence: int | None
    words: str
    exception: str
    answers: str
    cuts: Sequence[CutLine]


def approval_facts(claim: Claim, *, for_practice: bool = False) -> list[Decided]:
    """What was decided over a claim, first first, for `les/claims/decided.html`.

    `for_practice`: without exceptions from the budget and what was said to possible duplicates, which are the
    commissioner’s own.
    """
    cuts = cuts_of([line.id for line in claim.lines])
    answers = {each.decision_id: each.words for each in answers_to_duplicates([claim.id]).get(claim.id, ())}
    facts = [_decided(each, claim, cuts, answers.get(each.id, "")) for each in list_decisions(claim.id)]
    return [replace(each, exception="", answers="") for each in facts] if for_practice else facts


def _decided(decision: ClaimDecision, claim: Claim, cuts: dict[int, list[LineCut]], answers: str) -> Decided:
    is_approved = decision.verdict is Verdict.APPROVED and decision.step is not Step.LATE
    return Decided(
        did=_DID.get((decision.step, decision.verdict), _OTHERWISE[decision.verdict]),
        step=STEP_NAMES[decision.step],
        by=decision.name,
        role=decision.role,
        at=decision.decided_at,
        pence=as_pence(decision.amount) if is_approved else None,
        words=decision.words,
        exception=decision.exception,
        answers=answers,
        cuts=[
            CutLine(
                line=line,
                before=_before(line, cuts[line.id], cut),
                after=as_pence(cut.amount),
                reason=CUT_NAMES[cut.reason],
                words=cut.words,
            )
            for line in claim.lines
            for cut in cuts.get(line.id, [])
            if (cut.step, cut.cut_by_id, cut.cut_at) == (decision.step, decision.decided_by_id, decision.decided_at)
        ],
    )


def _before(line: ClaimLine, cuts: Sequence[LineCut], cut: LineCut) -> int:
    place = list(cuts).index(cut)
    return as_pence(cuts[place - 1].amount if place else line.amount)
