"""Codes, names, places and closing of organisations."""

from datetime import date

import pytest

from core.errors import Refusal
from core.parties.rules import (
    PartyKind,
    check_belonging,
    check_closing,
    check_code,
    check_name,
)

OPENED = date(2006, 10, 1)


@pytest.mark.parametrize("code", ["E8200", "E820011", "e82001", "82001E", "E8200A", " E82001", "É82001", "E８2001"])
def test_refuses_a_practice_code_that_is_not_a_letter_and_five_digits(code: str) -> None:
    with pytest.raises(Refusal, match=f"five digits, such as E82001, not “{code}”"):
        check_code(PartyKind.PRACTICE, code)


@pytest.mark.parametrize("code", ["HER", "5P3", "NHS-1", "A"])
def test_accepts_short_codes_of_other_organisations(code: str) -> None:
    check_code(PartyKind.PBC_GROUP, code)


@pytest.mark.parametrize("code", ["", "her", "A+B", "A:B", "A;B", "A/B", "-A", "A-", "A" * 13])
def test_refuses_other_codes_that_a_workbook_could_not_hold(code: str) -> None:
    with pytest.raises(Refusal, match="1 to 12 capital letters, digits and hyphens"):
        check_code(PartyKind.PROVIDER, code)


def test_refuses_a_blank_and_an_endless_name() -> None:
    with pytest.raises(Refusal, match="Enter the name of the organisation"):
        check_name("  ")
    with pytest.raises(Refusal, match="at most 120 characters"):
        check_name("x" * 121)


@pytest.mark.parametrize(
    ("kind", "commissioner", "overseer", "sentence"),
    [
        (PartyKind.PCT, PartyKind.PCT, None, "A primary care trust belongs to no other primary care trust."),
        (PartyKind.PRACTICE, None, None, "Say which primary care trust the practice belongs to."),
        (PartyKind.PBC_GROUP, PartyKind.SHA, None, "Say which primary care trust the PbC group belongs to."),
        (PartyKind.PROVIDER, PartyKind.PCT, PartyKind.SHA, "Only a primary care trust has a strategic"),
        (PartyKind.PCT, None, PartyKind.PCT, "Only a primary care trust has a strategic"),
    ],
)
def test_refuses_a_place_that_does_not_fit(
    kind: PartyKind, commissioner: PartyKind | None, overseer: PartyKind | None, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        check_belonging(kind, commissioner, overseer)


@pytest.mark.parametrize(
    ("already", "closed_on", "reason", "sentence"),
    [
        (date(2008, 1, 1), date(2008, 4, 1), "merged", "Hertsmere is already closed."),
        (None, date(2006, 9, 30), "merged", "Hertsmere opened later than the day on which you want to close it."),
        (None, date(2008, 4, 1), " ", "Say why Hertsmere closes."),
    ],
)
def test_refuses_to_close_twice_too_early_or_without_reason(
    already: date | None, closed_on: date, reason: str, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        check_closing(name="Hertsmere", opened_on=OPENED, already_closed_on=already, closed_on=closed_on, reason=reason)
    assert str(refused.value) == sentence
