"""Proposing an instalment of the incentive for payment, and deciding over it as a second person, each in one act."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from core import audit
from core.clock import in_london
from core.db import db
from core.errors import OutOfDate, Refusal
from core.money import as_decimal, as_pence
from core.permissions import Actor
from core.wording import in_full, sterling
from les.claims.actions.adjustments import decide_adjustment, propose_adjustment
from les.claims.rules.kinds import AdjustmentKind
from les.payments.actions.incentive_recording import check_no_interest, held_plan, record
from les.payments.models.incentive import SOURCE, IncentiveInstalment, IncentivePlan, IncentiveProposal, IncentiveShare
from les.payments.models.settings import SetAside, SetAsideDecision
from les.payments.queries.incentive import find_proposal
from les.payments.queries.incentive_standing import PracticeStanding, mark_of, standing_of
from les.payments.queries.planned_percent import percent_on
from les.payments.rules.incentive_plans import check_percents_agree
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
    follows = verdict is Verdict.APPROVED and _has_no_percent_yet(plan, at)
    for each in waiting:
        decide_adjustment(adjustment_id=each.id, verdict=verdict, words=words, exception=exception, by=by, at=at)
    total = sterling(sum(as_pence(each.amount) for each in waiting))
    new: audit.Values = {
        "instalment": proposal.instalment.name,
        "practices": len(waiting),
        "total": total,
        "verdict": VERDICT_NAMES[verdict].lower(),
    }
    if follows:
        _set_aside_as_planned(plan, proposal, by, at)
        new = {**new, "set_aside": f"{plan.set_aside}% from {in_full(in_london(at).date())}, as the plan has it"}
    record(plan, "decide_proposal", by, new=new)
    return proposal


def _has_no_percent_yet(plan: IncentivePlan, at: datetime) -> bool:
    """Whether a plan sets something aside and nothing was approved for its scheme; refuse where the two differ."""
    on = in_london(at).date()
    in_force = percent_on(plan.scheme_id, on)
    if in_force is None and plan.set_aside:
        return True
    differs = {"planned": plan.set_aside, "in_force": in_force or Decimal(0)}
    check_percents_agree(scheme=plan.scheme.called, on=in_full(on), **differs)
    return False


def _set_aside_as_planned(plan: IncentivePlan, proposal: IncentiveProposal, by: Actor, at: datetime) -> None:
    """Let payments of the scheme be split from this day on as its plan says.

    The plan is the source: who proposed the instalment and who approves it stand for its percentage.
    """
    set_aside = SetAside(
        scheme_id=plan.scheme_id,
        percent=plan.set_aside,
        starts_on=in_london(at).date(),
        source=f"Plan of the incentive for {plan.year}: {plan.source}"[:500],
        proposed_by_id=proposal.proposed_by_id,
        proposed_at=proposal.proposed_at,
    )
    db.session.add(set_aside)
    db.session.flush()
    db.session.add(
        SetAsideDecision(
            set_aside=set_aside,
            verdict=Verdict.APPROVED,
            reason="",
            proposed_by_id=proposal.proposed_by_id,
            decided_by_id=by.person_id,
            decided_at=at,
        )
    )
    db.session.flush()


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
