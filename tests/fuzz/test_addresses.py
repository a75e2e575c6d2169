"""Anything asked of every address that is read: an answer in words, never a fault of ours. Run by `make fuzz`.

What an address looks at in its query is found out by asking once. `FUZZED_ADDRESSES` says how often each is asked.
"""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typing_extensions import override
from werkzeug.datastructures import ImmutableMultiDict

from core.forms import Filter
from tests.security.attacked import Address, Attacked, attacked
from tests.security.figures import note, wanted
from tests.security.typed import texts

TIMES = wanted("FUZZED_ADDRESSES", 2)
alike = settings(
    max_examples=TIMES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
LOOKED_AT: set[str] = set()
EVERYWHERE = {"page", "sort", "text"}


class Watched(ImmutableMultiDict[str, str]):
    """What stands in a query, and what of it was looked at."""

    @override
    def get(self, key: str, *rest: Any, **named: Any) -> Any:
        LOOKED_AT.add(str(key))
        return super().get(key, *rest, **named)

    @override
    def getlist(self, key: Any, type: Any = None) -> Any:
        LOOKED_AT.add(str(key))
        return super().getlist(key, type)


class WatchedRequest(Request):
    """A request that tells what is looked at."""

    parameter_storage_class = Watched


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    made = attacked(told_year, tmp_path_factory.mktemp("asked"), PROPAGATE_EXCEPTIONS=True)
    made.app.request_class = WatchedRequest
    logging.disable(logging.CRITICAL)
    return made


@pytest.fixture
def filters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fields of filters are looked at too."""
    begin = Filter.__init__

    def watched(self: Filter, *args: Any, **values: Any) -> None:
        begin(self, *args, **values)
        LOOKED_AT.update(part for bound in self for part in (bound.name, *_parts(bound.name, bound)))

    monkeypatch.setattr(Filter, "__init__", watched)


def _parts(name: str, bound: Any) -> list[str]:
    return [f"{name}-{part}" for part in ("day", "month", "year")] if hasattr(bound, "typed") else []


@pytest.mark.usefixtures("filters")
@pytest.mark.parametrize("part", ["activity", "budgets", "commissioning", "contracts", "les", "people", ""])
def test_anything_asked_is_answered_in_words(demo: Attacked, part: str) -> None:
    parts = ("activity", "budgets", "commissioning", "contracts", "les", "people")
    reached = [each for each in demo.addresses if each.method == "GET" and each.who and not each.is_for_machines]
    addresses = [each for each in reached if (each.path.split("/")[1] if part else "") == part]
    addresses = [each for each in addresses if part or each.path.split("/")[1] not in parts]
    assert addresses
    told = [fault for address in addresses for fault in _faults(demo, address)]
    assert not told, "\n".join(told)


def _faults(demo: Attacked, address: Address) -> list[str]:
    LOOKED_AT.clear()
    browser = demo.browser(address.who)
    browser.get(address.path, buffered=True)
    names = sorted({*LOOKED_AT, *EVERYWHERE})
    asked: list[dict[str, str]] = []

    @alike
    @given(query=st.dictionaries(st.sampled_from(names), texts.filter(lambda text: "\0" not in text), min_size=1))
    def ask(query: dict[str, str]) -> None:
        asked.append(query)
        joined = f"{address.path}{'&' if '?' in address.path else '?'}{urlencode(query, errors='replace')}"
        assert browser.get(joined, buffered=True).status_code < 500

    told: list[str] = []
    try:
        ask()
    except Exception as fault:  # noqa: BLE001 whatever it is, it is told with the address
        told.append(f"{address.rule}: {fault!r}")
    note("addresses asked at random", len(asked))
    note("unhandled errors", len(told))
    return told
