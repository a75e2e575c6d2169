"""Actions after the meeting: another day with its reason, from which day they age, who may, and what is reminded of."""

from datetime import date
from re import escape

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from commissioning.meetings.actions.following import move_day
from commissioning.meetings.actions.keeping import close_action
from commissioning.meetings.models import Action, MovedDay
from commissioning.meetings.presented.log import actions_table
from commissioning.meetings.queries.actions import Asked, age_on, days_late, get_action, list_actions, list_own_overdue
from commissioning.meetings.rules.ageing import ActionStage, Age
from contracts.reviews.actions.reminding import send_reminders
from core.audit_trail.queries import history_of
from core.db import aside, db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.queries import select_messages
from core.permissions import Actor
from tests.builders_contracts import Contracting
from tests.builders_reviews import REVIEWED, a_review, address, an_action, at, opened

DUE = date(2008, 7, 15)
LATER = date(2008, 8, 15)
ON = date(2008, 7, 21)


def moved(action: Action, by: Actor, due_on: date = LATER, reason: str = "The system fails.", on: date = ON) -> Action:
    with transaction():
        return move_day(action_id=action.id, due_on=due_on, reason=reason, by=by, on=on, at=at(on), href="/x")


@pytest.mark.usefixtures("database")
def test_an_action_gets_another_day_and_its_age_counts_from_the_first() -> None:
    people = Contracting()
    action = an_action(opened(a_review(people), people), people, due_on=DUE)
    assert (age_on(action, ON), days_late(action, ON)) == (Age.OVERDUE, 4)
    moved(action, people.commissioner)
    found = get_action(action.id)
    assert (found.due_on, found.first_due_on) == (LATER, DUE)
    assert (age_on(found, ON), days_late(found, ON)) == (Age.IN_TIME, 4), "no longer overdue, and as old as before"
    assert list_own_overdue(by=people.provider, on=ON) == []
    late = date(2008, 8, 18)
    assert (age_on(found, late), days_late(found, late)) == (Age.LONG_OVERDUE, 24), "a day past the new one"
    moved(found, people.colleague, date(2008, 9, 1), "Holidays.", on=late)
    assert [(each.due_before, each.due_on, each.reason) for each in get_action(action.id).days_moved] == [
        (DUE, LATER, "The system fails."),
        (LATER, date(2008, 9, 1), "Holidays."),
    ]
    did = [line.did for line in history_of("meeting-action", action.id)]
    assert did == [
        "moved the day of action 1 from 15 August 2008 to 1 September 2008: Holidays.",
        "moved the day of action 1 from 15 July 2008 to 15 August 2008: The system fails.",
    ]
    told = [each.subject for each in db.session.scalars(select_messages(people.provider.person_id))]
    assert sum("An action has another day" in each for each in told) == 2
    (shown,) = actions_table(list_actions(Asked(state="slipped"), by=people.lead, on=late), count=1, on=late).rows
    assert (shown[3].note, shown[5].text) == ("in 9 working days; moved 2 times from 15 July 2008", "24")


@pytest.mark.usefixtures("app")
def test_what_is_refused_of_another_day() -> None:
    people = Contracting()
    action = an_action(opened(a_review(people), people), people, due_on=DUE)
    for due_on, reason, said in (
        (DUE, "x", "It is due on 15 July 2008 already. Choose another day."),
        (date(2008, 7, 18), "x", "18 July 2008 is past. Choose today or a later day."),
        (date(9999, 12, 31), "x", "31 December 9999 is more than 5 years away. Choose an earlier day."),
        (LATER, " ", "Say why the day is moved. The reason stays with the action."),
        (LATER, "x" * 1001, "Say why the day is moved in at most 1,000 characters. There are 1,001."),
    ):
        with pytest.raises(Refusal, match=escape(said)):
            moved(action, people.commissioner, due_on, reason)
    for by in (people.provider, people.finance, people.lead, people.stranger, people.auditor):
        with pytest.raises(NotAllowed):
            moved(action, by)
    assert get_action(action.id).days_moved == []
    with transaction():
        close_action(action_id=action.id, becomes=ActionStage.DROPPED, outcome="Not needed.", by=people.provider, on=ON)
    with pytest.raises(Refusal, match=escape("This action is closed: dropped.")):
        moved(action, people.commissioner)


@pytest.mark.usefixtures("app")
def test_an_action_due_beyond_all_reach_is_refused() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    said = "31 December 9999 is more than 5 years away. Choose an earlier day."
    with pytest.raises(Refusal, match=escape(said)):
        an_action(meeting, people, due_on=date(9999, 12, 31))


@pytest.mark.usefixtures("database")
def test_the_days_an_action_had_are_frozen() -> None:
    people = Contracting()
    moved(an_action(opened(a_review(people), people), people), people.commissioner)
    with pytest.raises(DatabaseError, match="frozen"), transaction() as session:
        session.execute(update(MovedDay).values(reason="Other"))


@pytest.mark.usefixtures("app")
def test_reminders_follow_the_new_day_each_once() -> None:
    people = Contracting()
    action = an_action(opened(a_review(people), people), people, due_on=DUE)

    def remind(on: date) -> int:
        with transaction() as session, aside(session):
            return send_reminders(on=on, at=at(on), review_at=address, action_at=address)

    assert (remind(REVIEWED), remind(DUE), remind(ON), remind(ON)) == (0, 1, 1, 0)
    moved(action, people.commissioner)
    assert (remind(ON), remind(date(2008, 8, 14)), remind(date(2008, 8, 18)), remind(date(2008, 8, 19))) == (0, 1, 1, 0)
