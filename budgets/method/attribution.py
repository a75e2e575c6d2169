"""Why a line gives a group another amount than before: other inputs, another policy, or another method. Pure.

The way from the calculation before to the one after is gone in steps, in this order: first the new workbook with the
old policy and the old methods, then the new policy, then the new methods. Each step is worked out anew, and what it
moves is its part; so the parts add up to the difference, to the penny. Where a step cannot be worked out (the old
policy counts people on a day the new workbook does not have), it is taken together with the next one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.methods import Method, MethodKind, Way
from budgets.method.policy import Policy
from budgets.method.result import Calculation, Line
from budgets.method.workbook import Workbook, with_methods

NOT_DIVIDED = ""
"""Stands for a group's code where money is pooled for all groups or held by the commissioner."""


class Cause(StrEnum):
    """What moved the money. The last four stand where steps could not be told apart."""

    INPUT = "input"
    POLICY = "policy"
    METHOD = "method"
    INPUT_AND_POLICY = "input_and_policy"
    INPUT_AND_METHOD = "input_and_method"
    POLICY_AND_METHOD = "policy_and_method"
    ALL = "input_policy_and_method"


_TOGETHER: Mapping[tuple[Cause, ...], Cause] = {
    (Cause.INPUT,): Cause.INPUT,
    (Cause.POLICY,): Cause.POLICY,
    (Cause.METHOD,): Cause.METHOD,
    (Cause.INPUT, Cause.POLICY): Cause.INPUT_AND_POLICY,
    (Cause.INPUT, Cause.METHOD): Cause.INPUT_AND_METHOD,
    (Cause.POLICY, Cause.METHOD): Cause.POLICY_AND_METHOD,
    (Cause.INPUT, Cause.POLICY, Cause.METHOD): Cause.ALL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A calculation with what it was made from; the workbook has the methods that were asked for in it."""

    workbook: Workbook
    policy: Policy
    calculation: Calculation


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """A line and group whose amount differs, in pence: before, after, and what each cause moved.

    `group` is `NOT_DIVIDED` for what the line pools or holds. `method_before`, `method_after`: the methods used, None
    where the line was not there. The `parts` that moved something add up to the difference.
    """

    line: str
    name: str
    group: str
    before: int
    after: int
    method_before: str | None
    method_after: str | None
    parts: Mapping[Cause, int]

    @property
    def difference(self) -> int:
        """What the group gains by it; less than nothing for a loss."""
        return self.after - self.before


def attributed(before: Made, after: Made) -> list[Attributed]:
    """Every line and group whose amount differs, with why, in the order of the later calculation's lines."""
    stages = list(_stages(before, after))
    lines = [{line.code: line for line in stage.lines} for _, stage in stages]
    groups = _groups(before.calculation, after.calculation)
    codes = dict.fromkeys(line.code for which in (after, before) for line in which.calculation.lines)
    found = (
        _row([(cause, here.get(code)) for (cause, _), here in zip(stages, lines, strict=True)], group)
        for code in codes
        for group in groups
    )
    return [row for row in found if row.difference]


def _row(stages: Sequence[tuple[Cause, Line | None]], group: str) -> Attributed:
    amounts = [_amount(line, group) for _, line in stages]
    parts: dict[Cause, int] = {}
    for place, (cause, _) in enumerate(stages[1:], start=1):
        if moved := amounts[place] - amounts[place - 1]:
            parts[cause] = moved
    first, last = stages[0][1], stages[-1][1]
    named = last or first
    if named is None:
        raise ValueError("a line that neither calculation has")
    return Attributed(
        line=named.code,
        name=named.name,
        group=group,
        before=amounts[0],
        after=amounts[-1],
        method_before=first.method_used if first else None,
        method_after=last.method_used if last else None,
        parts=parts,
    )


def _amount(line: Line | None, group: str) -> int:
    if line is None:
        return 0
    return line.gross.get(group, 0) if group else line.pooled + line.unsplit


def _groups(before: Calculation, after: Calculation) -> list[str]:
    codes = dict.fromkeys(group.code for which in (after, before) for group in which.groups)
    return [*codes, NOT_DIVIDED]


def _stages(before: Made, after: Made) -> Iterator[tuple[Cause, Calculation]]:
    """The calculation before, then each step that could be worked out with what moved it, the last the one after."""
    yield Cause.INPUT, before.calculation
    old_methods = with_methods(after.workbook, _methods_that_fit(before.workbook, after.workbook))
    ways = {Cause.INPUT: before.policy}
    if after.policy != before.policy:
        ways[Cause.POLICY] = after.policy
    waiting: list[Cause] = []
    last = before
    for cause, policy in ways.items():
        waiting.append(cause)
        made = _made(old_methods, policy, known=(last, after))
        if made is not None:
            yield _TOGETHER[tuple(waiting)], made.calculation
            waiting, last = [], made
    yield _TOGETHER[(*waiting, Cause.METHOD)], after.calculation


def _made(workbook: Workbook, policy: Policy, *, known: Iterable[Made]) -> Made | None:
    """The calculation of these, worked out only where it is not known; None where it is refused."""
    for each in known:
        if each.policy == policy and each.workbook == workbook:
            return each
    try:
        return Made(workbook=workbook, policy=policy, calculation=calculate(workbook, policy))
    except CalculationRefused:
        return None


def _methods_that_fit(before: Workbook, after: Workbook) -> dict[str, Method]:
    """The old methods of the lines that are still there, but for those that name a group or column that is gone."""
    groups = {group.code for group in after.groups}
    columns = {"registered", *after.population_columns}
    still = _methods(after)
    return {
        code: method
        for code, method in _methods(before).items()
        if code in still and all(_fits(share.way, groups, columns) for share in method.shares)
    }


def _methods(workbook: Workbook) -> dict[str, Method]:
    services = {service.code: service.method for service in workbook.services}
    return services | {must_do.code: must_do.method for must_do in workbook.must_dos}


def _fits(way: Way, groups: set[str], columns: set[str]) -> bool:
    if way.kind is MethodKind.DIRECT:
        return way.argument in groups
    return way.kind is not MethodKind.CAPITATION or not way.argument or way.argument in columns
