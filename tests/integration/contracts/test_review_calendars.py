"""Calendars of reviews: what stands in whose, the secret address, and that it can be revoked."""

from collections.abc import Iterator
from datetime import date
from re import escape

import pytest
import time_machine
from flask import Flask

from commissioning.meetings.actions.following import move_day
from contracts.reviews.actions.calendars import make_address, revoke_address
from contracts.reviews.actions.planning import cancel_review, move_review
from contracts.reviews.queries.calendars import entries_for, find_reader
from contracts.reviews.rules.calendar import Entry, calendar_text
from core.audit_trail.queries import history_of
from core.db import bookkeeping, transaction
from core.errors import NotAllowed, Refusal
from core.people.models import Grant
from core.people.models import Person as Account
from core.permissions import Actor
from tests.builders_contracts import Contracting
from tests.builders_notices import a_contract_in_force, a_notice
from tests.builders_reviews import APRIL, a_review, address, an_action, at, opened
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(at(APRIL)):
        yield


def entries(by: Actor, on: date = APRIL) -> list[Entry]:
    """What stands in somebody's calendar on a day."""
    return entries_for(by, on=on, review_at=address, action_at=address, notice_at=lambda *_: "/notice")


def test_everybody_has_what_concerns_them(app: Flask) -> None:
    del app
    people = Contracting()
    meeting = opened(a_review(people), people)
    an_action(meeting, people)

    def keys(*, of: str) -> list[str]:
        by = {"provider": people.provider, "lead": people.lead, "idle": people.idle_provider}[of]
        return [each.key for each in entries(by)]

    assert keys(of="provider") == ["review-1", "action-1"]
    assert keys(of="lead") == ["review-1"]
    assert keys(of="idle") == []


def test_a_review_keeps_its_identifier_counts_its_changes_and_is_cancelled_in_calendars(app: Flask) -> None:
    del app
    people = Contracting()
    review_id = a_review(people).id
    first = entries(people.lead)[0]
    for place in ("Room 2", "Room 3"):
        with transaction():
            move_review(
                review_id=review_id,
                meets_on=date(2008, 7, 8),
                place=place,
                reason="The same reason.",
                by=people.commissioner,
                on=APRIL,
                at=at(APRIL),
                href="/x",
            )
    day, papers = entries(people.lead)
    assert (day.key, day.of) == (first.key, first.of)
    assert (day.day, papers.day) == (date(2008, 7, 8), date(2008, 6, 24))
    assert day.sequence >= first.sequence + 2, "moved, and moved to another place with the same words"
    with transaction():
        cancel_review(review_id=review_id, reason="x", by=people.commissioner, on=APRIL, at=at(APRIL), href="/x")
    (gone,) = entries(people.lead)
    assert gone.is_cancelled
    assert gone.sequence > day.sequence
    text = calendar_text([gone], name="Reviews", at=at(APRIL))
    assert "STATUS:CANCELLED\r\n" in text


def test_an_action_moved_to_another_day_counts_its_change(app: Flask) -> None:
    del app
    people = Contracting()
    action = an_action(opened(a_review(people), people), people)
    before = entries(people.provider)[-1]
    with transaction():
        move_day(
            action_id=action.id,
            due_on=date(2008, 8, 1),
            reason="x",
            by=people.commissioner,
            on=APRIL,
            at=at(APRIL),
            href="/x",
        )
    after = entries(people.provider)[-1]
    assert (after.key, after.day) == (before.key, date(2008, 8, 1))
    assert after.sequence > before.sequence
    assert "Moved from 15 July 2008." in after.description


def test_what_falls_due_under_a_notice_stands_in_the_calendars_of_its_parties(app: Flask) -> None:
    del app
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_notice(contract_id, people)
    for by in (people.provider, people.commissioner):
        (held,) = [each for each in entries(by) if each.key.startswith("notice")]
        assert held.day == notice.next_due_on
        assert f"Notice {notice.number} of" in held.summary
    for by in (people.lead, people.idle_provider, people.stranger):
        assert [each for each in entries(by) if each.key.startswith("notice")] == [], by.name


@pytest.mark.parametrize("ends", ["the grant", "the account"])
def test_an_address_reads_nothing_once_its_person_has_left(database: Flask, ends: str) -> None:
    del database
    people = Contracting()
    with transaction():
        _, secret = make_address(by=people.provider, at=at(APRIL))
    assert find_reader(secret, on=APRIL) is not None
    with bookkeeping() as session:
        if ends == "the grant":
            session.get_one(Grant, people.provider.grant_id).ends_on = APRIL
        else:
            session.get_one(Account, people.provider.person_id).is_active = False
    assert find_reader(secret, on=date(2008, 4, 4)) is None


def test_an_address_reads_one_grant_until_it_is_revoked(database: Flask) -> None:
    del database
    people = Contracting()
    with transaction():
        made, secret = make_address(by=people.provider, at=at(APRIL))
    reader = find_reader(secret, on=APRIL)
    assert reader is not None
    assert reader.organisation_id == people.providing
    assert made.token_hash != secret
    assert find_reader("another", on=APRIL) is None
    did = history_of("person", people.provider.person_id)[0].did
    assert did == "made an address for the calendar of Provider services"
    with transaction():
        revoke_address(address_id=made.id, by=people.provider, at=at(APRIL))
    assert find_reader(secret, on=APRIL) is None
    with pytest.raises(Refusal, match=escape("This address is already revoked.")), transaction():
        revoke_address(address_id=made.id, by=people.provider, at=at(APRIL))
    with pytest.raises(NotAllowed), transaction():
        make_address(by=people.practice_manager, at=at(APRIL))


def test_no_more_than_five_addresses(app: Flask) -> None:
    del app
    people = Contracting()
    for _ in range(5):
        with transaction():
            make_address(by=people.lead, at=at(APRIL))
    said = "You have 5 addresses. Revoke one that you do not use first."
    with pytest.raises(Refusal, match=escape(said)), transaction():
        make_address(by=people.lead, at=at(APRIL))


def test_the_page_makes_an_address_that_a_calendar_reads_without_signing_in(app: Flask, person: Person) -> None:
    people = Contracting()
    a_review(people)
    sign_in_as(person, people.lead).visit("/contracts/reviews/calendar").send(button="Make an address")
    shown = next(word for word in person.words.split() if word.endswith(".ics"))
    path = shown.removeprefix("http://localhost")
    answer = app.test_client().get(path)
    assert answer.mimetype == "text/calendar"
    assert "SUMMARY:Review 1 of WH/01\\, Community services" in answer.text
    assert "DTSTART;VALUE=DATE:20080617" in answer.text, "the day of its papers"
    assert person.visit("/contracts/reviews/calendar").words.count(".ics") == 0, "shown once"
    person.send(button="Revoke")
    assert app.test_client().get(path).status_code == 404
    assert person.client.get("/contracts/reviews/calendar.ics").status_code == 200
