"""Rules of who may decide over a movement of the pool: two people, neither of them the one who asked, none of them
with an interest in the group it concerns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from budgets.risk.rules.pool import STATE_NAMES, MovementState, Verdict
from core.errors import Refusal
from core.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person said to a movement and on which day (in words)."""

    person_id: int
    name: str
    verdict: Verdict
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A movement as those who decide over it find it.

    `stakes`: what ties the one who would decide to the group concerned, each as a part of a sentence.
    """

    number: int
    state: MovementState
    asked_by_id: int
    said: Sequence[Said]
    stakes: Sequence[str] = ()

    @property
    def people(self) -> list[int]:
        """Who asked, and who said something so far: none of them decides as well."""
        return [self.asked_by_id, *(said.person_id for said in self.said)]


def reason_against_deciding(case: Case, *, person_id: int) -> str:
    """Why this person may not approve or decline a movement, as one sentence; empty where they may.

    >>> case = Case(number=3, state=MovementState.WAITING, asked_by_id=7, said=())
    >>> reason_against_deciding(case, person_id=7)
    'You asked for movement 3 yourself, so two other people decide over it.'
    >>> reason_against_deciding(case, person_id=8)
    ''
    """
    if case.state is not MovementState.WAITING:
        return _is_over(case)
    if person_id == case.asked_by_id:
        return f"You asked for movement {case.number} yourself, so two other people decide over it."
    own = next((said for said in case.said if said.person_id == person_id), None)
    if own is not None:
        return f"You {own.verdict} movement {case.number} already on {own.on}: the second approval is another person’s."
    if case.stakes:
        return f"You take no part in deciding over movement {case.number}, because of {listed(case.stakes)}."
    return ""


def check_may_decide(case: Case, *, person_id: int) -> None:
    """Refuse a decision by somebody who may not make it, or over what is decided."""
    if reason := reason_against_deciding(case, person_id=person_id):
        raise Refusal(reason)


def check_may_withdraw(case: Case, *, person_id: int) -> None:
    """Refuse to withdraw what somebody else asked for, or what is decided."""
    if case.state is not MovementState.WAITING:
        raise Refusal(_is_over(case))
    if person_id != case.asked_by_id:
        raise Refusal(f"Only the person who asked for movement {case.number} withdraws it.")


def _is_over(case: Case) -> str:
    last = case.said[-1]
    who = listed([said.name for said in case.said if said.verdict is last.verdict])
    state = STATE_NAMES[case.state].lower()
    return f"Movement {case.number} was {state} by {who} on {last.on}: there is nothing left to decide."
