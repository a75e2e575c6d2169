"""Everything that is refused, each with sheet, row, column, value and what was expected."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.methods import MethodKind, Way, method_from
from budgets.method.policy import Basis
from budgets.method.problems import problems_in
from budgets.method.workbook import (
    Adjustment,
    AdjustmentKind,
    CurrencyWeight,
    FixedShare,
    Group,
    Membership,
    MustDo,
    Population,
    PriorYear,
)
from tests.unit.budgets.small_workbook import DAY, activity, cost_centre, mapped, policy, service, workbook

BOOK = workbook()
MUST_DO = MustDo(code="NUR", name="", amount=0, method=method_from("equal"), row=7)
X1, X2, X3 = BOOK.practices
ONE = Fraction(1)


def _people(**more: Any) -> Population:
    return replace(Population(practice="X1", on=date(2007, 1, 1), registered=ONE, row=9), **more)


def _twice(record: Any) -> tuple[Any, Any]:
    return replace(record, row=2), replace(record, row=3)


CASES: list[tuple[dict[str, Any], str]] = [
    ({"groups": (*BOOK.groups, Group(code="A", name="", row=4))}, "groups.csv:4:code: A: one row for each group;"),
    ({"groups": (*BOOK.groups, Group(code="A/B", name="", row=4))}, "groups.csv:4:code: A/B: a code without + : ; or"),
    ({"practices": (*BOOK.practices, replace(X1, row=9))}, "practices.csv:9:code: X1: a practice in one group at a"),
    (
        {"practices": (*BOOK.practices, Membership(practice="X4", name="", group="Z", left=DAY, row=9))},
        "practices.csv:9:group: Z: a code that stands in groups.csv",
    ),
    (
        {"practices": (replace(X1, joined=DAY, left=DAY), X2, X3)},
        "practices.csv:2:left: 2008-01-01: a day after joined, 2008-01-01",
    ),
    (
        {"populations": BOOK.populations[:2]},
        "practices.csv:4:code: X3: a practice with a population on 2008-01-01, for it is in group B that day",
    ),
    ({"populations": (*BOOK.populations, _people(practice="X9"))}, "populations.csv:9:practice: X9: a code that"),
    ({"populations": (*BOOK.populations, _people(on=DAY))}, "populations.csv:9:practice: X1 2008-01-01: one row for"),
    ({"populations": (*BOOK.populations, _people(registered=-ONE))}, "populations.csv:9:registered: -1: a population"),
    (
        {"populations": (*BOOK.populations, _people(weighted={"weighted": Fraction("-0.5")}))},
        "populations.csv:9:weighted: -0.5: a population of 0 or more",
    ),
    ({"services": _twice(service())}, "services.csv:3:code: NUR: one row for each service; the first is row 2"),
    ({"services": (service(), service("PACE", row=3))}, "services.csv:3:code: PACE: another code: RETURNED, GROWTH,"),
    ({"services": (service(method="capitation/elderly", row=3),)}, "services.csv:3:method: capitation/elderly: a popu"),
    ({"services": (service(method="direct:Z", row=3),)}, "services.csv:3:method: direct:Z: direct: and the code of a"),
    ({"services": (service(hosted_share=Fraction(101)),)}, "services.csv::hosted_share: 101: a percentage from 0 to"),
    ({"services": (service(risk_reserve=-ONE),)}, "services.csv::risk_reserve: -1: a percentage from 0 to 100"),
    ({"must_dos": (MUST_DO,)}, "must_dos.csv:7:code: NUR: a code no service has; it stands in services.csv row"),
    ({"must_dos": (replace(MUST_DO, code="M", amount=-1),)}, "must_dos.csv:7:amount: -0.01: an amount of at least"),
    ({"cost_centres": (cost_centre(1), cost_centre(2, row=3))}, "cost_centres.csv:3:code: C-NUR: one row for each"),
    ({"cost_centres": (cost_centre(1, "XXX", row=3),)}, "cost_centres.csv:3:service: XXX: a code that stands in serv"),
    ({"cost_centre_map": mapped("C-XXX", A="100")}, "cost_centre_map.csv::cost_centre: C-XXX: a code that stands in"),
    ({"cost_centre_map": mapped("C-NUR", A="50", Z="50")}, "cost_centre_map.csv::group: Z: a code that stands in gro"),
    ({"cost_centre_map": mapped("C-NUR", A="50", B="50.01")}, "cost_centre_map.csv::percent: 100.01: percentages of"),
    ({"cost_centre_map": mapped("C-NUR", A="101", B="-1")}, "cost_centre_map.csv::percent: -1: a percentage of 0 or"),
    ({"activity": activity([("XXX", "X1", "2007-01", "contact", 1)])}, "activity.csv:2:service: XXX: a code that sta"),
    ({"activity": activity([("NUR", "X1", "2007-1", "contact", 1)])}, "activity.csv:2:month: 2007-1: a month such as"),
    ({"activity": activity([("NUR", "X1", "2007-01", "a+b", 1)])}, "activity.csv:2:currency: a+b: a currency without"),
    ({"activity": activity([("NUR", "X1", "2007-01", "c", -1)])}, "activity.csv:2:quantity: -1: a quantity of 0 or m"),
    ({"currency_weights": (CurrencyWeight(currency="c", weight=-ONE, row=2),)}, "currency_weights.csv:2:weight: -1: "),
    (
        {"currency_weights": _twice(CurrencyWeight(currency="c", weight=ONE))},
        "currency_weights.csv:3:currency: c: one row for each service and currency; the first is row 2",
    ),
    ({"currency_weights": (CurrencyWeight(currency="c", weight=ONE, service="Z", row=2),)}, "currency_weights.csv:2:s"),
    ({"fixed_shares": (FixedShare(service="NUR", group="A", percent=ONE),)}, "fixed_shares.csv::percent: 1: percenta"),
    (
        {"fixed_shares": _twice(FixedShare(service="NUR", group="A", percent=Fraction(50)))},
        "fixed_shares.csv:3:service: NUR A: one row for each service and group; the first is row 2",
    ),
    (
        {"adjustments": (Adjustment(service="Z", kind=AdjustmentKind.OTHER, amount=1),)},
        "adjustments.csv::service: Z: a code that stands in services.csv",
    ),
    (
        {
            "services": (service(in_scope=False),),
            "adjustments": (Adjustment(service="NUR", kind=AdjustmentKind.OTHER, amount=1, row=2),),
        },
        "adjustments.csv:2:service: NUR: a service that is in scope; money out of scope is not adjusted",
    ),
    ({"prior_year": (PriorYear(service="OLD", group="Z", amount=1),)}, "prior_year.csv::group: Z: a code that stands"),
    ({"prior_year": _twice(PriorYear(service="OLD", group="A", amount=1))}, "prior_year.csv:3:service: OLD A: one ro"),
    ({"services": (), "cost_centres": ()}, "services.csv::: : at least one row below the header"),
]


@pytest.mark.parametrize(("change", "expected"), CASES, ids=lambda value: value[:50] if isinstance(value, str) else "")
def test_refuses_a_workbook_and_says_where_and_what_was_expected(change: dict[str, Any], expected: str) -> None:
    wrong = replace(BOOK, **change)
    found = [str(problem) for problem in problems_in(wrong, policy(growth_amount=100))]
    assert any(problem.startswith(expected) for problem in found), found
    with pytest.raises(CalculationRefused):
        calculate(wrong, policy(growth_amount=100))


POLICY_CASES: list[tuple[dict[str, Any], str]] = [
    ({"population": "elderly"}, "policy.toml::capitation.population: elderly: a population column of populations.csv"),
    ({"fallback": (Way(MethodKind.CAPITATION, "old"),)}, "policy.toml::activity.fallback: capitation/old: a populat"),
    ({"capitation_date": date(2008, 4, 1)}, "policy.toml::capitation.date: 2008-04-01: a date that stands in"),
    ({"activity_from": "2008-01"}, "policy.toml::activity.to: 2007-12: a month not before activity.from, 2008-01"),
]


@pytest.mark.parametrize(("change", "expected"), POLICY_CASES)
def test_refuses_a_policy_that_does_not_fit_the_workbook(change: dict[str, Any], expected: str) -> None:
    found = [str(problem) for problem in problems_in(BOOK, policy(**change))]
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_must_dos_above_growth_name_both_sums_and_the_excess() -> None:
    must_dos = tuple(replace(MUST_DO, code=code, amount=150_000) for code in ("M1", "M2"))
    with pytest.raises(CalculationRefused) as refused:
        calculate(replace(BOOK, must_dos=must_dos), policy(growth_amount=250_000))
    assert refused.value.problems[0].expected == (
        "growth that pays the must-dos: they add up to £3,000.00, growth is £2,500.00, £500.00 too little"
    )


def test_returned_money_needs_a_positive_amount_to_carry_it() -> None:
    credit = replace(BOOK, cost_centres=(cost_centre(-100),))
    found = problems_in(credit, policy(returned_amount=1, returned_basis=Basis.BASELINE))
    assert [p.expected for p in found] == ["an in-scope service with a positive amount to carry it"]


def test_refuses_groups_without_people() -> None:
    nobody = tuple(replace(row, registered=Fraction(0), weighted={}) for row in BOOK.populations)
    found = problems_in(replace(BOOK, populations=nobody), policy())
    assert [p.expected for p in found] == ["people in the groups on 2008-01-01: capitation has nobody to share by"]


def test_a_practice_unknown_in_activity_and_a_service_of_last_year_are_no_problem() -> None:
    rows: list[tuple[str, str, str, str, int | Fraction]] = [("NUR", "X9", "2007-01", "contact", 1)]
    prior = (PriorYear(service="OLD", group="A", amount=1),)
    assert problems_in(replace(BOOK, activity=activity(rows), prior_year=prior), policy()) == []


def test_a_practice_that_left_may_lack_a_population_and_return_to_another_group() -> None:
    gone = Membership(practice="X4", name="", group="A", left=DAY, row=5)
    moved = (replace(X1, left=date(2007, 4, 1)), replace(X1, group="B", joined=date(2007, 4, 1), row=6))
    assert problems_in(replace(BOOK, practices=(*moved, X2, X3, gone)), policy()) == []


def test_all_problems_come_at_once_and_without_a_policy_what_does_not_hang_on_it() -> None:
    wrong = replace(BOOK, services=(service(method="direct:Z"), service("GROWTH", hosted_share=Fraction(-1))))
    assert len(problems_in(wrong, None)) == 3
