"""Who gets to pages of reviews, meetings, packs, minutes and actions; packs frozen by two at once or tampered with."""

from collections.abc import Iterator
from re import escape

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from contracts.reviews.actions.freezing import freeze_pack
from contracts.reviews.queries.packs import content_now
from contracts.reviews.queries.reviews import get_review, list_packs, text_of
from core.canonical import canonical_text, hash_of
from core.db import bookkeeping, db
from core.errors import Refusal
from tests.at_once import at_once
from tests.builders_contracts import Contracting
from tests.builders_reviews import APRIL, HREF, REVIEWED, a_review, an_action, at, frozen, meeting_of, minuted, opened
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

READ = (
    "/contracts/reviews/{0}",
    "/contracts/reviews/{0}/packs/1",
    "/contracts/reviews/{0}/packs/1.pdf",
    "/contracts/reviews/{0}/packs/1/charts/money/1.svg",
    "/contracts/{1}/reviews",
    "/meetings/{2}",
    "/meetings/{2}/minutes/1",
    "/meetings/{2}/minutes/1.pdf",
    "/meetings/actions/{3}",
)
WRITE = (
    "/contracts/reviews/{0}/packs/freeze",
    "/contracts/reviews/{0}/move",
    "/contracts/reviews/{0}/cancel",
    "/meetings/{2}/nominate",
    "/meetings/{2}/attendance",
    "/meetings/{2}/minutes/issue",
    "/meetings/{2}/minutes/correct",
    "/meetings/{2}/minutes/1/approve",
    "/meetings/actions/{3}/close",
    "/meetings/actions/{3}/move-day",
)


@pytest.fixture
def _in_july() -> Iterator[None]:
    with time_machine.travel(at(REVIEWED, 18)):
        yield


def places(people: Contracting) -> tuple[int, int, int, int]:
    """A review with a pack, held, with an action and minutes: ids of the review, contract, meeting and action."""
    review = a_review(people)
    frozen(review.id, people.commissioner)
    meeting = opened(review, people)
    action = an_action(meeting, people)
    minuted(meeting, people)
    return review.id, review.contract_id, meeting.id, action.id


@pytest.mark.usefixtures("_in_july")
def test_nobody_else_finds_anything(app: Flask) -> None:
    people = Contracting()
    there = places(people)
    for by in (people.stranger, people.idle_provider, people.lead_of_watcom):
        client = sign_in_as(Person(app.test_client()), by).client
        for path in (*READ, *WRITE):
            code = client.get(path.format(*there)).status_code
            assert code == 404 or (code == 403 and path in WRITE), (by.name, path)
        for path in ("/contracts/reviews.csv", "/meetings/actions.csv?state=all"):
            assert "WH/01" not in client.get(path).text, (by.name, path)


@pytest.mark.usefixtures("_in_july")
def test_who_may_read_reads_all_but_changes_only_what_is_theirs(app: Flask) -> None:
    people = Contracting()
    there = places(people)
    held = ("freeze", "move", "cancel", "attendance", "issue", "correct", "move-day")
    closes = {people.provider: 200, people.finance: 404, people.lead: 404, people.auditor: 403, people.member: 403}
    for by, code in closes.items():
        person = sign_in_as(Person(app.test_client()), by)
        for path in READ:
            if "charts" not in path:
                assert person.client.get(path.format(*there)).status_code == 200, (by.name, path)
        for path in WRITE:
            if path.rsplit("/", 1)[-1] in held:
                assert person.client.get(path.format(*there)).status_code in (403, 404), (by.name, path)
        assert person.client.get(f"/meetings/actions/{there[3]}/close").status_code == code, by.name
        assert ("Say what came of it" in person.visit(f"/meetings/actions/{there[3]}").words) is (code == 200)
        assert ("Say what came of action" in person.visit(f"/meetings/{there[2]}").words) is (code == 200)


@pytest.mark.usefixtures("_in_july")
def test_the_day_of_an_action_is_moved_on_its_page(app: Flask, person: Person) -> None:
    del app
    people = Contracting()
    *_, action_id = places(people)
    page = sign_in_as(person, people.commissioner).visit(f"/meetings/actions/{action_id}").follow("Move the day")
    told = {"due_on-day": "1", "due_on-month": "8", "due_on-year": "2008", "reason": "The system fails."}
    page.send(told)
    assert "Its age still counts from 15 July 2008." in person.words
    for said in ("First agreed for 15 July 2008", "Days it was moved to", "The system fails."):
        assert said in person.words, said
    log = person.visit("/meetings/actions?state=slipped").words
    assert "moved once from 15 July 2008" in log
    assert "moved once from 15 July 2008" in person.client.get("/meetings/actions.csv?state=slipped").text


@pytest.mark.usefixtures("_in_july")
def test_before_the_meeting_opens_its_page_says_that_there_is_no_pack(app: Flask, person: Person) -> None:
    del app
    people = Contracting()
    meeting_id = meeting_of(a_review(people)).id
    said = "No pack is frozen yet. Once the meeting is open, none can be."
    assert said in sign_in_as(person, people.commissioner).visit(f"/meetings/{meeting_id}").words
    page = person.follow("Look at the pack and freeze it")
    assert "Money" in page.words
    page.send(button="Freeze pack 1")
    assert said not in person.visit(f"/meetings/{meeting_id}").words


def test_two_who_freeze_a_pack_at_once_make_one(database: Flask) -> None:
    people = Contracting()
    review_id = a_review(people).id
    seen = hash_of(canonical_text(content_now(get_review(review_id), on=APRIL)))

    def freeze() -> None:
        freeze_pack(
            review_id=review_id, seen_hash=seen, reason="", by=people.commissioner, on=APRIL, at=at(APRIL), href=HREF
        )

    came = at_once(database, freeze, freeze)
    assert came == ["Nothing changed since pack 1. There is nothing to add.", "done"]
    assert len(list_packs(review_id)) == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE reviews_pack SET content = '{}'", "UPDATE reviews_pack SET content_hash = reverse_of(content_hash)"],
    ids=["text", "hash"],
)
def test_a_pack_that_was_tampered_with_is_not_shown(app: Flask, statement: str) -> None:
    del app
    people = Contracting()
    review_id = a_review(people).id
    frozen(review_id, people.commissioner)
    turned = statement.replace("reverse_of(content_hash)", f"'{'0' * 64}'")
    with bookkeeping() as session:
        session.execute(text("DROP TRIGGER reviews_pack_stays"))
        session.execute(text(turned))
    db.session.expire_all()
    with pytest.raises(Refusal, match=escape("The kept text of pack 1 is damaged")):
        text_of(list_packs(review_id)[0])
