"""What the incentive sets aside by its plans, beside what is set aside of its scheme: the two must not differ."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from core.db import db
from les.claims.models.decisions import Adjustment
from les.claims.models.dues import Due
from les.payments.models.incentive import (
    SOURCE,
    IncentiveInstalment,
    IncentivePlan,
    IncentiveProposal,
    IncentiveShare,
)
from les.payments.models.settings import SetAside, SetAsideDecision
from les.payments.queries.taking import is_taken
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A plan by which a sum due on a day was split otherwise than a run would split it. Per cent."""

    plan: IncentivePlan
    due_on: date
    in_force: Decimal


def percent_on(scheme_id: int, on: date) -> Decimal | None:
    """The per cent set aside of a scheme for what is due on a day: the newest approved; None where none was."""
    rows = (
        select(SetAside.percent)
        .join(SetAsideDecision, SetAsideDecision.set_aside_id == SetAside.id)
        .where(SetAsideDecision.verdict == Verdict.APPROVED, SetAside.scheme_id == scheme_id, SetAside.starts_on <= on)
    )
    return db.session.scalar(rows.order_by(SetAside.starts_on.desc(), SetAside.id.desc()).limit(1))


def find_differing(commissioner_id: int, *, on: date) -> Differing | None:
    """The first plan whose percentage a run of that day would not follow; None where it follows all."""
    plans = select(IncentivePlan.id).where(IncentivePlan.scheme.has(Scheme.commissioner_id == commissioner_id))
    if db.session.scalar(plans.limit(1)) is None:
        return None
    rows = (
        select(IncentivePlan, Due.due_on)
        .distinct()
        .select_from(Due)
        .join(Adjustment, Adjustment.id == Due.adjustment_id)
        .join(IncentiveShare, IncentiveShare.id == Adjustment.source_id)
        .join(IncentiveProposal, IncentiveProposal.id == IncentiveShare.proposal_id)
        .join(IncentiveInstalment, IncentiveInstalment.id == IncentiveProposal.instalment_id)
        .join(IncentivePlan, IncentivePlan.id == IncentiveInstalment.plan_id)
        .where(Adjustment.source == SOURCE, Due.commissioner_id == commissioner_id, Due.due_on <= on, ~is_taken())
        .order_by(Due.due_on, IncentivePlan.id)
    )
    for plan, due_on in db.session.execute(rows):
        in_force = percent_on(plan.scheme_id, due_on) or Decimal(0)
        if in_force != plan.set_aside:
            return Differing(plan=plan, due_on=due_on, in_force=in_force)
    return None
