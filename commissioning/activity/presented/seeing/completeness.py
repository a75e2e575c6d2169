"""Completeness and timeliness as tables: what came of each return and month, and the share in time by provider."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from commissioning.activity.presented.returns import nowhere
from commissioning.activity.queries.returns import Return
from commissioning.activity.rules.completeness import KIND_NAMES, RECEIVED, Kind, kind_of, timely
from commissioning.activity.rules.months import first_day_of
from core.tables import Cell, Table, columns, number, percent, table, words

NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One provider's return of one name: what came of it, by month. A quarter's stands in each of its months."""

    provider: str
    name: str
    by_month: Mapping[str, Return]

    def kind(self, month: str) -> Kind | None:
        """What came of a month; None where nothing is expected."""
        found = self.by_month.get(month)
        return None if found is None else kind_of(found.state, days_late=found.days_late)


def lines_of(returns: Sequence[Return], months: Sequence[str]) -> list[Line]:
    """Returns as lines, by provider and name; those of several expectations of one name stand in one line."""
    held: dict[tuple[str, str], dict[str, Return]] = defaultdict(dict)
    for each in returns:
        key = (each.expectation.provider.name, each.expectation.name)
        held[key].update({month: each for month in each.due.period.months if month in months})
    return [
        Line(provider=provider, name=name, by_month=by_month)
        for (provider, name), by_month in sorted(held.items())
        if by_month
    ]


def completeness_table(
    lines: Sequence[Line], months: Sequence[str], address_of: Callable[[Return], str] = nowhere
) -> Table:
    """What came of each return, month by month, in words; each leads to its return."""
    head = columns("Provider", "Return", *(f"{first_day_of(month):%b %Y}" for month in months))
    rows = [
        [words(line.provider), words(line.name), *(_cell(line, month, address_of) for month in months)]
        for line in lines
    ]
    return table("completeness", "Returns by provider and month", head, rows)


def _cell(line: Line, month: str, address_of: Callable[[Return], str]) -> Cell:
    kind = line.kind(month)
    if kind is None:
        return words(NOTHING, look="app-nothing")
    found = line.by_month[month]
    late = f"{found.days_late} working day{'' if found.days_late == 1 else 's'} late" if found.days_late else ""
    about = f"{line.provider}, {found.due.period}"
    provisional = "provisional" if kind in RECEIVED and not found.facts.is_frozen else ""
    note = ", ".join(filter(None, (late, provisional)))
    return words(KIND_NAMES[kind], href=address_of(found), about=about, note=note)


def timeliness_table(lines: Sequence[Line]) -> Table:
    """The share of returns in time, by provider."""
    held: dict[str, dict[tuple[int, str], Return]] = defaultdict(dict)
    for line in lines:
        for each in line.by_month.values():
            held[line.provider][each.expectation.id, each.due.period.first_month] = each
    rows = []
    for provider, returns in sorted(held.items()):
        told = timely((kind_of(each.state, days_late=each.days_late), each.days_late) for each in returns.values())
        rows.append(
            [words(provider), number(told.asked), number(told.received), number(told.in_time), percent(told.share)]
        )
    return table(
        "timeliness",
        "In time, by provider, over these twelve months",
        columns("Provider", "#Returns asked for", "#Received", "#In time", "In time %"),
        rows,
    )


def finding_of(lines: Sequence[Line]) -> str:
    """What the twelve months show: how many returns are missing or late, or that none is."""
    returns = {
        (each.expectation.id, each.due.period.first_month): kind_of(each.state, days_late=each.days_late)
        for line in lines
        for each in line.by_month.values()
    }
    if not returns:
        return "No return was expected in these twelve months."
    asked = timely((kind, 0) for kind in returns.values()).asked
    absent = sum(kind in {Kind.MISSING, Kind.LATE} for kind in returns.values())
    if not absent:
        return f"All {asked:,} returns that should be there are there."
    said = "1 return has" if absent == 1 else f"{absent:,} returns have"
    return f"{said} not come though the day is past, of {asked:,} in these twelve months."
