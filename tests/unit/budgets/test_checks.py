"""A check that could not fail would prove nothing: each is shown a result that does not add up."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from budgets.method.calculation import calculate
from budgets.method.checks import checks_of
from budgets.method.policy import Bounds, Holder
from budgets.method.result import Calculation, Line
from budgets.method.workbook import PriorYear
from tests.unit.budgets.small_workbook import policy, workbook

RULE = Bounds(minimum_percent=Fraction(-5), maximum_percent=Fraction(40))
PRIOR = (PriorYear(service="OLD", group="A", amount=60_000), PriorYear(service="OLD", group="B", amount=40_000))


def _good() -> Calculation:
    rules = policy(pace=RULE, reserve_percent=Fraction(1), reserve_held_by=Holder.COMMISSIONER)
    return calculate(workbook(prior_year=PRIOR), rules)


def _first(calculation: Calculation, change: Callable[[Line], Line]) -> Calculation:
    return replace(calculation, lines=(change(calculation.lines[0]), *calculation.lines[1:]))


def _pace(calculation: Calculation) -> Calculation:
    line = calculation.lines[-1]
    return replace(calculation, lines=(*calculation.lines[:-1], replace(line, gross={"A": 1, "B": 0})))


def _bridge(calculation: Calculation) -> Calculation:
    step = calculation.bridge[0]
    return replace(calculation, bridge=(replace(step, total=step.total + 1), *calculation.bridge[1:]))


SPOILT: dict[str, Callable[[Calculation], Calculation]] = {
    "lines add up": lambda c: _first(c, lambda line: replace(line, total=line.total + 1)),
    "gross, pooled and unsplit growth make the total": lambda c: replace(c, totals=replace(c.totals, total=1)),
    "net and the commissioner's reserve make the gross": lambda c: _first(c, lambda line: replace(line, net={"A": 0})),
    "practices and what is not placed make the gross": lambda c: _first(c, lambda line: replace(line, practices={})),
    "the bridge adds up": _bridge,
    "pace of change sums to zero": _pace,
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_check_fails_where_its_figures_do_not_add_up(name: str) -> None:
    good = _good()
    assert all(check.passed for check in good.checks)
    spoilt = SPOILT[name](good)
    checks = {c.name: c for c in checks_of(spoilt.lines, spoilt.totals, spoilt.bridge, held=True)}
    assert not checks[name].passed
