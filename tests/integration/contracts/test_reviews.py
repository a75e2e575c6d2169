"""Reviews: called from the contract once for each day, moved, cancelled; packs frozen; who sees and may what."""

from datetime import date
from re import escape

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from commissioning.meetings.queries.actions import get_action
from contracts.reviews.actions.calling import call_reviews_of, call_scheduled_reviews
from contracts.reviews.actions.freezing import freeze_pack
from contracts.reviews.actions.planning import cancel_review, move_review
from contracts.reviews.actions.reminding import send_reminders
from contracts.reviews.documents.pack import pack_pdf
from contracts.reviews.models import Pack
from contracts.reviews.queries.packs import content_from, content_now, sections_of
from contracts.reviews.queries.reviews import (
    Asked,
    find_seen,
    get_review,
    list_of_contract,
    list_packs,
    list_reviews,
    standing_of,
    text_of,
)
from contracts.reviews.rules.agenda import AGENDA
from contracts.reviews.rules.schedule import State
from core.audit_trail.queries import history_of
from core.canonical import hash_of
from core.db import aside, db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.queries import select_messages
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders_contracts import Contracting, a_contract, a_signed_contract
from tests.builders_reviews import (
    APRIL,
    HREF,
    REVIEWED,
    a_review,
    address,
    an_action,
    approved,
    at,
    called,
    frozen,
    meeting_of,
    minuted,
    nominated,
    opened,
)

pytestmark = pytest.mark.usefixtures("database")


def moved(review_id: int, by: Actor, meets_on: date, reason: str = "The room is taken.") -> None:
    with transaction():
        move_review(
            review_id=review_id,
            meets_on=meets_on,
            place="Room 2",
            reason=reason,
            by=by,
            on=APRIL,
            at=at(APRIL),
            href=HREF,
        )


def cancelled(review_id: int, by: Actor, reason: str = "Both parties are content.") -> None:
    with transaction():
        cancel_review(review_id=review_id, reason=reason, by=by, on=APRIL, at=at(APRIL), href=HREF)


def messages_to(by: Actor) -> list[str]:
    messages = db.session.scalars(select_messages(by.person_id))
    return [each.subject for each in messages if "eview" in each.subject]


def test_the_worker_calls_each_review_once_however_often_it_runs() -> None:
    """TRAPS 21."""
    people = Contracting()
    contract_id = a_signed_contract(people)
    assert called(date(2008, 3, 31)) == [], "nothing before the contract begins"
    (review,) = called(APRIL)
    assert called(APRIL) == []
    assert (review.number, review.meets_on, review.papers_due_on) == (1, REVIEWED, date(2008, 6, 17))
    assert (review.first_day, review.last_day) == (date(2008, 4, 1), date(2008, 6, 30))
    assert len(list_of_contract(contract_id)) == 1
    line = history_of("review", review.id)[0]
    assert (line.who, line.did) == ("The system", "called review 1 of WH/01 for 1 July 2008")
    assert messages_to(people.provider) == ["Review 1 of WH/01 is on 1 July 2008"]


def test_a_worker_that_was_down_for_months_skips_nothing_and_doubles_nothing() -> None:
    """TRAPS 20."""
    people = Contracting()
    contract_id = a_signed_contract(people)
    made = called(date(2008, 7, 9))
    assert [(each.scheduled_for, each.meets_on) for each in made] == [
        (date(2008, 7, 1), date(2008, 7, 23)),
        (date(2008, 10, 1), date(2008, 10, 1)),
    ], "the missed one as soon as papers allow"
    assert called(date(2008, 7, 16)) == []
    assert len(list_of_contract(contract_id)) == 2
    assert len(messages_to(people.provider)) == 2


def test_two_workers_at_once_make_one_review(database: Flask) -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)

    def work() -> None:
        call_scheduled_reviews(on=APRIL, at=at(APRIL), address_of=address)

    came = at_once(database, work, work)
    assert came.count("done") >= 1
    assert len(list_of_contract(contract_id)) == 1


