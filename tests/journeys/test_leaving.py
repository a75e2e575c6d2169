"""Signing out ends the session where it is kept, not in the browser alone; two clicks and going back lose nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from core.people.models import Person as PersonRow
from core.people.models import PersonSession
from core.permissions import Role
from tests.builders import WORDS, a_person, an_installation
from tests.person import Person

ADMIN = {"email": "admin@whp.example", "password": WORDS}


def with_cookie_of(app: Flask, person: Person) -> Person:
    """Somebody who copied the cookie."""
    kept = person.client.get_cookie("session")
    assert kept is not None
    thief = Person(app.test_client())
    thief.client.set_cookie("session", kept.value)
    return thief


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, person: Person) -> None:
    an_installation()
    person.visit("/people/sign-in").send(ADMIN)
    thief = with_cookie_of(app, person)
    assert thief.visit("/people/account").heading == "Your account"
    person.send(button="Sign out")
    assert thief.visit("/people/account").heading == "Sign in"


def test_signing_out_in_one_browser_leaves_the_other_signed_in(app: Flask, person: Person) -> None:
    an_installation()
    elsewhere = Person(app.test_client())
    elsewhere.visit("/people/sign-in").send(ADMIN)
    person.visit("/people/sign-in").send(ADMIN)
    person.send(button="Sign out")
    assert elsewhere.visit("/people/account").heading == "Your account"


def test_a_cookie_planted_before_signing_in_is_worth_nothing_after_it(app: Flask, person: Person) -> None:
    an_installation()
    person.visit("/people/sign-in")
    planted = with_cookie_of(app, person)
    person.send(ADMIN)
    assert planted.visit("/people/account").heading == "Sign in"


def test_a_page_of_another_site_signs_nobody_out(person: Person) -> None:
    an_installation()
    person.visit("/people/sign-in").send(ADMIN)
    person.client.post("/people/sign-out")
    assert person.visit("/people/account").heading == "Your account"


def test_the_key_of_a_session_lies_in_the_database_as_a_hash_only(app: Flask, person: Person) -> None:
    an_installation()
    person.visit("/people/sign-in").send(ADMIN)
    with app.app_context():
        hashes = list(db.session.scalars(select(PersonSession.key_hash)))
    with person.client.session_transaction() as session:
        key = str(session["_user_id"]).split(":")[2]
    assert len(hashes) == 1
    assert key not in hashes


def people_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(PersonRow)) or 0


def test_the_same_form_sent_twice_is_done_once_and_an_amended_one_is_not_swallowed(app: Flask, person: Person) -> None:
    an_installation()
    person.visit("/people/sign-in").send(ADMIN)
    person.visit("/people/create")
    form = person.page
    person.send({"name": "New", "email": "new@whp.example"})
    first = person.path
    person.page, person.path, person.address = form, "/people/create", "/people/create"
    assert person.send({"name": "New", "email": "new@whp.example"}).path == first
    assert people_count(app) == 2
    person.page, person.path, person.address = form, "/people/create", "/people/create"
    person.send({"name": "Other", "email": "other@whp.example"}, status=422)
    assert "You sent this form a moment ago with something else in it, and that was done." in person.words
    assert people_count(app) == 2
    person.send({"name": "Other"})
    assert people_count(app) == 3


@pytest.mark.parametrize("minutes", [61, 11])
def test_what_was_typed_is_kept_while_the_password_is_asked_for(person: Person, minutes: int) -> None:
    """The session ended meanwhile (61 minutes), or the act binds and the password was given too long ago (11)."""
    administrator = an_installation()
    other = a_person(Role.FINANCE, administrator.organisation_id, by=administrator, name="Other")
    with time_machine.travel(datetime(2008, 4, 1, 9, tzinfo=UTC), tick=False) as clock:
        person.visit("/people/sign-in").send(ADMIN)
        person.visit(f"/people/{other.person_id}/deactivate")
        clock.shift(timedelta(minutes=minutes))
        person.send({"reason": "Left <the> trust"}, status=422)
        assert person.heading == ("Sign in" if minutes == 61 else "Enter your password again")
        assert "What you typed is kept" in person.words or "what you typed is kept" in person.words
        person.send(ADMIN if minutes == 61 else {"password": WORDS})
        assert person.heading == "Go on where you were"
        person.send(button="Show what I typed", status=422)
        assert "What you typed is still here: check it and send it again." in person.words
        person.send(button="Deactivate")
        assert "deactivated them: Left <the> trust" in person.words


def test_what_another_site_sends_is_not_kept(person: Person) -> None:
    an_installation()
    answer = person.client.post("/people/create", data={"name": "Planted"}, follow_redirects=True)
    assert "Your session had ended, so nothing was saved." in answer.text
    assert "Planted" not in answer.text
