"""No secret stands in what the server writes to its log, nor in the audit trail: passwords, links, sessions, tokens."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit_trail.models import AuditEvent
from core.configuration import database_url
from core.db import db
from core.people.actions.tokens import issue_token
from core.people.passwords import hash_token
from core.permissions import Permission
from tests.builders import AT, DAY, WORDS, a_commissioner, an_installation
from tests.integration.core.test_refused_requests import tokens

PASSWORD = "a wrong pass phrase of mine"


@pytest.fixture
def logged(app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that is logged, at the most talkative setting, by whatever library."""
    monkeypatch.setattr(app.logger, "propagate", True)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "werkzeug", "flask", "app"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def _sign_in(client: FlaskClient, password: str) -> int:
    sent = {"email": "admin@whp.example", "password": password, **tokens(client.get("/people/sign-in").text)}
    return client.post("/people/sign-in", data=sent).status_code


def _written(logged: pytest.LogCaptureFixture) -> str:
    trail = "".join(f"{event.payload}" for event in db.session.scalars(select(AuditEvent)))
    return logged.text + trail


def test_neither_passwords_nor_sessions_are_written(
    app: Flask, client: FlaskClient, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_installation()
    assert _sign_in(client, PASSWORD) == 422
    assert _sign_in(client, WORDS) == 302
    cookie = client.get_cookie("session")
    assert cookie is not None

    def away(*_: object, **__: object) -> None:
        raise RuntimeError("something broke")

    monkeypatch.setattr("core.people.queries.find_actor", away)
    assert client.get("/people/?secret=typed-into-an-address").status_code == 500
    with client.session_transaction() as session:
        key = session["_user_id"].rpartition(":")[2]
    told = _written(logged)
    assert "something broke" in told
    for secret in (PASSWORD, WORDS, cookie.value, key, str(app.secret_key), "typed-into-an-address"):
        assert secret not in told


def test_no_token_is_written(client: FlaskClient, logged: pytest.LogCaptureFixture) -> None:
    by = a_commissioner(an_installation())
    _, secret = issue_token(
        purpose="tests",
        scope=frozenset({Permission.SEE_ROUNDS}),
        expires_on=DAY.replace(year=2009),
        by=by,
        on=DAY,
        at=AT,
    )
    db.session.commit()
    client.get("/api/v1/returns", headers={"Authorization": f"Bearer {secret}"})
    client.get("/api/v1/returns", headers={"Authorization": "Bearer a-wrong-one-of-mine"})
    told = _written(logged)
    for kept in (secret, hash_token(secret), "a-wrong-one-of-mine"):
        assert kept not in told


def test_the_password_of_the_database_is_in_no_message(own_app: Flask) -> None:
    """Neither where the engine is shown, nor where the server does not answer."""
    own_app.config["DATABASE_URL"] = "postgresql://budgets:hunter-of-secrets@127.0.0.1:9/none"
    url = database_url(own_app)
    engine = db.create_engine(url)
    assert "hunter-of-secrets" not in repr(engine)
    with pytest.raises(Exception, match=re.compile("connection", re.IGNORECASE)) as caught:
        engine.connect()
    assert "hunter-of-secrets" not in str(caught.value)
    engine.dispose()
