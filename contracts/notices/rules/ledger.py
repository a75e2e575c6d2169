"""The ledger of what is withheld under notices, apart from all payments. Amounts are whole pence, none negative.

What is withheld of a month's payment is held until it is released (given back, because what was asked was done),
waived (given back although it was not) or retained (kept for good).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts.notices.rules.kinds import check_kept, check_said
from core.errors import Refusal
from core.wording import sterling


class EntryKind(StrEnum):
    """What an entry does with money."""

    WITHHELD = "withheld"
    RELEASED = "released"
    RETAINED = "retained"
    WAIVED = "waived"


ENTRY_NAMES: Mapping[EntryKind, str] = {
    EntryKind.WITHHELD: "Withheld",
    EntryKind.RELEASED: "Released",
    EntryKind.RETAINED: "Retained",
    EntryKind.WAIVED: "Waived",
}
ENTRY_HINTS: Mapping[EntryKind, str] = {
    EntryKind.WITHHELD: "held back of a month’s payment",
    EntryKind.RELEASED: "given back, because what was asked was done",
    EntryKind.RETAINED: "kept for good",
    EntryKind.WAIVED: "given back, although what was asked was not done",
}
VERBS: Mapping[EntryKind, str] = {
    EntryKind.WITHHELD: "withhold",
    EntryKind.RELEASED: "release",
    EntryKind.RETAINED: "retain",
    EntryKind.WAIVED: "waive",
}


class Decision(StrEnum):
    """What was decided about a proposed entry."""

    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the ledger: of which month's payment (`2008-10`), for which milestone (none: the notice).

    `number`: its number in the ledger of its notice. `of`: the number of the entry whose money it releases, retains or
    waives, whose month and milestone it shares; None for one that withholds.
    """

    number: int
    kind: EntryKind
    pence: int
    month: str
    milestone_id: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Entries added up by kind, in pence. `held`: neither released nor retained nor waived yet."""

    withheld: int = 0
    released: int = 0
    retained: int = 0
    waived: int = 0

    @property
    def held(self) -> int:
        """What is held back now and not decided for good."""
        return self.withheld - self.released - self.retained - self.waived

    @property
    def not_paid(self) -> int:
        """What the provider does not have: held or kept for good. Caps are counted by this."""
        return self.withheld - self.released - self.waived


def balance_of(entries: Iterable[Entry]) -> Balance:
    """The entries added up.

    >>> first = Entry(number=1, kind=EntryKind.WITHHELD, pence=500, month="2008-10")
    >>> found = balance_of([first, Entry(number=2, kind=EntryKind.RELEASED, pence=200, month="2008-10", of=1)])
    >>> found.held, found.not_paid
    (300, 300)
    """
    sums = dict.fromkeys(EntryKind, 0)
    for entry in entries:
        sums[entry.kind] += entry.pence
    return Balance(
        withheld=sums[EntryKind.WITHHELD],
        released=sums[EntryKind.RELEASED],
        retained=sums[EntryKind.RETAINED],
        waived=sums[EntryKind.WAIVED],
    )


def held_of(number: int, entries: Iterable[Entry]) -> int:
    """What is still held of the money that one entry withheld."""
    return balance_of(each for each in entries if number in (each.number, each.of)).held


def check_entry(*, pence: int, reason: str) -> None:
    """Refuse an entry of nothing, or without a reason."""
    if pence <= 0:
        raise Refusal("Enter an amount of at least one penny.")
    check_said(reason, "Say why. Both parties read this once a second person has approved it.")


def check_given_back(wanted: Entry, *, standing: Sequence[Entry], waiting: Sequence[Entry] = ()) -> None:
    """Refuse to release, retain or waive more than is held of what an entry withheld.

    `standing`: the approved entries of the notice; `waiting`: those that are not decided on yet.
    """
    withheld = {each.number for each in standing if each.kind is EntryKind.WITHHELD}
    if wanted.of is None or wanted.of not in withheld:
        raise Refusal("Choose the approved entry that withheld the money.")
    held = held_of(wanted.of, standing)
    asked = sum(each.pence for each in waiting if each.of == wanted.of)
    if wanted.pence > held - asked:
        besides = f", and {sterling(asked)} of it wait for a decision already" if asked else ""
        raise Refusal(
            f"{sterling(held)} are held of entry {wanted.of}{besides}. "
            f"You cannot {VERBS[wanted.kind]} {sterling(wanted.pence)}."
        )


def check_second_person(*, decision: Decision, proposed_by: int, decided_by: int, words: str) -> None:
    """Refuse to approve one's own entry, or to decline one without saying why."""
    if decision is Decision.APPROVED and proposed_by == decided_by:
        raise Refusal("You proposed this entry yourself. Another person approves it.")
    if decision is Decision.DECLINED:
        check_said(words, "Say why the entry is declined.")
    check_kept(words)
