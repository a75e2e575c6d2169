"""Adjustments: a frozen month is corrected in an open one, by an exact quantity."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning.activity.rules.currencies import Adding, Currency
from commissioning.activity.rules.due import Due
from commissioning.activity.rules.rows import as_units, is_whole, quantity_text
from core.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is corrected: a frozen month's figure by so much (less, where negative), in the period of `posted_to`.

    `practice` is blank where nobody could place the patients, or the figure is the whole service's.
    """

    month: str
    posted_to: str
    service: str
    currency: str
    quantity: Decimal
    reason: str
    practice: str = ""


def check_adjusted(corrected: Due, into: Due, *, is_frozen: bool, into_frozen: bool, on: date) -> None:
    """Refuse to adjust a month that is still open, or to post to one that is frozen, earlier, or not begun."""
    if not is_frozen:
        raise Refusal(f"{corrected.period} is not frozen: send its return anew instead of adjusting it.")
    if into_frozen:
        raise Refusal(f"{into.period} is frozen too. Post the adjustment to an open month.")
    if into.period <= corrected.period:
        raise Refusal("An adjustment is posted to a month after the one it corrects.")
    if on < into.period.first_day:
        raise Refusal(f"{into.period} has not begun. Post the adjustment to a month that has.")


def check_leaves_enough(currency: Currency, stands: int | None, units: int) -> None:
    """Refuse a correction that would leave less than 0. `stands`: the figure with its corrections so far, in units.

    A level or a rate is corrected only where one was given: added to nothing it would count nowhere.

    >>> from commissioning.activity.rules.currencies import CURRENCIES
    >>> check_leaves_enough(CURRENCIES[0], 300000, -300000)
    """
    if stands is None and currency.adding is not Adding.FLOW:
        raise Refusal(f"{currency.label}: no figure stands there in that month, so there is none to correct.")
    if (stands or 0) + units >= 0:
        return
    if not stands:
        raise Refusal(f"{currency.label}: nothing stands there in that month, so nothing can be taken off.")
    raise Refusal(f"This takes off more than stands there: {quantity_text(stands)} {currency.unit}, with corrections.")


def units_adjusted(currency: Currency, quantity: Decimal, practice: str) -> int:
    """The correction in units; refused where it changes nothing, has parts of what is whole, or names a practice amiss.

    >>> from commissioning.activity.rules.currencies import CURRENCIES
    >>> units_adjusted(CURRENCIES[0], Decimal("-12"), "X82001")
    -120000
    """
    try:
        units = as_units(quantity)
    except ValueError as wrong:
        raise Refusal(f"The correction is {wrong}.") from wrong
    if not units:
        raise Refusal("The correction is 0, so it changes nothing.")
    if currency.is_whole and not is_whole(units):
        raise Refusal(f"{currency.label} are whole numbers: correct them by a whole number.")
    if practice and not currency.by_practice:
        raise Refusal(f"{currency.label} is given for the whole service: leave the practice out.")
    return units
