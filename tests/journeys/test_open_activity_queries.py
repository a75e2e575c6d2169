"""Open queries by age and whose turn it is, and what the commissioner's home page says of activity."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from commissioning.activity.actions.querying import Line, answer_query, query_lines
from core.db import transaction
from tests.builders_activity import APRIL, FROZEN_AT, MAY_AT, MAY_DAY, Field, a_field, lines_for, submitted
from tests.builders_commissioning import a_neighbour
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

LATER = datetime(2008, 5, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def field(app: Flask) -> Field:
    """April 2008 is there, and one figure of each service was asked about on 8 May."""
    del app
    found = a_field()
    submission = submitted(found)
    lines = tuple(
        Line(service_id=found.services[code], words=f"Why so few of {code}?", month=APRIL, currency="contact")
        for code in ("DIAB", "PULM")
    )
    with transaction():
        query_lines(
            submission_id=submission.id,
            lines=lines,
            answer_due_on=date(2008, 5, 15),
            by=found.commissioner,
            at=MAY_AT,
            on=MAY_DAY,
        )
    return found


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(LATER):
        yield


def _answered(field: Field) -> None:
    with transaction():
        answer_query(query_id=2, words="Two nurses were away", by=field.provider, at=LATER, on=LATER.date())


def test_each_query_says_how_old_it_is_and_who_waits_for_whom(field: Field, person: Person) -> None:
    _answered(field)
    sign_in_as(person, field.commissioner).visit("/activity/queries")
    first, second = person.table("2 open queries")[1:]
    assert first[0] == "Why so few of DIAB?"
    assert first[5:] == ["Provider services for an answer", "11", "15 May 2008", "6"]
    assert second[5].endswith("to accept, or ask on")
    assert second[6:] == ["11", "15 May 2008", "0"]
    person.visit("/activity/queries?waits=provider&age=oldest")
    assert len(person.table("1 open query")) == 2
    told = person.client.get("/activity/queries/csv?waits=provider").data.decode("utf-8-sig").splitlines()
    assert len(told) == 2
    person.visit("/activity/queries?age=new")
    assert "No query fits." in person.words
    person.visit("/activity/queries/pdf", status=404)


def test_a_query_about_a_figure_that_was_sent_again_waits_for_nobody(field: Field, person: Person) -> None:
    submitted(field, lines_for(contacts=33), on=MAY_DAY, at=MAY_AT)
    sign_in_as(person, field.commissioner).visit("/activity/queries")
    assert "No query is open" in person.words


def test_a_provider_sees_its_own_and_others_none(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit("/activity/queries")
    assert len(person.table("2 open queries")) == 3
    sign_in_as(person, field.other_provider).visit("/activity/queries")
    assert "No query is open" in person.words
    sign_in_as(person, a_neighbour(field.trust)).visit("/activity/queries")
    assert "No query is open" in person.words
    person.visit("/activity/queries/1/ask-on", status=404)


def test_the_home_page_says_what_waits_for_the_commissioner(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/")
    assert "activity returns missing" in person.words
    assert "read and accept, or ask on" not in person.words
    _answered(field)
    person.visit("/")
    assert "1 query is answered: read and accept, or ask on" in person.words
    with time_machine.travel(FROZEN_AT):
        sign_in_as(person, field.commissioner).visit("/").follow("Freeze 1 month of activity")
        assert [row[2] for row in person.table("1 return")[1:]] == ["April 2008"]
    sign_in_as(person, field.provider).visit("/")
    assert "Freeze 1 month" not in person.words


def test_one_late_return_is_told_as_one(field: Field, person: Person) -> None:
    with time_machine.travel(datetime(2008, 6, 20, 9, 0, tzinfo=UTC), tick=False):
        sign_in_as(person, field.commissioner).visit("/")
    assert "1 activity return late" in person.words
    assert "12 activity returns missing" in person.words
