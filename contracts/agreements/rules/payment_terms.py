"""What was agreed about payment: block, cost per case, cost and volume, tariff; checked, and as plain text and back.

Money is in whole pence, activity in units (cases, contacts, bed days), percentages and rates are exact fractions.
A floor or a cap that was not agreed is None.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

from core.errors import Refusal
from core.money import pence_from, plain, pounds
from core.wording import sterling

_PERCENT: Final = 100
_EXACT: Final = re.compile(r"-?\d{1,40}(?:\.\d{1,40}|/0*[1-9]\d{0,40})?", re.ASCII)
Number = TypeVar("Number", int, Fraction)


class PaymentBasis(StrEnum):
    """How a service is paid for."""

    BLOCK = "block"
    COST_PER_CASE = "cost per case"
    COST_AND_VOLUME = "cost and volume"
    TARIFF = "tariff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One amount (pence) for the whole term of payment, whatever the activity."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPerCase:
    """A price (pence) for each unit of activity, with an optional least and most to be paid (pence)."""

    price: int
    floor: int | None = None
    cap: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAndVolume:
    """A price (pence) and a plan (units) with a band of tolerance around it, in per cent of the plan.

    Inside the band every unit is paid at the price. `rate_below`: what part of the price is taken off for each unit
    below the band; `rate_above`: what part is paid for each unit above it (0 to 1). Optional floor and cap in pence.
    """

    price: int
    plan: Fraction | int | None
    band_below: Fraction = Fraction(0)
    band_above: Fraction = Fraction(0)
    rate_below: Fraction = Fraction(1)
    rate_above: Fraction = Fraction(1)
    floor: int | None = None
    cap: int | None = None

    @property
    def edges(self) -> tuple[Fraction, Fraction]:
        """Where the band begins and ends, in units; a fraction of a case is kept. Refused without a plan.

        >>> terms = CostAndVolume(price=5000, plan=1234, band_below=Fraction(3), band_above=Fraction(5))
        >>> terms.edges
        (Fraction(59849, 50), Fraction(12957, 10))
        """
        if self.plan is None:
            raise Refusal("A tolerance band is counted from the planned activity: enter the plan.")
        plan = Fraction(self.plan)
        return plan * (1 - self.band_below / _PERCENT), plan * (1 + self.band_above / _PERCENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """A national price (pence) for each unit, multiplied by the provider's market forces factor (1.0642, say)."""

    price: int
    market_forces: Fraction
    floor: int | None = None
    cap: int | None = None


PaymentTerms = Block | CostPerCase | CostAndVolume | Tariff

KINDS: Final[Mapping[PaymentBasis, type[PaymentTerms]]] = {
    PaymentBasis.BLOCK: Block,
    PaymentBasis.COST_PER_CASE: CostPerCase,
    PaymentBasis.COST_AND_VOLUME: CostAndVolume,
    PaymentBasis.TARIFF: Tariff,
}
_MONEY: Final = ("amount", "price", "floor", "cap")


def basis_of(terms: PaymentTerms) -> PaymentBasis:
    """On which basis these terms pay.

    >>> str(basis_of(Block(amount=120_000_00)))
    'block'
    """
    return next(basis for basis, kind in KINDS.items() if kind is type(terms))


def check_terms(terms: PaymentTerms) -> None:
    """Refuse terms that cannot be: amounts below zero, a floor above the cap, a band without a plan, odd rates."""
    if isinstance(terms, Block):
        return _check_money("block amount", terms.amount)
    _check_money("price", terms.price)
    _check_limits(terms.floor, terms.cap)
    if isinstance(terms, CostAndVolume):
        _check_band(terms)
    if isinstance(terms, Tariff) and terms.market_forces <= 0:
        raise Refusal(
            f"The market forces factor must be above 0 (1 changes nothing), not {plain(terms.market_forces)}."
        )
    return None


def values_of(terms: PaymentTerms) -> dict[str, str | None]:
    """The terms as plain values for canonical text: pounds, exact numbers, None for what is not agreed.

    >>> values_of(CostPerCase(price=5000, cap=1_000_000))
    {'basis': 'cost per case', 'price': '50.00', 'floor': None, 'cap': '10000.00'}
    >>> values_of(Tariff(price=100, market_forces=Fraction(1, 3)))["market_forces"]
    '1/3'
    """
    written: dict[str, str | None] = {"basis": str(basis_of(terms))}
    for field in fields(terms):
        value = getattr(terms, field.name)
        if value is None:
            written[field.name] = None
        else:
            written[field.name] = pounds(value) if field.name in _MONEY else exact_text(value)
    return written


