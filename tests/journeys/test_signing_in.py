"""A person signs in, mistypes, waits, changes the password, switches the grant; an administrator looks after people."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from core.audit_trail.queries import first_fault
from core.db import db, transaction
from core.parties.rules import PartyKind
from core.people import queries
from core.people.actions.administration import reset_password
from core.people.actions.demo import seed_demo
from core.people.actions.grants import end_grant, give_grant
from core.permissions import Role
from tests.builders import WORDS, a_commissioner, a_person, an_installation, an_organisation
from tests.conftest import make_app
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

START = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
ADMIN = {"email": "admin@whp.example", "password": WORDS}
COMMISSIONER = {"email": "commissioner-1@whp.example", "password": WORDS}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still on 1 April 2008 until a test moves it."""
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


def test_signs_in_goes_on_where_it_wanted_and_signs_out(person: Person) -> None:
    an_installation()
    person.visit("/audit-trail/?act=people.sign_in")
    assert person.heading == "Sign in"
    person.send(ADMIN)
    assert person.heading == "Audit trail"
    person.send(button="Sign out")
    assert person.visit("/").heading == "Sign in"


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x"])
def test_never_leads_to_another_host(client: FlaskClient, person: Person, address: str) -> None:
    an_installation()
    person.visit(f"/people/sign-in?next={address}")
    token = dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', client.get("/people/sign-in").text))
    answer = client.post("/people/sign-in", query_string={"next": address}, data={**ADMIN, **token})
    assert answer.status_code == 302
    assert answer.location == "/"


def test_says_the_same_to_a_wrong_password_and_an_unknown_address_and_keeps_what_was_typed(person: Person) -> None:
    an_installation()
    person.visit("/people/sign-in").send({**ADMIN, "password": "wrong"}, status=422)
    assert "The e-mail address or the password is wrong." in person.words
    first = person.words
    person.send({"email": "nobody@whp.example", "password": "wrong"}, status=422)
    assert person.words == first
    assert 'value="nobody@whp.example"' in person.client.get(person.path).text or person.status == 422


def test_waits_after_five_wrong_passwords_then_gets_in(person: Person, clock: time_machine.Traveller) -> None:
    an_installation()
    person.visit("/people/sign-in")
    for _ in range(5):
        person.send({**ADMIN, "password": "wrong"}, status=422)
    person.send(ADMIN, status=422)
    assert "Too many wrong passwords. Wait 15 minutes, then try again." in person.words
    clock.shift(timedelta(minutes=15))
    assert person.visit("/people/sign-in").send(ADMIN).path == "/"


