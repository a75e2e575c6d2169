"""Reviews against their schedule: missed quarters, holidays, variations of the arrangement, a contract ended early."""

from datetime import date
from re import escape

import pytest

from contracts.agreements.actions.ending import terminate_contract
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.rules.content import as_table
from contracts.reviews.actions.calling import call_reviews_of
from contracts.reviews.actions.planning import cancel_review, move_review
from contracts.reviews.actions.reminding import send_reminders
from contracts.reviews.models import Review
from contracts.reviews.queries.arrangements import arrangement_of
from contracts.reviews.queries.reviews import Asked, get_review, list_of_contract, list_reviews, standing_of
from contracts.reviews.rules.schedule import State
from contracts.variations.views.drafting import answer_due
from core.audit_trail.queries import history_of
from core.db import aside, db, transaction
from core.errors import Refusal
from core.notifications.queries import select_messages
from core.permissions import Actor
from core.working_days import add_working_days, is_working_day, working_days_between
from tests.builders_contracts import Contracting, a_signed_contract
from tests.builders_reviews import APRIL, HREF, a_review, address, at, called, frozen, opened
from tests.builders_variations import OCTOBER, a_draft, proposed, signed, worded

pytestmark = pytest.mark.usefixtures("app")


def moved(review_id: int, by: Actor, meets_on: date, place: str = "Room 2", reason: str = "The room is taken.") -> None:
    with transaction():
        move_review(
            review_id=review_id,
            meets_on=meets_on,
            place=place,
            reason=reason,
            by=by,
            on=APRIL,
            at=at(APRIL),
            href=HREF,
        )


def told(by: Actor, words: str) -> int:
    return sum(words in each.subject for each in db.session.scalars(select_messages(by.person_id)))


def days(reviews: list[Review]) -> list[tuple[date | None, date]]:
    return [(each.scheduled_for, each.meets_on) for each in reviews]


def a_varied_arrangement(people: Contracting, text: str, **changes: date) -> int:
    """A contract whose settings a signed variation words anew from October 2008."""
    contract_id = a_signed_contract(people)
    variation_id = a_draft(get_contract(contract_id), people.commissioner, title="Reviews", **changes)
    worded(variation_id, people.commissioner, text, "settings")
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    return contract_id


@pytest.mark.usefixtures("database")
def test_reviews_missed_for_three_quarters_are_all_made_up_once_each_on_a_day_of_its_own() -> None:
    """TRAPS 20."""
    people = Contracting()
    contract_id = a_signed_contract(people)
    on = date(2009, 1, 20)
    made = called(on)
    assert days(made) == [
        (date(2008, 7, 1), date(2009, 2, 3)),
        (date(2008, 10, 1), date(2009, 2, 4)),
        (date(2009, 1, 1), date(2009, 2, 5)),
        (date(2009, 4, 1), date(2009, 4, 1)),
    ]
    assert [each.number for each in made] == [1, 2, 3, 4]
    assert [each.papers_due_on for each in made[:3]] == [on, date(2009, 1, 21), date(2009, 1, 22)], "papers have time"
    periods = [(each.first_day, each.last_day) for each in made]
    assert periods[0] == (date(2008, 4, 1), date(2008, 6, 30))
    assert periods[3] == (date(2009, 1, 1), date(2009, 3, 31)), "nothing is left out, nothing looked at twice"
    assert called(on) == []
    assert called(date(2009, 6, 1)) == []
    assert len(list_of_contract(contract_id)) == 4


def test_a_review_on_new_years_day_is_held_on_the_next_working_day_its_papers_due_before_christmas() -> None:
    people = Contracting()
    a_signed_contract(people)
    called(APRIL)
    called(date(2008, 7, 2))
    (review,) = called(date(2008, 10, 2))
    assert (review.scheduled_for, review.meets_on) == (date(2009, 1, 1), date(2009, 1, 2))
    assert review.papers_due_on == date(2008, 12, 16)
    assert working_days_between(review.papers_due_on, review.meets_on) == 10
    assert is_working_day(review.papers_due_on)


