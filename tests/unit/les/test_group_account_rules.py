"""Accounts of groups: the balance is the sum of the lines, years carry over, nothing is approved beyond the balance."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotAllowed, Refusal
from core.periods import FinancialYear
from les.payments.rules import accounts
from les.payments.rules.accounts import (
    AccountLine,
    EntryKind,
    LineKind,
    balance_of_lines,
    check_covers,
    check_entry,
    check_invoice,
    check_no_interest,
    statement_of,
    years_of,
)

ON = date(2008, 6, 2)
BEGIN = datetime(2006, 4, 1, tzinfo=UTC)


def a_line(amount: int, days: int, source_id: int = 1) -> AccountLine:
    """A line so many days after the beginning."""
    at = BEGIN + timedelta(days=days)
    kind = LineKind.SET_ASIDE if amount >= 0 else LineKind.INVOICE
    return AccountLine(
        booked_at=at, on=at.date(), kind=kind, reference="R", what="What", amount=amount, source_id=source_id
    )


LINES = st.lists(st.builds(a_line, st.integers(-(10**9), 10**9), st.integers(0, 1500), st.integers(1, 9)), max_size=25)


@given(LINES)
def test_the_balance_is_the_sum_of_the_lines_and_years_carry_over(lines: list[AccountLine]) -> None:
    whole = statement_of(lines)
    assert whole.balance == balance_of_lines(lines) == sum(line.amount for line in lines)
    assert [balance for _, balance in whole.lines][-1:] == ([whole.balance] if lines else [])
    carried = 0
    for year in reversed(years_of(lines, on=date(2010, 12, 31))):
        statement = statement_of(lines, year)
        assert statement.brought_forward == carried
        assert statement.put_in - statement.taken == statement.balance - carried
        carried = statement.balance
    assert carried == whole.balance


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 10**8)), max_size=40))
def test_what_is_approved_never_takes_an_account_below_nothing(steps: list[tuple[bool, int]]) -> None:
    lines: list[AccountLine] = []
    refused = 0
    for days, (comes_in, pence) in enumerate(steps):
        if not comes_in:
            try:
                check_covers(balance_of_lines(lines), pence, group="DacCom")
            except Refusal:
                refused += 1
                assert pence > balance_of_lines(lines)
                continue
        lines.append(a_line(pence if comes_in else -pence, days))
    assert all(balance >= 0 for _, balance in statement_of(lines).lines)
    assert len(lines) + refused == len(steps)


def test_lines_of_one_instant_stand_in_one_order_whichever_way_they_came() -> None:
    lines = [a_line(500, 1, 2), a_line(-200, 1, 1), a_line(300, 0, 3)]
    assert statement_of(lines).content_hash == statement_of(lines[::-1]).content_hash
    assert [balance for _, balance in statement_of(lines).lines] == [300, 800, 600]
    assert statement_of(lines[:2]).content_hash != statement_of(lines).content_hash


def test_years_run_from_the_first_line_to_now() -> None:
    assert years_of([], on=ON) == [FinancialYear(2008)]
    assert years_of([a_line(1, 0)], on=ON) == [FinancialYear(2008), FinancialYear(2007), FinancialYear(2006)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"supplier": ""}, "Enter the supplier as the invoice has it."),
        ({"number": "9" * 61}, "Shorten its number to 60 characters."),
        ({"invoiced_on": None}, "Enter the day of the invoice."),
        ({"invoiced_on": date(2008, 6, 3)}, "3 June 2008 is still to come. Enter the day that stands on the invoice."),
        ({"amount": None}, "Enter what the invoice comes to: more than nothing, at most £10,000,000.00."),
        ({"amount": 0}, "Enter what the invoice comes to: more than nothing, at most £10,000,000.00."),
        (
            {"amount": accounts.LARGEST + 1},
            "Enter what the invoice comes to: more than nothing, at most £10,000,000.00.",
        ),
    ],
)
def test_an_invoice_says_what_one_must(changes: dict[str, object], said: str) -> None:
    given_: dict[str, object] = {"supplier": "A supplier", "number": "7", "amount": 100, "invoiced_on": ON}
    assert check_invoice(**given_, on=ON) == 100  # type: ignore[arg-type]  # the table of cases is of many types
    with pytest.raises(Refusal) as refusal:
        check_invoice(**{**given_, **changes}, on=ON)  # type: ignore[arg-type]  # the same
    assert str(refusal.value) == said


@pytest.mark.parametrize(
    ("kind", "amount", "as_at", "has_opening", "said"),
    [
        (
            EntryKind.OPENING,
            100,
            ON,
            True,
            "This account has an opening balance, or one that waits for a decision. Enter a correction.",
        ),
        (EntryKind.OPENING, -1, ON, False, "An account does not begin below nothing. Enter what was on it."),
        (EntryKind.CORRECTION, 0, ON, True, "Enter an amount that is not nothing, at most £10,000,000.00."),
        (EntryKind.CORRECTION, 1, None, True, "Enter the day as at which it holds."),
        (EntryKind.CORRECTION, 1, date(2008, 6, 3), True, "3 June 2008 is still to come."),
    ],
)
def test_an_entry_says_what_one_must(
    kind: EntryKind, amount: int, as_at: date | None, has_opening: bool, said: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        check_entry(kind, amount=amount, as_at=as_at, on=ON, has_opening=has_opening)
    assert str(refusal.value) == said


def test_a_correction_may_take_and_an_opening_balance_stands_once() -> None:
    assert check_entry(EntryKind.CORRECTION, amount=-5, as_at=ON, on=ON, has_opening=True) == -5
    assert check_entry(EntryKind.OPENING, amount=5, as_at=ON, on=ON, has_opening=False) == 5
    check_no_interest("")
    with pytest.raises(NotAllowed, match="You work"):
        check_no_interest("You work or worked at DacCom.")
