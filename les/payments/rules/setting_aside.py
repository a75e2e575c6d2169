"""Setting a part of each payment aside, such as a quarter of it for the invoices of the group."""

from decimal import Decimal
from fractions import Fraction

from core.errors import Refusal
from core.money import as_decimal, as_pence, percent_of


def split_with_set_aside(amount: Decimal, percent: Decimal | Fraction | int) -> tuple[Decimal, Decimal]:
    """What is kept of an amount (that per cent, rounded once, halves away from zero) and what is paid: the rest.

    Both add up to the amount, always; below nothing too, when a payment is taken back.

    >>> split_with_set_aside(Decimal("7600.00"), 25)
    (Decimal('1900.00'), Decimal('5700.00'))
    >>> split_with_set_aside(Decimal("0.02"), 25)
    (Decimal('0.01'), Decimal('0.01'))
    """
    for each in (amount, percent):
        if isinstance(each, float):
            raise TypeError("money and percentages are exact: Decimal, Fraction or int, not float")
    check_percent(Fraction(percent))
    pence = as_pence(Decimal(amount))
    kept = percent_of(pence, Fraction(percent))
    return as_decimal(kept), as_decimal(pence - kept)


def check_percent(percent: Fraction) -> None:
    """Refuse to set aside less than nothing, or more than all."""
    if not 0 <= percent <= 100:
        raise Refusal("What is set aside is a percentage from 0 to 100.")
