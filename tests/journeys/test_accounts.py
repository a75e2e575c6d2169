"""People get into their accounts and look after them: invited, forgotten, with codes, in several places, away."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask

from core.db import bookkeeping, db, transaction
from core.people.actions.demo import seed_demo
from core.people.commands import look_after_accounts
from core.people.models import RecoveryCode
from core.people.rules.codes import recovery_hash
from core.permissions import Role
from tests.builders import DAY, WORDS, a_commissioner, a_person, an_installation
from tests.conftest import make_app
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

START = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
ADMIN = {"email": "admin@whp.example", "password": WORDS}
COMMISSIONER = {"email": "commissioner-1@whp.example", "password": WORDS}
MAIL = {"SMTP_HOST": "127.0.0.1", "MAIL_FROM": "budgets@whp.example", "SITE_ADDRESS": "https://b.example"}
CHOSEN = "another pass phrase"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still on 1 April 2008 until a test moves it."""
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


def shown_code(person: Person, clock: time_machine.Traveller) -> str:
    """Set one-time codes up on the page and give the key that the device keeps."""
    person.visit("/people/account/codes").send(button="Set up one-time codes")
    key = re.search(r"“time-based”: ?((?:[A-Z2-7]{4} ?){8})", person.words)
    assert key is not None, person.words
    device = key[1].replace(" ", "")
    assert person.client.get("/people/account/codes/key.svg").mimetype == "image/svg+xml"
    person.send({"code": "000000"}, status=422)
    assert "Check that the clock of your device is right." in person.words
    person.send({"code": pyotp.TOTP(device).now()})
    clock.shift(timedelta(seconds=30))
    return device


def test_somebody_invited_chooses_a_password_by_a_link_that_works_once(app: Flask, person: Person) -> None:
    sign_in_as(person, an_installation())
    person.visit("/people/create").send({"name": "New Person", "email": "new@whp.example", "begins": "link"})
    link = re.search(r"http://localhost(/people/links/\d+/\S{43})", person.words)
    assert link is not None, person.words
    assert link[1] not in person.visit(person.path).words
    assert person.visit("/people/invitations").table("1 invitation not taken up")[1][0] == "New Person"
    newcomer = Person(app.test_client())
    newcomer.visit(link[1])
    assert newcomer.heading == "Welcome: choose your password"
    assert newcomer.client.get(link[1]).headers["Referrer-Policy"] == "no-referrer"
    newcomer.send({"new": "password1234"}, status=422)
    newcomer.visit(link[1]).send({"new": CHOSEN})
    assert newcomer.heading == "Sign in"
    assert "Your password is chosen. Sign in with it." in newcomer.words
    assert newcomer.visit(link[1], status=404).heading == "This link does not work"
    newcomer.visit(link[1].rpartition("/")[0], status=404)
    newcomer.visit("/people/sign-in").send({"email": "new@whp.example", "password": CHOSEN}, status=422)
    assert "You hold no grant today" in newcomer.words
    assert "Everybody who was invited has chosen a password." in person.visit("/people/invitations").words


def test_an_invitation_is_sent_again_and_withdrawn(person: Person) -> None:
    sign_in_as(person, an_installation())
    person.visit("/people/create").send({"name": "New Person", "email": "new@whp.example", "begins": "link"})
    person.visit("/people/invitations").follow("Send again to New Person").send(button="Send again")
    assert "shown this once" in person.words
    person.visit("/people/invitations").send(button="Withdraw the invitation of New Person")
    assert "The invitation is withdrawn" in person.words


def test_the_answer_to_a_forgotten_password_tells_nothing(app: Flask, person: Person) -> None:
    an_installation()
    assert "No mail goes out" in person.visit("/people/forgotten-password").words
    app.config.update(MAIL)
    person.visit("/people/sign-in").follow("I forgot my password").send({"email": ADMIN["email"]})
    known = person.words
    assert person.visit("/people/forgotten-password").send({"email": "nobody@whp.example"}).words == known
    with transaction():
        look_after_accounts(DAY, START)


