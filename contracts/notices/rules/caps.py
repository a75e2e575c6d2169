"""How much may be withheld: percentages from the settings of the contract, of a month's payment and the year's value.

A percentage counts as the contract reads on the day; of the payment of an earlier month, as it read when that month
ended. Caps are rounded down to the penny.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commissioning.activity.rules.months import last_day_of
from contracts.agreements.rules.months import month_of
from contracts.agreements.rules.particulars import SETTINGS, Setting
from contracts.notices.rules.ledger import Entry, balance_of
from contracts.notices.rules.payments import year_of
from core.errors import Refusal
from core.wording import in_full, sterling

MONTH, MILESTONE, YEAR = "withholding_percent", "milestone_percent", "withholding_year_percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A cap in pence: how much at most, how much of it is taken, and in words what it is of."""

    name: str
    most: int
    taken: int
    source: str

    @property
    def left(self) -> int:
        """What may still be withheld; nought where more is taken than a lower value allows."""
        return max(0, self.most - self.taken)


def month_read_on(month: str, on: date) -> date:
    """The day on which the contract is read for a month’s payment: the day itself, or the last of an earlier month.

    >>> month_read_on("2008-09", date(2008, 10, 15)), month_read_on("2008-10", date(2008, 10, 15))
    (datetime.date(2008, 9, 30), datetime.date(2008, 10, 15))
    """
    return min(on, last_day_of(month))


def year_read_on(month: str, on: date) -> date:
    """The day on which it is read for the cap of a month’s year: the day itself, or the last of an earlier year."""
    return min(on, year_of(month).last_day)


def caps_for(
    wanted: Entry, *, payments: Mapping[str, int], settings: Mapping[str, Setting], taken: Iterable[Entry]
) -> list[Cap]:
    """The caps that hold for withholding this. `taken`: the entries of the contract that count already.

    Refused where the contract names no most of a month's payment, and for a month in which it pays nothing.
    """
    if MONTH not in settings:
        raise Refusal(
            f"The contract has no setting “{SETTINGS[MONTH].label}”, so nothing can be withheld under it. "
            "A variation would have to agree on one."
        )
    payment = payments.get(wanted.month)
    if payment is None:
        raise Refusal("The contract pays nothing for that month. Choose another month.")
    all_taken = list(taken)
    of_month = [each for each in all_taken if each.month == wanted.month]
    found = [_cap(MONTH, payment, settings, of_month)]
    if wanted.milestone_id is not None and MILESTONE in settings:
        of_milestone = [each for each in of_month if each.milestone_id == wanted.milestone_id]
        found.append(_cap(MILESTONE, payment, settings, of_milestone))
    if YEAR in settings:
        year = year_of(wanted.month)
        of_year = sum(pence for month, pence in payments.items() if year_of(month) == year)
        found.append(_cap(YEAR, of_year, settings, [each for each in all_taken if year_of(each.month) == year]))
    return found


def check_withholding(
    wanted: Entry, *, payments: Mapping[str, int], settings: Mapping[str, Setting], taken: Iterable[Entry]
) -> None:
    """Refuse to withhold above a cap, in words that say the cap, what is withheld already, and what is left."""
    for cap in caps_for(wanted, payments=payments, settings=settings, taken=taken):
        if wanted.pence > cap.left:
            raise Refusal(
                f"{cap.name}: {sterling(cap.most)} ({cap.source}). {sterling(cap.taken)} are withheld already, "
                f"{sterling(cap.left)} are left. You cannot withhold {sterling(wanted.pence)}."
            )


def check_month_is_due(month: str, *, issued_on: date, on: date) -> None:
    """Refuse to withhold of a month before the notice, which was paid by then, or after the present one.

    >>> check_month_is_due("2008-05", issued_on=date(2008, 6, 2), on=date(2008, 7, 4))
    Traceback (most recent call last):
    core.errors.Refusal: The notice was issued on 2 June 2008. Withhold of that month’s payment or a later one.
    """
    if month > month_of(on):
        raise Refusal("That month has not begun. Withhold of this month’s payment or an earlier one.")
    if month < month_of(issued_on):
        raise Refusal(
            f"The notice was issued on {in_full(issued_on)}. Withhold of that month’s payment or a later one."
        )


def _cap(name: str, basis: int, settings: Mapping[str, Setting], taken: Iterable[Entry]) -> Cap:
    setting = settings[name]
    most = int(Fraction(setting.value) * basis / 100)
    source = f"{setting.value}% of {sterling(basis)}; {setting.source}"
    return Cap(name=SETTINGS[name].label, most=most, taken=_taken(taken), source=source)


def _taken(entries: Iterable[Entry]) -> int:
    return max(0, balance_of(entries).not_paid)
