"""Dealing an amount out among many so that the parts add up to it, to the penny: the only place that deals pennies.

Largest remainder, docs/budget-method.md section 2: each share is floored to the penny; the pennies left over go one
each to the largest fractional remainders; equal remainders go to the larger weight, then to the smaller code.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm


def apportion(total: int, weights: Mapping[str, Fraction | int]) -> dict[str, int]:
    """The whole `total` (pence, may be negative) dealt out by weight; keys in the order of `weights`.

    A weight of zero or below gets nothing. Raises ValueError when there is an amount to deal and nobody to take it.

    >>> apportion(100, {"A": 1, "B": 1, "C": 1})
    {'A': 34, 'B': 33, 'C': 33}
    >>> apportion(-18225, {"A": 98, "B": 2, "C": 0})
    {'A': -17861, 'B': -364, 'C': 0}
    """
    codes = list(weights)
    return dict(zip(codes, deal(total, whole_weights(list(weights.values())), codes), strict=True))


def whole_weights(weights: Sequence[Fraction | int]) -> list[int]:
    """Weights as integers in the same proportion (one common denominator); those at or below zero become 0."""
    denominator = lcm(*(w.denominator for w in weights)) if weights else 1
    return [w.numerator * (denominator // w.denominator) if w > 0 else 0 for w in weights]


class Dealer:
    """Deals amount after amount out by the same integer weights (none negative), as `apportion` does one."""

    __slots__ = ("_rank", "codes", "weights", "whole")

    def __init__(self, weights: Sequence[int], codes: Sequence[str]) -> None:
        self.weights, self.codes = weights, codes
        self.whole = sum(weights)
        self._rank: list[int] | None = None

    def deal(self, total: int) -> list[int]:
        """The whole total, in the order of the codes. ValueError when there is an amount and nobody has a weight."""
        whole = self.whole
        if whole <= 0 or not total:
            return _nothing(total, len(self.weights), whole)
        amount = abs(total)
        exact = [amount * weight for weight in self.weights]
        shares = [share // whole for share in exact]
        left = amount - sum(shares)
        if left:
            remainders = [share % whole for share in exact]
            for place in sorted(self._rank or self.rank, key=remainders.__getitem__, reverse=True)[:left]:
                shares[place] += 1
        return [-share for share in shares] if total < 0 else shares

    @property
    def rank(self) -> list[int]:
        """Places in the order that decides between equal remainders: the larger weight, then the smaller code."""
        if self._rank is None:
            keys = sorted(zip([-weight for weight in self.weights], self.codes, range(len(self.codes)), strict=True))
            self._rank = [place for _, _, place in keys]
        return self._rank


def deal(total: int, weights: Sequence[int], codes: Sequence[str]) -> list[int]:
    """`apportion` on integer weights (none negative) that stand beside their codes."""
    return Dealer(weights, codes).deal(total)


def deal_in_order(total: int, weights: Sequence[int]) -> list[int]:
    """As `deal`, but equal remainders go to the part written first: how a blend divides a line over its parts.

    >>> deal_in_order(4, [125, 875]), deal(4, [125, 875], ["A", "B"])
    ([1, 3], [0, 4])
    """
    whole = sum(weights)
    if whole <= 0 or not total:
        return _nothing(total, len(weights), whole)
    amount = abs(total)
    shares = [amount * weight // whole for weight in weights]
    owed = [share * whole - amount * weight for share, weight in zip(shares, weights, strict=True)]
    for _, place in sorted(zip(owed, range(len(shares)), strict=True))[: amount - sum(shares)]:
        shares[place] += 1
    return [-share for share in shares] if total < 0 else shares


def _nothing(total: int, parts: int, whole: int) -> list[int]:
    if total and whole <= 0:
        raise ValueError("an amount cannot be dealt out where nobody has a weight")
    return [0] * parts


def odd_pennies(total: int, weights: Mapping[str, Fraction | int]) -> dict[str, int]:
    """How many pennies each got above its floored share: 0 or 1, with the sign of the total.

    >>> odd_pennies(100, {"A": 1, "B": 1, "C": 1})
    {'A': 1, 'B': 0, 'C': 0}
    """
    scaled = whole_weights(list(weights.values()))
    whole = sum(scaled)
    parts = apportion(total, weights)
    if not whole:
        return dict.fromkeys(parts, 0)
    sign = -1 if total < 0 else 1
    floors = (abs(total) * weight // whole for weight in scaled)
    return {code: part - sign * floor for (code, part), floor in zip(parts.items(), floors, strict=True)}
