"""A file of pay points becomes values, or all its problems by row and column."""

from budgets.intentions.rules.pay_scales import COLUMNS, SHEET, PointLine, problems_in_points
from commissioning.organisations.imports import check_rows, sheet_of
from core.money import pence_from
from core.problems import Problem, in_reading_order
from core.spreadsheets.tables import Upload


def pay_points_from(upload: Upload) -> tuple[list[PointLine], list[Problem]]:
    """The points of a CSV file, or of the sheet `pay_points` of an XLSX file, and all that is wrong with them."""
    sheet = sheet_of(upload, SHEET)
    lines = [
        PointLine(
            code=row.needed("code"),
            name=row.needed("name"),
            amount=row.value("amount", pence_from, None) if row.needed("amount") else None,
            row=row.number,
        )
        for row in sheet.rows(COLUMNS)
    ]
    problems = check_rows(sheet, lines)
    told = {(problem.row, problem.column) for problem in problems}
    more = [each for each in problems_in_points(lines, file=SHEET) if (each.row, each.column) not in told]
    return lines, in_reading_order([*problems, *more])
