"""What is recovered of a line: for items that were looked at and not verified, and never more than was paid.

Recovery is of verified items alone: what was not looked at stands as paid. Only where commissioner and practice both
sign is the share that was not verified taken over to the items nobody looked at.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.errors import Refusal
from core.money import rounded
from core.tables import number_text
from core.wording import sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A line as it was claimed and paid, and what a visit found. `claimed`, `allowed`: how many; money in pence.

    `amount`: what the line came to for what was allowed; `paid`: what is paid of it less what was taken back since.
    `checked`: how many items were looked at; `verified`: how many of these were found as claimed.
    """

    claimed: Decimal
    allowed: Decimal
    amount: int
    paid: int
    checked: Decimal
    verified: Decimal


def check_looked(found: Looked) -> None:
    """Refuse counts that cannot be.

    >>> check_looked(Looked(claimed=Decimal(40), allowed=Decimal(40), amount=168000, paid=168000,
    ...     checked=Decimal(50), verified=Decimal(50)))
    Traceback (most recent call last):
    ...
    core.errors.Refusal: No more than the 40 that were claimed can be looked at.
    """
    if found.checked < 0 or found.verified < 0:
        raise Refusal("A count is not below nothing.")
    if found.checked > found.claimed:
        raise Refusal(f"No more than the {number_text(Fraction(found.claimed))} that were claimed can be looked at.")
    if found.verified > found.checked:
        raise Refusal("No more can be verified than were looked at.")


def to_recover(found: Looked, *, is_extrapolated: bool = False) -> int:
    """The pence to recover of a line: what was paid, less what the items left are worth under cap and price.

    Items beyond a cap, and what an approver had cut, were not paid: they are not recovered.

    >>> line = Looked(claimed=Decimal(40), allowed=Decimal(40), amount=168000, paid=168000,
    ...     checked=Decimal(10), verified=Decimal(8))
    >>> to_recover(line), to_recover(line, is_extrapolated=True)
    (8400, 33600)
    """
    missing = Fraction(found.checked) - Fraction(found.verified)
    if missing <= 0 or found.paid <= 0 or found.allowed <= 0:
        return 0
    if is_extrapolated:
        missing = missing * Fraction(found.claimed) / Fraction(found.checked)
    left = min(Fraction(found.allowed), max(Fraction(0), Fraction(found.claimed) - missing))
    worth = rounded(Fraction(found.amount) * left / Fraction(found.allowed))
    return min(found.paid, max(0, found.paid - worth))


def in_words(found: Looked, *, is_extrapolated: bool = False) -> str:
    """How a recovery comes about.

    >>> in_words(Looked(claimed=Decimal(40), allowed=Decimal(40), amount=168000, paid=168000,
    ...     checked=Decimal(10), verified=Decimal(8)))
    '2 of 10 items looked at were not verified, of 40 claimed: £84.00 of £1,680.00 paid.'
    """
    missing, checked, claimed = (
        number_text(Fraction(each)) for each in (found.checked - found.verified, found.checked, found.claimed)
    )
    pence = to_recover(found, is_extrapolated=is_extrapolated)
    over = ", taken over to all by agreement of both sides" if is_extrapolated else ""
    told = f"{missing} of {checked} items looked at were not verified, of {claimed} claimed{over}"
    return f"{told}: {sterling(pence)} of {sterling(found.paid)} paid."
