"""Proposing an instalment of the incentive for payment, and deciding over it as a second person, each in one act."""

from collections.abc import Sequence
from datetime import datetime

from core import audit
from core.db import db
from core.errors import OutOfDate, Refusal
from core.money import as_decimal, as_pence
from core.permissions import Actor
from core.wording import sterling
from les.claims.actions.adjustments import decide_adjustment, propose_adjustment
from les.claims.rules.kinds import AdjustmentKind
from les.payments.actions.incentive_recording import check_no_interest, held_plan, record
from les.payments.models.incentive import SOURCE, IncentiveInstalment, IncentivePlan, IncentiveProposal, IncentiveShare
from les.payments.queries.incentive import find_proposal
from les.payments.queries.incentive_standing import PracticeStanding, mark_of, standing_of
from les.payments.rules.incentive_workings import Working, in_words
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict

_CHANGED = "What is due has changed since this page was opened. Look over the table again before you propose it."


def propose_instalment(*, plan_id: int, instalment_id: int, seen: str, by: Actor, at: datetime) -> IncentiveProposal:
    """Propose an instalment for every practice for which it is worked out and does not stand proposed yet.

    Each becomes an adjustment of its own. `seen`: the mark of what the person had in front of them.
    """
    plan = held_plan(plan_id, by)
    instalment = next((each for each in plan.instalments if each.id == instalment_id), None)
    if instalment is None:
        raise Refusal("There is no such instalment in this plan. Choose one from the list.")
    found = standing_of(plan).to_propose(instalment)
    if not found:
        raise Refusal("Nothing of this instalment can be proposed now: nothing more is due, or something is missing.")
    if mark_of(found) != seen:
        raise OutOfDate(_CHANGED)
    check_no_interest(by, [each.practice for each, _ in found])
    proposal = IncentiveProposal(
        instalment=instalment,
        content_hash=seen,
        proposed_by_id=by.person_id,
        proposed_at=at,
        shares=[_share(plan, each, working) for each, working in found],
    )
    db.session.add(proposal)
    db.session.flush()
    _adjust(plan, instalment, proposal.shares, by, at)
    total = sterling(sum(working.due for _, working in found))
    new: audit.Values = {"instalment": instalment.name, "practices": len(found), "total": total}
    record(plan, "propose_instalment", by, new=new)
    return proposal


def decide_proposal(
    *, proposal_id: int, verdict: Verdict, words: str, exception: str = "", by: Actor, at: datetime
) -> IncentiveProposal:
    """Decide over all adjustments of a proposal that nobody decided yet, as a second person, or withdraw one’s own."""
    proposal = find_proposal(proposal_id)
    if proposal is None:
        raise Refusal("There is no such proposal.")
    plan = held_plan(proposal.instalment.plan_id, by)
    waiting = standing_of(plan).undecided(proposal)
    if not waiting:
        raise Refusal("Every payment of this proposal is decided already.")
    for each in waiting:
        decide_adjustment(adjustment_id=each.id, verdict=verdict, words=words, exception=exception, by=by, at=at)
    total = sterling(sum(as_pence(each.amount) for each in waiting))
    new: audit.Values = {
        "instalment": proposal.instalment.name,
        "practices": len(waiting),
        "total": total,
        "verdict": VERDICT_NAMES[verdict].lower(),
    }
    record(plan, "decide_proposal", by, new=new)
    return proposal


def _share(plan: IncentivePlan, standing: PracticeStanding, working: Working) -> IncentiveShare:
    group = standing.group
    return IncentiveShare(
        practice=standing.practice,
        group=group,
        list_size=standing.list_size,
        entitled=as_decimal(working.entitled),
        used=as_decimal(working.used),
        due=as_decimal(working.due),
        kept=as_decimal(working.kept),
        how=in_words(working, list_size=standing.list_size, group=group.name if group else "", percent=plan.set_aside),
    )


def _adjust(
    plan: IncentivePlan,
    instalment: IncentiveInstalment,
    shares: Sequence[IncentiveShare],
    by: Actor,
    at: datetime,
) -> None:
    for share in shares:
        propose_adjustment(
            scheme_id=plan.scheme_id,
            practice_id=share.practice_id,
            year=plan.year,
            quarter=instalment.quarter,
            kind=AdjustmentKind.INCENTIVE,
            amount=share.due,
            what=f"{instalment.name}: {share.how}"[:300],
            source=SOURCE,
            source_id=share.id,
            by=by,
            at=at,
        )