def test_codes_are_set_up_asked_for_at_sign_in_and_a_recovery_code_helps_once(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    sign_in_as(person, a_commissioner(an_installation()))
    device = shown_code(person, clock)
    assert person.client.get("/people/account/codes/key.svg").status_code == 404
    told = re.findall(r"(?:[a-z2-9]{5}-){4}[a-z2-9]{5}", person.words)
    assert len(told) == 10
    assert told[0] not in person.visit("/people/account/codes").words
    other = Person(app.test_client())
    other.visit("/people/account").send(COMMISSIONER)
    assert other.heading == "Enter your one-time code"
    assert Person(other.client).visit("/people/account").heading == "Sign in", "the password alone opens nothing"
    other.visit("/people/sign-in?next=/people/account").send(COMMISSIONER).send({"code": "123456"}, status=422)
    other.send({"code": pyotp.TOTP(device).now()})
    assert other.heading == "Your account"
    clock.shift(timedelta(minutes=11))
    other.visit("/people/account/tokens/issue")
    assert other.heading == "Enter your password and a code again"
    other.send({"password": WORDS}, status=422)
    other.send({"password": WORDS, "code": pyotp.TOTP(device).now()})
    assert other.heading == "Issue a token"
    third = Person(app.test_client())
    third.visit("/people/sign-in").send(COMMISSIONER).send({"code": told[0]})
    assert third.path == "/"
    third.visit("/people/account/codes/end").send({"password": "wrong"}, status=422)
    third.send({"password": WORDS})
    assert "Your password alone lets you in." in third.words


def test_too_long_between_password_and_code_begins_again(person: Person, clock: time_machine.Traveller) -> None:
    sign_in_as(person, a_commissioner(an_installation()))
    device = shown_code(person, clock)
    person.send(button="Sign out").send(COMMISSIONER)
    clock.shift(timedelta(minutes=5))
    person.send({"code": pyotp.TOTP(device).now()})
    assert person.heading == "Sign in"
    assert "Too much time has passed" in person.words


def test_approvers_set_codes_up_first_where_the_installation_says_so(app: Flask, person: Person) -> None:
    administrator = an_installation()
    app.config["CODES_FOR_APPROVERS"] = True
    sign_in_as(person, a_commissioner(administrator))
    assert person.visit("/").heading == "One-time codes"
    assert "Needed in your role" in person.words
    assert person.visit("/people/account").heading == "Your account"
    sign_in_as(person, a_person(Role.AUDITOR, 1, by=administrator))
    assert person.visit("/").path == "/"


def test_everybody_sets_codes_up_before_anything_else_where_the_installation_says_so(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    administrator = an_installation()
    app.config["CODES_REQUIRED_OF"] = "everybody"
    sign_in_as(person, a_person(Role.AUDITOR, 1, by=administrator))
    for path in ("/", "/people/account", "/audit-trail/", "/people/account/tokens/issue"):
        assert person.visit(path).heading == "One-time codes", path
    assert "Everybody signs in here with a one-time code" in person.words
    shown_code(person, clock)
    assert person.visit("/audit-trail/").heading == "Audit trail"
    person.visit("/people/account/codes/end").send({"password": WORDS}, status=422)
    assert "In your role this installation asks for one-time codes." in person.words
    assert "In use" in person.visit("/people/account/codes").words


def test_an_administrator_says_how_they_made_sure_before_lost_codes_end(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    theirs = sign_in_as(Person(app.test_client()), commissioner)
    shown_code(theirs, clock)
    sign_in_as(person, administrator).visit(f"/people/{commissioner.person_id}").follow("End their one-time codes")
    person.send({"known_by": ""}, status=422)
    person.send({"known_by": "Telephone"}, status=422)
    assert "Say in a sentence how you made sure" in person.words
    person.send({"known_by": "She came to my desk with her staff card"})
    assert "ended their one-time codes: She came to my desk with her staff card" in person.words
    assert theirs.visit("/messages/").heading == "Sign in", "a session may be open on the lost device"
    assert "An administrator ended the one-time codes of your account" in theirs.send(COMMISSIONER).words


def test_an_administrator_sees_the_tokens_of_others_and_ends_one(app: Flask, person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    theirs = sign_in_as(Person(app.test_client()), commissioner)
    days = {"expires_on-day": "1", "expires_on-month": "5", "expires_on-year": "2008"}
    theirs.visit("/people/account/tokens/issue").send(
        {"purpose": "nightly ledger", "scope": "see budget rounds", **days}
    )
    assert theirs.client.post("/people/tokens/1/revoke").status_code == 403
    sign_in_as(person, administrator).visit(f"/people/{commissioner.person_id}")
    assert "nightly ledger, for West Hertfordshire PCT: may see budget rounds" in person.words
    person.send(button="Revoke the token for nightly ledger")
    assert "Revoked 1 April 2008 at 10:00." in person.words
    assert "revoked the token for nightly ledger" in person.words
    assert "Revoked" in theirs.visit("/people/account").words


def test_recovery_codes_of_the_older_kind_are_told_to_be_made_anew(
    person: Person, clock: time_machine.Traveller
) -> None:
    commissioner = a_commissioner(an_installation())
    sign_in_as(person, commissioner)
    shown_code(person, clock)
    assert "older, shorter kind" not in person.visit("/people/account").words
    with bookkeeping():
        code_hash = recovery_hash("abcdefghijkmnpqr")
        db.session.add(RecoveryCode(person_id=commissioner.person_id, code_hash=code_hash, letters=16))
    assert "Your recovery codes are of an older, shorter kind: make new ones" in person.visit("/people/account").words
    person.visit("/people/account/codes").send(button="Make new recovery codes")
    assert "older, shorter kind" not in person.visit("/people/account").words


def test_a_session_planted_before_signing_in_is_worth_nothing(app: Flask, person: Person) -> None:
    """Session fixation: what an attacker put into the browser neither stays nor comes to be signed in."""
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    attacker = sign_in_as(Person(app.test_client()), commissioner)
    planted = attacker.client.get_cookie("session")
    assert planted is not None
    person.client.set_cookie("session", planted.value)
    person.visit("/").send(button="Sign out").send(ADMIN)
    assert "Administrator" in person.visit("/people/account").words
    fresh = person.client.get_cookie("session")
    assert fresh is not None
    assert fresh.value != planted.value
    assert attacker.visit("/people/account").heading == "Sign in"


def test_the_password_given_again_renews_the_key_and_a_copy_from_before_opens_nothing(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    sign_in_as(person, a_commissioner(an_installation()))
    clock.shift(timedelta(minutes=11))
    copied = person.visit("/people/account").client.get_cookie("session")
    assert copied is not None
    thief = Person(app.test_client())
    thief.client.set_cookie("session", copied.value)
    assert thief.visit("/people/account").heading == "Your account", "a copy opens the door until then"
    person.visit("/people/account/tokens/issue").send({"password": "wrong"}, status=422)
    assert thief.visit("/people/account").heading == "Your account", "a wrong password changes nothing"
    other_tab = Person(person.client)
    other_tab.visit("/people/account/interests/declare")
    person.send({"password": WORDS})
    assert person.heading == "Issue a token"
    thief.client.set_cookie("session", copied.value)
    assert thief.visit("/people/account").heading == "Sign in"
    assert person.visit("/people/account/sessions").table("1 place")[1][4] == "Here"
    other_tab.send({"words": "partner"}, status=422)
    assert "This page was open too long" not in other_tab.words, "what was open elsewhere can still be sent"
    clock.shift(timedelta(minutes=61))
    assert person.visit("/people/account").heading == "Sign in"


def test_sees_where_they_are_signed_in_and_ends_it_elsewhere(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    an_installation()
    person.visit("/people/sign-in").send(ADMIN)
    places = [Person(app.test_client()) for _ in range(3)]
    for place in places:
        clock.shift(timedelta(minutes=1))
        place.visit("/people/sign-in").send(ADMIN)
    clock.shift(timedelta(minutes=2))
    rows = person.visit("/people/account").follow("Show where you are signed in").table("4 places")
    assert rows[1][1:] == ["1 April 2008 at 10:00", "127.0.0.0/24", "Administrator, West Hertfordshire PCT", rows[1][4]]
    person.send(button="End the session last used 1 April 2008 at 10:02")
    person.table("3 places")
    assert places[1].visit("/people/account").heading == "Sign in"
    person.send(button="Sign out everywhere but here")
    assert person.table("1 place")[1][4] == "Here"
    assert places[2].visit("/people/account").heading == "Sign in"
    clock.shift(timedelta(minutes=61))
    assert person.visit("/people/account").heading == "Sign in"


def test_nobody_ends_the_session_of_another(app: Flask, person: Person) -> None:
    administrator = an_installation()
    sign_in_as(Person(app.test_client()), administrator)
    sign_in_as(person, a_commissioner(administrator))
    assert person.client.post("/people/account/sessions/1/end").status_code == 404


def test_hands_a_grant_over_and_the_colleague_acts_for_them(app: Flask, person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    finance = a_person(Role.FINANCE, 1, by=administrator, name="Finance")
    sign_in_as(person, commissioner).visit("/people/account")
    person.follow("Hand over PCT commissioner, West Hertfordshire PCT")
    days = {"ends_on-day": "15", "ends_on-month": "4", "ends_on-year": "2008"}
    person.send({"person": str(finance.person_id), "reason": "Annual leave", **days})
    assert "Finance stands in for you as PCT commissioner" in person.words
    colleague = sign_in_as(Person(app.test_client()), finance)
    button = "Act for Commissioner, West Hertfordshire PCT as PCT commissioner"
    colleague.visit("/people/account").send(button=button)
    assert "PCT commissioner, West Hertfordshire PCT, for Commissioner" in colleague.visit("/people/account").words
    person.visit("/people/account").send(button="Take it back now: PCT commissioner, from 1 April 2008")
    assert colleague.visit("/people/account").heading == "Sign in"


def test_an_administrator_lets_somebody_locked_out_in_again_by_a_link(app: Flask, person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    visitor = Person(app.test_client())
    visitor.visit("/people/sign-in")
    for _ in range(5):
        visitor.send({**COMMISSIONER, "password": "wrong"}, status=422)
    sign_in_as(person, administrator).visit(f"/people/{commissioner.person_id}")
    person.follow("Send a link for the password").send(button="Send the link")
    link = re.search(r"http://localhost(/people/links/\d+/\S{43})", person.words)
    assert link is not None
    visitor.visit(link[1]).send({"new": CHOSEN}).send({**COMMISSIONER, "password": CHOSEN})
    assert visitor.path == "/"


def test_the_demo_signs_in_with_a_button_whatever_the_setting(app: Flask) -> None:
    with transaction():
        seed_demo(on=date(2006, 10, 1), at=START)
    demo = make_app(app.config["SQLALCHEMY_DATABASE_URI"], DEMO=True, CODES_FOR_APPROVERS=True)
    visitor = Person(demo.test_client())
    assert visitor.visit("/people/sign-in").send(button="PCT commissioner, West Hertfordshire PCT").path == "/"
