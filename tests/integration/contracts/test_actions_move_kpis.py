"""Cause, action, measured again: actions of a review name KPIs of its contract, and what became of these is told."""

from datetime import UTC, date, datetime
from re import escape

import pytest

from commissioning.meetings.measures import Measure, measures_for
from commissioning.meetings.models import Action
from commissioning.meetings.presented.log import actions_table
from commissioning.meetings.queries.actions import Asked, list_actions
from commissioning.meetings.queries.meetings import get_meeting
from contracts.performance.actions.defining import retire_kpi
from contracts.performance.actions.judging import freeze_results
from contracts.performance.queries.moved import moved_since
from contracts.reviews.models import Review
from contracts.reviews.own_sections.of_meetings import actions_section
from contracts.reviews.queries.measures import kpis_offered
from contracts.reviews.queries.reviews import list_of_contract
from contracts.reviews.sections import Period
from core.db import db, transaction
from core.errors import Refusal
from tests.builders_contracts import Contracting, a_contract
from tests.builders_performance import a_draft_kpi, a_kpi, frozen, given, returned
from tests.builders_reviews import a_review, an_action, called, opened
from tests.counting import statements

pytestmark = pytest.mark.usefixtures("database")
MONTHS = ["2007-04", "2007-05", "2007-06", "2007-07", "2007-08", "2007-09", "2007-10", "2007-11"]
LATER = date(2008, 9, 15)
NOT_YET = "No result since then is frozen yet, so nobody can say whether it moved."


def reviewed(people: Contracting) -> tuple[Review, int]:
    """A review and a KPI of its contract."""
    review = a_review(people)
    return review, a_kpi(people, contract_id=review.contract_id)


def frozen_at(people: Contracting, kpi_id: int, period: str, at: datetime) -> None:
    with transaction():
        freeze_results(commissioner_id=people.pct, keys=[(kpi_id, period)], by=people.commissioner, at=at)


def the_action(review: Review, people: Contracting, kpi_id: int) -> Action:
    return an_action(opened(review, people), people, moves=f"kpi/{kpi_id}")


def test_actions_name_kpis_in_use_of_their_own_contract_alone() -> None:
    people = Contracting()
    review, kpi_id = reviewed(people)
    a_draft_kpi(people, "CN-02", review.contract_id)
    other = a_kpi(people, "CN-03", contract_id=a_contract(people, reference="WH/2008/09"))
    without = a_kpi(people, "CN-04")
    retired = a_kpi(people, "CN-05", contract_id=review.contract_id)
    with transaction():
        retire_kpi(kpi_id=retired, month="2008-04", reason="Replaced", by=people.commissioner)
    meeting = opened(review, people)
    assert [each for each in measures_for(meeting) if each.kind == "kpi"] == [
        Measure(
            kind="kpi",
            id=kpi_id,
            words="CN-01 Urgent first visits within two working days",
            group="KPIs of no one service",
        )
    ]
    for foreign in (other, without, retired):
        with pytest.raises(Refusal, match=escape("Choose what it should move from the list.")):
            an_action(meeting, people, moves=f"kpi/{foreign}")


def test_only_what_was_frozen_by_the_day_counts() -> None:
    people = Contracting()
    _, kpi_id = reviewed(people)
    returned(
        people.provider, *(given(kpi_id, month, 80, 100) for month in MONTHS[:-1]), given(kpi_id, "2007-11", 97, 100)
    )
    since = date(2007, 11, 1)
    assert moved_since([(kpi_id, since)], LATER, small_up_to=5) == [NOT_YET], "nothing is frozen"
    frozen(people, *((kpi_id, month) for month in MONTHS[:-1]))
    (said,) = moved_since([(kpi_id, since)], LATER, small_up_to=5)
    assert said == f"{NOT_YET} Before, it was 80% in October 2007 (red)."
    frozen_at(people, kpi_id, "2007-11", datetime(2008, 8, 1, 22, 59, tzinfo=UTC))
    assert moved_since([(kpi_id, since)], date(2008, 7, 31), small_up_to=5) == [said], "frozen the day after"
    (moved,) = moved_since([(kpi_id, since)], date(2008, 8, 1), small_up_to=5)
    assert moved.startswith(
        "Higher is better: it rose from 80% in October 2007 (red) to 97% in November 2007 (green); "
    )
    assert moved.endswith("a signal, an improvement (trial limits).")


def test_the_log_and_the_next_pack_say_whether_it_moved() -> None:
    people = Contracting()
    review, kpi_id = reviewed(people)
    returned(people.provider, given(kpi_id, "2008-01", 80, 100))
    frozen(people, (kpi_id, "2008-01"))
    action = the_action(review, people, kpi_id)
    said = f"{NOT_YET} Before, it was 80% in January 2008 (red)."
    (row,) = actions_table(list_actions(Asked(), by=people.lead, on=LATER), count=1, on=LATER).rows
    assert (row[-1].text, row[-1].note, row[-1].href) == (action.moves_words, said, "")
    (second,) = called(date(2008, 7, 2))
    period = Period(first_day=second.first_day, last_day=second.last_day, review_id=second.id)
    part = actions_section(second.contract, period, LATER)
    assert [(cell.text, cell.note) for cell in part.tables[0].rows[0][-1:]] == [(action.moves_words, said)]


def test_many_actions_need_no_more_queries_than_one() -> None:
    people = Contracting()
    review, kpi_id = reviewed(people)
    others = [a_kpi(people, f"CN-1{turn}", contract_id=review.contract_id) for turn in range(4)]
    for each in (kpi_id, *others):
        returned(people.provider, given(each, "2008-01", 80, 100))
    asked = [(each, date(2008, 2, 1)) for each in (kpi_id, *others)]
    begun, one, all_of_them = (_queries(asked[:count]) for count in (1, 1, 5))
    assert one == all_of_them <= begun <= 9


def test_a_meeting_about_anything_else_has_no_kpis() -> None:
    people = Contracting()
    review, _ = reviewed(people)
    assert review.meeting_id is not None
    meeting = get_meeting(review.meeting_id)
    meeting.subject = "something else"
    with db.session.no_autoflush:
        assert kpis_offered(meeting) == []
    db.session.rollback()
    assert len(list_of_contract(review.contract_id)) == 1


def _queries(asked: list[tuple[int, date]]) -> int:
    db.session.expunge_all()

    with statements() as seen:
        moved_since(asked, LATER, small_up_to=5)
    return len(seen)
