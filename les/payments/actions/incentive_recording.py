"""What all acts on the incentive do: hold the plan, ask who may, note the event."""

from core import audit
from core.db import db
from core.errors import NotAllowed
from core.parties.models import Party
from core.permissions import Actor, Permission, check_may
from les.payments.models.incentive import SUBJECT, IncentivePlan
from les.payments.queries.incentive import get_plan


def held_plan(plan_id: int, by: Actor) -> IncentivePlan:
    """The plan, held until the act is over: acts on one follow each other. Refuses who may not."""
    plan = get_plan(plan_id, for_change=True)
    check_may(by, Permission.SET_SCHEME_BUDGETS, commissioner_id=plan.scheme.commissioner_id)
    return plan


def check_no_interest(by: Actor, parties: list[Party]) -> None:
    """Refuse a person who declared an interest in one of these organisations."""
    named = next((each.name for each in parties if each.id in by.interests), "")
    if named:
        raise NotAllowed(f"You declared an interest in {named}. Ask somebody without one to do this.")


def record(
    plan: IncentivePlan, act: str, by: Actor, *, old: audit.Values | None = None, new: audit.Values | None = None
) -> None:
    """Note an act on a plan."""
    audit.record(
        db.session(),
        by=by,
        act=f"incentive.{act}",
        subject=SUBJECT,
        subject_id=plan.id,
        old=old,
        new={"plan": f"{plan.scheme.called}, {plan.year}", **(new or {})},
        commissioner_id=plan.scheme.commissioner_id,
    )
