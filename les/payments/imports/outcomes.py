"""A file of the finance system or the bank becomes rows of outcomes, or all its problems by row and column."""

from datetime import date

from commissioning.organisations.imports import Row, check_rows, sheet_of
from core.money import pence_from
from core.problems import Problem, in_reading_order
from core.spreadsheets.tables import Upload
from les.payments.rules.kinds import Result
from les.payments.rules.outcome_files import (
    NEEDED,
    RESULTS,
    SHEET,
    KnownRun,
    OutcomeRow,
    problems_in_outcomes,
)

_DAY = "a date such as 2008-04-01 or 01/04/2008"
_OUTCOME = f"one of {', '.join(RESULTS)}; blank where nothing is known yet"


def outcomes_from(upload: Upload, run: KnownRun, *, bank_reference: str) -> tuple[list[OutcomeRow], list[Problem]]:
    """The rows of a CSV file, or of the sheet `outcomes` of an XLSX file, and all that is wrong with them.

    `bank_reference`: for rows of what was paid that name none.
    """
    sheet = sheet_of(upload, SHEET)
    rows = [_row(row, bank_reference) for row in sheet.rows(NEEDED)]
    problems = [*check_rows(sheet, rows), *problems_in_outcomes(_readable(rows, sheet.problems), run)]
    if not problems and not any(row.result for row in rows):
        problems.append(Problem(file=SHEET, column="outcome", expected="at least one outcome; all are blank"))
    return rows, in_reading_order(problems)


def _readable(rows: list[OutcomeRow], problems: list[Problem]) -> list[OutcomeRow]:
    """The rows of which every cell could be read: what is wrong with the others is said once."""
    faulty = {problem.row for problem in problems}
    return [row for row in rows if row.row not in faulty]


def _row(row: Row, bank_reference: str) -> OutcomeRow:
    result = row.value("outcome", _result_from, None, _OUTCOME)
    return OutcomeRow(
        row=row.number,
        reference=row.needed("reference"),
        result=result,
        day=row.value("date", _day_from, None, _DAY),
        bank_reference=row.text("bank_reference") or (bank_reference if result is Result.PAID else ""),
        reason=row.text("reason"),
        amount=row.value("amount", pence_from, None),
    )


def _result_from(text: str) -> Result:
    found = RESULTS.get(text.strip().lower())
    if found is None:
        raise ValueError(_OUTCOME)
    return found


def _day_from(text: str) -> date:
    """A day as ISO or as people here write it."""
    if "/" not in text:
        return date.fromisoformat(text)
    day, month, year = (int(part) for part in text.split("/"))
    return date(year, month, day)
