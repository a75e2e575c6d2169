"""Rules of funding applications: what is left of a budget, when nobody may decide, what silence is called."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from les.schemes.rules.funding import (
    Fit,
    FundingState,
    Opinion,
    Standing,
    asked_state,
    decided_as,
    exception_kept,
    fit,
    fit_in_words,
    reason_against_deciding,
)

PENCE = st.integers(min_value=0, max_value=10**9)
MAYBE = st.none() | PENCE


def _standing(**changes: int | None) -> Standing:
    values: dict[str, int | None] = {"budget": 1000, "committed": 0, "spent": 0, "funded": 0, **changes}
    return Standing(
        year="2008/09",
        where="Whole area",
        budget=values["budget"],
        committed=values["committed"],
        spent=values["spent"],
        funded=values["funded"] or 0,
    )


@given(budget=PENCE, committed=MAYBE, spent=MAYBE, funded=PENCE, pence=PENCE)
def test_within_the_budget_nothing_is_spent_that_is_not_there(
    budget: int, committed: int | None, spent: int | None, funded: int, pence: int
) -> None:
    standing = _standing(budget=budget, committed=committed, spent=spent, funded=funded)
    used = max(committed or 0, spent or 0) + funded
    assert (fit(standing, pence) is Fit.BEYOND) == (used + pence > budget)
    assert standing.left == budget - used


def test_what_is_unknown_is_said() -> None:
    unsure = _standing(committed=None, spent=None)
    assert fit(unsure, 400) is Fit.UNSURE
    assert fit_in_words(unsure, 400) == (
        "£4.00 is within what is left: £6.00 would remain. Beware: what else is committed and spent is not recorded."
    )
    assert fit_in_words(_standing(budget=None), 400) == (
        "There is no budget for 2008/09: approving £4.00 needs an exception, with its reason."
    )
    assert exception_kept(_standing(), 1000, "Kept for nothing") == ""
    assert exception_kept(_standing(budget=None), 0, "") == ""
    with pytest.raises(Refusal, match="Write down why it is approved all the same"):
        exception_kept(_standing(), 1001, "  ")


def test_an_amount_is_between_nothing_and_what_was_asked() -> None:
    for approved in (-1, 5001):
        with pytest.raises(Refusal, match="between nothing and £50"):
            decided_as(asked=5000, approved=approved)


def test_the_first_reason_against_deciding_is_given() -> None:
    said: dict[str, Any] = {
        "has_asked": False,
        "has_advised": False,
        "has_applied": False,
        "tie": "",
        "awaited": [],
    }
    asked = FundingState.ASKED
    assert reason_against_deciding(asked, **{**said, "has_advised": True}).startswith("You gave a group’s opinion")
    assert reason_against_deciding(asked, **{**said, "has_applied": True}).startswith("You wrote or signed")
    assert reason_against_deciding(asked, **said) == ""
    for state in (FundingState.APPROVED, FundingState.WITHDRAWN, FundingState.DRAFT):
        assert reason_against_deciding(state, **said).endswith("It is decided once.")


def test_an_answer_may_be_late_and_silence_is_called_so() -> None:
    due = date(2008, 4, 18)
    assert asked_state(None, due_on=due, given_on=None, on=due) == "Awaited by 18 April 2008"
    late = asked_state(Opinion.NONE, due_on=due, given_on=date(2008, 4, 19), on=date(2008, 4, 20))
    assert late == "Has no opinion, given after 18 April 2008"
