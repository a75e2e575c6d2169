"""Full-year and part-year effects: exact, rounded once, and adding up by group to the penny."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.months import months_this_year
from contracts.variations.rules.effects import (
    effect_of,
    full_year_effect,
    part_year_effect,
    problems_in_effect,
)
from contracts.variations.rules.written import effect_from, effect_values
from core.errors import Refusal
from core.money import rounded
from core.periods import FinancialYear

PENCE = st.integers(min_value=-(10**10), max_value=10**10)
GROUPS = st.dictionaries(st.sampled_from(["DacCom", "Hertsmere", "Red House", "StAHCom", "WatCom"]), PENCE)
MONTHS = st.fractions(min_value=Fraction(1, 31), max_value=12, max_denominator=372)


@given(pence=PENCE, months=MONTHS)
def test_there_and_back_is_the_same_amount(pence: int, months: Fraction) -> None:
    assert full_year_effect(part_year_effect(pence, months), months) == pence


@given(by_group=GROUPS, months=MONTHS | st.just(Fraction(0)))
def test_groups_add_up_in_both_years(by_group: Mapping[str, int], months: Fraction) -> None:
    effect = effect_of(by_group, months)
    assert problems_in_effect(effect) == []
    assert effect.part_year == rounded(Fraction(effect.full_year) * months / 12)
    assert list(effect.part_year_by_group) == list(by_group)


@given(by_group=GROUPS, months=MONTHS)
def test_no_group_gets_a_penny_of_the_other_sign_nor_two_too_many(
    by_group: Mapping[str, int], months: Fraction
) -> None:
    for group, pence in effect_of(by_group, months).part_year_by_group.items():
        assert pence * by_group[group] >= 0
        assert abs(pence - Fraction(by_group[group]) * months / 12) < 2


@given(by_group=GROUPS)
def test_in_a_whole_year_both_effects_are_the_same(by_group: Mapping[str, int]) -> None:
    effect = effect_of(by_group, 12)
    assert (effect.part_year, dict(effect.part_year_by_group)) == (effect.full_year, dict(by_group))


def test_88_admissions_in_9_months_are_117_and_a_third_in_a_year() -> None:
    assert full_year_effect(88, 9) == Fraction(352, 3)


@pytest.mark.parametrize(
    ("first", "last", "year", "months"),
    [
        (date(2008, 4, 1), None, "2008/09", 12),
        (date(2008, 7, 1), date(2008, 9, 30), "2008/09", 3),
        (date(2009, 3, 31), None, "2008/09", Fraction(1, 31)),
        (date(2009, 4, 1), None, "2008/09", 0),
        (date(2007, 1, 1), date(2008, 3, 31), "2008/09", 0),
        (date(2008, 10, 16), None, "2008/09", Fraction(16, 31) + 5),
    ],
)
def test_months_of_a_year(first: date, last: date | None, year: str, months: Fraction) -> None:
    assert months_this_year(first, last, FinancialYear.named(year)) == months


@given(after=st.integers(min_value=0, max_value=364), more=st.integers(min_value=0, max_value=400))
def test_by_days_a_year_has_twelve_months_however_it_is_cut(after: int, more: int) -> None:
    year = FinancialYear.named("2008/09")
    cut = year.first_day + timedelta(days=after)
    before = months_this_year(year.first_day, cut, year, by_days=True)
    rest = months_this_year(cut + timedelta(days=1), year.last_day + timedelta(days=more), year, by_days=True)
    assert before == Fraction(12 * (after + 1), 365)
    assert before + rest == 12


@pytest.mark.parametrize("months", [Fraction(-1), Fraction(13), Fraction(25, 2)])
def test_refuses_more_months_than_a_year_has(months: Fraction) -> None:
    with pytest.raises(Refusal, match="A part of a year has more than 0 and at most 12 months, not"):
        part_year_effect(100, months)


def test_refuses_the_full_year_of_no_months() -> None:
    with pytest.raises(Refusal) as refused:
        full_year_effect(100, 0)
    assert str(refused.value) == "A part of a year has more than 0 and at most 12 months, not 0."


def test_groups_that_do_not_add_up_are_named_with_the_difference() -> None:
    effect = replace(effect_of({"DacCom": 1200, "WatCom": 600}, 6), full_year=1900, part_year=800)
    assert problems_in_effect(effect) == [
        "The full-year effect is £19.00, but the groups add up to £18.00: a difference of £1.00.",
        "The part-year effect is £8.00, but the groups add up to £9.00: a difference of £1.00.",
    ]


@given(by_group=GROUPS, months=MONTHS)
def test_an_effect_comes_back_from_its_values(by_group: Mapping[str, int], months: Fraction) -> None:
    effect = replace(effect_of(by_group, months), whole_life=7)
    assert effect_from(effect_values(effect)) == effect
