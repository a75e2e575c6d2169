"""Proposing a must-do, changing it while nobody has decided, and withdrawing it."""

from datetime import datetime

from budgets.must_dos.actions.recording import held, inputs_to_go_by, record
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.queries import list_must_dos
from budgets.must_dos.rules.proposals import (
    MANDATE_NAMES,
    State,
    Wanted,
    check_may_change,
    check_text,
    check_wanted,
)
from budgets.rounds.actions.rounds import check_may_be_changed
from budgets.rounds.queries import get_round, workbook_of
from core.db import db
from core.errors import Refusal
from core.money import as_decimal, grouped
from core.permissions import Actor, Permission, check_may

_WORDS = {
    "code": "code",
    "name": "name",
    "mandate": "mandate",
    "reference": "reference",
    "amount": "cost",
    "method": "how it is shared",
    "reason": "why",
    "basis": "how it was costed",
}


def propose_must_do(*, round_id: int, wanted: Wanted, by: Actor, at: datetime) -> ProposedMustDo:
    """Propose new spend for a round, to be paid from growth money once the commissioner approves it."""
    found = get_round(round_id, for_change=True)
    check_may(by, Permission.PROPOSE_MUST_DOS, commissioner_id=found.commissioner_id)
    check_may_be_changed(round_id)
    wanted = wanted.trimmed
    workbook = workbook_of(inputs_to_go_by(round_id))
    check_wanted(wanted, workbook=workbook, taken=[other.code for other in list_must_dos(round_id)])
    must_do = ProposedMustDo(
        round_id=round_id,
        party_id=by.organisation_id,
        proposed_by_id=by.person_id,
        proposed_at=at,
        changed_by_id=by.person_id,
        changed_at=at,
        state=State.PROPOSED,
        decision="",
        **_columns(wanted),
    )
    db.session.add(must_do)
    db.session.flush()
    record(must_do, "propose_must_do", by, new=_said(wanted))
    return must_do


def change_must_do(*, must_do_id: int, wanted: Wanted, by: Actor, at: datetime) -> ProposedMustDo:
    """Change what is proposed, by the organisation that proposed it, until the commissioner has decided."""
    must_do = held(must_do_id, by, Permission.PROPOSE_MUST_DOS)
    _check_own(must_do, by)
    wanted, before = wanted.trimmed, must_do.wanted
    changed = [name for name in _WORDS if getattr(wanted, name) != getattr(before, name)]
    if not changed:
        raise Refusal("Nothing was changed: this is what is proposed already.")
    others = [other.code for other in list_must_dos(must_do.round_id) if other.id != must_do_id]
    check_wanted(wanted, workbook=workbook_of(inputs_to_go_by(must_do.round_id)), taken=others)
    for name, value in _columns(wanted).items():
        setattr(must_do, name, value)
    must_do.changed_by_id, must_do.changed_at = by.person_id, at
    db.session.flush()
    old, new = ({_WORDS[name]: _changed(each)[name] for name in changed} for each in (before, wanted))
    record(must_do, "change_must_do", by, old=old, new={**new, "changed": ", ".join(_WORDS[name] for name in changed)})
    return must_do


def withdraw_must_do(*, must_do_id: int, reason: str, by: Actor, at: datetime) -> ProposedMustDo:
    """Withdraw what is proposed, by the organisation that proposed it, until the commissioner has decided."""
    must_do = held(must_do_id, by, Permission.PROPOSE_MUST_DOS)
    _check_own(must_do, by)
    check_text(reason)
    must_do.state = State.WITHDRAWN
    must_do.decision = reason.strip()
    must_do.decided_at = at
    db.session.flush()
    record(must_do, "withdraw_must_do", by, new={"name": must_do.name, "reason": _ending(reason)})
    return must_do


def _check_own(must_do: ProposedMustDo, by: Actor) -> None:
    check_may_change(
        name=must_do.name,
        state=must_do.state,
        organisation_id=by.organisation_id,
        party_id=must_do.party_id,
        party=must_do.party.name,
    )


def _columns(wanted: Wanted) -> dict[str, object]:
    values = {name: getattr(wanted, name) for name in _WORDS}
    return {**values, "amount": as_decimal(wanted.amount)}


def _said(wanted: Wanted) -> dict[str, str | int | bool | None]:
    values: dict[str, str | int | bool | None] = {name: getattr(wanted, name) for name in _WORDS}
    return {**values, "amount": grouped(wanted.amount), "mandate": MANDATE_NAMES[wanted.mandate]}


def _changed(wanted: Wanted) -> dict[str, str | int | bool | None]:
    """The same as a sentence on a change tells it: money with its sign."""
    said = _said(wanted)
    return {**said, "amount": f"£{said['amount']}"}


def _ending(reason: str) -> str:
    return f": {reason.strip()}" if reason.strip() else ""
