"""Damaged files sent to every page that takes one: an answer in words, never a fault of ours. Run by `make fuzz`.

`FUZZED_UPLOADS` says how many in all; `make security` sends 10,000. Always the same ones.
"""

import io
import logging
import random
from pathlib import Path
from typing import Any

import pytest
from wtforms import FileField, SelectFieldBase

from core import forms
from core.forms import DayField, Form
from tests.security.attacked import Address, Attacked, attacked
from tests.security.damaged import damaged
from tests.security.figures import note, wanted

UPLOADS = wanted("FUZZED_UPLOADS", 300)


@pytest.fixture
def demo(told_year: Path, tmp_path: Path) -> Attacked:
    made = attacked(told_year, tmp_path, PROPAGATE_EXCEPTIONS=True)
    logging.disable(logging.CRITICAL)
    return made


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Form]:
    """The forms that a page read; their tokens are taken as they are."""
    read: list[Form] = []
    begin = Form.__init__

    def watched(self: Form, *args: Any, **values: Any) -> None:
        begin(self, *args, **values)
        read.append(self)

    monkeypatch.setattr(Form, "__init__", watched)
    monkeypatch.setattr(forms._Token, "validate_csrf_token", lambda *_: None)
    return read


@pytest.mark.parametrize("half", [0, 1])
def test_no_damaged_file_is_a_fault(demo: Attacked, shown: list[Form], half: int) -> None:
    """In two halves, so that two processes share the work."""
    pages = [(address, typed) for address in demo.posts() if address.who and (typed := _fitting(demo, shown, address))]
    assert len(pages) > 12, "most pages that take files are reached"
    told: list[str] = []
    chance = random.Random(20080401 + half)  # noqa: S311 for tests, and always the same
    for address, typed in pages[half::2]:
        demo.restore()
        told += _faults(demo, address, typed, times=-(-UPLOADS // len(pages)), chance=chance)
    note("unhandled errors", len(told))
    assert not told, "\n".join(told)


def _fitting(demo: Attacked, shown: list[Form], address: Address) -> dict[str, str]:
    """What fits each field of the form of a page that takes a file; nothing for other pages."""
    shown.clear()
    demo.browser(address.who).post(address.path, data={})
    for form in shown:
        if any(isinstance(bound, FileField) for bound in form):
            return {name: value for bound in form for name, value in _of(bound).items()}
    return {}


def _of(bound: Any) -> dict[str, str]:
    if isinstance(bound, FileField):
        return {bound.name: ""}
    if isinstance(bound, SelectFieldBase):
        return {bound.name: str(next((value for value, *_ in bound.iter_choices()), ""))}
    if isinstance(bound, DayField):
        return {f"{bound.name}-day": "1", f"{bound.name}-month": "4", f"{bound.name}-year": "2008"}
    return {bound.name: "Words that fit."} if bound.name not in {"csrf_token", "form_key", "saved_version"} else {}


def _faults(demo: Attacked, address: Address, typed: dict[str, str], *, times: int, chance: random.Random) -> list[str]:
    browser = demo.browser(address.who)
    field = next(name for name, value in typed.items() if not value)
    told: list[str] = []
    for _ in range(times):
        name, content = damaged(chance)
        sent: dict[str, Any] = {**typed, field: (io.BytesIO(content), name)}
        try:
            assert browser.post(address.path, data=sent, content_type="multipart/form-data").status_code < 500
        except Exception as fault:  # noqa: BLE001 whatever it is, it is told with the address
            told.append(f"{address.rule}: {name!r} of {len(content)} bytes: {fault!r}")
    note("damaged uploads sent", times)
    return told
