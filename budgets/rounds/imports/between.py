"""What is wrong between cells and sheets, also of a workbook that could not be read whole: nothing is told twice."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from budgets.method.problems import problems_in
from budgets.method.sheets import SHAPES
from budgets.method.unread import POLICY, Unread
from budgets.method.workbook import Workbook
from budgets.rounds.imports.policies import ReadPolicy, in_their_rows
from core.problems import Problem

_CODED = ("groups", "practices", "services", "must_dos", "cost_centres")
_MOST_LISTED = 200


def problems_between(
    workbook: Workbook, policy: ReadPolicy, found: Collection[Problem], there: Collection[str], *, is_xlsx: bool
) -> list[Problem]:
    """What is wrong between cells and sheets, less what only follows from `found`. `there`: sheets that were read."""
    unread = unread_in(found, policy.unread, there)
    cells = {(_sheet_of(problem.file), problem.row, problem.column) for problem in found}
    cells |= {(POLICY, None, problem.column) for problem in policy.problems}
    between = [
        problem
        for problem in problems_in(workbook, policy.policy, unread)
        if _sheet_of(problem.file) not in unread.sheets
        and (_sheet_of(problem.file), problem.row, problem.column) not in cells
        and (_sheet_of(problem.file), 1, problem.column) not in cells
    ]
    return in_their_rows(list(_listed(named_as_read(between, is_xlsx=is_xlsx))), policy.rows)


def unread_in(found: Iterable[Problem], keys: Iterable[str], there: Collection[str]) -> Unread:
    """What could not be read, by what was found wrong and which sheets are there."""
    named = [(_sheet_of(problem.file), problem) for problem in found]
    refused = {sheet for sheet, problem in named if not problem.column and problem.row is None}
    missing = {name for name, shape in SHAPES.items() if name not in there and shape.is_required}
    broken = {sheet for sheet, _ in named if sheet in SHAPES and sheet not in there}
    codes = [(sheet, problem) for sheet, problem in named if sheet in _CODED and problem.column == "code"]
    return Unread(
        sheets=frozenset((refused & SHAPES.keys()) | missing | broken),
        columns=frozenset((sheet, problem.column) for sheet, problem in named if problem.column)
        | frozenset((POLICY, key) for key in keys),
        codes=frozenset(problem.value for _, problem in codes if problem.value),
        uncoded=frozenset(sheet for sheet, problem in codes if _hides_its_code(problem)),
    )


def _hides_its_code(problem: Problem) -> bool:
    """Whether nobody knows what the code is: the column is missing, the cell blank, an identifier or a formula."""
    return not problem.value or f"({problem.value})" in problem.expected


def named_as_read(problems: Iterable[Problem], *, is_xlsx: bool) -> list[Problem]:
    """Problems that the budget method found, named after the sheets of an XLSX file where they came from one."""
    return [replace(problem, file=_sheet_of(problem.file)) if is_xlsx else problem for problem in problems]


def _listed(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first two hundred problems of each sheet, and how many more there are."""
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.file] += 1
        if counts[problem.file] <= _MOST_LISTED:
            yield problem
    for file, count in counts.items():
        if count > _MOST_LISTED:
            yield Problem(file=file, expected=f"rows that agree with each other; {count - _MOST_LISTED:,} more do not")


def _sheet_of(file: str) -> str:
    return file.removesuffix(".csv").removesuffix(".toml")
