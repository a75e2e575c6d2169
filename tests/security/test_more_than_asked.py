"""What nobody was asked for and what is sent twice: every form of the demo year, filled in with what fits.

Each is sent three times: as it stands; the same again, which changes nothing; and, on a database put back, with every
column of the database as a further field, which writes exactly what it wrote without, or is refused in words.
"""

import logging
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Date, Engine, Enum, Integer, event
from werkzeug.test import TestResponse

from core import clock, forms
from core.db import Base
from core.forms import Form
from core.people import passwords
from tests.security.attacked import Address, Attacked, attacked
from tests.security.figures import note
from tests.security.filled import Filled, filled, names_in

PARTS = {
    "activity": 6,
    "budgets": 10,
    "commissioning": 6,
    "contracts": 25,
    "les": 30,
    "people": 8,
    "": 4,
}
"""The first part of the address, blank for all others, and how many acts at least are done there."""
EACH_COUNTS = (
    "/people/<int:person_id>/sign-in",
    "/people/account/codes/end",
    "/people/change-password",
    "/people/confirm-password",
    "/people/sign-in",
    "/people/sign-in/code",
)
"""Signing in and passwords: each try counts, so these are no forms that do it once."""
KEPT_BESIDE = re.compile(
    r"(INSERT INTO|UPDATE|DELETE FROM) (people_session|core_form_key|audit_trail_refused_request)\b"
)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b")
Written = list[tuple[str, str]]


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    made = attacked(told_year, tmp_path_factory.mktemp("more"))
    logging.disable(logging.CRITICAL)
    yield made
    logging.disable(logging.NOTSET)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Form]:
    """The forms that were made meanwhile; their tokens are taken as they are."""
    made: list[Form] = []
    begin = Form.__init__

    def watched(self: Form, *args: Any, **values: Any) -> None:
        begin(self, *args, **values)
        made.append(self)

    monkeypatch.setattr(Form, "__init__", watched)
    monkeypatch.setattr(forms._Token, "validate_csrf_token", lambda *_: None)
    return made


class Counted:
    """Secrets that are told by number, so that two runs write the same."""

    def __init__(self) -> None:
        self.number = 0

    def text(self, length: int | None = 32) -> str:
        """So many hexadecimal digits."""
        self.number += 1
        return f"{self.number:0{length or 32}x}"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Nothing is left to chance."""
    chance, hashed = Counted(), PasswordHasher.hash
    monkeypatch.setattr(secrets, "token_urlsafe", chance.text)
    monkeypatch.setattr(secrets, "token_hex", lambda length=32: chance.text(2 * length))
    monkeypatch.setattr(secrets, "choice", lambda letters: letters[0])
    passwords._dummy_hash()
    monkeypatch.setattr(PasswordHasher, "hash", lambda self, password: hashed(self, password, salt=b"5" * 16))
    return chance


@contextmanager
def writing() -> Iterator[Written]:
    """Statements that changed rows for good, with their values; but not those of bookkeeping."""
    seen: Written = []
    pending: Written = []

    def look(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if WRITES.match(statement) and not KEPT_BESIDE.match(statement):
            pending.append((statement, repr(_plain(values))))

    def keep(_: Any) -> None:
        seen.extend(pending)
        pending.clear()

    def drop(_: Any) -> None:
        pending.clear()

    listening = (("before_cursor_execute", look), ("commit", keep), ("rollback", drop))
    for name, listener in listening:
        event.listen(Engine, name, listener)
    try:
        yield seen
    finally:
        for name, listener in listening:
            event.remove(Engine, name, listener)


def _plain(values: Any) -> Any:
    if isinstance(values, list | tuple):
        return [_plain(each) for each in values]
    return bytes(values) if isinstance(values, memoryview) else values


def columns() -> Filled:
    """Every column of the database, with a value that one would like to see in it."""
    found: Filled = {"is_approved": "1", "is_admin": "1", "approved": "1", "permissions": "1", "_method": "DELETE"}
    for table in Base.metadata.sorted_tables:
        found |= {column.name: _wished(column.type) for column in table.columns}
    return found


def _wished(kind: Any) -> str:
    if isinstance(kind, Enum):
        return str(kind.enums[-1])
    if isinstance(kind, Date):
        return "2008-03-03"
    return "1" if isinstance(kind, Integer | Boolean) else "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """What a try needs: the demo, the forms that were made, and the numbers of secrets."""

    demo: Attacked
    shown: list[Form]
    counted: Counted

    def afresh(self, who: str) -> FlaskClient:
        """A browser on the database put back, with no file of an earlier try."""
        self.demo.restore()
        self.counted.number = 0
        shutil.rmtree(self.demo.app.config["ATTACHMENTS_DIR"], ignore_errors=True)
        return self.demo.browser(who)

    def fitting(self, address: Address) -> Filled:
        """What fits the forms of an address, by its page or, where it has none, by what it looks at when sent."""
        self.shown.clear()
        browser = self.afresh(address.who)
        if browser.get(address.path).status_code != 200:
            self.shown.clear()
            browser.post(address.path, data={})
        return {"act": "submit", **filled(self.shown, on=clock.today())}

    def send(self, browser: FlaskClient, address: Address, sent: Filled) -> tuple[Written, TestResponse]:
        """Send a form; what it wrote, and the answer."""
        data = {
            name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value for name, value in sent.items()
        }
        with writing() as written:
            answer = browser.post(address.path, data=data)
        return written, answer


@pytest.mark.parametrize("part", PARTS)
def test_more_than_asked_changes_nothing(demo: Attacked, shown: list[Form], counted: Counted, part: str) -> None:
    addresses = [each for each in demo.posts() if each.who and _part(each) == part]
    trying = Trying(demo=demo, shown=shown, counted=counted)
    with time_machine.travel(clock.on_the_wall(), tick=False):
        tried = [_tried(trying, address) for address in addresses]
    told = [sentence for _, sentence in tried if sentence]
    done = sum(is_done for is_done, _ in tried)
    note("forms sent twice and with more than asked", len(tried))
    assert not told, "\n".join(told)
    assert done >= PARTS[part], f"only {done} of {len(tried)} forms did something: the test is hollow"


def _part(address: Address) -> str:
    part = address.path.split("/")[1]
    return part if part in PARTS else ""


def _tried(trying: Trying, address: Address) -> tuple[bool, str]:
    """Whether the form did something, and what was wrong with it."""
    sent = trying.fitting(address)
    browser = trying.afresh(address.who)
    first, _ = trying.send(browser, address, sent)
    known = names_in(trying.shown)
    if first and address.rule not in EACH_COUNTS:
        second, again = trying.send(browser, address, sent)
        if second or again.status_code >= 500:
            return True, f"{address.rule}: sent twice, it did it twice ({again.status_code}): {second[:1]}"
    browser = trying.afresh(address.who)
    more = {name: value for name, value in columns().items() if name not in known}
    third, further = trying.send(browser, address, {**more, **sent})
    if third not in (first, []) or further.status_code >= 500:
        other = next(pair for pair in zip_longest([*first, "end"], [*third, "other end"]) if pair[0] != pair[1])
        return bool(first), f"{address.rule}: fields it does not have changed it ({further.status_code}): {other}"
    if third != first and further.status_code != 422:
        return bool(first), f"{address.rule}: fields it does not have keep it from what it does, and it does not say so"
    return bool(first), ""
