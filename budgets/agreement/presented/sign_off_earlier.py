"""What was opened for signature before: each with why it no longer stands. It stays readable."""

from dataclasses import dataclass
from datetime import datetime

from budgets.agreement.queries.sign_off_state import SignOffState, why_void


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier sign-off: its number in the round, its id, who opened it when, and why it is void."""

    number: int
    id: int
    tag: str
    opened_at: datetime
    opened_by: str
    why: str
    signatures: int


def earlier_sign_offs(state: SignOffState) -> list[Earlier]:
    """What was opened for signature before and is void or superseded, newest first."""
    count = len(state.sign_offs)
    return [
        Earlier(
            number=count - place,
            id=each.id,
            tag="Superseded" if each.lock else "Void",
            opened_at=each.opened_at,
            opened_by=each.opened_by.name,
            why=" ".join(why_void(each, state)),
            signatures=len(state.signatures[each.id]),
        )
        for place, each in enumerate(state.sign_offs)
        if state.current is None or each.id != state.current.id
    ]
