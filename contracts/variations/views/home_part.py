"""What variations put on the home page: those that wait for the reader's answer."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from contracts.variations.queries.register import list_to_answer
from core.components import day
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The variations that need the reader."""
    del on
    if not actor.may(Permission.SIGN_CONTRACTS):
        return []
    return list(_to_answer(actor))


def _to_answer(actor: Actor) -> Iterator[ToDo]:
    for variation in list_to_answer(by=actor):
        contract = variation.contract
        yield ToDo(
            what=f"Answer variation {variation.number} of {contract.reference}, {variation.title}",
            href=url_for("variations.show_variation", contract_id=contract.id, number=variation.number),
            by=variation.response_due_on,
            detail=f"{variation.kind_name}, from {day(variation.effective_from)}. Sign it or dispute it.",
        )
