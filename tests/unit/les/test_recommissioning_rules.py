"""Rules of re-commissioning: the day by which, the cost against the hospital, opinions, deciding, ending."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.permissions import Role
from les.schemes.rules.ending import check_may_end, check_not_ended, note_on_end, reason_against_deciding_end
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.opinions import (
    Advice,
    OpinionState,
    Standing,
    check_may_advise,
    check_may_ask,
    in_words,
    silence_in_words,
    state_of,
    without_opinion,
)
from les.schemes.rules.recommissioning import (
    Cost,
    Outcome,
    check_cost,
    check_may_begin,
    check_may_propose,
    check_reason_for_verdict,
    decide_by_of,
    reason_against_deciding,
)
from les.schemes.rules.seeing import Sight, sight_of

DAY = date(2008, 4, 1)
PENCE = st.integers(min_value=1, max_value=10_000_000)


def _refused(act: Any, *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    return str(refused.value)


@pytest.mark.parametrize(
    ("began", "months", "expected"),
    [
        (date(2008, 4, 1), 3, date(2008, 7, 1)),
        (date(2007, 11, 30), 3, date(2008, 2, 29)),
        (date(2008, 10, 31), 4, date(2009, 2, 28)),
        (date(2007, 12, 15), 12, date(2008, 12, 15)),
    ],
)
def test_the_day_by_which_all_is_decided(began: date, months: int, expected: date) -> None:
    assert decide_by_of(began, months) == expected


@pytest.mark.parametrize("months", [0, -1, 13])
def test_refuses_a_time_to_decide_that_is_none(months: int) -> None:
    sentence = "Decisions are made within 1 to 12 months. Put the number of months right."
    assert _refused(decide_by_of, DAY, months) == sentence


@given(price=PENCE, tariff=PENCE, count=st.integers(min_value=1, max_value=99_999))
def test_the_difference_is_exact_and_turns_its_sign_with_the_sides(price: int, tariff: int, count: int) -> None:
    cost = Cost(price=price, tariff=tariff, count=count)
    assert cost.here + cost.difference == cost.there
    assert cost.difference == -Cost(price=tariff, tariff=price, count=count).difference


def test_what_costs_more_is_said_in_words() -> None:
    dear = Cost(price=185, tariff=160, count=96000)
    assert dear.in_words.endswith("the scheme costs £24,000.00 more.")
    assert Cost(price=100, tariff=100, count=1).in_words.endswith("there £1.00: the same.")


def test_refuses_a_comparison_without_its_figures() -> None:
    cost = Cost(price=4200, tariff=9150, count=120)
    source = "Say where the tariff stands and the day from which it holds."
    assert _refused(check_cost, cost, source=" ", tariff_on=DAY) == source
    assert _refused(check_cost, cost, source="Tariff", tariff_on=None) == source
    for count in (0, -1, 10_000_000):
        wrong = Cost(price=1, tariff=1, count=count)
        assert "whole number from 1" in _refused(check_cost, wrong, source="Tariff", tariff_on=DAY)
    free = Cost(price=1, tariff=0, count=1)
    assert _refused(check_cost, free, source="Tariff", tariff_on=DAY) == "A tariff is more than nothing."


def test_refuses_to_begin_early_beside_another_or_over_nothing() -> None:
    begin: dict[str, Any] = {"began_on": DAY, "on": DAY, "open_before": [], "schemes": 3}
    check_may_begin(began_on=DAY, on=DAY, open_before=[], schemes=3)
    assert "1 April 2009 is to come." in _refused(check_may_begin, **{**begin, "began_on": date(2009, 4, 1)})
    assert "1 scheme is undecided" in _refused(check_may_begin, **{**begin, "open_before": ["Phlebotomy"]})
    assert "nothing to re-commission" in _refused(check_may_begin, **{**begin, "schemes": 0})


def test_a_decision_is_made_anew_only_with_a_reason() -> None:
    wait: dict[str, Any] = {"waiting": None, "standing": Outcome.CONTINUE, "outcome": Outcome.CHANGE, "reason": ""}
    assert _refused(check_may_propose, **wait) == (
        "It is decided already: continue. Say why it is decided anew; both stay on record."
    )
    check_may_propose(waiting=None, standing=Outcome.CONTINUE, outcome=Outcome.CHANGE, reason="New evidence")
    assert "Proposal 2 waits" in _refused(check_may_propose, **{**wait, "waiting": 2, "reason": "New"})
    twice = {**wait, "standing": Outcome.STOP, "outcome": Outcome.STOP, "reason": "New"}
    assert "decided already that it stops" in _refused(check_may_propose, **twice)


def test_why_somebody_may_not_decide() -> None:
    def why(**changes: Any) -> str:
        values: dict[str, Any] = {"decided": None, "is_own": False, "interest": "", "may_answer": [], "last_day": None}
        return reason_against_deciding(**{**values, **changes})

    assert why() == ""
    assert why(decided=Verdict.DECLINED) == "This is decided already: declined."
    assert "second person" in why(is_own=True)
    assert "an interest in Practice 1" in why(interest="Practice 1")
    assert why(may_answer=["DacCom", "WatCom"], last_day=DAY) == (
        "DacCom and WatCom may give an opinion until 1 April 2008. Decide once it is in, or after that day."
    )


def test_missing_opinions_want_a_reason_and_so_does_declining() -> None:
    check_reason_for_verdict(verdict=Verdict.APPROVED, reason="", without=[])
    assert _refused(check_reason_for_verdict, verdict=Verdict.APPROVED, reason=" ", without=["DacCom"]) == (
        "There is no opinion of DacCom, which is no consent. Say in the reason why you decide without it."
    )
    said = _refused(check_reason_for_verdict, verdict=Verdict.DECLINED, reason="", without=[])
    assert said == "The reason is missing. Write it in a sentence."


@pytest.mark.parametrize(
    ("by_on", "given_on", "on", "state"),
    [
        (None, None, DAY, OpinionState.NOT_ASKED),
        (DAY, None, DAY, OpinionState.ASKED),
        (DAY, None, date(2008, 4, 2), OpinionState.NO_RESPONSE),
        (DAY, DAY, date(2008, 5, 1), OpinionState.GIVEN),
        (DAY, date(2008, 4, 2), date(2008, 5, 1), OpinionState.LATE),
    ],
)
def test_where_an_opinion_stands(by_on: date, given_on: date, on: date, state: OpinionState) -> None:
    assert state_of(by_on=by_on, given_on=given_on, on=on) is state


def test_silence_is_never_said_to_be_consent() -> None:
    standings = [
        Standing(group="DacCom", state=OpinionState.LATE, advice=Advice.NO_VIEW),
        Standing(group="WatCom", state=OpinionState.NO_RESPONSE),
        Standing(group="RedCom", state=OpinionState.NOT_ASKED),
    ]
    assert without_opinion(standings) == ["WatCom", "RedCom"]
    assert in_words(standings) == (
        "1 of 3 groups gave an opinion (no view: DacCom). No response: WatCom. Not asked: RedCom. That is no consent."
    )
    assert silence_in_words(standings[:1]) == ""
    assert in_words([]) == "No group is concerned."


def test_refuses_to_ask_nobody_or_too_late() -> None:
    ask: dict[str, Any] = {"by_on": date(2008, 4, 21), "on": DAY, "decide_by": date(2008, 7, 1), "groups": ["DacCom"]}
    assert "Nobody is left to ask" in _refused(check_may_ask, **{**ask, "groups": []})
    assert "Choose a day after today." in _refused(check_may_ask, **{**ask, "by_on": DAY})
    assert "decided by 1 July 2008" in _refused(check_may_ask, **{**ask, "by_on": date(2008, 7, 2)})
    late = {**ask, "on": date(2008, 7, 2), "by_on": date(2008, 7, 9)}
    check_may_ask(**late)


def test_refuses_an_opinion_nobody_asked_for_after_the_decision_or_with_an_interest() -> None:
    advise: dict[str, Any] = {"is_asked": True, "decided_on": None, "interest": ""}
    assert "was not asked" in _refused(check_may_advise, **{**advise, "is_asked": False})
    assert "decided on 1 April 2008" in _refused(check_may_advise, **{**advise, "decided_on": DAY})
    assert "an interest in Practice 1" in _refused(check_may_advise, **{**advise, "interest": "Practice 1"})


def test_refuses_to_end_what_cannot_end() -> None:
    end: dict[str, Any] = {
        "is_approved": True,
        "ends_on": date(2008, 8, 1),
        "on": DAY,
        "ends_already": None,
        "standing": Outcome.STOP,
        "is_undecided": False,
        "reasons": [],
    }
    wrong = (
        ({"is_approved": False}, "Only a scheme with an approved version ends."),
        ({"ends_already": DAY}, "The end of this scheme is set already: 1 April 2008."),
        ({"is_waiting": True}, "waits for a second person already"),
        ({"ends_on": DAY}, "A scheme ends from a day to come."),
        ({"is_undecided": True, "standing": None}, "is undecided. Decide there first that it stops."),
        ({"standing": Outcome.CHANGE}, "Its re-commissioning was decided: change."),
        ({"reasons": ["Three practices are signed up beyond that day."]}, "Three practices are signed up"),
    )
    check_may_end(**end)
    for changes, sentence in wrong:
        assert sentence in _refused(check_may_end, **{**end, **changes})
    assert "ends on 1 April 2008" in _refused(check_not_ended, DAY)
    assert (note_on_end(None, on=DAY), note_on_end(DAY, on=DAY)) == ("", "ended on 1 April 2008")


def test_why_somebody_may_not_decide_over_an_end() -> None:
    assert reason_against_deciding_end(decided=None, is_own=False, interest="") == ""
    assert "declined" in reason_against_deciding_end(decided=Verdict.DECLINED, is_own=False, interest="")
    assert "You set this day." in reason_against_deciding_end(decided=None, is_own=True, interest="")
    assert "Practice 1" in reason_against_deciding_end(decided=None, is_own=False, interest="Practice 1")


def test_who_sees_what() -> None:
    assert [sight_of(role) for role in (Role.FINANCE, Role.PBC_LEAD, Role.PRACTICE_MANAGER)] == list(Sight)
