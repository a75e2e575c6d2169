"""The forecast of a year: what is known, what is expected of open quarters and why, never beyond the caps."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from les.payments.rules.forecast import QUARTERS, Basis, Past, forecasts, in_words

_PENCE = st.integers(-50_000, 5_000_000)
_BY_QUARTER = st.dictionaries(st.sampled_from(QUARTERS), _PENCE)
_PASTS = st.dictionaries(
    st.sampled_from(["Dacorum", "Hertsmere", "Watford", ""]),
    st.builds(Past, claimed=_BY_QUARTER, beside=_PENCE, committed=_BY_QUARTER, planned=_PENCE),
    min_size=1,
)
_CLOSED = st.frozensets(st.sampled_from(QUARTERS))


@given(_PASTS, _CLOSED, st.none() | st.integers(0, 20_000_000))
def test_parts_add_up_and_caps_hold(pasts: Mapping[str, Past], closed: frozenset[int], most: int | None) -> None:
    found = forecasts(pasts, closed=closed, most=most)
    assert list(found) == list(pasts)
    for place, each in found.items():
        past = pasts[place]
        assert each.known == past.beside + sum(past.claimed.values())
        assert each.total == each.known + each.planned + sum(quarter.expected for quarter in each.quarters)
        assert each.expected >= 0
        assert each.planned + each.planned_cut == max(0, past.planned)
        assert not any(quarter.expected for quarter in each.quarters if quarter.quarter in closed)
    known, expected = sum(each.known for each in found.values()), sum(each.expected for each in found.values())
    if most is not None:
        assert known + expected <= max(most, known)


@given(_PASTS, _CLOSED)
def test_a_cap_that_does_not_bind_changes_nothing(pasts: Mapping[str, Past], closed: frozenset[int]) -> None:
    free = forecasts(pasts, closed=closed)
    total = sum(each.total for each in free.values())
    assert forecasts(pasts, closed=closed, most=max(0, total)) == free or total < 0
    assert all(not quarter.cut for each in free.values() for quarter in each.quarters)


@given(_PASTS, st.integers(0, 20_000_000))
def test_a_cap_that_binds_is_used_up_to_the_penny(pasts: Mapping[str, Past], most: int) -> None:
    free = forecasts(pasts, closed=frozenset({1}))
    known, total = (sum(getattr(each, what) for each in free.values()) for what in ("known", "total"))
    if known <= most <= total:
        assert sum(each.total for each in forecasts(pasts, closed=frozenset({1}), most=most).values()) == most


def test_a_year_that_is_over_comes_to_what_is_known() -> None:
    past = Past(claimed={1: 100, 3: 50}, beside=-20, committed={1: 900, 4: 900})
    found = forecasts({"": past}, closed=frozenset(QUARTERS))[""]
    assert (found.total, found.expected) == (130, 0)
    assert {in_words(each) for each in found.quarters} == {
        "Closed: what was claimed, as far as it was approved or is not decided yet."
    }


def test_an_open_quarter_takes_the_larger_of_commitment_and_mean_less_what_is_claimed() -> None:
    past = Past(claimed={1: 1000, 2: 400}, committed={2: 1000, 3: 600, 4: 900}, beside=5000)
    found = forecasts({"": past}, closed=frozenset({1}))[""]
    assert [(each.known, each.expected, each.basis) for each in found.quarters] == [
        (1000, 0, Basis.KNOWN),
        (400, 600, Basis.COMMITTED),
        (0, 1000, Basis.MEAN),
        (0, 1000, Basis.MEAN),
    ]
    assert found.total == 9000
    assert in_words(found.quarters[1]) == (
        "£4.00 is claimed so far; the quarter is expected to come to £10.00, what sign-ups commit in it."
    )


def test_nothing_is_made_up_where_nothing_is_known() -> None:
    found = forecasts({"": Past()}, closed=frozenset())[""]
    assert found.total == 0
    assert in_words(found.quarters[0]) == (
        "Open: nothing is committed and no quarter was claimed yet, so nothing is expected."
    )


def test_where_a_cap_cuts_it_is_said() -> None:
    past = Past(claimed={1: 1000}, planned=500)
    found = forecasts({"": past}, closed=frozenset({1}), most=2001)[""]
    assert (found.total, found.planned, found.planned_cut) == (2001, 143, 357)
    assert [each.expected for each in found.quarters] == [0, 286, 286, 286]
    assert in_words(found.quarters[1]) == (
        "It is expected to come to £10.00, the mean of the closed quarters. "
        "The caps of the scheme leave £7.14 less than that."
    )
