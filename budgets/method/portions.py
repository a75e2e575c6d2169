"""A division by largest remainder laid open: exact portion, floor, remainder, rank, odd penny. Section 2.

What `core.apportion` does in one go is shown here step by step, so that a reader can redo the sum by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.apportion import Dealer


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What one of many got of an amount.

    `figure` is the weight in its own unit; `exact` the pence before rounding; `floor` the whole pence of it (towards
    zero); `remainder` the fraction of a penny left; `rank` the place in the queue for the odd pennies, from 1, None
    for those without a weight; `odd_penny` 1, 0 or (of a negative amount) -1; `amount` = floor + odd_penny.
    """

    code: str
    figure: Fraction
    exact: Fraction
    floor: int
    remainder: Fraction
    rank: int | None
    odd_penny: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """An amount in pence divided among many; `figures`: all their figures; `odd_pennies`: how many were left over."""

    amount: int
    figures: Fraction
    odd_pennies: int
    portions: tuple[Portion, ...]


def division_of(amount: int, dealer: Dealer, unit: int = 1) -> Division:
    """The division of an amount by a dealer's weights, each weight divided by `unit` being its figure.

    >>> [(p.code, p.floor, p.rank, p.odd_penny) for p in division_of(101, Dealer([60, 40], ["A", "B"])).portions]
    [('A', 60, 1, 1), ('B', 40, 2, 0)]
    """
    whole, sign = dealer.whole, -1 if amount < 0 else 1
    rests = [abs(amount) * weight % whole if whole else 0 for weight in dealer.weights]
    queue = sorted((place for place in dealer.rank if dealer.weights[place]), key=rests.__getitem__, reverse=True)
    place_in_queue = {place: rank for rank, place in enumerate(queue, start=1)}
    portions = []
    for place, (code, got) in enumerate(zip(dealer.codes, dealer.deal(amount), strict=True)):
        weight = dealer.weights[place]
        floor = sign * (abs(amount) * weight // whole) if whole else 0
        portions.append(
            Portion(
                code=code,
                figure=Fraction(weight, unit),
                exact=Fraction(amount * weight, whole) if whole else Fraction(0),
                floor=floor,
                remainder=Fraction(rests[place], whole) if whole else Fraction(0),
                rank=place_in_queue.get(place),
                odd_penny=got - floor,
                amount=got,
            )
        )
    return _division(amount, portions)


def _division(amount: int, portions: Sequence[Portion]) -> Division:
    return Division(
        amount=amount,
        figures=sum((portion.figure for portion in portions), Fraction(0)),
        odd_pennies=sum(abs(portion.odd_penny) for portion in portions),
        portions=tuple(portions),
    )
