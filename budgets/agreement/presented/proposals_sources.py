"""Where the figures of a proposal come from, as it stood when the proposal was issued: a sentence and a table."""

from budgets.method.result import Calculation
from budgets.sources.presented.money import finding
from budgets.sources.rules.descriptions import DRIVER_NAMES, GRADE_NAMES, Descriptions
from budgets.sources.rules.money import rests_of
from core.components import day
from core.tables import Table, columns, table, words


def rests_in_words(calculation: Calculation, said: Descriptions) -> str:
    """How much of the money rests on the weakest grade, in a sentence."""
    return finding(calculation, rests_of(calculation, said))


def sources_table(calculation: Calculation, said: Descriptions) -> Table:
    """A row for each driver that was described, for all lines or for one."""
    names = {line.code: line.name for line in calculation.lines}
    return table(
        name="sources",
        caption="Where the figures come from",
        head=columns("Driver", "Lines", "Source", "Extracted", "Owner", "Grade"),
        rows=[
            [
                words(DRIVER_NAMES[row.driver]),
                words(names.get(row.line_code, row.line_code) if row.line_code else "All lines"),
                words(row.source, note=row.note),
                words(day(row.extracted_on), look="app-day"),
                words(row.owner),
                words(GRADE_NAMES[row.grade]),
            ]
            for row in said.rows
        ],
    )
