"""The demo year as the audit trail tells it: sentences people read; and no file leaves without an entry in the log."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit_trail.models import AuditEvent, FileTaken
from core.audit_trail.queries import line_of
from core.audit_trail.words import acts_with_words
from core.db import db
from core.permissions import Role
from core.sending import KINDS
from tests.architecture.route_access import demo_application, routes_of, signed_in_as

NO_SENTENCE = {
    "a value without a name": re.compile(r"\w+_\w+"),
    "a value that is not there": re.compile(r"…|\bNone\b|\{\w*\}|\bTrue\b|\bFalse\b"),
    "a day or month as computers write it": re.compile(r"\b\d{4}-\d\d(-\d\d)?\b"),
    "a hash": re.compile(r"\b[0-9a-f]{40,}\b"),
    "an end that is missing": re.compile(r"[:,;]\s*$|: *[:;,.]|\(\)"),
}
FILES = {kind.partition(";")[0] for kind in KINDS.values()} | {"text/calendar", "application/octet-stream"}
NO_FILE = {
    "/people/session": "how long the session of a page left open still holds; asked by the page, kept by nobody",
    "/api/v1/openapi.json": "a description for machines, the same for everybody; it holds nothing of anybody",
}
READERS = (Role.COMMISSIONER, Role.FINANCE, Role.PRACTICE_MANAGER, Role.PROVIDER_MANAGER, Role.ADMINISTRATOR)


@pytest.fixture(scope="module")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo year, with a record of every kind."""
    path = tmp_path_factory.mktemp("stories") / "stories.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    return demo_application(path)


def test_every_event_of_the_demo_year_is_a_sentence(demo: Flask) -> None:
    wrong: dict[str, str] = {}
    with demo.app_context():
        for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
            did = line_of(event).did
            faults = [name for name, pattern in NO_SENTENCE.items() if pattern.search(_ours(did))]
            faults += [] if event.act in acts_with_words() else ["no words are made known for it"]
            if faults:
                wrong.setdefault(event.act, f"{did}: {', '.join(faults)}")
    assert not wrong, "\n".join(f"{act}: {what}" for act, what in wrong.items())


def _ours(did: str) -> str:
    """A sentence without what people typed or called their files: addresses of e-mail, and names in brackets."""
    return re.sub(r"\S+@\S+|\([\w.-]+\.(zip|xlsx|csv|txt|pdf)\)", "x", did)


def test_what_changed_is_told_from_and_to(demo: Flask) -> None:
    with demo.app_context():
        told = {event.act: line_of(event).did for event in db.session.scalars(select(AuditEvent))}
    assert "Community nursing from activity to capitation" in told["rounds.change_methods"]
    for act in (
        "rounds.change_policy",
        "specifications.change_header",
        "schemes.change_control",
        "contracts.change_settings",
        "performance.write_definition",
    ):
        assert re.search(r"[\w)] from .+ to .+", told[act]), told[act]


def test_every_file_that_leaves_is_noted(demo: Flask) -> None:
    """Every address that is read, by the first who may: what comes as a file is noted, once."""
    unread = [route for route in routes_of(demo) if route.method == "GET" and route.rule not in NO_FILE]
    unnoted, files = [], 0
    for who in READERS:
        client = demo.test_client()
        with client.session_transaction() as session:
            session.update(signed_in_as(demo, who))
        left = []
        for route in unread:
            before = _noted(demo)
            answer = client.get(route.path)
            comes_to_keep = answer.headers.get("Content-Disposition", "").startswith("attachment")
            left += [] if answer.status_code == 200 else [route]
            if answer.status_code == 200 and (comes_to_keep or answer.mimetype in FILES):
                files += 1
                unnoted += [] if _noted(demo) == before + 1 else [route.rule]
        unread = left
    assert files > 100
    assert not unnoted, f"these give files that nobody notes: {unnoted}"


@pytest.mark.parametrize(
    "address",
    [
        "/contracts/heads-of-terms/1",
        "/contracts/1",
        "/contracts/1/issues/1",
        "/contracts/1/variations/1",
        "/budgets/proposals/1/positions/total",
    ],
)
def test_reading_a_restricted_document_is_noted(demo: Flask, address: str) -> None:
    client = demo.test_client()
    with client.session_transaction() as session:
        session.update(signed_in_as(demo, Role.COMMISSIONER))
    assert client.get(address).status_code == 200
    with demo.app_context():
        newest = db.session.scalars(select(FileTaken).order_by(FileTaken.id.desc())).first()
        assert newest is not None
        assert (newest.file_name, newest.address) == ("", address)


def _noted(demo: Flask) -> int:
    with demo.app_context():
        return db.session.scalar(select(func.count()).select_from(FileTaken)) or 0
