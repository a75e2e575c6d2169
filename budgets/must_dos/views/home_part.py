"""What must-dos put on the home page: those that wait for the commissioner's word."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from budgets.must_dos.queries import count_undecided
from budgets.rounds.queries import list_rounds
from budgets.rounds.rules import deadline_of
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission

_AHEAD = 183


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The must-dos of each round on which the reader has to decide."""
    if not actor.may(Permission.APPROVE_MUST_DOS):
        return []
    rounds = {found.id: found for found in list_rounds(actor, on=on)}
    return [
        ToDo(
            what=f"Decide on {count} {'must-do' if count == 1 else 'must-dos'} proposed for {rounds[round_id].year}",
            href=url_for("must_dos.list_must_dos", round_id=round_id, state="proposed"),
            by=deadline_of(rounds[round_id].year),
            detail="Approved ones are paid out of growth money.",
            coming_up=(deadline_of(rounds[round_id].year) - on).days > _AHEAD,
        )
        for round_id, count in count_undecided(list(rounds)).items()
    ]