def test_two_reviews_of_a_contract_are_never_on_one_day() -> None:
    people = Contracting()
    review = a_review(people)
    moved(review.id, people.commissioner, date(2008, 10, 1))
    (second,) = called(date(2008, 7, 2))
    assert (second.scheduled_for, second.meets_on) == (date(2008, 10, 1), date(2008, 10, 2))


def test_what_a_signed_variation_says_of_reviews_holds_from_its_day() -> None:
    people = Contracting()
    rows = [
        ("Contract review every", "6 months", "The leads of August"),
        ("Papers of a review before it by", "5 working days", ""),
    ]
    contract_id = a_varied_arrangement(people, as_table("Settings", ("What", "Value", "Source"), rows))
    contract = get_contract(contract_id)
    before, after = arrangement_of(contract, date(2008, 9, 30)), arrangement_of(contract, OCTOBER)
    assert (before.months, before.papers_days) == (3, 10)
    assert (after.months, after.papers_days) == (6, 5)
    assert after.months_source == "The leads of August, as variation 1 says"
    assert (after.papers_source, after.groups) == ("As variation 1 says", 1)
    assert days(called(APRIL)) == [(date(2008, 7, 1), date(2008, 7, 1))]
    (second,) = called(date(2008, 10, 2))
    assert (second.scheduled_for, second.first_day) == (date(2009, 1, 1), date(2008, 7, 1)), "six months after the last"
    assert (second.meets_on, second.papers_due_on) == (date(2009, 1, 2), date(2008, 12, 23))
    (last,) = called(date(2009, 1, 5))
    assert (last.scheduled_for, last.last_day) == (date(2009, 7, 1), date(2009, 3, 31))


def test_a_variation_of_one_quarter_ends_and_the_contract_says_what_it_said() -> None:
    people = Contracting()
    text = as_table("Settings", ("What", "Value", "Source"), [("Contract review every", "1 months", "Leads")])
    contract_id = a_varied_arrangement(people, text, effective_to=date(2008, 12, 31))
    contract = get_contract(contract_id)
    found = [arrangement_of(contract, on).months for on in (date(2008, 9, 30), OCTOBER, date(2009, 1, 1))]
    assert found == [3, 1, 3]
    called(APRIL)
    made = called(date(2008, 12, 31))
    assert [each.scheduled_for for each in made] == [
        date(2008, 10, 1),
        date(2008, 11, 1),
        date(2008, 12, 1),
    ]


def test_settings_worded_so_that_nothing_can_be_read_leave_the_usual_arrangement() -> None:
    people = Contracting()
    contract_id = a_varied_arrangement(people, "Reviews are held now and then.")
    found = arrangement_of(get_contract(contract_id), OCTOBER)
    assert (found.months, found.months_source) == (3, "The usual arrangement: the contract sets none")


def test_a_review_called_before_a_variation_was_signed_follows_it() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    called(APRIL)
    (review,) = called(date(2008, 7, 2))
    assert review.papers_due_on == date(2008, 9, 17)
    text = as_table(
        "Settings", ("What", "Value", "Source"), [("Papers of a review before it by", "5 working days", "")]
    )
    variation_id = a_draft(get_contract(contract_id), people.commissioner)
    worded(variation_id, people.commissioner, text, "settings")
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    called(date(2008, 7, 3))
    called(date(2008, 7, 4))
    found = get_review(review.id)
    assert (found.papers_due_on, found.papers_source) == (date(2008, 9, 24), "As variation 1 says")
    line = history_of("review", review.id)[0]
    assert line.did == ("followed what the contract says now: papers are due by 24 September 2008. As variation 1 says")
    assert told(people.provider, "Review 2 of WH/01 follows what the contract says now") == 1


