"""The budget method from end to end: a workbook and a policy become a calculation, or a refusal that says why."""

from collections.abc import Iterable

from budgets.method.bridge import bridge_of
from budgets.method.checks import checks_of
from budgets.method.drivers import Drivers
from budgets.method.lines import lines_to_split
from budgets.method.notices import warnings_by
from budgets.method.pace import PaceRefused, pace_line, standings
from budgets.method.policy import Holder, Policy
from budgets.method.practices import not_placed_notices
from budgets.method.problems import problems_in
from budgets.method.result import Calculation
from budgets.method.split import split_line
from budgets.method.totals import facts_of, prior_totals, totals_of
from budgets.method.workbook import Workbook
from core.errors import Refusal
from core.problems import Problem


class CalculationRefused(Refusal):
    """The inputs cannot be worked out. `problems` says what is wrong and where, all at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(
            "The budgets cannot be worked out. Expected was " + "; ".join(map(_in_words, self.problems)) + "."
        )


def calculate(workbook: Workbook, policy: Policy) -> Calculation:
    """Divide the year's money by the method, exact to the penny.

    Raises CalculationRefused, with every problem, when the inputs contradict each other or the rules; there is
    never a partial result.
    """
    problems = problems_in(workbook, policy)
    if problems:
        raise CalculationRefused(problems)
    drivers = Drivers(workbook, policy)
    prior = prior_totals(workbook.prior_year)
    lines = [split_line(line, drivers) for line in lines_to_split(workbook, policy)]
    if policy.pace is not None:
        try:
            lines.append(pace_line(policy.pace, standings(lines, drivers.people.groups, prior), drivers))
        except PaceRefused as refused:
            raise CalculationRefused([_of_pace(refused)]) from refused
    facts = facts_of(workbook.groups, drivers)
    totals = totals_of(lines, facts, prior)
    bridge = bridge_of(lines, drivers)
    names = {group.code: group.name for group in workbook.groups}
    return Calculation(
        year=policy.year,
        groups=facts,
        lines=tuple(lines),
        totals=totals,
        bridge=bridge,
        warnings=(*warnings_by(workbook, drivers), *not_placed_notices(lines, names)),
        checks=checks_of(lines, totals, bridge, policy.reserve_held_by is Holder.COMMISSIONER),
        practice_groups=dict(drivers.people.group_of),
    )


def _of_pace(refused: PaceRefused) -> Problem:
    return Problem(file="policy.toml", column="pace_of_change", expected=str(refused))


def _in_words(problem: Problem) -> str:
    place = ", ".join(
        part for part in (problem.file, f"row {problem.row}" if problem.row else "", problem.column) if part
    )
    return f"{problem.expected} ({place}{f': {problem.value}' if problem.value else ''})"
