"""The calendar of what is due: provider and return by month of a financial year, with due day and state."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.returns import Return
from commissioning.activity.rules.due import Due
from commissioning.activity.rules.months import Period, month_after, month_of
from commissioning.activity.rules.states import Standing
from core.tables import Cell, Table, columns, table, words

LOOKS: Mapping[Standing, str] = {
    Standing.LATE: "app-fallback",
    Standing.MISSING: "app-gap",
}
MONTHS = 12


def year_of(day: date) -> int:
    """The financial year of a day, by the year in which it begins.

    >>> year_of(date(2008, 3, 31)), year_of(date(2008, 4, 1))
    (2007, 2008)
    """
    return int(month_after(month_of(day), -3)[:4])


def months_of(year: int) -> list[str]:
    """The months of the financial year that begins in April of a year."""
    return [month_after(f"{year:04d}-04", count) for count in range(MONTHS)]


def year_name(year: int) -> str:
    """A financial year as people write it.

    >>> year_name(2008), year_name(1999)
    ('2008/09', '1999/00')
    """
    return f"{year}/{(year + 1) % 100:02d}"


def calendar_table(
    rows: Sequence[tuple[Expectation, Mapping[str, Due]]],
    returns: Mapping[tuple[int, str], Return],
    months: Sequence[str],
    *,
    caption: str,
    address_of: Callable[[Return], str],
) -> Table:
    """A row for each return of a provider; in the last month of each period how it stands and when it is due."""
    head = columns("Provider and return", *(f"{Period(month).first_day:%b %Y}" for month in months))
    cells = [
        [
            words(expectation.provider.name, note=expectation.name),
            *(_cell(expectation, due.get(month), returns, address_of) for month in months),
        ]
        for expectation, due in rows
    ]
    return table("calendar", caption, head, cells)


def _cell(
    expectation: Expectation,
    due: Due | None,
    returns: Mapping[tuple[int, str], Return],
    address_of: Callable[[Return], str],
) -> Cell:
    if due is None:
        return words("–", look="app-nothing")
    note = f"due {due.due_on.day} {due.due_on:%b}"
    found = returns.get((expectation.id, due.period.first_month))
    if found is None:
        return words("Not begun", note=note)
    late = f", {found.days_late} working days late" if found.days_late else ""
    return words(
        found.state_name,
        href=address_of(found),
        note=f"{note}{late}",
        look=LOOKS.get(found.state, ""),
        about=f"{expectation.provider.name}, {due.period}",
    )
