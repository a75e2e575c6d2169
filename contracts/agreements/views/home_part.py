"""What contracts put on the home page: those to sign, and those whose notice-by date is near."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from contracts.agreements.queries.register import list_to_sign, list_undecided
from core.components import day
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The contracts that need the reader."""
    if not actor.may(Permission.SEE_CONTRACTS):
        return []
    return [*_to_sign(actor), *_to_decide(actor, on)]


def _to_sign(actor: Actor) -> Iterator[ToDo]:
    if not actor.may(Permission.SIGN_CONTRACTS):
        return
    for contract in list_to_sign(by=actor):
        yield ToDo(
            what=f"Sign contract {contract.reference}, {contract.title}",
            href=url_for("contracts.sign_contract", contract_id=contract.id),
            by=contract.starts_on,
            detail=f"With {contract.provider.name}, from {day(contract.starts_on)}.",
        )


def _to_decide(actor: Actor, on: date) -> Iterator[ToDo]:
    if not actor.may(Permission.DRAFT_CONTRACTS):
        return
    for contract in list_undecided(by=actor, on=on):
        yield ToDo(
            what=f"Decide what follows contract {contract.reference}, {contract.title}",
            href=url_for("contracts.decide_end", contract_id=contract.id),
            by=contract.notice_by_on,
            detail=f"It ends on {day(contract.ends_on)}; notice is given by {day(contract.notice_by_on)}.",
        )
