"""The worked examples of docs/budget-method.md come out of the code as they stand on the page."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from budgets.method.bridge import running_parts
from budgets.method.methods import MethodKind, method_from, one_way
from budgets.method.pace import Standing, above_floor, within_bounds
from budgets.method.policy import Bounds, Floor, Policy
from budgets.method.split import reserve_of
from budgets.method.steps import Ledger, first_steps
from budgets.method.workbook import Adjustment, AdjustmentKind, CostCentre, Service
from core.apportion import Dealer, apportion, deal_in_order, whole_weights
from core.money import decimals, grouped, percent_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "budget-method.md").read_text(encoding="utf-8")
POLICY = Policy(
    year="2008/09",
    capitation_date=date(2008, 1, 1),
    population="registered",
    activity_from="2007-01",
    activity_to="2007-12",
    minimum_months=6,
    fallback=(),
    uplift_percent=Fraction("2.3"),
)


def _example(number: str) -> str:
    """An example from its number to the next example or heading."""
    found = re.search(rf"\*\*Example {re.escape(number)}\.\*\*(.*?)(?=\n\*\*Example|\n#|\n---|\Z)", PAGE, re.DOTALL)
    assert found, f"the page has no example {number}"
    return found[1]


def _shown(pence: int) -> str:
    return f"{'−' if pence < 0 else ''}£{grouped(abs(pence))}"


def _stand_in(number: str, amounts: Sequence[int]) -> None:
    missing = [_shown(amount) for amount in amounts if _shown(amount) not in _example(number)]
    assert not missing, f"example {number} should name {missing}"


def test_a_percentage_is_rounded_half_away_from_nought() -> None:
    half_up, half_down = percent_of(100, Fraction("1.5")), percent_of(-100, Fraction("1.5"))
    assert f"1.5% of £1.00 is {_shown(half_up)}, and 1.5% of −£1.00 is {_shown(half_down)}." in PAGE


def test_an_amount_is_dealt_out_among_equals() -> None:
    assert list(apportion(1000, {"A": 1, "B": 1, "C": 1}).values()) == [334, 333, 333]
    _stand_in("2.1", [1000, 334, 333])


def test_a_negative_amount_is_dealt_out_as_if_above_nought() -> None:
    assert list(apportion(-18225, {"A": 98, "B": 2}).values()) == [-17861, -364]
    _stand_in("2.2", [-18225, -17861, -364])


def test_a_service_goes_through_its_steps() -> None:
    lines = [("C1", 100_000_000, True, True), ("C2", 5_000_000, False, True), ("C3", 3_000_000, True, False)]
    ledger = Ledger(
        service=Service(code="S", name="S", method=one_way(MethodKind.EQUAL), hosted_share=Fraction(50)),
        cost_centres=[
            CostCentre(code=code, service="S", amount=amount, recurrent=recurrent, in_scope=in_scope)
            for code, amount, recurrent, in_scope in lines
        ],
        adjustments=[
            Adjustment(service="S", kind=AdjustmentKind.OTHER, amount=2_000_000),
            Adjustment(service="S", kind=AdjustmentKind.OTHER, amount=-500_000, recurrent=False),
        ],
    )
    steps = list(first_steps(ledger, POLICY).values())
    assert steps == [108_000_000, -3_000_000, -52_500_000, 1_500_000, 1_196_000]
    after = sum(steps)
    returned = apportion(10_000_000, {"S": after, "T": 44_804_000})["S"]
    _stand_in("3.1", [*steps, after, returned, after + returned])


def test_a_blend_is_divided_over_its_parts_and_then_its_groups() -> None:
    method = method_from("activity:60+capitation:40")
    by_activity, by_capitation = deal_in_order(100_001, whole_weights([share.percent for share in method.shares]))
    first = apportion(by_activity, {"A": 300, "B": 100})
    second = apportion(by_capitation, {"A": 1, "B": 1})
    gross = [first[code] + second[code] for code in ("A", "B")]
    _stand_in("4.1", [100_001, by_activity, by_capitation, *first.values(), *second.values(), *gross])
    reserve = reserve_of(100_001, Fraction("1.5"), gross, ["A", "B"])
    _stand_in("4.2", [sum(reserve), *reserve, *(had - less for had, less in zip(gross, reserve, strict=True))])


def test_bounds_hold_every_group_near_its_prior_year() -> None:
    groups = [
        Standing(code=code, computed=computed, fair_share=0, prior=10_000)
        for code, computed in (("A", 12_000), ("B", 9_000), ("C", 9_000))
    ]
    damped = within_bounds(Bounds(minimum_percent=Fraction(-2), maximum_percent=Fraction(6)), groups)
    moved = [new - group.computed for new, group in zip(damped, groups, strict=True)]
    _stand_in("5.1", [*damped, *moved])
    assert sum(moved) == 0


def test_a_floor_is_paid_first_and_the_rest_goes_by_shortfall() -> None:
    groups = [
        Standing(code="A", computed=13_000, fair_share=14_000, prior=10_000),
        Standing(code="B", computed=11_000, fair_share=10_000, prior=11_000),
    ]
    assert sum(group.computed for group in groups) == sum(group.fair_share for group in groups)
    _stand_in("5.2", above_floor(Floor(floor_percent=Fraction(1)), groups))


def test_a_distance_is_worked_out_from_unrounded_figures() -> None:
    distance = decimals(Fraction(100 * (1_060_000 - 1_040_000), 1_040_000))
    assert f"{distance}%" in _example("6.1")


@pytest.mark.parametrize("group", [0, 1])
def test_a_bridge_steps_from_one_running_sum_to_the_next(group: int) -> None:
    parts = running_parts([10_000, -1_000, 0, 0, 207, 0], Dealer([1, 2], ["A", "B"]))
    _stand_in("6.2", [shared[group] for _, shared, _ in parts])