def test_the_button_calls_what_is_due_and_says_when_nothing_is() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    with transaction():
        (review,) = call_reviews_of(
            contract_id=contract_id, by=people.commissioner, on=APRIL, at=at(APRIL), address_of=address
        )
    assert history_of("review", review.id)[0].who == "PCT commissioner"
    for by, on, said in (
        (people.commissioner, APRIL, "Every review the schedule asks for by now is called."),
        (people.finance, APRIL, "As PCT finance you may not call reviews, freeze their packs and keep their minutes."),
        (people.provider, APRIL, "As Provider manager you may not call reviews, freeze their packs"),
    ):
        with pytest.raises(Refusal, match=escape(said)), transaction():
            call_reviews_of(contract_id=contract_id, by=by, on=on, at=at(on), address_of=address)
    draft = a_contract(people, reference="WH/02")
    with (
        pytest.raises(Refusal, match=escape("WH/02 is not in force, so it has no reviews. It is draft.")),
        transaction(),
    ):
        call_reviews_of(contract_id=draft, by=people.commissioner, on=APRIL, at=at(APRIL), address_of=address)


def test_a_moved_review_takes_its_papers_with_it_and_says_why() -> None:
    people = Contracting()
    review_id = a_review(people).id
    moved(review_id, people.commissioner, date(2008, 7, 8))
    review = get_review(review_id)
    assert (review.meets_on, review.papers_due_on) == (date(2008, 7, 8), date(2008, 6, 24))
    assert meeting_of(review).meets_on == date(2008, 7, 8)
    assert history_of("review", review_id)[0].did == ("moved it from 1 July 2008 to 8 July 2008: The room is taken.")
    assert called(date(2008, 4, 9)) == [], "its day of the schedule stays taken"
    for meets_on, reason, said in (
        (date(2008, 7, 5), "x", "5 July 2008 is no working day. Choose Monday to Friday, no bank holiday."),
        (date(2008, 3, 31), "x", "31 March 2008 is past. Choose today or a later day."),
        (date(2008, 7, 9), " ", "Say why the review is moved. Everybody who attends reads it."),
    ):
        with pytest.raises(Refusal, match=escape(said)):
            moved(review_id, people.commissioner, meets_on, reason)
    with pytest.raises(NotAllowed, match=escape("As Provider manager you may not call reviews")):
        moved(review_id, people.provider, date(2008, 7, 9))
    with pytest.raises(NotAllowed, match=escape("of another commissioner")):
        moved(review_id, people.stranger, date(2008, 7, 9))


def test_a_cancelled_review_stays_and_is_not_called_again() -> None:
    people = Contracting()
    review_id = a_review(people).id
    cancelled(review_id, people.commissioner)
    assert standing_of([get_review(review_id)], on=REVIEWED)[0].state is State.CANCELLED
    assert called(APRIL) == []
    with pytest.raises(Refusal, match=escape("The review was cancelled.")):
        cancelled(review_id, people.commissioner)
    assert history_of("review", review_id)[0].did == "cancelled it: Both parties are content."


def test_a_review_goes_from_scheduled_to_approved_minutes() -> None:
    people = Contracting()
    review = a_review(people)

    def state(on: date) -> State:
        return standing_of([get_review(review.id)], on=on)[0].state

    assert (state(date(2008, 6, 16)), state(date(2008, 6, 17))) == (State.SCHEDULED, State.PAPERS_DUE)
    frozen(review.id, people.commissioner)
    assert state(date(2008, 6, 17)) is State.READY
    meeting = opened(review, people)
    assert state(REVIEWED) is State.MINUTES_OPEN
    minuted(meeting, people)
    approved(meeting, 1, people.finance, people.provider)
    assert state(REVIEWED) is State.MINUTES_OPEN, "DacCom was there and is asked too"
    approved(meeting, 1, people.lead)
    assert state(REVIEWED) is State.CLOSED


def test_the_pack_holds_every_item_in_order_and_says_where_nothing_is_recorded() -> None:
    people = Contracting()
    review = a_review(people)
    pack = frozen(review.id, people.commissioner)
    text = text_of(pack)
    assert hash_of(text) == pack.content_hash
    shown = sections_of(content_from(text))
    assert [each.title for each in shown] == [item.title for item in AGENDA]
    said = {each.key: " ".join(each.sentences) for each in shown}
    assert said["notices"] == "No notice is recorded for this contract."
    assert said["money"].startswith("The contract is worth £100,000.00 in 2008/09")
    assert "West Hertfordshire PCT and Provider services, and from at least 1 group" in said["attendance"]
    assert pack_pdf(pack, text) == pack_pdf(pack, text)
    assert messages_to(people.lead)[0] == "Papers for Review 1 of WH/01"


