"""The workbook for the claims of a practice for a quarter, with prices, what is left under caps, and last quarter."""

from collections.abc import Sequence

from core.spreadsheets.writing import Cell, Money, Sheet, write_csv, write_xlsx
from les.claims.rules.asking import Asked, Way
from les.claims.rules.quarters import short_name
from les.claims.rules.workbook import COLUMNS, VERSION, SchemeSheet, check_of
from les.schemes.rules.quarters import Quarter

_NOTES = (
    "Fill in the column count, and nothing else. A scheme whose counts are all blank is left alone.",
    "Where the counts of a scheme are all 0, you say that there was nothing to claim this quarter.",
    "A row that says “write 1 to claim it” is due by itself, or once a year when its condition is met.",
    "Where a count over time changed within the quarter, copy its row, and change the days of both.",
    "Numbers only: a formula is refused. Nothing about a patient: an NHS number is refused, with its place.",
)


def workbook_xlsx(practice: str, quarter: Quarter, schemes: Sequence[SchemeSheet]) -> bytes:
    """The workbook as an XLSX file. `practice`: its code."""
    missing = [f"{each.reference} {each.name} is not here: {each.why_not}" for each in schemes if each.why_not]
    about = Sheet(
        name="notes",
        header=[f"Claims of practice {practice} for {short_name(quarter)}, workbook version {VERSION}"],
        rows=[[note] for note in (*_NOTES, *missing)],
        is_prose=True,
    )
    return write_xlsx([_sheet(practice, quarter, schemes), about])


def workbook_csv(practice: str, quarter: Quarter, schemes: Sequence[SchemeSheet]) -> bytes:
    """The same rows as a CSV file."""
    return write_csv(_sheet(practice, quarter, schemes))


def _sheet(practice: str, quarter: Quarter, schemes: Sequence[SchemeSheet]) -> Sheet:
    rows = [_row(practice, quarter, scheme, each) for scheme in schemes for each in scheme.asked]
    return Sheet(name="claims", header=COLUMNS, rows=rows)


def _row(practice: str, quarter: Quarter, scheme: SchemeSheet, asked: Asked) -> list[Cell]:
    element = asked.element
    what = f"{element.name}: {element.condition}" if element.condition else element.name
    if asked.way in (Way.ITSELF, Way.CONDITION):
        what = f"{what} (write 1 to claim it)"
    left = [room.left for room in scheme.rooms if room.cap.element in ("", element.code)]
    return [
        short_name(quarter),
        practice,
        scheme.reference,
        scheme.name,
        element.code,
        what,
        element.unit,
        asked.first,
        asked.last,
        Money(asked.price),
        "; ".join(left),
        scheme.last.get(element.code),
        None,
        check_of(scheme.reference, asked),
    ]
