"""The incentive of practice based commissioning: a rate for each patient of the list, less what was freed up.

Source: the national directions for the directed enhanced service, for each practice on its list of 1 April 2007. The
entitlement is rate × list. Freed-up resources of that sum or more: nothing. Fewer, targets met: topped up to it.
Fewer, targets not met: the freed-up resources alone, so nothing is paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.errors import Refusal
from core.money import as_decimal, as_pence, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """An instalment with its rate in pounds for each patient, and whether its own condition is met."""

    name: str
    rate: Decimal
    is_met: bool


def incentive_payment(*, list_size: int, rate: Decimal, freed_up: Decimal, targets_met: bool) -> Decimal:
    """The pounds due to a practice, to the penny. `rate`: pounds a patient; `freed_up`: pounds, below nothing as none.

    >>> [incentive_payment(list_size=8000, rate=Decimal("0.95"), freed_up=Decimal(freed), targets_met=met)
    ...     for freed, met in ((0, True), (3000, True), (3000, False), (7600, True))]
    [Decimal('7600.00'), Decimal('4600.00'), Decimal('0.00'), Decimal('0.00')]
    """
    instalment = Instalment(name="", rate=rate, is_met=targets_met)
    return incentive_instalments(list_size=list_size, instalments=[instalment], freed_up=freed_up)[0]


def incentive_instalments(*, list_size: int, instalments: Sequence[Instalment], freed_up: Decimal) -> list[Decimal]:
    """The pounds due of each instalment; what was freed up is used up in their order, met or not.

    The entitlements of the instalments add up to the list at the sum of their rates, rounded once.

    >>> rates = [Instalment(name="targets", rate=Decimal("0.64"), is_met=True),
    ...     Instalment(name="support", rate=Decimal("0.31"), is_met=True)]
    >>> incentive_instalments(list_size=8000, instalments=rates, freed_up=Decimal("5500.00"))
    [Decimal('0.00'), Decimal('2100.00')]
    """
    _check(list_size, instalments, freed_up)
    left, rate, entitled, due = max(0, as_pence(Decimal(freed_up))), Fraction(), 0, []
    for each in instalments:
        rate += Fraction(each.rate)
        until = rounded(rate * 100 * list_size)
        own, entitled = until - entitled, until
        used = min(left, own)
        left -= used
        due.append(as_decimal(own - used if each.is_met else 0))
    return due


def _check(list_size: int, instalments: Sequence[Instalment], freed_up: Decimal) -> None:
    given: list[object] = [freed_up, *(each.rate for each in instalments)]
    if any(isinstance(each, float) for each in given):
        raise TypeError("money and rates are exact: Decimal or int, not float")
    if list_size < 0 or any(each.rate < 0 for each in instalments):
        raise Refusal("A list and a rate are not below nothing.")
