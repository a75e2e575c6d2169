"""What an action may name as what it should move, and what was measured since.

Rooms that measure make theirs known here. A registration, since this room stands below them:
`add_measures("kpi", offered=…, measured=…, address_of=…)`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.meetings.models import Action, Meeting

LONGEST = 200
"""How many characters of what people call a measure are kept with an action."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something an action may move: its kind, its id within that kind, what people call it, and the group it is in."""

    kind: str
    id: int
    words: str
    group: str = ""

    @property
    def key(self) -> str:
        """Kind and id in one text, for choices of a form."""
        return f"{self.kind}/{self.id}"


Offered = Callable[[Meeting], Sequence[Measure]]
Measured = Callable[[Sequence[tuple[int, date]], date], Sequence[str]]
Address = Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    offered: Offered
    measured: Measured
    address_of: Address | None


_kinds: dict[str, _Kind] = {}


def add_measures(kind: str, *, offered: Offered, measured: Measured, address_of: Address | None = None) -> None:
    """Make a kind of measure known.

    `offered(meeting)`: what actions of a meeting may name. `measured(asked, on)`: for each id with the day on which an
    action named it, a sentence that says whether it moved from then until a day; all of them at once, so that a list
    needs no more queries than one action. `address_of(id)`: its page.
    """
    _kinds[kind] = _Kind(offered=offered, measured=measured, address_of=address_of)


def measures_for(meeting: Meeting) -> list[Measure]:
    """Everything that an action of this meeting may name."""
    return [measure for kind in _kinds.values() for measure in kind.offered(meeting)]


def find_measure(key: str, meeting: Meeting) -> Measure | None:
    """The measure of that key, if this meeting's actions may name it."""
    return next((each for each in measures_for(meeting) if each.key == key), None)


def measured_since(actions: Sequence[Action], *, on: date) -> dict[int, str]:
    """Whether what actions named moved since they were agreed, by the ids of the actions; not of those without one."""
    found: dict[int, str] = {}
    named = [each for each in actions if each.moves_kind and each.moves_id is not None]
    for kind in sorted({each.moves_kind for each in named}):
        of_kind = [each for each in named if each.moves_kind == kind]
        found |= zip((each.id for each in of_kind), _said(kind, of_kind, on), strict=True)
    return found


def address_of_measure(action: Action) -> str:
    """The page of what an action should move; blank where there is none."""
    known = _kinds.get(action.moves_kind)
    if known is None or known.address_of is None or action.moves_id is None:
        return ""
    return known.address_of(action.moves_id)


def _said(kind: str, actions: Sequence[Action], on: date) -> Sequence[str]:
    if kind not in _kinds:
        return ["Nothing is recorded yet of what it should move."] * len(actions)
    return _kinds[kind].measured([(each.moves_id or 0, each.agreed_on) for each in actions], on)
