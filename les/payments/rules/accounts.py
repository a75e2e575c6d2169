"""The account of a PbC group: what is on it, what may be taken from it, and its statement by year. Amounts are pence.

What practices’ payments leave on it comes from the practice based commissioning incentive of 2007/08 and 2008/09: a
part of each practice’s payment stays with the group for its invoices.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate

from core.canonical import canonical_text, hash_of
from core.errors import NotAllowed, Refusal
from core.periods import FinancialYear
from core.wording import in_full, sterling

MOST_OF_A_NAME = 120
MOST_OF_A_NUMBER = 60
LARGEST = 10_000_000_00


class EntryKind(StrEnum):
    """What finance enters by hand: what was on the account before it was kept here, or a correction."""

    OPENING = "opening"
    CORRECTION = "correction"


ENTRY_NAMES: Mapping[EntryKind, str] = {
    EntryKind.OPENING: "Opening balance",
    EntryKind.CORRECTION: "Correction",
}


class LineKind(StrEnum):
    """What a line of an account is."""

    SET_ASIDE = "set_aside"
    OPENING = "opening"
    CORRECTION = "correction"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """A line: booked at an instant, which is on a day in London; what is taken from the account is below nothing.

    `reference`: of what it comes from, such as a run or an invoice. `source_id`: its id.
    """

    booked_at: datetime
    on: date
    kind: LineKind
    reference: str
    what: str
    amount: int
    source_id: int

    @property
    def year(self) -> FinancialYear:
        """The financial year in which it was booked."""
        return FinancialYear.of(self.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatement:
    """The lines of a year, or of all (None), in the order of booking, each with the balance after it."""

    year: FinancialYear | None
    brought_forward: int
    lines: Sequence[tuple[AccountLine, int]]

    @property
    def put_in(self) -> int:
        """What came onto the account."""
        return sum(line.amount for line, _ in self.lines if line.amount > 0)

    @property
    def taken(self) -> int:
        """What was taken from it, as an amount above nothing."""
        return -sum(line.amount for line, _ in self.lines if line.amount < 0)

    @property
    def balance(self) -> int:
        """What was on it after the last of these lines."""
        return self.brought_forward + self.put_in - self.taken

    @property
    def content_hash(self) -> str:
        """SHA-256 of all it says."""
        lines = [
            [line.booked_at.isoformat(), line.kind, line.reference, line.what, line.amount, balance]
            for line, balance in self.lines
        ]
        year = str(self.year) if self.year else None
        return hash_of(canonical_text({"year": year, "forward": self.brought_forward, "lines": lines}))


def balance_of_lines(lines: Iterable[AccountLine]) -> int:
    """What is on an account: the sum of its lines."""
    return sum(line.amount for line in lines)


def in_booking_order(lines: Iterable[AccountLine]) -> list[AccountLine]:
    """Lines as they were booked; of one instant what came in first, then by kind and what they come from."""
    return sorted(lines, key=lambda line: (line.booked_at, line.amount < 0, line.kind, line.source_id, line.what))


def statement_of(lines: Iterable[AccountLine], year: FinancialYear | None = None) -> AccountStatement:
    """The statement of a year: what was carried over into it, its lines and the balance after each."""
    ordered = in_booking_order(lines)
    balances = list(accumulate((line.amount for line in ordered), initial=0))[1:]
    earlier = [line for line in ordered if year is not None and line.year < year]
    shown = [
        (line, balance) for line, balance in zip(ordered, balances, strict=True) if year is None or line.year == year
    ]
    return AccountStatement(year=year, brought_forward=balance_of_lines(earlier), lines=shown)


def years_of(lines: Iterable[AccountLine], *, on: date) -> list[FinancialYear]:
    """The years of which there is a statement, newest first: from that of the first line to the present one."""
    now = FinancialYear.of(on)
    first = min((line.year for line in lines), default=now)
    return [FinancialYear(each) for each in range(max(now, first).starts_in, first.starts_in - 1, -1)]


def check_covers(balance: int, taken: int, *, group: str) -> None:
    """Refuse to take more from an account than is on it.

    >>> check_covers(1000, 1000, group="DacCom")
    >>> check_covers(999, 1000, group="DacCom")
    Traceback (most recent call last):
    ...
    core.errors.Refusal: DacCom has £9.99 on its account, and this takes £10.00. Decline it, or wait for more.
    """
    if taken > balance:
        raise Refusal(
            f"{group} has {sterling(balance)} on its account, and this takes {sterling(taken)}. "
            "Decline it, or wait for more."
        )


def check_invoice(*, supplier: str, number: str, amount: int | None, invoiced_on: date | None, on: date) -> int:
    """The amount of an invoice in pence. Refuses one without supplier, number, a day that is past, or an amount."""
    for text, what, most in ((supplier, "the supplier", MOST_OF_A_NAME), (number, "its number", MOST_OF_A_NUMBER)):
        if not text:
            raise Refusal(f"Enter {what} as the invoice has it.")
        if len(text) > most:
            raise Refusal(f"Shorten {what} to {most} characters.")
    if invoiced_on is None:
        raise Refusal("Enter the day of the invoice.")
    if invoiced_on > on:
        raise Refusal(f"{in_full(invoiced_on)} is still to come. Enter the day that stands on the invoice.")
    if amount is None or not 0 < amount <= LARGEST:
        raise Refusal(f"Enter what the invoice comes to: more than nothing, at most {sterling(LARGEST)}.")
    return amount


def check_entry(kind: EntryKind, *, amount: int | None, as_at: date | None, on: date, has_opening: bool) -> int:
    """The amount of an entry in pence. Refuses one without a day or an amount, and a second opening balance."""
    if kind is EntryKind.OPENING and has_opening:
        raise Refusal("This account has an opening balance, or one that waits for a decision. Enter a correction.")
    if as_at is None:
        raise Refusal("Enter the day as at which it holds.")
    if as_at > on:
        raise Refusal(f"{in_full(as_at)} is still to come.")
    if not amount or abs(amount) > LARGEST:
        raise Refusal(f"Enter an amount that is not nothing, at most {sterling(LARGEST)}.")
    if kind is EntryKind.OPENING and amount < 0:
        raise Refusal("An account does not begin below nothing. Enter what was on it.")
    return amount


def check_no_interest(interest: str) -> None:
    """Refuse to decide over the account of a group in which one has an interest; `interest`: which, in a sentence."""
    if interest:
        raise NotAllowed(interest)
