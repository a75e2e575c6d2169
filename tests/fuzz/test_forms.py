"""Anything typed into every form of the demo year: an answer in words, never a fault of ours. Run by `make fuzz`.

`FUZZED_FORMS` says how many times each form is sent. Tokens are not asked for here; that they are is shown in
`tests/security/test_forged_requests.py`.
"""

import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from core import forms
from core.forms import Form
from tests.security.attacked import Address, Attacked, attacked
from tests.security.figures import note, wanted
from tests.security.typed import Typed, typed_into

TIMES = wanted("FUZZED_FORMS", 3)
alike = settings(
    max_examples=TIMES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
PARTS = ("activity", "audit-trail", "budgets", "commissioning", "contracts", "les", "meetings", "messages", "people")


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    made = attacked(told_year, tmp_path_factory.mktemp("forms"), PROPAGATE_EXCEPTIONS=True)
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


@pytest.mark.parametrize("part", PARTS)
def test_anything_typed_is_answered_in_words(demo: Attacked, shown: list[Form], part: str) -> None:
    addresses = [each for each in demo.posts() if each.who and each.path.startswith(f"/{part}/")]
    assert addresses
    told = [fault for address in addresses for fault in _faults(demo, shown, address)]
    assert not told, "\n".join(told)


def _faults(demo: Attacked, shown: list[Form], address: Address) -> list[str]:
    """What broke at an address, with what was typed."""
    demo.restore()
    shown.clear()
    browser = demo.browser(address.who)
    browser.post(address.path, data={})
    read = [each for each in shown if len(list(each)) > 3]
    told: list[str] = []
    sent: list[Typed] = []

    @alike
    @given(typed=typed_into(read))
    def send(typed: Typed) -> None:
        sent.append(typed)
        answer = browser.post(address.path, data=dict(typed), content_type="multipart/form-data")
        assert answer.status_code < 500

    try:
        send()
    except Exception as fault:  # noqa: BLE001 whatever it is, it is told with the address
        told.append(f"{address.rule}: {fault!r}")
    note("forms filled in at random", len(sent))
    note("unhandled errors", len(told))
    return told
