"""What a variance costs: at plan nothing, months and groups add up, the whole year is the payment of the terms."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.paying import payment
from contracts.agreements.rules.payment_terms import Block, CostAndVolume, CostPerCase, PaymentTerms, Tariff
from contracts.monitoring.rules.forecasting import Method, forecast
from contracts.monitoring.rules.money import cost, money_compared, money_of_month
from contracts.monitoring.rules.months import (
    NOBODY,
    Month,
    Planned,
    Returned,
    State,
    comparison,
    comparison_by_group,
)
from contracts.monitoring.rules.sharing import money_by_group
from core.money import as_pence

YEAR = tuple(f"{2008 + (3 + turn) // 12}-{(3 + turn) % 12 + 1:02d}" for turn in range(12))
LAST = YEAR[-1]
GROUPS = ("DAC", "WAT", "STA")
UNITS = st.integers(0, 400)
LIMIT = st.one_of(st.none(), st.integers(0, 5_000_00))
RATES = st.fractions(0, 1, max_denominator=10)
CASES = st.builds(CostPerCase, price=st.integers(1, 90_00))
TARIFFS = st.builds(Tariff, price=st.integers(1, 90_00), market_forces=st.fractions("0.5", 2, max_denominator=50))
VOLUMES = st.builds(
    CostAndVolume,
    price=st.integers(1, 90_00),
    plan=st.integers(1, 4_000),
    band_below=st.fractions(0, 10, max_denominator=4),
    band_above=st.fractions(0, 10, max_denominator=4),
    rate_below=RATES,
    rate_above=RATES,
)
CAPPED = st.builds(CostPerCase, price=st.integers(1, 90_00), cap=st.integers(0, 50_000_00))
FLOORED = st.builds(CostPerCase, price=st.integers(1, 90_00), floor=st.integers(0, 50_000_00))
TERMS: st.SearchStrategy[PaymentTerms] = st.one_of(CASES, TARIFFS, VOLUMES, CAPPED, FLOORED)
BY_GROUP = st.fixed_dictionaries(dict.fromkeys(GROUPS, UNITS))
PLANS = st.lists(BY_GROUP, min_size=12, max_size=12).filter(lambda plan: all(sum(each.values()) for each in plan))
ACTUALS = st.lists(
    st.one_of(st.none(), st.fixed_dictionaries(dict.fromkeys((*GROUPS, NOBODY), UNITS))), min_size=12, max_size=12
)


def line_of(terms: PaymentTerms) -> TermsLine:
    """Terms of nursing."""
    if isinstance(terms, Block):
        return TermsLine(service="N", service_name="Nursing", terms=terms, first_month=YEAR[0], last_month=LAST)
    return TermsLine(service="N", service_name="Nursing", terms=terms, unit="contacts")


def year_of(
    plan: Sequence[Mapping[str, int]],
    actual: Sequence[Mapping[str, int] | None],
    *terms: PaymentTerms,
    months: Sequence[str] = YEAR,
) -> list[Month]:
    """A year of nursing; the second terms hold from October on. None: the month is missing."""
    total = [sum(each.values()) for each in plan]
    found = []
    for turn, (month, planned, counted) in enumerate(zip(months, plan, actual, strict=True)):
        agreed = terms[-1] if turn >= 6 else terms[0]
        found.append(
            Month(
                month=month,
                plan=Planned(units=planned, ahead=sum(total[turn + 1 :]), terms=line_of(agreed)),
                returned=Returned(state=State.MISSING)
                if counted is None
                else Returned(state=State.FROZEN, units={code: Fraction(units) for code, units in counted.items()}),
            )
        )
    return found


@given(PLANS, TERMS, TERMS, st.sampled_from(YEAR))
def test_at_plan_nothing_is_off(plan: list[dict[str, int]], first: PaymentTerms, second: PaymentTerms, to: str) -> None:
    year = year_of(plan, plan, first, second)
    assert money_compared(year, to, unit="contacts").variance == 0
    assert {each.variance for each in money_by_group(year, to, unit="contacts").values()} == {0}
    assert comparison(each for each in year if each.month <= to).variance == 0
    for method in Method:
        found = forecast(year, to, method, unit="contacts")
        assert [found.variance, found.money_variance] == [0, 0]


@given(PLANS, ACTUALS, TERMS, TERMS, st.sampled_from(YEAR))
def test_groups_add_up_to_the_service_and_months_to_the_date(
    plan: list[dict[str, int]],
    actual: list[dict[str, int] | None],
    first: PaymentTerms,
    second: PaymentTerms,
    to: str,
) -> None:
    year = year_of(plan, actual, first, second)
    whole = money_compared(year, to, unit="contacts")
    groups = money_by_group(year, to, unit="contacts")
    assert sum(each.plan or 0 for each in groups.values()) == whole.plan
    assert sum(each.actual or 0 for each in groups.values()) == whole.actual
    units = comparison_by_group(each for each in year if each.month <= to)
    counted = comparison(each for each in year if each.month <= to)
    assert sum(each.plan for each in units.values()) == counted.plan
    assert sum(each.actual for each in units.values()) == counted.actual
    months = [each.month for each in year if each.month <= to and each.is_compared]
    parts = [money_of_month(year, month, unit="contacts") for month in months]
    assert sum(each.plan or 0 for each in parts) == whole.plan
    assert sum(each.actual or 0 for each in parts) == whole.actual


@given(PLANS, st.lists(BY_GROUP, min_size=12, max_size=12), TERMS)
def test_the_whole_year_is_paid_as_the_terms_say(
    plan: list[dict[str, int]], actual: list[dict[str, int]], terms: PaymentTerms
) -> None:
    year = year_of(plan, actual, terms)
    done = sum(sum(each.values()) for each in actual)
    assert money_compared(year, LAST, unit="contacts").actual == as_pence(payment(terms, done))
    for method in Method:
        assert forecast(year, LAST, method, unit="contacts").cost.pence == as_pence(payment(terms, done))


@given(PLANS, ACTUALS, st.integers(0, 900_000_00))
def test_a_block_is_off_by_nothing_whatever_was_done(
    plan: list[dict[str, int]], actual: list[dict[str, int] | None], amount: int
) -> None:
    year = year_of(plan, actual, Block(amount=amount))
    whole = money_compared(year, LAST, unit="contacts")
    assert whole.variance == 0
    assert {each.variance for each in money_by_group(year, LAST, unit="contacts").values()} <= {0}
    assert cost(year, {each.month: Fraction(1) for each in year}, unit="contacts").pence == amount


@given(PLANS, ACTUALS, TERMS)
def test_a_group_at_plan_has_no_variance_whatever_the_others_did(
    plan: list[dict[str, int]], actual: list[dict[str, int] | None], terms: PaymentTerms
) -> None:
    held = [None if done is None else {**done, "DAC": said["DAC"]} for said, done in zip(plan, actual, strict=True)]
    groups = money_by_group(year_of(plan, held, terms), LAST, unit="contacts")
    if "DAC" in groups:
        assert groups["DAC"].variance == 0


def test_a_band_to_a_month_lies_around_the_plan_to_that_month() -> None:
    terms = CostAndVolume(
        price=50_00, plan=1200, band_below=Fraction(10), band_above=Fraction(10), rate_above=Fraction(1, 2)
    )
    plan, actual = [{"DAC": 100}] * 12, [{"DAC": 130}] * 6 + [None] * 6
    year = year_of(plan, actual, terms)
    found = money_compared(year, YEAR[5], unit="contacts")
    assert found.plan == 600 * 50_00
    assert found.actual == 660 * 50_00 + 120 * 25_00
    assert found.variance == 6_000_00


def test_forecasts_say_what_they_assume() -> None:
    plan = [{"DAC": 100}] * 6 + [{"DAC": 200}] * 6
    year = year_of(plan, [{"DAC": 110}] * 4 + [None] * 8, CostPerCase(price=10_00))
    at_plan = forecast(year, YEAR[3], Method.AT_PLAN, unit="contacts")
    as_so_far = forecast(year, YEAR[3], Method.AS_SO_FAR, unit="contacts")
    assert [at_plan.units, as_so_far.units] == [1840, 1980]
    assert (at_plan.money_variance, as_so_far.money_variance) == (400_00, 1_800_00)
    assert not at_plan.is_early
    early = forecast(year, YEAR[1], Method.AS_SO_FAR, unit="contacts")
    assert [early.is_early, early.units] == [True, 1980]


def test_no_forecast_without_a_month_to_stand_on() -> None:
    year = year_of([{"DAC": 100}] * 12, [None] * 12, CostPerCase(price=10_00))
    found = forecast(year, LAST, Method.AT_PLAN, unit="contacts")
    assert (found.units, found.cost.pence, found.why_not) == (None, None, "No month has both plan and actual yet.")


def test_terms_of_another_unit_tell_no_cost() -> None:
    year = year_of([{"DAC": 1}] * 12, [{"DAC": 1}] * 12, CostPerCase(price=1))
    found = money_compared(year, LAST, unit="bed days")
    assert found.variance is None
    assert found.why_not.startswith("The contract plans bed days and pays for contacts")
    assert money_by_group(year, LAST, unit="bed days") == {}


@pytest.mark.parametrize("missing", YEAR)
def test_a_missing_month_is_in_neither_plan_nor_actual(missing: str) -> None:
    actual = [None if month == missing else {"DAC": 90} for month in YEAR]
    year = year_of([{"DAC": 100}] * 12, actual, CostPerCase(price=1))
    found = comparison(year)
    assert [found.plan, found.actual, found.percent] == [1100, 990, -10]


def test_nothing_planned_has_no_percentage() -> None:
    found = comparison(year_of([{"DAC": 0}] * 12, [{"DAC": 5}] * 12, CostPerCase(price=1)))
    assert [found.percent, found.variance] == [None, 60]
