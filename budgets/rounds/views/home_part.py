"""What a round puts on the home page of those who prepare it: its next step, and the newest budget."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from budgets.rounds import queries, rules
from budgets.rounds.models import Round
from budgets.rounds.rules import StepState
from budgets.rounds.views.reach import address_of_calculation
from core.components import pounds
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission

_NEXT = {
    "Inputs": "Next: upload the budget workbook.",
    "Calculation": "Next: calculate the working budget.",
    rules.PUT_TO_GROUPS: "Next: put a calculation to the groups.",
}
_AHEAD = 183


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of rounds on the home page of one who reads, on a day."""
    if not actor.may(Permission.PREPARE_ROUNDS):
        return []
    return [*_steps(actor, on), *_newest_budget(actor)]


def _steps(actor: Actor, on: date) -> Iterator[ToDo]:
    found = queries.list_rounds(actor, on=on)
    counts = queries.count_states([each.id for each in found])
    for each in found:
        step = _next_step(each, counts)
        if step:
            deadline = rules.deadline_of(each.year)
            yield ToDo(
                what=f"Agree the {each.year} split",
                href=url_for("rounds.show_round", round_id=each.id),
                by=deadline,
                detail=step,
                coming_up=(deadline - on).days > _AHEAD,
            )
    if not found:
        yield ToDo(what="Open the first budget round", href=url_for("rounds.open_round"))


def _next_step(each: Round, counts: dict[int, tuple[int, int, int]]) -> str:
    inputs, calculations, shown = counts[each.id]
    steps = rules.steps_of(inputs=inputs, calculations=calculations, shown=shown)
    return next((_NEXT[step.name] for step in steps if step.state is StepState.NOW), "")


def _newest_budget(actor: Actor) -> Iterator[Figure]:
    for commissioner_id in sorted(actor.commissioner_ids):
        stored = queries.find_newest_calculation(commissioner_id)
        if stored is not None:
            yield Figure(
                label=f"Net budget for {stored.round.year}",
                value=f"£{pounds(stored.net)}",
                href=address_of_calculation(stored.id),
                note=f"Calculation {stored.number}, {stored.scenario_name}",
            )
