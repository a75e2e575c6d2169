"""What the sign-off puts on the home page: what the commissioner has to open, decide or answer, and who has to sign."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from budgets.agreement.queries.sign_off_state import SignOffState, find_state
from budgets.agreement.rules.sign_off_signing import waiting_for
from budgets.agreement.views.sign_off_words import may_do
from budgets.rounds.queries import list_rounds
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from core.wording import listed


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of the sign-off on the home page of one who reads, on a day."""
    concerned = actor.may(Permission.SIGN_BUDGETS) or actor.may(Permission.UNLOCK_ROUNDS)
    if not concerned:
        return []
    states = (find_state(found, on=on) for found in list_rounds(actor, on=on))
    return [to_do for state in states if state is not None for to_do in _to_dos(actor, state)]


def _to_dos(actor: Actor, state: SignOffState) -> Iterator[ToDo]:
    year, may = state.round.year, may_do(actor, state)
    here, deadline = url_for("sign_off.show_sign_off", round_id=state.round.id), state.proposal.deadline
    if may.sign and state.open is not None:
        address = url_for("sign_off.sign_budget", round_id=state.round.id, sign_off_id=state.open.id)
        detail = f"As put to the groups in proposal {state.proposal.number}."
        yield ToDo(what=f"Sign the {year} budgets", href=address, by=deadline, detail=detail)
    elif state.open is not None and actor.may(Permission.ISSUE_PROPOSALS):
        names = waiting_for(state.signers)
        what = f"The {year} sign-off waits for {len(names)} signature{'' if len(names) == 1 else 's'}"
        yield ToDo(what=what, href=here, by=deadline, detail=f"Of {listed(names)}.", coming_up=True)
    if may.open:
        yield ToDo(what=f"Open the {year} sign-off", href=here, by=deadline, detail="Nothing stands in its way.")
    if may.decide:
        detail = "Groups dissent, or did not answer. Settle it, or decide over it with reasons."
        yield ToDo(what=f"Settle the {year} dissent", href=here, by=deadline, detail=detail)
    if may.confirm_unlocking and state.unlocking is not None:
        detail = f"{state.unlocking.name} asks for it. It takes two people."
        yield ToDo(what=f"Unlock the {year} round, or decline", href=here, detail=detail)
