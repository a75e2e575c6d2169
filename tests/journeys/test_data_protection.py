"""What people see of data protection: the page anybody may read, their own data, leavers anonymised by two."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from core.audit_trail.models import FileTaken
from core.db import db
from core.permissions import Role
from tests.builders import a_commissioner, a_person, an_installation
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

START = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still on 1 April 2008 until a test moves it."""
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


def test_anybody_reads_what_is_kept_and_whom_to_ask(app: Flask, person: Person) -> None:
    an_installation()
    person.visit("/people/sign-in").follow("Data protection")
    assert person.heading == "Data protection"
    assert "6 years later two administrators may anonymise it" in person.words
    assert "Ask an administrator of your primary care trust" in person.words
    app.config["DATA_PROTECTION_CONTACT"] = "the Information Governance Manager, ig@whp.example"
    try:
        assert "Ask the Information Governance Manager, ig@whp.example." in person.visit("/data-protection/").words
    finally:
        app.config["DATA_PROTECTION_CONTACT"] = ""


def test_takes_ones_own_data_and_it_is_noted(person: Person) -> None:
    commissioner = a_commissioner(an_installation())
    sign_in_as(person, commissioner).visit("/people/account").follow("Show your data")
    assert [row[0] for row in person.table("What is kept about you") if row[0] == "Signatures"] == ["Signatures"]
    sent = person.client.get("/data-protection/own.json")
    assert json.loads(sent.text)["person"]["name"] == "Commissioner"
    assert person.client.get("/data-protection/own.xlsx").data[:2] == b"PK"
    db.session.rollback()  # to see what was written since
    taken = [(each.name, each.file_name) for each in db.session.query(FileTaken).order_by(FileTaken.id)]
    assert taken == [("Commissioner", "own-data.json"), ("Commissioner", "own-data.xlsx")]
    for kind in ("json", "xlsx"):
        assert person.client.get(f"/data-protection/people/{commissioner.person_id}.{kind}").status_code == 403


def test_an_administrator_gives_data_out_only_after_recording_the_request(person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    address = f"/data-protection/people/{commissioner.person_id}.json"
    sign_in_as(person, administrator).visit(f"/people/{commissioner.person_id}")
    assert person.client.get(address).status_code == 404
    person.follow("Give out their data")
    person.send({"asked_on-day": "31", "asked_on-month": "3", "asked_on-year": "2008"}, "Record the request")
    assert "Take the file and hand it over by a way you trust" in person.words
    assert json.loads(person.client.get(address).text)["person"]["name"] == "Commissioner"
    assert person.client.get(f"/data-protection/people/{commissioner.person_id}.xlsx").status_code == 200
    assert person.client.get("/data-protection/people/99.json").status_code == 404


def test_a_leaver_is_anonymised_by_two_administrators_on_the_pages(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    administrator = an_installation()
    leaver = a_commissioner(administrator)
    second = a_person(
        Role.ADMINISTRATOR, administrator.organisation_id, by=administrator, email="b@whp.example", name="Second"
    )
    page = f"/people/{leaver.person_id}"
    sign_in_as(person, administrator).visit("/people/").follow("Leavers")
    assert "Nobody has been proposed so far." in person.words
    person.visit(page).follow("End PCT commissioner, West Hertfordshire PCT").send(button="End grant")
    person.visit(page).follow("Deactivate").send({"reason": "Left"}, "Deactivate")
    person.visit(page).follow("Anonymise").send({"reason": "Left long ago"}, "Propose it", status=422)
    assert "The account is kept until 1 April 2014" in person.words
    clock.shift(timedelta(days=6 * 366))
    sign_in_as(person, administrator).visit(page).follow("Anonymise")
    person.send({"reason": "Left long ago"}, "Propose it")
    assert "Waits for a second administrator" in person.words
    other = sign_in_as(Person(app.test_client()), second).visit("/data-protection/leavers")
    other.follow("Confirm for Commissioner").send(button="Anonymise for good")
    assert other.table("Proposals to anonymise")[1][0] == f"Former user {leaver.person_id}"
    assert other.visit(page).heading == f"Former user {leaver.person_id}"
    assert "Reactivate" not in other.words
    assert "Commissioner" not in " ".join(row[0] for row in other.visit("/people/").table(""))


def test_a_proposal_is_taken_back(person: Person, clock: time_machine.Traveller) -> None:
    administrator = an_installation()
    leaver = a_commissioner(administrator)
    page = f"/people/{leaver.person_id}"
    sign_in_as(person, administrator).visit(page)
    person.follow("End PCT commissioner, West Hertfordshire PCT").send(button="End grant")
    person.visit(page).follow("Deactivate").send({"reason": "Left"}, "Deactivate")
    clock.shift(timedelta(days=6 * 366))
    sign_in_as(person, administrator).visit(page).follow("Anonymise").send({"reason": "Long ago"}, "Propose it")
    person.send(button="Take it back for Commissioner")
    assert "Left as it is" in person.words
