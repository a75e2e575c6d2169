"""Returns of activity through pages: what is due, how it stands, and who sees which."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.builders_activity import MAY_AT, Field, a_field, submitted
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


@pytest.fixture
def field(app: Flask) -> Field:
    """A provider that returns two services every month since April 2007; April 2008 is there."""
    del app
    found = a_field()
    submitted(found)
    return found


def test_a_provider_sees_what_is_due_and_what_it_returned(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit("/activity")
    rows = person.table("14 returns")
    assert rows[1][0].startswith("Contacts")
    assert "Received" in str(person.table("14 returns"))
    person.visit(f"/activity/returns/{field.expectation_id}/2008-04")
    assert "Received" in person.words
    assert person.table("1 submission, the newest first")[1][:3] == ["Number 1", "File", "4"]


def test_another_provider_finds_no_return_of_others(field: Field, person: Person) -> None:
    sign_in_as(person, field.other_provider).visit("/activity")
    assert "No return is expected that concerns" in person.words
    person.visit(f"/activity/returns/{field.expectation_id}/2008-04", status=404)
    person.visit("/activity/returns/99/2008-04", status=404)


def test_the_commissioner_takes_the_list_away_as_it_is_shown(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/activity")
    told = person.client.get("/activity/returns.csv").data.decode("utf-8-sig").splitlines()
    assert len(told) == 15
    assert person.client.get("/activity/returns.xlsx").data.startswith(b"PK")
    person.visit(f"/activity/returns/{field.expectation_id}/2008-13", status=404)
    person.visit(f"/activity/returns/{field.expectation_id}/2001-01", status=404)
