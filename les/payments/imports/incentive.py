"""A file of freed-up resources becomes lines, or all its problems by row and column."""

from collections.abc import Collection

from commissioning.organisations.imports import check_rows, sheet_of
from core.money import as_decimal, pence_from
from core.problems import Problem, in_reading_order
from core.spreadsheets.tables import Upload
from les.payments.rules.incentive_freed import COLUMNS, SHEET, FreedLine, problems_in_lines


def freed_up_from(upload: Upload, practices: Collection[str]) -> tuple[list[FreedLine], list[Problem]]:
    """The lines of a CSV file, or of the sheet `freed_up` of an XLSX file, and all that is wrong with them."""
    sheet = sheet_of(upload, SHEET)
    lines = []
    for row in sheet.rows(COLUMNS):
        pence = row.value("amount", pence_from, None) if row.needed("amount") else None
        amount = None if pence is None else as_decimal(pence)
        lines.append(FreedLine(code=row.needed("code"), amount=amount, row=row.number))
    problems = [*check_rows(sheet, lines), *problems_in_lines(lines, practices)]
    return lines, in_reading_order(problems)
