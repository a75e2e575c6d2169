"""What becomes of the terms of heads in a contract, which versions of specifications it may name, in exact words."""

from datetime import date

import pytest

from contracts.agreements.rules.naming import VersionNamed, problem_in_naming
from contracts.agreements.rules.trace import Fate, check_decision, problems_in_trace
from contracts.specifications.rules.states import State
from core.errors import Refusal

STARTS = date(2008, 4, 1)
SAY = "Say in the trace whether each is kept, changed or dropped."


@pytest.mark.parametrize(
    ("undecided", "lost", "told"),
    [
        ([], [], ""),
        (["A"], [], f"1 of the 5 terms of HT1 is not decided yet: “A”. {SAY}"),
        ([], ["A", "B"], "“A” and “B” of HT1 stand in a part that was taken out. Say in the trace where else."),
    ],
)  # fmt: skip
def test_what_is_undecided_or_lost_is_counted_in_words(undecided: list[str], lost: list[str], told: str) -> None:
    assert problems_in_trace("HT1", count=5, undecided=undecided, lost=lost) == ([told] if told else [])


def test_many_undecided_terms_are_counted_and_three_of_them_named() -> None:
    [told] = problems_in_trace("HT1", count=9, undecided=list("ABCDEF"), lost=[])
    assert told.startswith("6 of the 9 terms of HT1 are not decided yet: “A”, “B”, “C” and 3 more.")


@pytest.mark.parametrize("fate", [Fate.CHANGED, Fate.DROPPED])
def test_what_is_changed_or_dropped_needs_a_reason(fate: Fate) -> None:
    with pytest.raises(Refusal, match=rf"^Say why “Total” is {fate.value}: those who signed the heads will read it\.$"):
        check_decision("Total", fate=fate, why="  ", part="", parts=[])
    check_decision("Total", fate=fate, why="Less.", part="", parts=[])
    check_decision("Total", fate=Fate.KEPT, why="", part="value", parts=["value"])


@pytest.mark.parametrize(
    ("state", "expires_on", "newer", "told"),
    [
        (State.AGREED, None, None, ""),
        (State.AGREED, date(2008, 4, 2), None, ""),
        (State.AGREED, STARTS, None, "S expires on 1 April 2008, and the contract starts on 1 April 2008. Agree its"),
        (State.SUPERSEDED, None, 3, "S was replaced, and version 3 is agreed. Name that one."),
        (State.WITHDRAWN, None, 3, "S was withdrawn, and version 3 is agreed. Name that one."),
        (State.WITHDRAWN, None, None, "S was withdrawn, and no other version is agreed. Take it out"),
        (State.SUPERSEDED, None, None, "S was replaced by a version that is not agreed any more. Take it out"),
    ],
)  # fmt: skip
def test_only_what_is_agreed_and_holds_when_the_contract_starts_is_named(
    state: State, expires_on: date | None, newer: int | None, told: str
) -> None:
    version = VersionNamed(called="S", state=state, expires_on=expires_on, newer=newer)
    found = problem_in_naming(version, starts_on=STARTS)
    assert found.startswith(told)
    assert bool(found) == bool(told)