def test_a_contract_that_is_terminated_has_one_review_after_its_end() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    with transaction():
        terminate_contract(
            contract_id=contract_id,
            notice_given_on=APRIL,
            first_day_without=date(2008, 11, 1),
            reason="The service moves.",
            by=people.commissioner,
            at=at(APRIL),
            on=APRIL,
            href=HREF,
        )
    called(APRIL)
    called(date(2008, 7, 2))
    (last,) = called(date(2008, 11, 20))
    assert (last.scheduled_for, last.last_day) == (date(2009, 1, 1), date(2008, 10, 31))
    assert called(date(2009, 3, 1)) == []
    with pytest.raises(Refusal, match=escape("Every review the schedule asks for by now is called.")), transaction():
        call_reviews_of(
            contract_id=contract_id,
            by=people.commissioner,
            on=date(2009, 3, 1),
            at=at(APRIL),
            address_of=address,
        )


def test_everybody_is_told_each_time_a_review_moves_even_back_and_of_another_place() -> None:
    people = Contracting()
    review_id = a_review(people).id
    moved(review_id, people.commissioner, date(2008, 7, 8))
    moved(review_id, people.commissioner, date(2008, 7, 1))
    moved(review_id, people.commissioner, date(2008, 7, 8))
    assert told(people.provider, "has another day") == 3
    before = get_review(review_id).version
    moved(review_id, people.commissioner, date(2008, 7, 8), place="Room 3")
    assert told(people.provider, "has another place") == 1
    assert get_review(review_id).version > before, "calendars learn of the place"
    with pytest.raises(Refusal, match=escape("31 December 9999 is more than 2 years away.")):
        moved(review_id, people.commissioner, date(9999, 12, 31))


def test_a_review_that_moved_after_its_pack_can_have_a_further_one() -> None:
    people = Contracting()
    review_id = a_review(people).id
    frozen(review_id, people.commissioner)
    moved(review_id, people.commissioner, date(2008, 7, 8))
    second = frozen(review_id, people.commissioner, reason="It is on 8 July.")
    assert second.number == 2


def test_a_day_freed_by_a_cancelled_review_can_be_taken() -> None:
    people = Contracting()
    review = a_review(people)
    (second,) = called(date(2008, 7, 2))
    with transaction():
        cancel_review(review_id=second.id, reason="x", by=people.commissioner, on=APRIL, at=at(APRIL), href=HREF)
    moved(review.id, people.commissioner, second.meets_on)
    assert get_review(review.id).meets_on == second.meets_on


def test_a_review_whose_day_went_by_says_so_and_is_reminded_of_once() -> None:
    people = Contracting()
    review = a_review(people)
    frozen(review.id, people.commissioner)
    late = date(2008, 7, 2)

    def state(on: date) -> State:
        return standing_of([get_review(review.id)], on=on)[0].state

    def remind(on: date) -> int:
        with transaction() as session, aside(session):
            return send_reminders(on=on, at=at(on), review_at=address, action_at=address)

    assert (state(date(2008, 7, 1)), state(late)) == (State.READY, State.NOT_HELD)
    assert [each.id for each in list_reviews(Asked(state="not_held"), by=people.lead, on=late)] == [review.id]
    assert (remind(date(2008, 7, 9)), remind(date(2008, 7, 10))) == (2, 0), "both commissioners, a week later, once"
    assert told(people.commissioner, "Review 1 of WH/01 was not held on 1 July 2008") == 1
    opened(review, people)
    assert state(late) is State.MINUTES_OPEN
    assert list_reviews(Asked(state="not_held"), by=people.lead, on=late) == []


def test_what_a_variation_says_of_answers_to_variations_is_read_as_on_the_day() -> None:
    people = Contracting()
    text = as_table(
        "Settings", ("What", "Value", "Source"), [("Answer to a variation notice within", "5 working days", "")]
    )
    contract = get_contract(a_varied_arrangement(people, text))
    assert answer_due(contract, OCTOBER) == add_working_days(OCTOBER, 5)