def test_switches_the_grant_and_sees_what_the_other_role_sees(person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        second = give_grant(
            person_id=commissioner.person_id,
            role=Role.AUDITOR,
            organisation_id=1,
            starts_on=date(2008, 4, 1),
            by=administrator,
        )
    person.visit("/people/sign-in").send(COMMISSIONER)
    person.visit("/audit-trail/", status=403)
    assert "you may not read the audit trail" in person.words
    person.visit("/people/account").send(button="Act for West Hertfordshire PCT as Auditor")
    assert person.visit("/audit-trail/").heading == "Audit trail"
    with transaction():
        end_grant(grant_id=second.id, ends_on=date(2008, 4, 1), by=administrator)
    assert person.visit("/audit-trail/").heading == "Sign in"


def test_nobody_switches_to_the_grant_of_another(person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    person.visit("/people/sign-in").send(COMMISSIONER)
    answer = person.client.post(f"/people/account/grants/{administrator.grant_id}/switch")
    assert answer.status_code == 404
    assert commissioner.grant_id != administrator.grant_id


def test_a_session_ends_when_it_idles_and_when_its_hours_are_over(
    person: Person, clock: time_machine.Traveller
) -> None:
    an_installation()
    person.visit("/people/sign-in").send(ADMIN)
    clock.shift(timedelta(minutes=60))
    assert person.visit("/people/account").heading == "Sign in"
    person.send(ADMIN)
    for _ in range(14):
        clock.shift(timedelta(minutes=50))
        assert person.visit("/people/account").heading == "Your account"
    clock.shift(timedelta(minutes=50))
    assert person.visit("/people/account").heading == "Sign in"


def test_a_new_password_ends_the_other_sessions(app: Flask, person: Person) -> None:
    an_installation()
    elsewhere = Person(app.test_client())
    elsewhere.visit("/people/sign-in").send(ADMIN)
    person.visit("/people/sign-in").send(ADMIN)
    person.visit("/people/change-password").send({"old": "wrong", "new": "another pass phrase"}, status=422)
    assert "The old password is wrong." in person.words
    person.send({"old": WORDS, "new": "short"}, status=422)
    assert "A password has at least 12 characters." in person.words
    person.send({"old": WORDS, "new": "another pass phrase"})
    assert person.heading == "Your account"
    assert elsewhere.visit("/people/account").heading == "Sign in"


def test_a_temporary_password_is_changed_before_anything_else(person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        told = reset_password(person_id=commissioner.person_id, until=START + timedelta(hours=72), by=administrator)
    person.visit("/people/sign-in").send({**COMMISSIONER, "password": told})
    assert person.heading == "Change your password"
    assert person.visit("/people/account").heading == "Change your password"
    person.send({"old": told, "new": "my very own phrase"})
    assert person.heading == "Your account"


def test_an_administrator_adds_a_person_grants_and_deactivates(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    an_installation()
    person.visit("/people/sign-in").send(ADMIN)
    person.visit("/people/create").send({"name": "New Person", "email": "new@whp.example"})
    assert person.heading == "New Person"
    told = re.search(r"shown this once: ([a-z0-9-]{19})", person.words)
    assert told is not None, person.words
    assert told[1] not in person.visit(person.path).words
    clock.shift(timedelta(minutes=11))
    person.follow("Give a grant")
    assert person.heading == "Enter your password again"
    person.send({"password": WORDS})
    assert person.heading == "Give New Person a grant"
    person.send({"role": "commissioner", "organisation": "1"})
    grants = person.table("Grants, past and present")
    assert grants[1][:3] == ["PCT commissioner", "West Hertfordshire PCT", "1 April 2008"]
    assert "Administrator (Administrator, West Hertfordshire PCT) gave them the role PCT commissioner" in person.words
    newcomer = Person(app.test_client())
    newcomer.visit("/people/sign-in").send({"email": "new@whp.example", "password": told[1]})
    assert newcomer.heading == "Change your password"
    person.follow("Deactivate").send({"reason": "Left the trust"})
    assert "deactivated them: Left the trust" in person.words
    assert newcomer.visit("/people/change-password").heading == "Sign in"
    assert person.visit("/people/?text=new@").table("1 person")[1][0] == "New Person"


def test_four_eyes_are_no_matter_of_hidden_buttons(person: Person) -> None:
    """TRAPS 19: the administrator opens the address by hand, and the act refuses."""
    administrator = an_installation()
    person.visit("/people/sign-in").send(ADMIN)
    person.visit(f"/people/{administrator.person_id}/grants/give")
    person.send({"role": "finance", "organisation": "1"}, status=422)
    assert "You may not give a grant to yourself. Ask another administrator." in person.words


def test_declares_an_interest_and_ends_it(person: Person) -> None:
    commissioner = a_commissioner(an_installation())
    an_organisation(PartyKind.PROVIDER, "PROV", by=commissioner, name="Provider services")
    person.visit("/people/sign-in").send(COMMISSIONER)
    person.visit("/people/account").follow("Declare an interest").send({"words": "My sister is a director"})
    assert "Provider services: My sister is a director, from 1 April 2008" in person.words
    person.follow("End the interest in Provider services").send({"ends_on-day": "2"})
    assert "until before 2 April 2008" in person.words


def test_issues_a_token_sees_it_once_and_revokes_it(person: Person) -> None:
    a_commissioner(an_installation())
    person.visit("/people/sign-in").send(COMMISSIONER)
    person.visit("/people/account").follow("Issue a token")
    expiry = {"expires_on-day": "1", "expires_on-month": "5", "expires_on-year": "2008"}
    person.send({"purpose": "ledger", **expiry}, status=422)
    assert "Choose at least one thing the token may do." in person.words
    person.send({"purpose": "ledger", "scope": "see budget rounds", **expiry})
    told = re.search(r"shown this once: (ccb_\S{43})", person.words)
    assert told is not None
    db.session.rollback()
    assert queries.find_token(told[1]) is not None
    assert told[1] not in person.visit("/people/account").words
    person.send(button="Revoke the token for ledger")
    assert person.table("Tokens with which machines act for you")[1][4] == "Revoked 1 April 2008 at 10:00"


def test_reads_the_trail_downloads_it_and_redacts_with_a_second_person(app: Flask, person: Person) -> None:
    administrator = an_installation()
    a_person(Role.ADMINISTRATOR, 1, by=administrator, name="=Second", email="second@whp.example")
    person.visit("/people/sign-in").send(ADMIN)
    person.visit("/audit-trail/").follow("2")
    assert person.heading == "Event 2"
    person.follow("Propose to redact the values").send({"ground": "third_person", "reason": "Wrong name"})
    assert "Administrator proposed to redact these values: Wrong name" in person.words
    assert "You proposed this redaction. Another person confirms it." in person.words
    assert "Decide about it" not in person.words
    second = Person(app.test_client())
    second.visit("/people/sign-in").send({"email": "second@whp.example", "password": WORDS})
    second.visit("/audit-trail/").follow("Decide about event 2").send(button="Redact for good")
    assert "Confirmed by =Second" in second.words
    assert second.visit("/audit-trail/?subject=audit+event").table("2 events")[1][2].startswith("=Second")
    sheet = second.client.get("/audit-trail/events.csv?subject=audit+event").text.splitlines()
    assert len(sheet) == 3
    assert ",'=Second," in sheet[1]
    assert first_fault() == ""


def test_a_page_of_the_trail_takes_as_many_queries_with_many_rows(person: Person) -> None:
    administrator = an_installation()
    for number in range(30):
        an_organisation(PartyKind.PRACTICE, f"X82{number:03}", by=administrator)
    person.visit("/people/sign-in").send(ADMIN)
    assert len(person.visit("/audit-trail/").table("33 events")) == 34


def test_the_demo_signs_in_with_a_button_on_this_machine_only(app: Flask) -> None:
    with transaction():
        seed_demo(on=date(2006, 10, 1), at=START)
    demo = make_app(app.config["SQLALCHEMY_DATABASE_URI"], DEMO=True)
    visitor = Person(demo.test_client())
    visitor.visit("/people/sign-in").send(button="PbC lead, Hertsmere")
    assert visitor.path == "/"
    assert "PbC lead, Hertsmere" in visitor.visit("/people/account").words
    assert demo.test_client().get("/people/sign-in", headers={"Host": "trust.example"}).status_code == 403
    assert demo.test_client().get("/people/sign-in", environ_base={"REMOTE_ADDR": "10.0.0.1"}).status_code == 403


def test_without_demo_mode_there_is_no_button_and_no_way_in(person: Person) -> None:
    with transaction():
        seed_demo(on=date(2006, 10, 1), at=START)
    assert "People of the demo" not in person.visit("/people/sign-in").words
    assert person.client.post("/people/1/sign-in").status_code == 404


def test_demo_mode_never_opens_another_database(app: Flask) -> None:
    an_installation()
    demo = make_app(app.config["SQLALCHEMY_DATABASE_URI"], DEMO=True)
    answer = demo.test_client().get("/people/sign-in")
    assert answer.status_code == 403
    assert "Demo mode opens only a database that was empty when" in answer.text


def test_a_temporary_password_opens_nothing_once_its_time_is_over(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    path = f"/people/{commissioner.person_id}"
    sign_in_as(person, administrator).visit(path).follow("Give a temporary password")
    assert "it works for 72 hours" in person.words
    person.send(button="Give temporary password")
    shown = re.search(r"shown this once: (\S+)\. It works until 4 April 2008 at 10:00", person.words)
    assert shown is not None, person.words
    given = {"email": COMMISSIONER["email"], "password": shown[1]}
    clock.shift(timedelta(hours=72))
    stranger = Person(app.test_client())
    stranger.visit("/people/sign-in").send({**given, "password": "wrong"}, status=422)
    assert "The e-mail address or the password is wrong." in stranger.words
    assert "its time is over" not in stranger.words, "only who knows the password hears of it"
    stranger.send(given, status=422)
    assert "This was a temporary password, and its time is over." in stranger.words
    assert stranger.visit("/people/account").heading == "Sign in"
    sign_in_as(person, administrator).visit(path)
    assert "Temporary, and its time is over" in person.words
    assert "was refused: the time of the temporary password is over" in person.words
    person.follow("Give a temporary password").send(button="Give temporary password")
    again = re.search(r"shown this once: (\S+)\. It works until 7 April 2008 at 10:00", person.words)
    assert again is not None, person.words
    clock.shift(timedelta(hours=71))
    stranger.visit("/people/sign-in").send({**given, "password": again[1]})
    assert stranger.heading == "Change your password"
    stranger.send({"old": again[1], "new": "another pass phrase"})
    clock.shift(timedelta(hours=72))
    stranger.visit("/people/sign-in").send({**given, "password": "another pass phrase"})
    assert stranger.path == "/", "one's own has no end"


def test_a_page_left_open_asks_how_long_its_session_holds_without_using_it(
    person: Person, clock: time_machine.Traveller
) -> None:
    commissioner = a_commissioner(an_installation())
    client = person.client
    assert client.get("/people/session").json == {"seconds": 0}
    sign_in_as(person, commissioner).visit("/people/account")
    assert f'data-seconds="3600" data-person="{commissioner.person_id}"' in client.get("/people/account").text
    for minutes in (20, 20, 19):
        clock.shift(timedelta(minutes=minutes))
        told = client.get("/people/session").json or {}
    assert (told.get("seconds"), told.get("person")) == (60, commissioner.person_id)
    clock.shift(timedelta(minutes=1))
    assert client.get("/people/session").json == {"seconds": 0}
    assert person.visit("/people/account").heading == "Sign in"
    assert "data-session" not in client.get("/people/sign-in").text


def test_many_addresses_of_one_connection_are_counted_as_one(app: Flask) -> None:
    """Version 6 gives every connection more addresses than there are passwords to try: its /64 is counted."""
    an_installation()

    def said(number: int, network: str = "2001:db8:1:2") -> str:
        client = app.test_client()
        client.environ_base = {"REMOTE_ADDR": f"{network}::{number:x}"}
        visitor = Person(client).visit("/people/sign-in")
        visitor.send({"email": f"nobody{number}@whp.example", "password": "wrong"}, status=422)
        return visitor.words

    assert all("The e-mail address or the password is wrong." in said(number) for number in range(50))
    assert "Too many wrong passwords. Wait 15 minutes" in said(51)
    assert "The e-mail address or the password is wrong." in said(52, "2001:db8:1:3")
