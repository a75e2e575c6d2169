"""What the rooms hand in for the agenda of a review: each item's sentences, tables and charts, as they stand on a day.

A room hands in its part where the rooms are joined (`contracts/rooms.py`), such as:

    def section(contract: Contract, period: Period, on: date) -> Part:
        rows = results_in(contract.id, period.first_day, period.last_day)
        if not rows:
            return Part()                                    # the agenda says in words that nothing is recorded
        return Part(
            sentences=["2 of 14 key performance indicators are off track."],
            tables=[table("kpis", "Off track", columns("Indicator", "#Result %"), cells(rows))],
            charts=[process_figure(rows)],                   # any `core.charts.figure.Figure`
        )

    hand_in("kpis", "performance", section)

The first argument is the key of an item of `rules/agenda.py`. More than one room may hand in for an item: their parts
follow each other in the order of their names. What is handed in is frozen into the pack as it is, so a part
holds plain text, values of `core.tables` and drawings, and nothing that is looked up later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from contracts.agreements.models.contracts import Contract
from contracts.reviews.rules.agenda import ITEMS
from core.charts.figure import Figure
from core.tables import Table

PACK_WIDTH: Final = 640.0
"""How wide charts of a pack are drawn, in points: as its pages have room for them."""
HALF_WIDTH: Final = 372.0
"""How wide those are drawn of which two stand beside each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a review looks back on, both days within, and which review of the contract it is."""

    first_day: date
    last_day: date
    review_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one room says about an item. Empty: nothing is recorded."""

    sentences: Sequence[str] = field(default_factory=tuple)
    tables: Sequence[Table] = field(default_factory=tuple)
    charts: Sequence[Figure] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.sentences or self.tables or self.charts)


Make = Callable[[Contract, Period, date], Part]
_handed_in: dict[str, dict[str, Make]] = {}


def hand_in(key: str, room: str, make: Make) -> None:
    """Hand a room's part of an item in. KeyError for an item the agenda does not have; a room's last word counts."""
    _handed_in.setdefault(ITEMS[key].key, {})[room] = make


def parts_of(key: str, contract: Contract, period: Period, on: date) -> list[Part]:
    """What the rooms hand in for an item on a day, without what is empty."""
    made = [make(contract, period, on) for _, make in sorted(_handed_in.get(key, {}).items())]
    return [part for part in made if not part.is_empty]
