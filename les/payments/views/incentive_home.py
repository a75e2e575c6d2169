"""What the incentive puts on the home page: freed-up resources that wait for a second person."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from core.four_eyes import is_one_with
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from les.payments.queries.incentive import list_waiting_sheets


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """Sheets entered by another; proposals wait among the adjustments."""
    del on
    if not actor.may(Permission.SET_SCHEME_BUDGETS):
        return []
    return [
        ToDo(
            what=f"Decide over what practices freed up, {each.plan.scheme.called}",
            href=url_for("incentive.decide_freed_up", sheet_id=each.id),
            detail=f"For {each.plan.year}.",
        )
        for each in list_waiting_sheets(actor.commissioner_ids)
        if not is_one_with(actor, each.proposed_by_id)
    ]
