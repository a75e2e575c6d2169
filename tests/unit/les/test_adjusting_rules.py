"""Rules of adjustments: signs, what may be taken back, instalments that add up, value bands, the budget check."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from les.claims.rules.adjusting import (
    check_evidence_kept,
    check_instalments,
    check_kind,
    check_still_due,
    instalment_days,
    instalments,
)
from les.claims.rules.bands import DEFAULT_BANDS, Band, check_bands, in_words, releasers_needed
from les.claims.rules.budget_check import BudgetCheck, BudgetState, exception_to_keep, said_of
from les.claims.rules.kinds import AdjustmentKind

DAYS = [date(2008, 8, 1), date(2008, 9, 1)]


def _band(at_least: int, releasers: int) -> Band:
    return Band(at_least=at_least, releasers=releasers)


@given(st.integers(-(10**12), 10**12), st.integers(1, 24))
def test_instalments_add_up_and_differ_by_a_penny_at_most(pence: int, count: int) -> None:
    parts = instalments(pence, count)
    assert (sum(parts), len(parts)) == (pence, count)
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=pence > 0)


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**9), max_size=6))
def test_all_that_is_taken_back_never_comes_to_more_than_was_due(due: int, wanted: list[int]) -> None:
    taken = 0
    for each in wanted:
        try:
            check_still_due(pence=-each, due=due, taken_back=taken, of="this line")
        except Refusal:
            assert due + taken < each
        else:
            taken -= each
    assert due + taken >= 0


@pytest.mark.parametrize(
    ("kind", "pence", "has_line", "sentence"),
    [
        (AdjustmentKind.CORRECTION, 0, True, "An adjustment of nothing changes nothing. Write how much."),
        (
            AdjustmentKind.RECOVERY,
            1,
            True,
            "A recovery after verification is taken back: write it with a minus sign.",
        ),
        (AdjustmentKind.FUNDING, -1, False, "Funding is paid out. Take a sum back as a correction."),
        (
            AdjustmentKind.CLAW_BACK,
            -1,
            False,
            "A claw-back corrects a line of a claim. Choose the line, or propose a correction.",
        ),
    ],
)
def test_refuses_a_sum_that_does_not_fit_its_kind(
    kind: AdjustmentKind, pence: int, has_line: bool, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        check_kind(kind, pence, has_line=has_line)
    assert str(refused.value) == sentence


def test_nothing_is_left_to_take_back() -> None:
    with pytest.raises(Refusal, match=r"^£0\.00 was due of this line: there is nothing to take back\.$"):
        check_still_due(pence=-1, due=0, taken_back=0, of="this line")
    check_still_due(pence=1, due=0, taken_back=0, of="this line")


def test_evidence_is_kept_to_the_day() -> None:
    check_evidence_kept(ended_on=date(2008, 6, 30), on=date(2011, 6, 30), months=36)
    with pytest.raises(Refusal, match="it is too late"):
        check_evidence_kept(ended_on=date(2008, 6, 30), on=date(2011, 7, 1), months=36)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (DAYS[:1], "A sum is split into between 2 and 24 instalments."),
        ([date(2008, 7, 1), *DAYS], "The first instalment lies behind, on 1 July 2008. Choose a later day."),
        ([DAYS[0], DAYS[0]], "Each instalment is later than the one before: 1 August 2008 is not."),
        (instalment_days(DAYS[0], 3, months=1), "-£0.02 is too little for 3 instalments: some would be nothing."),
    ],
)
def test_refuses_instalments_that_cannot_be(days: list[date], sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_instalments(-2, days, on=date(2008, 7, 10))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ([], "The first band begins at £0.00: every sum needs somebody who approves it."),
        ([_band(1, 1)], "The first band begins at £0.00: every sum needs somebody who approves it."),
        ([_band(0, 0)], "A band needs between 1 and 3 people of finance."),
        ([_band(0, 1), _band(5, 2), _band(5, 3)], "Two bands begin at £0.05. Leave one of them out."),
        (
            [_band(0, 2), _band(5, 1)],
            "The band from £0.05 needs more people than the one below it. Leave it out, or ask for more.",
        ),
    ],
)
def test_refuses_bands_that_say_nothing(bands: list[Band], sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_bands(bands)
    assert str(refused.value) == sentence


@given(st.integers(-(10**10), 10**10))
def test_every_sum_is_in_a_band_and_a_larger_one_needs_no_fewer(pence: int) -> None:
    check_bands(DEFAULT_BANDS)
    assert 1 <= releasers_needed(DEFAULT_BANDS, pence) <= releasers_needed(DEFAULT_BANDS, 2 * pence)
    assert releasers_needed(DEFAULT_BANDS, pence) == releasers_needed(DEFAULT_BANDS, -pence)


def test_bands_are_said_in_words() -> None:
    assert (
        in_words([_band(100, 3), _band(0, 1)]) == "from £0.00 one person of finance; from £1.00 three people of finance"
    )


def _state(budget: int | None = 10000, used: int = 9000) -> BudgetState:
    return BudgetState(year="2008/09", where="Dacorum", budget=budget, used=used)


def _kept(mode: BudgetCheck, exception: str = "", *, pence: int = 1500, may_except: bool = True) -> str:
    return exception_to_keep(_state(), pence, mode=mode, exception=exception, may_except=may_except)


def test_the_budget_check_allows_warns_and_stops() -> None:
    lacking = "The budget of 2008/09 (Dacorum) has £10.00 left: £5.00 less than is to be approved."
    assert (_kept(BudgetCheck.ALLOW), _kept(BudgetCheck.WARN, "Agreed")) == ("", "Agreed")
    refused = {
        (BudgetCheck.WARN, True): f"{lacking} Say under “Exception” why it is paid all the same, or cut it.",
        (BudgetCheck.WARN, False): f"{lacking} You may not commit more than a budget holds: ask somebody who may.",
        (BudgetCheck.STOP, True): (
            f"{lacking} Nobody approves it until the budget holds it: cut it, or have the budget raised."
        ),
    }
    for (mode, may_except), sentence in refused.items():
        with pytest.raises(Refusal) as met:
            _kept(mode, "Agreed" if mode is BudgetCheck.STOP else "", may_except=may_except)
        assert str(met.value) == sentence
    assert _kept(BudgetCheck.STOP, "Not needed", pence=1000) == ""


def test_says_what_a_budget_lacks() -> None:
    assert said_of(_state(None, 0), 500) == (
        "No budget is recorded for 2008/09, so nothing is left for the £5.00 to be approved."
    )
    assert said_of(_state(10000, 10100), 500) == (
        "The budget of 2008/09 (Dacorum) is overspent by £1.00 already: nothing is left for £5.00."
    )
    assert said_of(_state(10000, 10100), -500) == ""


@given(st.integers(0, 10**9), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_a_sum_is_held_or_lacking(budget: int, used: int, pence: int) -> None:
    lacking = _state(budget, used).shortfall(pence)
    assert 0 <= lacking <= max(0, pence)
    assert lacking > 0 or pence <= 0 or used + pence <= budget
