"""What an installation tells whoever watches over it: ready or not, and whom to tell of a weakness."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade

from core import clock
from core.configuration import WrongConfigurationError
from tests.conftest import make_app

CONTACT = "mailto:security@pct.example"


def test_ready_means_that_the_tables_are_those_of_this_version(database: Flask) -> None:
    client = database.test_client()
    answer = client.get("/ready")
    assert (answer.status_code, answer.text) == (200, "ready\n")
    with database.app_context():
        downgrade(revision="-1")
    answer = client.get("/ready")
    assert (answer.status_code, answer.text) == (503, "not ready: the tables are not those of this version\n")
    assert client.get("/health").status_code == 200


def test_not_ready_without_a_database_and_tells_no_address(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite'}")
    answer = app.test_client().get("/ready")
    assert (answer.status_code, answer.text) == (503, "not ready: the database does not answer\n")
    assert str(tmp_path) not in answer.text


def test_says_whom_to_tell_of_a_weakness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2008, 4, 1))
    url = f"sqlite:///{tmp_path / 'any.sqlite'}"
    client = make_app(url, SECURITY_CONTACT=CONTACT, SITE_ADDRESS="https://budgets.pct.example/").test_client()
    answer = client.get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    said = dict(line.split(": ", maxsplit=1) for line in answer.text.splitlines())
    until = datetime.strptime(said.pop("Expires"), "%Y-%m-%dT%H:%M:%S%z")
    assert timedelta(0) < until - datetime(2008, 4, 1, tzinfo=UTC) < timedelta(days=365), "RFC 9116, 2.5.5"
    assert said == {
        "Contact": CONTACT,
        "Preferred-Languages": "en",
        "Canonical": "https://budgets.pct.example/.well-known/security.txt",
    }
    assert make_app(url).test_client().get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize("contact", ["security@pct.example", "mailto:a@b.example\nExpires: 2099", "http://pct.example"])
def test_refuses_a_contact_nobody_could_follow(contact: str, tmp_path: Path) -> None:
    with pytest.raises(WrongConfigurationError, match="SECURITY_CONTACT must begin with"):
        make_app(f"sqlite:///{tmp_path / 'any.sqlite'}", SECURITY_CONTACT=contact)
