"""What one test makes known to a room is gone before the next one begins."""

from datetime import date

import pytest

from contracts.notices.queries import references
from core.jobs import registry
from core.parties import actions
from core.parties.models import Party
from tests.registrations import remember


def _against(_party: Party, _on: date) -> list[str]:
    return ["Never."]


def test_what_was_added_taken_away_or_replaced_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(references.describers, "of a test", lambda _contract, _record: None)
    before = (dict(registry._kinds), list(actions.reasons_against_closing), dict(references.describers))
    put_back = remember()
    registry.register("of a test", lambda _values, _progress: None, "Do it")
    actions.reasons_against_closing.append(_against)
    references.describers["of a test"] = lambda _contract, _record: None
    put_back()
    assert (registry._kinds, actions.reasons_against_closing, references.describers) == before


def test_lists_and_dictionaries_stay_the_same_objects() -> None:
    held = actions.reasons_against_closing
    put_back = remember()
    held.clear()
    held.append(_against)
    put_back()
    assert actions.reasons_against_closing is held
    assert _against not in held
