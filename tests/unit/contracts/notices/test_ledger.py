"""The ledger of withholding: it always adds up, nothing is given back twice, caps hold to the penny."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.particulars import Setting
from contracts.notices.rules.caps import caps_for, check_month_is_due, check_withholding
from contracts.notices.rules.ledger import (
    Decision,
    Entry,
    EntryKind,
    balance_of,
    check_entry,
    check_given_back,
    check_second_person,
    held_of,
)
from contracts.notices.rules.payments import Worth, month_payments
from core.errors import Refusal

JULY, AUGUST = "2008-07", "2008-08"
BACK = (EntryKind.RELEASED, EntryKind.RETAINED, EntryKind.WAIVED)
PAYMENTS = {JULY: 8_333_34, AUGUST: 8_333_33}


def setting(name: str, value: str) -> Setting:
    return Setting(name=name, value=value, source="The example")


SETTINGS = {
    each.name: each
    for each in (
        setting("withholding_percent", "10"),
        setting("milestone_percent", "2.5"),
        setting("withholding_year_percent", "5"),
    )
}


def withheld(number: int, pence: int, month: str = JULY, milestone: int | None = None) -> Entry:
    return Entry(number=number, kind=EntryKind.WITHHELD, pence=pence, month=month, milestone_id=milestone)


def back(  # what becomes of an entry
    number: int, pence: int, of: int, kind: EntryKind = EntryKind.RELEASED, month: str = JULY
) -> Entry:
    return Entry(number=number, kind=kind, pence=pence, month=month, of=of)


wishes = st.lists(
    st.tuples(st.sampled_from(EntryKind), st.integers(1, 500_00), st.integers(1, 12), st.sampled_from(list(PAYMENTS))),
    max_size=30,
)


def played(asked: Sequence[tuple[EntryKind, int, int, str]]) -> list[Entry]:
    """The entries that the rules let through, one after the other."""
    kept: list[Entry] = []
    for kind, pence, of, month in asked:
        number = len(kept) + 1
        source = next((each for each in kept if each.number == of), None)
        back_of = back(number, pence, of, kind, source.month if source else JULY)
        wanted = withheld(number, pence, month) if kind is EntryKind.WITHHELD else back_of
        try:
            if kind is EntryKind.WITHHELD:
                check_withholding(wanted, payments=PAYMENTS, settings=SETTINGS, taken=kept)
            else:
                check_given_back(wanted, standing=kept)
        except Refusal:
            continue
        kept.append(wanted)
    return kept


@given(wishes)
def test_whatever_is_asked_the_ledger_adds_up_and_nothing_is_owed(asked: list[tuple[EntryKind, int, int, str]]) -> None:
    kept = played(asked)
    found = balance_of(kept)
    assert found.withheld == found.held + found.released + found.retained + found.waived
    parts = [held_of(each.number, kept) for each in kept if each.kind is EntryKind.WITHHELD]
    assert all(part >= 0 for part in parts)
    assert sum(parts) == found.held


@given(wishes)
def test_no_month_and_no_year_goes_over_its_cap(asked: list[tuple[EntryKind, int, int, str]]) -> None:
    kept = played(asked)
    for month, payment in PAYMENTS.items():
        mine = {each.number for each in kept if each.kind is EntryKind.WITHHELD and each.month == month}
        of_month = [each for each in kept if each.number in mine or each.of in mine]
        assert balance_of(of_month).not_paid <= payment // 10
    assert balance_of(kept).not_paid <= sum(PAYMENTS.values()) // 20


@given(st.integers(0, 10**12), st.dates(date(2008, 4, 1), date(2009, 3, 31)), st.integers(0, 400))
def test_months_add_up_to_the_value_of_the_year(value: int, first: date, days: int) -> None:
    last = date.fromordinal(min(first.toordinal() + days, date(2009, 3, 31).toordinal()))
    worth = Worth(of_year=value, of_all=value, first=first, last=last)
    assert sum(month_payments([worth], year="2008/09", until=last).values()) == value


def test_a_term_outside_the_year_pays_nothing_in_it() -> None:
    worth = Worth(of_year=5, of_all=5, first=date(2010, 4, 1), last=date(2011, 3, 31))
    assert month_payments([worth], year="2008/09", until=worth.last) == {}


def test_above_the_cap_says_the_cap_what_is_taken_and_what_is_left() -> None:
    with pytest.raises(Refusal) as refused:
        check_withholding(withheld(2, 134_00), payments=PAYMENTS, settings=SETTINGS, taken=[withheld(1, 700_00)])
    assert str(refused.value) == (
        "Most of a month’s payment that may be withheld: £833.33 (10% of £8,333.34; The example). "
        "£700.00 are withheld already, £133.33 are left. You cannot withhold £134.00."
    )
    check_withholding(withheld(2, 133_33), payments=PAYMENTS, settings=SETTINGS, taken=[withheld(1, 700_00)])


def test_a_milestone_has_a_cap_of_its_own_and_what_is_released_makes_room() -> None:
    taken = [withheld(1, 208_33, milestone=7)]
    with pytest.raises(Refusal, match=r"for one missed milestone: £208[.]33"):
        check_withholding(withheld(2, 1, milestone=7), payments=PAYMENTS, settings=SETTINGS, taken=taken)
    check_withholding(withheld(2, 1, milestone=8), payments=PAYMENTS, settings=SETTINGS, taken=taken)
    given_back = Entry(number=2, kind=EntryKind.RELEASED, pence=208_33, month=JULY, milestone_id=7, of=1)
    check_withholding(
        withheld(3, 208_33, milestone=7), payments=PAYMENTS, settings=SETTINGS, taken=[*taken, given_back]
    )


def test_what_is_retained_still_counts_against_the_cap() -> None:
    retained = back(2, 833_33, 1, EntryKind.RETAINED)
    (month, year) = caps_for(
        withheld(3, 1), payments=PAYMENTS, settings=SETTINGS, taken=[withheld(1, 833_33), retained]
    )
    assert (month.left, year.left) == (0, 0)


def test_without_a_setting_nothing_is_withheld() -> None:
    with pytest.raises(Refusal, match="The contract has no setting “Most of a month’s payment that may be withheld”"):
        check_withholding(withheld(1, 1), payments=PAYMENTS, settings={}, taken=[])
    with pytest.raises(Refusal, match="The contract pays nothing for that month"):
        check_withholding(withheld(1, 1, "2009-07"), payments=PAYMENTS, settings=SETTINGS, taken=[])


@pytest.mark.parametrize("kind", BACK)
def test_no_more_is_given_back_than_is_held(kind: EntryKind) -> None:
    standing = [withheld(1, 500), back(2, 200, 1)]
    check_given_back(back(3, 300, 1, kind), standing=standing)
    with pytest.raises(Refusal, match=r"£3[.]00 are held of entry 1[.] You cannot"):
        check_given_back(back(3, 301, 1, kind), standing=standing)
    with pytest.raises(Refusal, match=r"£3[.]00 are held of entry 1, and £1[.]00 of it wait for a decision already"):
        check_given_back(back(4, 300, 1, kind), standing=standing, waiting=[back(3, 100, 1)])
    with pytest.raises(Refusal, match="Choose the approved entry"):
        check_given_back(back(4, 1, 2, kind), standing=standing)


def test_small_refusals() -> None:
    with pytest.raises(Refusal, match="at least one penny"):
        check_entry(pence=0, reason="Missed.")
    with pytest.raises(Refusal, match="Say why"):
        check_entry(pence=1, reason=" ")
    with pytest.raises(Refusal, match="has not begun"):
        check_month_is_due(AUGUST, issued_on=date(2008, 6, 2), on=date(2008, 7, 31))
    check_month_is_due(JULY, issued_on=date(2008, 6, 2), on=date(2008, 7, 1))
    check_month_is_due(JULY, issued_on=date(2008, 7, 31), on=date(2008, 8, 1))
    with pytest.raises(Refusal, match="You proposed this entry yourself"):
        check_second_person(decision=Decision.APPROVED, proposed_by=1, decided_by=1, words="")
    with pytest.raises(Refusal, match="Say why the entry is declined"):
        check_second_person(decision=Decision.DECLINED, proposed_by=1, decided_by=2, words="")
    check_second_person(decision=Decision.DECLINED, proposed_by=1, decided_by=1, words="A slip.")
