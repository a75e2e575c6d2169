"""The figures of a term as values: copied from the round, written the same way wherever they stand."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from core.money import grouped, pence_from, plain, pounds


class FigureKind(StrEnum):
    """What a term draws from the round and from the particulars of the heads; a term may also draw nothing."""

    NONE = "none"
    PARTIES = "parties"
    PERIOD = "period"
    SERVICES = "services"
    TOTAL = "total"
    SPLIT = "split"
    UPLIFT = "uplift"
    RETURNED = "returned"
    MUST_DOS = "must_dos"
    RESERVE = "reserve"
    ATTENDEES = "attendees"
    SIGN_OFF = "sign_off"


KIND_NAMES = {
    FigureKind.NONE: "No figures",
    FigureKind.PARTIES: "The parties",
    FigureKind.PERIOD: "First and last day",
    FigureKind.SERVICES: "Services and the localities where the provider provides them",
    FigureKind.TOTAL: "The total, by service line",
    FigureKind.SPLIT: "The same total, split by group",
    FigureKind.UPLIFT: "The uplift: gross, efficiency and net",
    FigureKind.RETURNED: "The returned money in these lines",
    FigureKind.MUST_DOS: "The must-dos and their funding",
    FigureKind.RESERVE: "Who holds the risk reserve, and how much it is",
    FigureKind.ATTENDEES: "Each group’s nominated attendees",
    FigureKind.SIGN_OFF: "The day by which the budget is signed off",
}


class Unit(StrEnum):
    """In what a figure is given."""

    POUNDS = "pounds"
    PERCENT = "percent"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a term. `key` names it within the term for good; `value` is exact: pounds, percent or words."""

    key: str
    label: str
    unit: Unit
    value: str
    is_total: bool = False

    @property
    def pence(self) -> int | None:
        """An amount in pence; None for what is no amount."""
        return pence_from(self.value) if self.unit is Unit.POUNDS else None

    @property
    def percent(self) -> Fraction | None:
        """A percentage; None for what is none."""
        return Fraction(self.value) if self.unit is Unit.PERCENT else None

    @property
    def shown(self) -> str:
        """The figure as it stands in a text.

        >>> Figure(key="a", label="Total", unit=Unit.POUNDS, value="-1234.50").shown
        '-£1,234.50'
        >>> Figure(key="a", label="Net", unit=Unit.PERCENT, value="2.3").shown
        '2.3%'
        """
        if (pence := self.pence) is not None:
            return f"{'-' if pence < 0 else ''}£{grouped(abs(pence))}"
        return f"{self.value}%" if self.unit is Unit.PERCENT else self.value


def money(key: str, label: str, pence: int, *, is_total: bool = False) -> Figure:
    """An amount in pence as a figure."""
    return Figure(key=key, label=label, unit=Unit.POUNDS, value=pounds(pence), is_total=is_total)


def percentage_of(key: str, label: str, exact: Fraction) -> Figure:
    """A percentage as a figure."""
    return Figure(key=key, label=label, unit=Unit.PERCENT, value=plain(exact))


def words(key: str, label: str, said: str) -> Figure:
    """Words as a figure."""
    return Figure(key=key, label=label, unit=Unit.WORDS, value=said)


def with_total(parts: Sequence[Figure], label: str = "Total") -> tuple[Figure, ...]:
    """Amounts and, set off below them, what they add up to.

    >>> [figure.shown for figure in with_total([money("a", "A", 150), money("b", "B", -50)])]
    ['£1.50', '-£0.50', '£1.00']
    """
    return (*parts, money("total", label, sum_of(parts), is_total=True))


def sum_of(figures: Iterable[Figure]) -> int:
    """What amounts add up to, in pence; totals and what is no amount do not count."""
    return sum(figure.pence or 0 for figure in figures if not figure.is_total)


def figures_written(figures: Iterable[Figure]) -> list[dict[str, object]]:
    """Figures as they stand in a signed text."""
    return [
        {
            "key": figure.key,
            "label": figure.label,
            "unit": figure.unit.value,
            "value": figure.value,
            "is_total": figure.is_total,
        }
        for figure in figures
    ]


def figures_read(written: Iterable[dict[str, object]]) -> tuple[Figure, ...]:
    """The figures of such a text."""
    return tuple(
        Figure(
            key=str(each["key"]),
            label=str(each["label"]),
            unit=Unit(str(each["unit"])),
            value=str(each["value"]),
            is_total=bool(each["is_total"]),
        )
        for each in written
    )


def figures_kept(figures: Iterable[Figure]) -> str:
    """Figures as a term keeps them."""
    return json.dumps(figures_written(figures), ensure_ascii=False)


def figures_from(kept: str) -> tuple[Figure, ...]:
    """The figures that a term keeps."""
    return figures_read(json.loads(kept))
