"""No secret stands in what the server writes to its log, nor in the audit trail: passwords, links, sessions, tokens."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import clock
from core.audit_trail.models import AuditEvent
from core.configuration import database_url
from core.db import db, transaction
from core.jobs.commands.stopping import Stop
from core.jobs.commands.worker import work_until
from core.jobs.models import Job
from core.notifications.commands import look_for_mail
from core.notifications.models import Message
from core.people.actions import links
from core.people.actions.tokens import issue_token
from core.people.passwords import hash_token
from core.permissions import Permission
from tests.builders import AT, DAY, WORDS, a_commissioner, an_installation
from tests.builders_backup import PASSPHRASE, Keys
from tests.builders_backup import run as run_backup
from tests.builders_jobs import looked_for
from tests.conftest import make_app
from tests.integration.core.test_refused_requests import tokens
from tests.mail_server import mail_server

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


def _listened_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.logger, "propagate", True)


@pytest.mark.parametrize("refusal", ["", "550 not here"])
def test_the_link_in_a_mail_is_in_no_log_whether_it_goes_out_or_not(
    app: Flask, client: FlaskClient, logged: pytest.LogCaptureFixture, refusal: str
) -> None:
    administrator = an_installation()
    with mail_server() as server, looked_for({"mail": look_for_mail}, every=timedelta(minutes=1)):
        app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=server.port, SMTP_STARTTLS=False, MAIL_FROM="b@whp.example")
        app.config.update(SITE_ADDRESS="https://budgets.whp.example")
        server.refusals |= {"RCPT": refusal} if refusal else {}
        with transaction():
            _, sent = links.invite_person(
                email="new@whp.example",
                name="New Person",
                lasts=timedelta(days=7),
                refuse_generic=False,
                by=administrator,
                at=clock.now(),
            )
            secret, link_id = sent.secret, sent.link.id
        work_until(Stop(), once=True)
        assert [secret in mail.get_content() for mail in server.taken] == ([] if refusal else [True])
    assert client.get(f"/people/links/{link_id}/{secret}").status_code == 200
    problem = db.session.scalars(select(Message.problem)).one()
    kept = repr(db.session.execute(select(Job.problem, Job.result)).all())
    assert bool(problem) is bool(refusal)
    assert secret not in _written(logged) + kept + problem


def test_the_secret_of_the_sign_in_service_is_in_no_log(
    sqlite_template: Path, tmp_path: Path, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "elsewhere.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    service = {"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "budgets", "OIDC_NAME": "trust sign-in"}
    app = make_app(f"sqlite:///{file}", OIDC_CLIENT_SECRET="a-secret-of-the-service", **service)
    _listened_to(app, monkeypatch)
    client = app.test_client()
    assert client.get("/people/sign-in/elsewhere").status_code in {302, 409}
    client.get("/people/sign-in/elsewhere/back?code=a-code-of-theirs&state=a-state-of-theirs")
    assert "Signing in through http://127.0.0.1:9 failed: ConnectionError" in logged.text
    for secret in ("a-secret-of-the-service", "a-code-of-theirs", "a-state-of-theirs"):
        assert secret not in logged.text


def test_neither_passphrase_nor_key_of_a_backup_is_written(
    app: Flask, logged: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    an_installation()
    keys = Keys(tmp_path)
    made = run_backup(app, "create", tmp_path / "kept", "--passphrase-file", keys.passphrase)
    assert made.exit_code == 0, made.output
    (file,) = (tmp_path / "kept").glob("*.backup")
    keys.passphrase.write_text("another five words nobody guesses\n", encoding="utf-8")
    wrong = run_backup(app, "verify", file, "--passphrase-file", keys.passphrase)
    by_key = run_backup(app, "verify", file, "--identity-file", keys.file)
    assert (wrong.exit_code, by_key.exit_code) == (2, 2)
    told = _written(logged) + made.output + wrong.output + by_key.output
    assert "does not open" in told
    for secret in (PASSPHRASE, "another five words", str(keys.identity)):
        assert secret not in told
