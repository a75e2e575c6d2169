"""The grid in which a small service types its figures: a table for each service and month, practices by currencies."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commissioning.activity.queries.names import Names
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.checks.findings import Finding, Severity
from commissioning.activity.rules.checks.persons import personal_text
from commissioning.activity.rules.months import Period, first_day_of, last_day_of, month_after
from commissioning.activity.rules.rows import Place, Rows, quantity_text
from core.identifiers import has_identifier

MOST_CELLS = 2_000
USUAL = "contact"
Key = tuple[str, str, str, str]
"""Service, month, practice (or `unplaced`, `total`) and currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One cell to type in. `last`: the figure of the last period; `error`: what was expected instead of the value."""

    name: str
    label: str
    value: str
    last: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One practice, or the whole service; a currency that is not counted so has no box."""

    name: str
    code: str
    boxes: Sequence[Box | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One service in one month."""

    id: str
    caption: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What stands in the cells: what was typed (or stands already), the last period, and what is wrong with them."""

    typed: Mapping[Key, str]
    last: Mapping[Key, str]
    errors: Mapping[Key, str]


def name_of(key: Key) -> str:
    """The name of the box of a cell."""
    return "|".join(("q", *key))


def keys_of(asked: Asked, currencies: Sequence[str]) -> list[Key]:
    """Every cell there is to type in, in the order of the grid."""
    return [
        (service, month, place, code)
        for service in sorted(asked.asked)
        for month in asked.period.months
        for place in _places(asked, month)
        for code in currencies
        if asked.currencies[code].by_practice == (place != Place.TOTAL.value)
    ]


def rows_from(keys: Sequence[Key], typed: Mapping[Key, str]) -> list[dict[str, str]]:
    """The cells that hold something as rows of a return, in order; a blank one says nothing."""
    return [
        {"service": key[0], "month": key[1], "practice": key[2], "currency": key[3], "quantity": typed[key]}
        for key in keys
        if typed.get(key, "").strip()
    ]


def errors_from(findings: Sequence[Finding], keys: Sequence[Key], typed: Mapping[Key, str]) -> dict[Key, str]:
    """What is wrong with single cells: rows of the return count from 2, below the headings."""
    filled = [key for key in keys if typed.get(key, "").strip()]
    wrong = (each for each in findings if each.severity in {Severity.REFUSED, Severity.ERROR})
    return {
        filled[each.row - 2]: each.expected
        for each in wrong
        if each.row is not None and 2 <= each.row < len(filled) + 2
    }


def figures_of(rows: Rows, *, later: int = 0) -> dict[Key, str]:
    """Rows as the grid shows them, `later` by so many months."""
    places = [code or place.value for place, code in zip(rows.places, rows.practices, strict=True)]
    months = [month_after(month, later) for month in rows.months]
    keys = zip(rows.services, months, places, rows.currencies, strict=True)
    return {key: quantity_text(units) for key, units in zip(keys, rows.units, strict=True)}


def may_be_shown(text: str) -> str:
    """What was typed, kept; what looks like something about a person is not shown again.

    >>> may_be_shown("12"), may_be_shown("HP1 1AA")
    ('12', '')
    """
    return "" if has_identifier(text) or personal_text(text) else text


def currencies_for(asked: Asked, wanted: Collection[str], used: Collection[str]) -> list[str]:
    """The columns: what was chosen and what stands already; the usual one where there is neither."""
    chosen = {*wanted, *used} & asked.currencies.keys() or {USUAL}
    return [code for code in asked.currencies if code in chosen]


def sheets_of(asked: Asked, names: Names, currencies: Sequence[str], figures: Figures) -> Iterator[Sheet]:
    """The grid."""
    for service in sorted(asked.asked):
        for month in asked.period.months:
            yield Sheet(
                id=f"grid-{service}-{month}",
                caption=f"{names.service(service)}, {Period(month)}",
                lines=[line for line in _lines(asked, names, (service, month), currencies, figures) if any(line.boxes)],
            )


def _lines(
    asked: Asked, names: Names, of: tuple[str, str], currencies: Sequence[str], figures: Figures
) -> Iterator[Line]:
    for place in _places(asked, of[1]):
        yield _line(asked, names, (*of, place), currencies, figures)


def _line(asked: Asked, names: Names, row: tuple[str, str, str], currencies: Sequence[str], figures: Figures) -> Line:
    service, month, place = row
    return Line(
        name=names.practice(place),
        code=place if place in names.practices else "",
        boxes=[
            _box((service, month, place, code), names, figures)
            if asked.currencies[code].by_practice == (place != Place.TOTAL.value)
            else None
            for code in currencies
        ],
    )


def _box(key: Key, names: Names, figures: Figures) -> Box:
    service, month, place, code = key
    return Box(
        name=name_of(key),
        label=f"{names.currency(code)}, {names.practice(place)}, {names.service(service)}, {Period(month)}",
        value=figures.typed.get(key, ""),
        last=figures.last.get(key, ""),
        error=figures.errors.get(key, ""),
    )


def _places(asked: Asked, month: str) -> list[str]:
    first, last = first_day_of(month), last_day_of(month)
    practices = sorted(code for code, held in asked.practices.items() if held.in_month(first, last))
    return [*practices, Place.UNPLACED.value, Place.TOTAL.value]