def test_a_frozen_pack_stays_and_what_changed_is_a_further_one() -> None:
    people = Contracting()
    review = a_review(people)
    frozen(review.id, people.commissioner)
    with pytest.raises(Refusal, match=escape("Nothing changed since pack 1. There is nothing to add.")):
        frozen(review.id, people.commissioner, reason="Another")
    nominated_before = text_of(list_packs(review.id)[0])
    meeting_id = meeting_of(review).id
    nominated(meeting_id, people.provider)
    with pytest.raises(Refusal, match=escape("Say what changed since the last pack.")):
        frozen(review.id, people.commissioner)
    second = frozen(review.id, people.commissioner, reason="The provider nominated.")
    assert (second.number, second.reason) == (2, "The provider nominated.")
    assert text_of(list_packs(review.id)[1]) == nominated_before
    with pytest.raises(DatabaseError, match=escape("frozen")), transaction() as session:
        session.execute(update(Pack).values(reason="Other"))


def test_what_changed_since_it_was_looked_at_is_not_frozen_unseen() -> None:
    people = Contracting()
    review = a_review(people)
    with pytest.raises(OutOfDate, match=escape("What the pack says changed since you looked at it.")), transaction():
        freeze_pack(
            review_id=review.id,
            seen_hash="0" * 64,
            reason="",
            by=people.commissioner,
            on=APRIL,
            at=at(APRIL),
            href=HREF,
        )
    with pytest.raises(NotAllowed):
        frozen(review.id, people.provider)
    opened(review, people)
    with pytest.raises(Refusal, match=escape("The review was held. What was shown stays as it was")):
        frozen(review.id, people.commissioner)


def test_who_sees_a_review() -> None:
    people = Contracting()
    review = a_review(people)
    for by in (people.commissioner, people.finance, people.auditor, people.provider, people.lead, people.member):
        assert find_seen(review.id, by=by) is not None, by.name
        assert len(list_reviews(Asked(), by=by, on=APRIL)) == 1
    for by in (people.stranger, people.idle_provider, people.lead_of_watcom, people.practice_manager):
        assert find_seen(review.id, by=by) is None, by.name
        assert list_reviews(Asked(), by=by, on=APRIL) == []


def test_the_register_is_filtered_by_state() -> None:
    people = Contracting()
    review = a_review(people)
    counts = {
        state: len(list_reviews(Asked(state=state), by=people.commissioner, on=date(2008, 6, 18)))
        for state in ("due", "papers_due", "held", "cancelled")
    }
    assert counts == {"due": 1, "papers_due": 1, "held": 0, "cancelled": 0}
    opened(review, people)
    assert len(list_reviews(Asked(state="held"), by=people.commissioner, on=REVIEWED)) == 1
    assert list_reviews(Asked(text="nowhere"), by=people.commissioner, on=REVIEWED) == []


def test_the_next_pack_shows_actions_from_last_time() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    action = an_action(meeting, people)
    minuted(meeting, people)
    (second,) = called(date(2008, 7, 2))
    content = content_now(second, on=date(2008, 9, 1))
    shown = {each.key: each for each in sections_of(content)}
    assert shown["actions"].sentences == ["1 open, 1 of them overdue; 0 closed since."]
    row = shown["actions"].tables[0].rows[0]
    assert (row[0].text, row[3].text) == (action.words, "Overdue by more than 20 working days")


def test_reminders_go_by_state_and_come_once() -> None:
    """TRAPS 20."""
    people = Contracting()
    review = a_review(people)

    def remind(on: date) -> int:
        with transaction() as session, aside(session):
            return send_reminders(on=on, at=at(on), review_at=address, action_at=address)

    assert remind(date(2008, 6, 9)) == 0
    assert (remind(date(2008, 6, 11)), remind(date(2008, 6, 12))) == (2, 0)
    assert (remind(date(2008, 6, 25)), remind(date(2008, 6, 26))) == (7, 0), "papers late, and the day is near"
    meeting = opened(review, people)
    action = an_action(meeting, people)
    assert get_action(action.id).stage.value == "open"
    assert (remind(date(2008, 7, 10)), remind(date(2008, 7, 21)), remind(date(2008, 7, 22))) == (1, 1, 0)
