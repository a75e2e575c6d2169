"""Nothing is changed by a request that another site makes a browser send: every address that takes a form."""

from pathlib import Path
from typing import Any

import pytest
from wtforms.validators import ValidationError

from core import forms
from tests.integration.core.test_reading_changes_nothing import contents
from tests.security.attacked import Address, Attacked, attacked
from tests.security.figures import note

OF_ANOTHER_SESSION = "20991231235959##0123456789abcdef"
SAYS_NO_BEFORE = {
    "/contracts/<int:contract_id>/issue",  # the contract of the demo year stands, so there is nothing to issue
    "/contracts/<int:contract_id>/schedules/<int:schedule_id>/terms/write",  # asks for the basis of payment first
    "/contracts/<int:contract_id>/variations/<int:number>/propose",  # not in draft
    "/contracts/<int:contract_id>/variations/<int:number>/terms/write",  # asks for the basis of payment first
    "/contracts/reviews/<int:review_id>/packs/freeze",  # nothing changed since the last pack
    "/meetings/<int:meeting_id>/minutes/issue",  # issued
    "/people/forgotten-password",  # does nothing where no mail goes out
}
"""Addresses that, in the demo year, answer before they look at what was sent; the test keeps the list true."""


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    return attacked(told_year, tmp_path_factory.mktemp("forged"))


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was sent as a token and refused."""
    told: list[str] = []
    check = forms._Token.validate_csrf_token

    def watched(self: Any, form: Any, field: Any) -> None:
        try:
            check(self, form, field)
        except ValidationError:
            told.append(str(field.data))
            raise

    monkeypatch.setattr(forms._Token, "validate_csrf_token", watched)
    return told


def test_every_form_is_refused_without_a_token_of_its_session(demo: Attacked, refused: list[str]) -> None:
    reached = [each for each in demo.posts() if each.who]
    assert len(reached) > 250
    before = contents(demo.app)
    unasked = {each.rule for each in reached if not _is_refused(demo, each, refused)}
    note("forged requests refused", 2 * (len(reached) - len(unasked)))
    assert not unasked - SAYS_NO_BEFORE, f"these take a form without looking at its token: {unasked - SAYS_NO_BEFORE}"
    assert not SAYS_NO_BEFORE - unasked, f"these look at the token; take them off: {SAYS_NO_BEFORE - unasked}"
    changed = [name for name, rows in contents(demo.app).items() if rows != before[name]]
    assert not changed, f"forged requests changed these tables: {changed}"


def _is_refused(demo: Attacked, address: Address, refused: list[str]) -> bool:
    """Whether neither a form without a token nor one with that of another session gets past the token."""
    refused.clear()
    browser = demo.browser(address.who)
    browser.post(address.path, data={"act": "submit"})
    browser.post(address.path, data={"act": "submit", "csrf_token": OF_ANOTHER_SESSION})
    return OF_ANOTHER_SESSION in refused and len(refused) >= 2
