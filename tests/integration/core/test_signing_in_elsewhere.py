"""Signing in through a sign-in service that runs in a process of its own: connecting, coming back, every refusal."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import clock
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import line_of
from core.configuration import WrongConfigurationError
from core.db import db, transaction
from core.errors import Refusal
from core.people.actions import codes, elsewhere
from core.people.actions.administration import deactivate_person
from core.people.derived import code_key
from core.people.models import OutsideIdentity
from core.people.queries import find_actor
from core.people.queries.codes import find_codes
from core.people.rules.codes import step_at
from core.people.rules.identities import Identity
from core.permissions import Actor, Role
from tests.builders import AT, WORDS, a_commissioner, an_installation
from tests.conftest import in_context, make_app
from tests.openid_provider import a_provider, signed_in_there
from tests.person import Person

COMMISSIONER = "commissioner-1@whp.example"
SERVICE = "the trust’s sign-in"
BUTTON = f"Sign in through {SERVICE}"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with a_provider() as address:
        yield address


@pytest.fixture
def app(issuer: str, sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    file = tmp_path / "elsewhere.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    yield from in_context(make_app(f"sqlite:///{file}", **settings(issuer)), tmp_path)


@pytest.fixture
def commissioner(app: Flask) -> Actor:
    with app.app_context():
        return a_commissioner(an_installation())


def settings(issuer: str) -> dict[str, object]:
    return {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "budgets", "OIDC_CLIENT_SECRET": "secret", "OIDC_NAME": SERVICE}


def asked(client: FlaskClient, path: str = "/people/sign-in/elsewhere") -> str:
    """Where the application leads somebody who wants to sign in elsewhere."""
    answer = client.get(path)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def back_from(person: Person, subject: str, path: str = "/people/sign-in/elsewhere") -> Person:
    """Go to the service, sign in there, come back."""
    there = urlsplit(signed_in_there(asked(person.client, path), subject))
    return person.visit(f"{there.path}?{there.query}")


def entered(person: Person) -> Person:
    """Sign in with the password."""
    person.visit("/people/sign-in")
    return person.send({"email": COMMISSIONER, "password": WORDS})


def connected(person: Person, subject: str = "4711") -> Person:
    """Sign in with the password, connect an account of the service, and sign out."""
    entered(person).visit("/people/account/elsewhere")
    if person.heading == "Enter your password again":
        person.send({"password": WORDS})
    assert person.heading == f"Signing in through {SERVICE}"
    back_from(person, subject).send(button="Connect this account")
    assert f"You can sign in through {SERVICE} from now on." in person.words
    assert f"{SERVICE}, connected" in person.words
    person.send(button="Sign out")
    return person


def events() -> list[str]:
    db.session.remove()
    return [event.act for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))]


@pytest.mark.usefixtures("commissioner")
def test_connects_an_account_and_signs_in_by_it(person: Person) -> None:
    connected(person).visit("/people/sign-in?next=/people/account")
    assert BUTTON in person.words
    back_from(person, "4711", "/people/sign-in/elsewhere?next=/people/account")
    before = events()
    person.send(button="Go on")
    assert person.path == "/people/account"
    assert events()[len(before) :] == ["people.sign_in_from_elsewhere"]
    assert person.visit("/people/account/tokens/issue").path == "/people/confirm-password"
    found = db.session.scalars(select(OutsideIdentity)).one()
    assert (found.subject, found.person.email) == ("4711", COMMISSIONER)


@pytest.mark.usefixtures("commissioner")
def test_coming_back_changes_nothing_until_one_goes_on(person: Person) -> None:
    connected(person)
    before = events()
    back_from(person, "4711")
    assert events() == before
    assert person.client.get("/people/account").status_code == 302


@pytest.mark.usefixtures("commissioner")
def test_an_account_that_nobody_connected_opens_nothing_whatever_its_address(person: Person) -> None:
    back_from(person, "commissioner-1").send(button="Go on")
    assert "is not connected to an account here" in person.words
    assert events()[-1] == "people.refuse_sign_in"
    assert person.client.get("/people/account").status_code == 302


@pytest.mark.usefixtures("commissioner")
def test_what_the_service_sent_is_good_once_and_in_the_browser_that_asked(app: Flask, person: Person) -> None:
    connected(person)
    there = urlsplit(signed_in_there(asked(person.client), "4711"))
    other = Person(app.test_client())
    other.visit(f"{there.path}?{there.query}").send(button="Go on")
    assert "did not say who you are" in other.words
    person.visit(f"{there.path}?{there.query}").send(button="Go on")
    assert person.path == "/"
    person.send(button="Sign out").visit(f"{there.path}?{there.query}").send(button="Go on")
    assert "did not say who you are" in person.words


@pytest.mark.usefixtures("commissioner")
def test_asks_with_state_nonce_and_a_challenge(client: FlaskClient) -> None:
    query = parse_qs(urlsplit(asked(client)).query)
    assert query["scope"] == ["openid"]
    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert all(len(query[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert query["redirect_uri"] == ["http://localhost/people/sign-in/elsewhere/back"]


@pytest.mark.usefixtures("commissioner")
@pytest.mark.parametrize("field", ["code", "state"])
def test_something_else_than_the_service_sent_is_refused(person: Person, field: str) -> None:
    connected(person)
    back_from(person, "4711").send({field: "made-up"})
    assert "did not say who you are" in person.words
    assert person.client.get("/people/account").status_code == 302


def test_one_time_codes_are_asked_for_all_the_same(person: Person, commissioner: Actor) -> None:
    connected(person)
    with transaction():
        codes.begin_codes(by=commissioner, at=clock.now())
    found = find_codes(commissioner.person_id)
    assert found is not None
    key = pyotp.TOTP(code_key(person_id=found.person_id, seed=found.seed))
    with transaction():
        at = clock.on_the_wall() - timedelta(minutes=5)
        codes.confirm_codes(code=key.at(step_at(at) * 30), key="", by=commissioner, at=clock.now(), true_at=at)
    back_from(person, "4711", "/people/sign-in/elsewhere?next=/people/account").send(button="Go on")
    assert person.path == "/people/sign-in/code"
    assert person.client.get("/people/account").status_code == 302
    person.send({"code": key.now()})
    assert person.path == "/people/account"
    assert person.visit("/people/account/tokens/issue").path == "/people/confirm-password"


def test_a_deactivated_person_is_not_let_in(person: Person, commissioner: Actor) -> None:
    connected(person)
    with transaction():
        administrator = an_administrator(commissioner)
        deactivate_person(person_id=commissioner.person_id, reason="Left", by=administrator, on=clock.today())
    back_from(person, "4711").send(button="Go on")
    assert "is not connected to an account here" in person.words


@pytest.mark.usefixtures("commissioner")
def test_one_account_of_the_service_opens_one_account_here(person: Person, commissioner: Actor) -> None:
    connected(person)
    administrator = an_administrator(commissioner)
    told = db.session.scalars(select(OutsideIdentity)).one()
    identity = Identity(issuer=told.issuer, subject=told.subject)
    with pytest.raises(Refusal, match="connected to another person"), transaction():
        elsewhere.connect_elsewhere(identity, service=SERVICE, by=administrator, at=AT)
    other = Identity(issuer=told.issuer, subject="another")
    with pytest.raises(Refusal, match="already"), transaction():
        elsewhere.connect_elsewhere(other, service=SERVICE, by=commissioner, at=AT)


@pytest.mark.usefixtures("commissioner")
def test_ends_the_connection(person: Person) -> None:
    connected(person)
    entered(person).visit("/people/account/elsewhere")
    if person.heading == "Enter your password again":
        person.send({"password": WORDS})
    person.send(button="Sign in by password alone").send(button="Sign out")
    back_from(person, "4711").send(button="Go on")
    assert "is not connected" in person.words
    told = [line_of(e).did for e in db.session.scalars(select(AuditEvent)) if e.act == "people.disconnect_elsewhere"]
    assert told == [f"ended the connection with {SERVICE}"]


@pytest.mark.usefixtures("commissioner")
def test_says_so_when_the_service_refused(person: Person) -> None:
    person.visit("/people/sign-in/elsewhere/back?error=access_denied&error_description=<script>")
    assert f"{SERVICE} did not sign you in." in person.words
    assert "script" not in person.words


@pytest.mark.parametrize("path", ["/people/sign-in/elsewhere", "/people/sign-in/elsewhere?next=https://evil.example"])
def test_leads_to_no_other_place(app: Flask, person: Person, commissioner: Actor, path: str) -> None:
    del app, commissioner
    connected(person)
    back_from(person, "4711", path).send(button="Go on")
    assert person.path == "/"


def test_a_service_that_calls_itself_otherwise_is_not_believed(
    issuer: str, sqlite_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "other.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    app = make_app(f"sqlite:///{file}", **settings(f"{issuer}/"))
    for _ in in_context(app, tmp_path):
        a_commissioner(an_installation())
        person = Person(app.test_client()).visit("/people/sign-in/elsewhere")
        assert f"{SERVICE} does not answer as it should." in person.words


@pytest.mark.usefixtures("commissioner")
@pytest.mark.parametrize(
    ("listed", "kept"), [(["none", "HS256", "RS256"], ["RS256"]), ([], ["RS256"]), (["none", "HS256"], [])]
)
def test_only_signatures_that_show_who_signed_are_taken(
    app: Flask, person: Person, listed: list[str], kept: list[str]
) -> None:
    """ASVS 5.0, 6.8.2 and 9.1.2: whatever a service says it supports."""
    connected(person)
    described = app.extensions["authlib.integrations.flask_client"].create_client("outside").server_metadata
    described["id_token_signing_alg_values_supported"] = listed
    led_to = str(person.client.get("/people/sign-in/elsewhere").location)
    assert described["id_token_signing_alg_values_supported"] == kept
    assert led_to.startswith(described["issuer"] if kept else "/people/sign-in")


def test_a_service_that_does_not_answer_keeps_nobody_from_the_password(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "silent.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    for _ in in_context(app := make_app(f"sqlite:///{file}", **settings("http://127.0.0.1:9")), tmp_path):
        a_commissioner(an_installation())
        person = Person(app.test_client()).visit("/people/sign-in/elsewhere")
        assert f"{SERVICE} does not answer as it should." in person.words
        entered(person)
        assert person.path == "/"


def test_without_a_service_nothing_of_it_is_there(own_app: Flask) -> None:
    an_installation()
    client = own_app.test_client()
    assert [client.get(f"/people/sign-in/elsewhere{end}").status_code for end in ("", "/back")] == [404, 404]
    assert "Sign in through" not in client.get("/people/sign-in").text


@pytest.mark.parametrize(
    ("left_out", "said"), [("OIDC_NAME", "needs OIDC_NAME besides"), ("OIDC_CLIENT_SECRET", "needs OIDC_CLIENT_SECRET")]
)
def test_half_a_service_does_not_start(left_out: str, said: str) -> None:
    with pytest.raises(WrongConfigurationError, match=said):
        make_app("sqlite://", **{**settings("https://sign-in.example"), left_out: ""})


def test_a_service_without_tls_does_not_start() -> None:
    with pytest.raises(WrongConfigurationError, match="https://"):
        make_app("sqlite://", **settings("http://sign-in.example"))


def an_administrator(commissioner: Actor) -> Actor:
    found = find_actor(person_id=1, on=clock.today())
    assert found is not None
    assert found.role is Role.ADMINISTRATOR
    assert found.person_id != commissioner.person_id
    return found
