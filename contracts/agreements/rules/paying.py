"""What activity costs under the terms of a contract: exact throughout, rounded once, half away from zero.

Price P, activity A, band lo..hi, marginal rates m_lo and m_hi: below the band P·lo − m_lo·P·(lo − A), inside it P·A,
above it P·hi + m_hi·P·(A − hi); then the floor and the cap. The payment is continuous at the edges of the band.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.agreements.rules.payment_terms import (
    Block,
    CostAndVolume,
    CostPerCase,
    PaymentTerms,
    Tariff,
    check_terms,
)
from core.apportion import apportion
from core.errors import Refusal
from core.money import as_decimal, plain, rounded
from core.wording import sterling

Activity = int | Fraction | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a payment. `quantity` (units) × `rate` (pence a unit) = `amount` (pence), all exact.

    A step that no activity explains (a block amount, the floor, the cap, rounding) has neither quantity nor rate.
    """

    label: str
    amount: Fraction
    quantity: Fraction | None = None
    rate: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A payment in pence with the steps that add up to it."""

    steps: tuple[Step, ...]
    payment: int


def payment(terms: PaymentTerms, activity: Activity) -> Decimal:
    """What is paid for that much activity (units, 0 or more), in pounds. Refused where the terms cannot be.

    >>> terms = CostAndVolume(
    ...     price=5000, plan=10_000, band_below=Fraction(3), band_above=Fraction(3),
    ...     rate_below=Fraction("0.3"), rate_above=Fraction("0.3"),
    ... )
    >>> [str(payment(terms, activity)) for activity in (10_800, 10_300, 9_700, 9_200)]
    ['522500.00', '515000.00', '485000.00', '477500.00']
    >>> payment(Tariff(price=33, market_forces=Fraction("1.5")), 1)
    Decimal('0.50')
    """
    return as_decimal(explain_payment(terms, activity).payment)


def explain_payment(terms: PaymentTerms, activity: Activity) -> Explained:
    """The payment for that much activity (units) in steps whose exact amounts add up to it.

    >>> explained = explain_payment(CostPerCase(price=5000, cap=20_000), 5)
    >>> [(step.label, str(step.amount)) for step in explained.steps], explained.payment
    ([('Activity at the price', '25000'), ('Taken off, for the cap of £200.00', '-5000')], 20000)
    """
    steps = _exact_steps(terms, activity)
    exact = sum((step.amount for step in steps), Fraction(0))
    paid = rounded(exact)
    if paid != exact:
        steps.append(Step(label="Rounding to the penny", amount=paid - exact))
    return Explained(steps=tuple(steps), payment=paid)


def exact_payment(terms: PaymentTerms, activity: Activity) -> Fraction:
    """What that much activity costs in pence before it is rounded, for what is worked out further.

    >>> exact_payment(Tariff(price=33, market_forces=Fraction("1.5")), 1)
    Fraction(99, 2)
    """
    return sum((step.amount for step in _exact_steps(terms, activity)), Fraction(0))


def instalments(amount: int, months: Sequence[str]) -> dict[str, int]:
    """A block amount (pence) in equal parts, one for each month (`2008-04`), which add up to it to the penny.

    The pennies left over fall to the earliest months. Refused without a month.

    >>> instalments(100, ["2008-04", "2008-05", "2008-06"])
    {'2008-04': 34, '2008-05': 33, '2008-06': 33}
    """
    if not months:
        raise Refusal("A block amount is paid in at least one month: say in which.")
    return apportion(amount, dict.fromkeys(sorted(months), 1))


def _exact_steps(terms: PaymentTerms, activity: Activity) -> list[Step]:
    check_terms(terms)
    steps = _steps(terms, _units(activity))
    if not isinstance(terms, Block):
        exact = sum((step.amount for step in steps), Fraction(0))
        steps += _limited(exact, terms.floor, terms.cap)
    return steps


def _units(activity: Activity) -> Fraction:
    if not isinstance(activity, int | Fraction | Decimal):
        raise TypeError("activity is a whole or an exact number")
    units = Fraction(activity)
    if units < 0:
        raise Refusal(f"Activity is 0 or more, not {plain(units)}.")
    return units


def _steps(terms: PaymentTerms, units: Fraction) -> list[Step]:
    match terms:
        case Block():
            return [Step(label="Block amount, whatever the activity", amount=Fraction(terms.amount))]
        case CostPerCase():
            return [_priced("Activity at the price", units, Fraction(terms.price))]
        case Tariff():
            label = (
                f"Activity at the tariff of {sterling(terms.price)} × market forces factor {plain(terms.market_forces)}"
            )
            return [_priced(label, units, terms.price * terms.market_forces)]
        case CostAndVolume():
            return _by_band(terms, units)


def _by_band(terms: CostAndVolume, units: Fraction) -> list[Step]:
    low, high = terms.edges
    price = Fraction(terms.price)
    if units < low:
        return [
            _priced(f"The band from {_counted(low)} at the price", low, price),
            _priced(f"Below the band, taken off at {_rate(terms.rate_below)}", units - low, price * terms.rate_below),
        ]
    if units > high:
        return [
            _priced(f"The band up to {_counted(high)} at the price", high, price),
            _priced(f"Above the band, paid at {_rate(terms.rate_above)}", units - high, price * terms.rate_above),
        ]
    return [_priced("Activity within the band at the price", units, price)]


def _counted(units: Fraction) -> str:
    whole, point, rest = plain(units).partition(".")
    return f"{int(whole):,}{point}{rest}"


def _rate(rate: Fraction) -> str:
    return f"{plain(rate * 100)}% of the price"


def _priced(label: str, quantity: Fraction, rate: Fraction) -> Step:
    return Step(label=label, quantity=quantity, rate=rate, amount=quantity * rate)


def _limited(exact: Fraction, floor: int | None, cap: int | None) -> list[Step]:
    if floor is not None and exact < floor:
        return [Step(label=f"Added, for the floor of {sterling(floor)}", amount=floor - exact)]
    if cap is not None and exact > cap:
        return [Step(label=f"Taken off, for the cap of {sterling(cap)}", amount=cap - exact)]
    return []
