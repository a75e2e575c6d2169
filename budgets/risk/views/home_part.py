"""What risk puts on the home page: movements that wait for the reader's approval, a reserve that nobody decided on."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.risk.models import PoolMovement
from budgets.risk.queries.deciders import cases_of
from budgets.risk.queries.holdings import list_rounds_without_holding
from budgets.risk.queries.movements import list_waiting_movements
from budgets.risk.rules.deciding import reason_against_deciding
from budgets.risk.rules.pool import APPROVALS_NEEDED, in_words
from budgets.risk.views.reach import holder_reckoned
from core.clock import in_london
from core.components import day
from core.four_eyes import counts_as
from core.money import as_pence
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of risk on the home page of one who reads, on a day."""
    to_dos: list[ToDo | Figure] = []
    if actor.may(Permission.APPROVE_POOL_MOVEMENTS):
        to_dos += _approvals(actor, on)
    if actor.may(Permission.DECIDE_RESERVE):
        to_dos += _undecided(actor)
    return to_dos


def _approvals(actor: Actor, on: date) -> Iterator[ToDo]:
    movements = list_waiting_movements(actor)
    for movement, case in zip(movements, cases_of(movements, by=actor, on=on), strict=True):
        if not reason_against_deciding(case, person_id=counts_as(actor, *case.people)):
            yield ToDo(
                what=f"Approve {said_of(movement)}",
                href=url_for("risk.decide_movement", movement_id=movement.id),
                detail=f"Asked for by {movement.name} on {day(in_london(movement.asked_at).date())}; "
                f"{len(movement.approvals)} of {APPROVALS_NEEDED} approvals given.",
            )


def _undecided(actor: Actor) -> Iterator[ToDo]:
    for found in list_rounds_without_holding(actor):
        if holder_reckoned(find_calculation_at_hand(found.id)) is not None:
            yield ToDo(
                what=f"Decide who holds the risk reserve of {found.year}",
                href=url_for("risk.decide_holder", round_id=found.id),
                detail="A calculation with a reserve was opened to the groups, and no decision is recorded.",
            )


def said_of(movement: PoolMovement) -> str:
    """A movement in a few words."""
    return in_words(movement.kind, as_pence(movement.amount), movement.party.name if movement.party else None)
