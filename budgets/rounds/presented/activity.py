"""The activity behind a line: by practice over the counted months, and by month."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from budgets.method.explained import LineExplained
from budgets.method.explained_activity import ActivityOfPractice
from budgets.method.frozen_activity import UNPLACED
from budgets.method.policy import Policy
from core.tables import Cell, Table, columns, number, table, words
from core.wording import upper_first

NOT_PLACED = "not placed: not listed, or in no group on the capitation date"


def by_practice(
    explained: LineExplained,
    policy: Policy,
    groups: Mapping[str, str],
    names: Mapping[str, str],
    *,
    see_all: bool,
    came_from: Mapping[tuple[str, str], str],
) -> Table:
    """Quantity × weight of each practice of these groups; with `see_all` also what could not be placed.

    `came_from`: in words, by practice and currency.
    """
    rows = [
        row for row in explained.activity_by_practice if (row.group in groups if row.group is not None else see_all)
    ]
    return table(
        "activity",
        f"Activity counted by practice, {policy.activity_from} to {policy.activity_to}",
        columns("Practice", "Code", "Group", "Currency", "#Quantity", "#Weight of one", "#Weighted", "Came from"),
        [[*_row_of(row, groups, names), words(came_from.get((row.practice, row.currency), ""))] for row in rows],
        [
            [
                words("Total"),
                words(""),
                words(""),
                words(""),
                _total([row.quantity for row in rows]),
                words(""),
                _total([row.weighted for row in rows]),
                words(""),
            ]
        ],
    )


def by_month(explained: LineExplained, policy: Policy) -> Table:
    """The months with activity: quantity, weighted, not placed, and whether the month counts as one with activity."""
    months = explained.activity_by_month
    counting = sum(month.counts for month in months)
    return table(
        "months",
        f"Activity counted by month: {counting} months with activity, {policy.minimum_months} needed",
        columns("Month", "#Quantity", "#Weighted", "#Not placed", "Counts as a month with activity"),
        [
            [
                words(month.month),
                number(month.quantity),
                number(month.weighted),
                number(month.not_placed),
                words("yes" if month.counts else "no"),
            ]
            for month in months
        ],
        [
            [
                words("Total"),
                _total([month.quantity for month in months]),
                _total([month.weighted for month in months]),
                _total([month.not_placed for month in months]),
                words(f"{counting}"),
            ]
        ],
    )


def _row_of(row: ActivityOfPractice, groups: Mapping[str, str], names: Mapping[str, str]) -> list[Cell]:
    return [
        words(_called(row.practice, names)),
        words("" if row.practice == UNPLACED else row.practice),
        words(groups[row.group] if row.group is not None else NOT_PLACED),
        words(upper_first(row.currency.replace("_", " "))),
        number(row.quantity),
        number(row.weight),
        number(row.weighted),
    ]


def _called(practice: str, names: Mapping[str, str]) -> str:
    return "Patients nobody could place" if practice == UNPLACED else names.get(practice, practice)


def _total(figures: Sequence[Fraction]) -> Cell:
    return number(sum(figures, Fraction(0)))
