"""What approval puts on the home page: claims, adjustments and rules that wait for the reader, oldest first."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from core.four_eyes import is_one_with
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from core.wording import sterling
from les.claims.queries.adjustments import list_waiting_adjustments
from les.claims.queries.ageing import Age, ages_of_waiting
from les.claims.queries.settings import list_rules_waiting
from les.claims.rules.kinds import Step

_WHAT = {
    Step.LATE: ("late claim waits to be taken or not", "late claims wait to be taken or not"),
    Step.EVIDENCE: ("claim waits for its evidence to be approved", "claims wait for their evidence to be approved"),
    Step.PAYMENT: ("claim waits to be approved for payment", "claims wait to be approved for payment"),
}


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """For those who approve: what waits for them, and for how many working days the oldest does."""
    steps = {
        step
        for permission, steps in (
            (Permission.CHECK_CLAIMS, (Step.LATE, Step.EVIDENCE)),
            (Permission.RELEASE_CLAIMS, (Step.PAYMENT,)),
        )
        for step in steps
        if actor.may(permission)
    }
    if not steps:
        return []
    found = [_to_do(age) for age in ages_of_waiting(actor, on) if age.step in steps]
    if actor.may(Permission.RELEASE_CLAIMS):
        found += _adjustments(actor)
    return [*found, *_rules(actor)]


def _to_do(age: Age) -> ToDo:
    days = f"{age.days:,} working {'day' if age.days == 1 else 'days'}"
    return ToDo(
        what=f"{age.count:,} {_WHAT[age.step][age.count != 1]}",
        href=url_for("claim_approvals.list_waiting", step=age.step.value),
        detail=f"{sterling(age.pence)} in all; the oldest waits for {days}.",
    )


def _adjustments(actor: Actor) -> list[ToDo]:
    return [
        ToDo(
            what=f"Decide over {each.number}, {each.practice.name}",
            href=url_for("claim_approvals.show_adjustment", adjustment_id=each.id),
            detail=f"{each.scheme.name}: {each.what}",
        )
        for each in list_waiting_adjustments(actor.commissioner_ids)
        if not is_one_with(actor, each.proposed_by_id)
    ]


def _rules(actor: Actor) -> list[ToDo]:
    return [
        ToDo(
            what="Decide over rules of approval",
            href=url_for("claim_approvals.decide_rules", rules_id=each.id),
            by=each.valid_from,
        )
        for each in list_rules_waiting(actor.commissioner_ids)
        if not is_one_with(actor, each.proposed_by_id)
    ]
