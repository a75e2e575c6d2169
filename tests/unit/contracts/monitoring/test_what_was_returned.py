"""What was returned becomes months by group: which currency is meant, whose a practice is, and what is small."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.activity.rules.currencies import CURRENCIES, Adding, Currency
from commissioning.organisations.rules.values import MembershipLine
from contracts.monitoring.presented.words import finding_of, months_in_words
from contracts.monitoring.rules.lines import line_of, months_chosen
from contracts.monitoring.rules.months import NOBODY, Month, Planned, Returned, Service, State, comparison_by_group
from contracts.monitoring.rules.returned import Correction, Figure, Groups, by_month, currency_for
from contracts.monitoring.rules.showing import OTHERS, Sight

MONTHS = ("2008-04", "2008-05", "2008-06")


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("contacts", "contact"),
        (" First  contacts ", "first_contact"),
        ("Referrals", "referral"),
        ("bed days", "bed_day"),
        ("episodes", "fce"),
        ("spells", "spell"),
        ("appointments", ""),
        ("people", ""),
        ("whole-time equivalents", ""),
        ("home visits", ""),
    ],
)
def test_a_unit_means_one_currency_or_none(unit: str, code: str) -> None:
    found = currency_for(unit, CURRENCIES)
    assert (found.code if found else "") == code


def test_a_currency_of_the_trusts_own_is_meant_by_its_name() -> None:
    own = Currency(code="home_visit", label="Home visits", unit="visits")
    rate = Currency(code="clinic_rate", label="Clinics", unit="clinics", adding=Adding.RATE)
    for unit in ("home visits", "visits"):
        assert currency_for(unit, [*CURRENCIES, own]) is own
    assert currency_for("clinics", [*CURRENCIES, rate]) is None


def test_a_practice_belongs_to_the_group_of_the_end_of_the_month() -> None:
    half = date(2008, 5, 15)
    groups = Groups(
        [
            MembershipLine(practice="P1", name="One", group="DAC", left=half),
            MembershipLine(practice="P1", name="One", group="WAT", joined=half),
            MembershipLine(practice="P2", name="Two", group="DAC", left=half),
            MembershipLine(practice="P3", name="Three"),
        ]
    )
    assert [groups.of("P1", month) for month in MONTHS] == ["DAC", "WAT", "WAT"]
    assert [groups.of("P2", month) for month in MONTHS] == ["DAC", "DAC", NOBODY]
    assert {groups.of(practice, "2008-05") for practice in ("P3", "P9", "")} == {NOBODY}


def test_a_figure_in_two_returns_of_a_month_is_added_and_provisional_if_one_is() -> None:
    figures = [
        Figure(month="2008-04", practice="", units=30_000, is_frozen=True, source=(1, "2008-04")),
        Figure(month="2008-04", practice="", units=5_000, is_frozen=False, source=(2, "2008-04")),
    ]
    found = by_month(
        MONTHS, figures=figures, corrections=[Correction(posted_to="2008-05", practice="", units=-10_000)],
        nil={"2008-05": (True, (1, "2008-05"))}, groups=Groups([]), expected=[], over="2008-05",
    )  # fmt: skip
    assert found["2008-04"].state is State.PROVISIONAL
    assert found["2008-04"].units == {NOBODY: Fraction(7, 2)}
    assert found["2008-04"].sources == ((1, "2008-04"), (2, "2008-04"))
    assert [found["2008-05"].state, found["2008-05"].adjusted] == [State.FROZEN, {NOBODY: -1}]
    assert [found["2008-06"].state, found["2008-06"].why_not] == [State.TO_COME, ""]


def _service(*months: dict[str, int] | None) -> Service:
    return Service(
        key="N",
        code="N",
        name="Nursing",
        unit="contacts",
        months=tuple(
            Month(
                month=month,
                plan=Planned(units={"DAC": 60, "WAT": 40}),
                returned=Returned(state=State.MISSING, why_not="No figure was returned.")
                if units is None
                else Returned(state=State.FROZEN, units={code: Fraction(count) for code, count in units.items()}),
            )
            for month, units in zip(MONTHS, months, strict=True)
        ),
    )


def test_a_small_month_withholds_the_whole_series() -> None:
    sight = Sight(hide_up_to=5, own="DAC")
    large, small = _service({"DAC": 50, "WAT": 30}, None, {"DAC": 0, "WAT": 9}), _service({"DAC": 5}, None, None)
    assert [sight.hides(large), sight.hides_groups(large)] == [False, False]
    assert [sight.hides(small), Sight().hides(small)] == [True, False]
    one_group = _service({"DAC": 50, "WAT": 3}, None, None)
    assert [sight.hides(one_group), sight.hides_groups(one_group)] == [False, True]
    assert finding_of(line_of(small, MONTHS[-1], is_hidden=True)) == (
        "Nursing: not shown, because a month has a small figure."
    )


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("DAC", "WAT", "STA", NOBODY), st.integers(0, 99))), min_size=3, max_size=3
    )
)
def test_the_own_group_and_all_others_are_the_whole(months: list[dict[str, int]]) -> None:
    service = _service(*months)
    seen = comparison_by_group(Sight(hide_up_to=5, own="DAC").grouped(service).months)
    assert set(seen) == {"DAC", OTHERS}
    assert seen["DAC"].actual == sum(each["DAC"] for each in months)
    assert sum(each.actual for each in seen.values()) == sum(sum(each.values()) for each in months)
    assert [seen["DAC"].plan, seen[OTHERS].plan] == [180, 120]


def test_words_of_months_and_of_a_service_with_nothing_to_compare() -> None:
    assert months_in_words(["2008-11", "2008-12", "2009-01"]) == "November 2008 to January 2009"
    nothing = _service(None, None, None)
    assert finding_of(line_of(nothing, "2008-05")) == (
        "Nursing: nothing can be compared yet. Without April 2008 and May 2008: missing."
    )
    assert months_chosen([nothing], MONTHS, "2008-05") == (["2008-04", "2008-05"], "2008-05")
    assert months_chosen([nothing], MONTHS, "2008-03") == ([], "2008-04")
