"""The template of one return and period: sheets with drop-down lists of its services, practices and currencies.

The rows of the last period stand in it with blank quantities, to be filled in or taken out, and with their figures on a
sheet of their own for orientation. What comes back from it is checked for its version, provider, return and period.
"""

from collections.abc import Iterator, Sequence

from commissioning.activity.rules.checks.asked import TEMPLATE_VERSION, Asked
from commissioning.activity.rules.months import month_after
from commissioning.activity.rules.rows import NEEDED, OPTIONAL, Place, Rows, quantity_text
from core.spreadsheets.writing import Choice, Sheet, write_xlsx

HEADER = (*NEEDED[:1], *OPTIONAL, *NEEDED[1:])
MOST_ROWS = 5_000
INSTRUCTIONS = (
    ("figures", "", "One row for each service, practice, month and currency. Fill in the quantities."),
    ("figures", "service", "The code of the service, from the list."),
    ("figures", "team", "May be left blank: the short name of a team, if you count by team. Never a person’s name."),
    (
        "figures",
        "practice",
        "The code of the practice; unplaced for patients without one; total for the whole service.",
    ),
    ("figures", "month", "The month, such as 2008-04."),
    ("figures", "currency", "What is counted, from the list."),
    ("figures", "quantity", "The number alone. Nothing counted is 0; take out a row that does not apply."),
    ("", "", "A blank quantity is missing, not nothing. A month without any activity is said by a nil return."),
    ("", "", "Aggregate figures only: no names, dates of birth, postcodes or NHS numbers, on any sheet."),
    ("about", "", "Leave this sheet as it is: it says which return this is."),
)


def template_as_xlsx(asked: Asked, last: Rows) -> bytes:
    """The template as an XLSX file. `last`: the rows of the period before, for orientation."""
    return write_xlsx(_sheets(asked, last))


def file_name(asked: Asked) -> str:
    """What the template is called: provider, return and period."""
    name = "".join(letter if letter.isalnum() else "-" for letter in asked.name.lower())
    return f"{asked.provider.lower()}-{name}-{asked.period.first_month}.xlsx"


def _sheets(asked: Asked, last: Rows) -> Iterator[Sheet]:
    yield Sheet(name="instructions", header=("sheet", "column", "what to write"), rows=INSTRUCTIONS, is_prose=True)
    yield Sheet(
        name="figures",
        header=HEADER,
        rows=list(_blank_rows(asked, last)),
        choices={
            "service": Choice(source=f"=services!$A$2:$A${len(asked.asked) + 1}"),
            "practice": Choice(source=f"=practices!$A$2:$A${len(asked.practices) + 3}"),
            "month": Choice(source=asked.period.months),
            "currency": Choice(source=f"=currencies!$A$2:$A${len(asked.currencies) + 1}"),
        },
    )
    yield from _lists(asked)
    yield Sheet(name="last period", header=HEADER, rows=list(_last_rows(last)))


def _lists(asked: Asked) -> Iterator[Sheet]:
    """Which return it is, and what the drop-down lists hold."""
    yield Sheet(
        name="about",
        header=("name", "value"),
        rows=[
            ("template", TEMPLATE_VERSION),
            ("provider", asked.provider),
            ("return", asked.name),
            ("period", asked.period.first_month),
        ],
    )
    yield Sheet(
        name="services",
        header=("code", "title"),
        rows=[(code, asked.services[code].name) for code in sorted(asked.asked)],
    )
    places = [(Place.UNPLACED.value, "Patients nobody could place"), (Place.TOTAL.value, "The whole service")]
    yield Sheet(
        name="practices",
        header=("code", "title"),
        rows=[*((code, held.name) for code, held in sorted(asked.practices.items())), *places],
    )
    yield Sheet(
        name="currencies",
        header=("code", "title", "unit", "whole numbers", "by practice"),
        rows=[
            (each.code, each.label, each.unit, _yes(says=each.is_whole), _yes(says=each.by_practice))
            for each in asked.currencies.values()
        ],
    )


def _blank_rows(asked: Asked, last: Rows) -> Iterator[Sequence[str]]:
    """The rows of the last period, for the months of this one, without quantities."""
    for row in _keys(last):
        service, team, practice, month, currency = row
        known = practice in asked.practices or practice in {Place.UNPLACED, Place.TOTAL}
        moved = month_after(month, asked.period.length)
        if service in asked.asked and known and moved in asked.period.months:
            yield (service, team, practice, moved, currency, "")


def _last_rows(last: Rows) -> Iterator[Sequence[str]]:
    for row, units in zip(_keys(last), last.units, strict=False):
        yield (*row, quantity_text(units))


def _keys(last: Rows) -> Iterator[tuple[str, str, str, str, str]]:
    places = [code or place.value for place, code in zip(last.places, last.practices, strict=True)]
    keys = zip(last.services, last.teams, places, last.months, last.currencies, strict=True)
    for number, key in enumerate(keys):
        if number == MOST_ROWS:
            return
        yield key


def _yes(*, says: bool) -> str:
    return "yes" if says else "no"
