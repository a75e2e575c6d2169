"""Last year's split as it came in: by line where the workbook says so, and what was not said by line."""

from collections.abc import Mapping, Sequence

from budgets.method.workbook import PriorYear
from budgets.rounds.presented.links import Links
from core.tables import Table, amount, columns, table, words


def last_year_table(
    rows: Sequence[PriorYear], lines: Mapping[str, str], names: Mapping[str, str], links: Links, held: Mapping[str, str]
) -> Table:
    """What each group had last year for each service of the sheet `prior_year`, and in all.

    `lines`: names of services by code, `names`: of groups; `held`: of services that are still a line, by code.
    """
    had: dict[str, dict[str, int]] = {}
    for row in rows:
        of_service = had.setdefault(row.service, {})
        of_service[row.group] = of_service.get(row.group, 0) + row.amount
    return table(
        name="last-year",
        caption="Last year’s budgets by line and group",
        head=columns("Line", *(f"{name} £" for name in names.values()), "All £"),
        rows=[
            [
                words(lines.get(code, code) or "Not said by line", href=links.line(code) if code in held else ""),
                *(amount(amounts.get(group, 0)) for group in names),
                amount(sum(amounts.values()), look="app-strong"),
            ]
            for code, amounts in had.items()
        ],
        foot=[
            [
                words("All lines"),
                *(amount(sum(amounts.get(group, 0) for amounts in had.values())) for group in names),
                amount(sum(sum(amounts.values()) for amounts in had.values())),
            ]
        ],
    )