def terms_from(values: Mapping[str, str | None]) -> PaymentTerms:
    """The terms that `values_of` wrote. ValueError says what cannot be read; the terms are not checked.

    >>> terms_from({"basis": "tariff", "price": "812.00", "market_forces": "1.0642", "floor": None, "cap": None})
    Tariff(price=81200, market_forces=Fraction(5321, 5000), floor=None, cap=None)
    """
    try:
        basis = PaymentBasis(values.get("basis") or "")
    except ValueError:
        raise ValueError(f"a basis of payment: {', '.join(PaymentBasis)}") from None
    names = {field.name for field in fields(KINDS[basis])}
    if set(values) - {"basis"} != names:
        raise ValueError(f"terms with exactly these parts: {', '.join(sorted(names))}")
    money = {name: None if values[name] is None else pence_from(values[name] or "") for name in names & set(_MONEY)}
    exact = {name: _exact(name, values[name]) for name in names - set(_MONEY)}
    return _made(basis, money, exact)


def exact_text(exact: Fraction | int) -> str:
    """An exact number as text that gives it back: a decimal where one can write it, else a fraction.

    >>> exact_text(Fraction(3, 10)), exact_text(10_000), exact_text(Fraction(2, 3))
    ('0.3', '10000', '2/3')
    """
    written = plain(exact)
    return written if Fraction(written) == exact else str(exact)


def _made(basis: PaymentBasis, money: Mapping[str, int | None], exact: Mapping[str, Fraction | None]) -> PaymentTerms:
    if basis is PaymentBasis.BLOCK:
        return Block(amount=_there(money, "amount"))
    price, floor, cap = _there(money, "price"), money["floor"], money["cap"]
    if basis is PaymentBasis.COST_PER_CASE:
        return CostPerCase(price=price, floor=floor, cap=cap)
    if basis is PaymentBasis.TARIFF:
        return Tariff(price=price, market_forces=_there(exact, "market_forces"), floor=floor, cap=cap)
    return CostAndVolume(
        price=price,
        plan=exact["plan"],
        band_below=_there(exact, "band_below"),
        band_above=_there(exact, "band_above"),
        rate_below=_there(exact, "rate_below"),
        rate_above=_there(exact, "rate_above"),
        floor=floor,
        cap=cap,
    )


def _there(found: Mapping[str, Number | None], name: str) -> Number:
    value = found[name]
    if value is None:
        raise ValueError(f"terms with a value for {name}")
    return value


def _exact(name: str, text: str | None) -> Fraction | None:
    if text is None:
        return None
    if not _EXACT.fullmatch(text):
        raise ValueError(f"an exact number such as 0.3 for {name}")
    return Fraction(text)


def _check_money(what: str, pence: int) -> None:
    if pence < 0:
        raise Refusal(f"The {what} must be £0.00 or more, not {sterling(pence)}.")


def _check_limits(floor: int | None, cap: int | None) -> None:
    if floor is not None:
        _check_money("floor", floor)
    if cap is not None:
        _check_money("cap", cap)
    if floor is not None and cap is not None and floor > cap:
        raise Refusal(
            f"The floor of {sterling(floor)} is above the cap of {sterling(cap)}: no payment could keep to both. "
            "Lower the floor or raise the cap."
        )


def _check_band(terms: CostAndVolume) -> None:
    if terms.plan is None:
        raise Refusal("A tolerance band is counted from the planned activity: enter the plan.")
    if terms.plan <= 0:
        raise Refusal(f"Cost and volume needs a planned activity above 0, not {plain(terms.plan)}.")
    if not 0 <= terms.band_below <= _PERCENT:
        raise Refusal(f"The tolerance below the plan is from 0% to 100% of it, not {plain(terms.band_below)}%.")
    if terms.band_above < 0:
        raise Refusal(f"The tolerance above the plan is 0% or more, not {plain(terms.band_above)}%.")
    for where, rate in (("below", terms.rate_below), ("above", terms.rate_above)):
        if not 0 <= rate <= 1:
            raise Refusal(
                f"The marginal rate {where} the band is from 0 to 1 (0.3 is 30% of the price), not {plain(rate)}."
            )
