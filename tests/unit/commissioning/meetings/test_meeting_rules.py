"""Rules of meetings: quorum, ageing of actions, how minutes stand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.meetings.rules.ageing import ActionStage, Age, age_of
from commissioning.meetings.rules.attendance import Sitting, quoracy
from commissioning.meetings.rules.stages import MinutesState, Stage, minutes_state


def sitting(name: str, present: int, *, needed: bool = False) -> Sitting:
    return Sitting(name=name, is_needed=needed, present=present)


@pytest.mark.parametrize(
    ("trust", "provider", "groups", "said"),
    [
        (1, 1, (1, 0), "The meeting is quorate: the trust, the provider and DacCom are there."),
        (1, 0, (1, 1), "The meeting is not quorate: it needs the provider."),
        (1, 1, (0, 0), "The meeting is not quorate: it needs 1 group."),
        (0, 2, (0, 0), "The meeting is not quorate: it needs the trust and 1 group."),
    ],
)
def test_a_quorum_needs_both_parties_and_enough_groups(
    trust: int, provider: int, groups: tuple[int, int], said: str
) -> None:
    there = [
        sitting("the trust", trust, needed=True),
        sitting("the provider", provider, needed=True),
        sitting("DacCom", groups[0]),
        sitting("WatCom", groups[1]),
    ]
    assert quoracy(there, others_needed=1).sentence == said


@given(st.lists(st.booleans(), max_size=6), st.integers(min_value=0, max_value=6))
def test_more_people_never_break_a_quorum(there: list[bool], needed: int) -> None:
    few = [sitting(str(place), int(came)) for place, came in enumerate(there)]
    many = [sitting(str(place), 1) for place, _ in enumerate(there)]
    assert quoracy(many, others_needed=needed).is_quorate >= quoracy(few, others_needed=needed).is_quorate


@pytest.mark.parametrize(
    ("on", "left", "age"),
    [
        (date(2008, 6, 20), 7, Age.IN_TIME),
        (date(2008, 6, 24), 5, Age.DUE_SOON),
        (date(2008, 7, 1), 0, Age.DUE_SOON),
        (date(2008, 7, 2), -1, Age.OVERDUE),
        (date(2008, 7, 29), -20, Age.OVERDUE),
        (date(2008, 7, 30), -21, Age.LONG_OVERDUE),
    ],
)
def test_an_action_ages_in_working_days(on: date, left: int, age: Age) -> None:
    assert age_of(stage=ActionStage.OPEN, due_on=date(2008, 7, 1), on=on, working_days_left=left) is age
    assert age_of(stage=ActionStage.DONE, due_on=date(2008, 7, 1), on=on, working_days_left=left) is Age.CLOSED


def test_minutes_are_approved_once_everybody_asked_has_approved() -> None:
    assert minutes_state(Stage.MINUTED, asked={1, 2}, approved={1, 2, 3}) is MinutesState.APPROVED
    assert minutes_state(Stage.UNDER_WAY, asked={1}, approved={1}) is MinutesState.DRAFT
    assert minutes_state(Stage.PLANNED, asked=(), approved=()) is MinutesState.NONE
