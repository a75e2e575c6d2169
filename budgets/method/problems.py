"""Everything that is wrong with a workbook and its policy, found at once. Source: docs/budget-method.md, section 7.

Reading text into values is done before, elsewhere; here the values are held against each other. By noun:
`problems_of_people`, `problems_of_money`, `problems_of_activity`, `problems_of_policy`.
"""

from collections.abc import Iterator

from budgets.method.notices import warnings_in
from budgets.method.policy import Policy
from budgets.method.problems_of_activity import problems_of_activity
from budgets.method.problems_of_money import (
    problems_of_ledger,
    problems_of_lines,
    problems_of_new_money,
    problems_of_shares,
)
from budgets.method.problems_of_people import problems_of_columns, problems_of_named_groups, problems_of_people
from budgets.method.problems_of_policy import problems_in_policy
from budgets.method.unread import NOTHING_UNREAD, Unread
from budgets.method.workbook import Workbook
from core.problems import Problem, in_reading_order

__all__ = ["problems_in", "warnings_in"]


def problems_in(workbook: Workbook, policy: Policy | None, unread: Unread = NOTHING_UNREAD) -> list[Problem]:
    """All problems, sheet by sheet in reading order; an empty list means that nothing is wrong.

    Without a policy (it could not be read) only what does not hang on it is looked at, and so with whatever else is
    `unread`: stand-in values take its place in workbook and policy.
    """
    return in_reading_order(_found(workbook, policy, unread))


def _found(workbook: Workbook, policy: Policy | None, unread: Unread) -> Iterator[Problem]:
    if policy is not None:
        yield from problems_in_policy(policy, unread=unread)
    yield from _empty_sheets(workbook)
    yield from problems_of_people(workbook, policy, unread)
    yield from problems_of_lines(workbook)
    yield from problems_of_columns(workbook, policy, unread)
    yield from problems_of_named_groups(workbook, unread)
    yield from problems_of_ledger(workbook, unread)
    yield from problems_of_activity(workbook, unread)
    yield from problems_of_shares(workbook, unread)
    if policy is not None:
        yield from problems_of_new_money(workbook, policy, unread)


def _empty_sheets(workbook: Workbook) -> Iterator[Problem]:
    required = {
        "groups.csv": workbook.groups,
        "practices.csv": workbook.practices,
        "populations.csv": workbook.populations,
        "services.csv": workbook.services,
        "cost_centres.csv": workbook.cost_centres,
    }
    for sheet, records in required.items():
        if not records:
            yield Problem(file=sheet, expected="at least one row below the header")
