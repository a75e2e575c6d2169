"""What holds for every workbook, whatever its figures: hypothesis looks for one where it does not."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import reduce
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.explained import line_explained
from budgets.method.methods import MethodKind, method_from
from budgets.method.pace import PaceRefused, Standing, limits_of, within_bounds
from budgets.method.policy import Bounds, Policy
from budgets.method.restored import calculation_from
from budgets.method.result import Calculation, LineKind
from budgets.method.workbook import (
    CostCentre,
    CurrencyWeight,
    Group,
    Membership,
    Population,
    Service,
    Workbook,
)
from budgets.method.written import as_dict, canonical_text
from tests.unit.budgets.any_workbook import percents, policies, workbooks
from tests.unit.budgets.small_workbook import DAY


def _outcome(workbook: Workbook, policy: Policy) -> Calculation | str:
    try:
        return calculate(workbook, policy)
    except CalculationRefused as refused:
        return str(refused)


def _mirrored(workbook: Workbook) -> Workbook:
    return replace(
        workbook,
        cost_centres=tuple(replace(centre, amount=-centre.amount) for centre in workbook.cost_centres),
        adjustments=tuple(replace(row, amount=-row.amount) for row in workbook.adjustments),
    )


@settings(max_examples=80, deadline=None)
@given(workbooks(), policies())
def test_parts_always_add_up_to_the_whole(workbook: Workbook, policy: Policy) -> None:
    """TRAPS 3: to the penny, for groups, practices, reserve and bridge, with all plans at once."""
    calculation = _outcome(workbook, policy)
    if isinstance(calculation, str):
        return
    assert [check.name for check in calculation.checks if not check.passed] == []
    for line in calculation.lines:
        assert sum(line.gross.values()) + line.pooled + line.unsplit == line.total
        assert sum(line.practices.values()) + sum(line.not_placed.values()) == sum(line.gross.values())
        assert sum(part.amount for part in line.parts) in {line.total, 0}
        if line.kind is not LineKind.PACE_OF_CHANGE:
            assert sum(line.fair_share.values()) == sum(line.gross.values())
    for code, group in calculation.totals.by_group.items():
        assert sum(step.by_group[code] for step in calculation.bridge) == group.net
    assert sum(line.gross[g] for line in calculation.lines[-1:] for g in line.gross if policy.pace) == 0


@settings(max_examples=50, deadline=None)
@given(workbooks(), policies())
def test_no_group_without_weight_gets_a_penny(workbook: Workbook, policy: Policy) -> None:
    calculation = _outcome(workbook, policy)
    for line in () if isinstance(calculation, str) else calculation.lines:
        for part in line.parts:
            without = [code for code, figure in (part.driver or {}).items() if not figure]
            assert [part.gross[code] for code in without] == [0] * len(without)


@settings(max_examples=40, deadline=None)
@given(workbooks(), policies(), st.fractions(min_value="1/30", max_value=50, max_denominator=30))
def test_scaling_all_weights_changes_no_penny(workbook: Workbook, policy: Policy, factor: Fraction) -> None:
    scaled = replace(
        workbook,
        populations=tuple(
            replace(
                row,
                registered=row.registered * factor,
                weighted={name: figure * factor for name, figure in row.weighted.items()},
            )
            for row in workbook.populations
        ),
        currency_weights=tuple(
            CurrencyWeight(currency=currency, weight=weight * factor)
            for currency, weight in {"contact": Fraction(1), "fce": workbook.currency_weights[0].weight}.items()
        ),
    )
    before, after = _outcome(workbook, policy), _outcome(scaled, policy)
    if isinstance(before, str) or isinstance(after, str):
        assert before == after
        return
    assert [(x.gross, x.practices, x.reserve) for x in before.lines] == [
        (x.gross, x.practices, x.reserve) for x in after.lines
    ]
    assert before.bridge == after.bridge


@settings(max_examples=40, deadline=None)
@given(workbooks(), policies(), st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing(workbook: Workbook, policy: Policy, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a shuffle that can be repeated, nothing secret

    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(rows, len(rows)))

    rows = workbook.activity
    order = random.sample(range(len(rows)), len(rows))
    columns = ("service", "practice", "month", "currency", "quantity", "row")
    other = replace(
        workbook,
        activity=replace(rows, **{name: [getattr(rows, name)[place] for place in order] for name in columns}),
        **{
            sheet: shuffled(getattr(workbook, sheet))
            for sheet in (
                "practices", "populations", "cost_centres", "cost_centre_map", "currency_weights", "fixed_shares",
                "adjustments", "must_dos", "prior_year",
            )
        },
    )  # fmt: skip
    before, after = _outcome(workbook, policy), _outcome(other, policy)
    assert before == after
    if not isinstance(before, str) and not isinstance(after, str):
        assert canonical_text(before) == canonical_text(after)


@settings(max_examples=40, deadline=None)
@given(workbooks())
def test_a_negated_total_gives_the_mirror_image(workbook: Workbook) -> None:
    rules = Policy(
        year="2008/09",
        capitation_date=DAY,
        population="registered",
        activity_from="2007-02",
        activity_to="2007-12",
        minimum_months=0,
        fallback=(),
        growth_amount=2_000_000,
    )
    # by cost centre a credit has no weight, so a mirrored ledger is another driver, not a mirror image
    plain = {
        MethodKind.COST_CENTRE: method_from("equal"),
    }
    services = tuple(
        replace(s, method=reduce(lambda m, share: plain.get(share.way.kind, m), s.method.shares, s.method))
        for s in workbook.services
    )
    book = replace(workbook, services=services, must_dos=())
    image, mirror = calculate(book, rules).lines[:-1], calculate(_mirrored(book), rules).lines[:-1]
    for line, mirrored in zip(image, mirror, strict=True):
        assert line.gross == {code: -amount for code, amount in mirrored.gross.items()}
        assert line.practices == {code: -amount for code, amount in mirrored.practices.items()}


@settings(max_examples=40, deadline=None)
@given(workbooks(), policies())
def test_a_calculation_is_restored_exactly_from_its_text(workbook: Workbook, policy: Policy) -> None:
    calculation = _outcome(workbook, policy)
    if isinstance(calculation, str):
        return
    assert calculation_from(as_dict(calculation)) == calculation
    assert '"-0.00"' not in canonical_text(calculation)
    assert '"-0.0000"' not in canonical_text(calculation)


@settings(max_examples=40, deadline=None)
@given(workbooks(), policies())
def test_the_explanation_of_a_line_gives_the_figures_of_the_line(workbook: Workbook, policy: Policy) -> None:
    calculation = _outcome(workbook, policy)
    if isinstance(calculation, str):
        return
    for line in calculation.lines:
        explained = line_explained(workbook, policy, calculation, line.code)
        for part, shown in zip(line.parts, explained.parts, strict=bool(explained.parts)):
            assert {p.code: p.amount for p in shown.groups.portions} == part.gross
            assert {p.code: p.odd_penny for p in shown.groups.portions} == part.penny
            assert abs(shown.exact - part.amount) < 1
            assert all(abs(p.exact - p.amount) < 1 for p in shown.groups.portions)
        for step in explained.pace:
            assert step.computed + step.difference == step.new >= step.lower
        if explained.uplift is not None and line.steps is not None:
            assert sum(r.amount for r in explained.ledger if not r.counts) == -list(line.steps.values())[1]


totals = st.integers(0, 10**8)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(totals, st.none() | st.integers(1, 10**8)), min_size=1, max_size=6), percents, percents)
def test_bounds_are_kept_and_sum_to_what_was_shared(
    rows: list[tuple[int, int | None]], down: Fraction, up: Fraction
) -> None:
    rule = Bounds(minimum_percent=-down, maximum_percent=up)
    groups = [Standing(code=f"G{n}", computed=t, fair_share=0, prior=p) for n, (t, p) in enumerate(rows)]
    limits = [limits_of(rule, group) for group in groups]
    whole = sum(group.computed for group in groups)
    try:
        damped = within_bounds(rule, groups)
    except PaceRefused:
        most = None if any(limit.upper is None for limit in limits) else sum(limit.upper or 0 for limit in limits)
        assert whole < sum(limit.lower for limit in limits) or (most is not None and whole > most)
        return
    assert sum(damped) == whole
    for amount, limit in zip(damped, limits, strict=True):
        assert limit.lower <= amount
        assert limit.upper is None or amount <= limit.upper


def _numbers(value: object) -> list[type]:
    if isinstance(value, dict):
        return [kind for inner in (*value, *value.values()) for kind in _numbers(inner)]
    if isinstance(value, list | tuple):
        return [kind for inner in value for kind in _numbers(inner)]
    if hasattr(value, "__dataclass_fields__"):
        return [kind for name in value.__dataclass_fields__ for kind in _numbers(getattr(value, name))]
    return [type(value)]


@settings(max_examples=30, deadline=None)
@given(workbooks(), policies())
def test_no_binary_floating_point_comes_out(workbook: Workbook, policy: Policy) -> None:
    """TRAPS 10."""
    calculation = _outcome(workbook, policy)
    kinds = set(_numbers(calculation)) | (
        {str} if isinstance(calculation, str) else set(_numbers(as_dict(calculation)))
    )
    assert not any(issubclass(kind, float) for kind in kinds)


@pytest.mark.parametrize("day", [date(2008, 3, 31), date(2008, 4, 1)])
def test_a_practice_that_leaves_on_the_first_of_april_still_counts_on_the_day_before(day: date) -> None:
    people = {"X1": "A", "X2": "B"}
    book = Workbook(
        groups=(Group(code="A", name="A"), Group(code="B", name="B")),
        practices=tuple(
            Membership(practice=p, name=p, group=g, left=date(2008, 4, 1) if p == "X1" else None)
            for p, g in people.items()
        ),
        population_columns=(),
        populations=tuple(Population(practice=p, on=day, registered=Fraction(10)) for p in people),
        services=(Service(code="S", name="S", method=method_from("capitation")),),
        cost_centres=(CostCentre(code="C", service="S", amount=100),),
    )
    rules = Policy(
        year="2008/09",
        capitation_date=day,
        population="registered",
        activity_from="2007-01",
        activity_to="2007-12",
        minimum_months=0,
        fallback=(),
    )
    expected = {"A": 50, "B": 50} if day == date(2008, 3, 31) else {"A": 0, "B": 100}
    assert calculate(book, rules).lines[0].gross == expected
