"""Funnel plots: rates of many, of different size, against limits that are wider for the smaller ones.

For each one: its count and its population; its rate is compared with the rate of all together. The limits are exact
Poisson limits, interpolated, as D. J. Spiegelhalter gives them (“Funnel plots for comparing institutional performance”,
Statistics in Medicine 24, 2005, appendix): 95% (about two standard deviations) and 99.8% (about three). They need no
square root and are right for the few events of a small practice, where mean ± 1.96 standard errors is not. They are
worked out in decimals of 40 digits; rates and the index of dispersion are exact fractions.

The limits assume that nothing but chance differs. The index of dispersion, the mean of the squared z-scores, says
whether that holds: much more than 1 and the funnel is too narrow, much less and it is too wide. It is judged from ten
on. As in that paper a few far off are not to make all look scattered, so “more” goes by the index with the outer tenth
at each end drawn in (winsorised); that one lies below 1 by itself, so “less” goes by the plain one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from typing import Final

PER: Final = 1000
LEVELS: Final = (Fraction(1, 1000), Fraction(25, 1000), Fraction(975, 1000), Fraction(999, 1000))
ENOUGH_FOR_DISPERSION: Final = 10
DIGITS: Final = 40
_MANY: Final = 100_000
_NORMAL: Final = (Decimal("-3.090232306167813"), Decimal("-1.959963984540054"))
_NEGLIGIBLE: Final = Decimal("1e-20")

Number = int | Decimal | Fraction


class Standing(StrEnum):
    """Where a rate lies in the funnel."""

    FAR_ABOVE = "above the 99.8% limit"
    ABOVE = "above the 95% limit"
    WITHIN = "within the limits"
    BELOW = "below the 95% limit"
    FAR_BELOW = "below the 99.8% limit"
    NO_RATE = "no rate"


class Dispersion(StrEnum):
    """How far the rates scatter, against chance alone."""

    AS_CHANCE = "as chance would have it"
    OVER = "more than chance alone"
    UNDER = "less than chance alone"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelLimits:
    """Rates between which chance alone keeps 99.8% (`low`, `high`) and 95% (`lower`, `upper`) of that population."""

    low: Fraction
    lower: Fraction
    upper: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One of those compared. Without a population there is neither rate nor limits, and its count is left out."""

    count: int
    population: Fraction
    rate: Fraction | None
    limits: FunnelLimits | None
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """All of it: units in the order given, the rate of all together, and how far they scatter (plain, and drawn in)."""

    units: tuple[Unit, ...]
    rate: Fraction | None
    per: int
    index: Fraction | None
    winsorised_index: Fraction | None
    dispersion: Dispersion


def funnel(counts: Sequence[int], populations: Sequence[Number], *, per: int = PER) -> Funnel:
    """Rates per 1,000 (`per`) of these counts and populations, with limits, against the rate of all together.

    A population of nought gives no rate; its count is left out of the rate of all. Raises ValueError where there are
    not as many populations as counts, and for a negative one.

    >>> compared = funnel([10, 30, 60], [1000, 2000, 7000])
    >>> compared.rate, [str(unit.rate) for unit in compared.units], compared.units[1].standing.value
    (Fraction(10, 1), ['10', '15', '60/7'], 'above the 95% limit')
    """
    sizes = [Fraction(population) for population in populations]
    if len(counts) != len(sizes):
        raise ValueError("as many populations as counts")
    if min(counts, default=0) < 0 or min(sizes, default=Fraction(0)) < 0:
        raise ValueError("counts and populations of 0 or more")
    taken = [(count, size) for count, size in zip(counts, sizes, strict=True) if size]
    population = sum((size for _, size in taken), Fraction(0))
    rate = Fraction(sum(count for count, _ in taken)) * per / population if population else None
    index, winsorised = _indexes(taken, rate / per) if rate else (None, None)
    return Funnel(
        units=tuple(_unit(count, size, rate, per) for count, size in zip(counts, sizes, strict=True)),
        rate=rate,
        per=per,
        index=index,
        winsorised_index=winsorised,
        dispersion=_dispersion(index, winsorised, len(taken)),
    )


def limits_at(population: Number, rate: Fraction, *, per: int = PER) -> FunnelLimits:
    """The limits of a population where the rate of all is that: also what the curves of a drawing go by."""
    size = Fraction(population)
    expected = size * rate / per
    if not expected:
        return FunnelLimits(low=Fraction(0), lower=Fraction(0), upper=Fraction(0), high=Fraction(0))
    low, lower, upper, high = (per * events / size for events in events_at(expected))
    return FunnelLimits(low=low, lower=lower, upper=upper, high=high)


def events_at(expected: Fraction) -> tuple[Fraction, ...]:
    """The numbers of events at the four levels (0.1%, 2.5%, 97.5%, 99.9%) of a Poisson distribution, interpolated.

    Above 100,000 expected events the normal distribution takes its place: they differ by less than 0.002%.

    >>> [round(float(events), 2) for events in events_at(Fraction(10))]
    [1.22, 3.78, 16.16, 20.66]
    """
    with localcontext(Context(prec=DIGITS)):
        mean = Decimal(expected.numerator) / Decimal(expected.denominator)
        if expected > _MANY:
            far, near = (abs(z) * mean.sqrt() for z in _NORMAL)
            return tuple(Fraction(mean + away) for away in (-far, -near, near, far))
        first, weights = _weights(mean)
        running = list(accumulate(weights))
        whole = running[-1]
        return tuple(_events(first, weights, running, whole * level.numerator / level.denominator) for level in LEVELS)


def _weights(mean: Decimal) -> tuple[int, list[Decimal]]:
    """The Poisson probabilities in proportion to that of the likeliest number, and the number at which they begin."""
    middle = int(mean)
    below, weight, number = [], Decimal(1), middle
    while number > 0 and weight > _NEGLIGIBLE:
        weight = weight * number / mean
        number -= 1
        below.append(weight)
    above, weight, last = [], Decimal(1), middle
    while weight > _NEGLIGIBLE:
        last += 1
        weight = weight * mean / last
        above.append(weight)
    return number, [*reversed(below), Decimal(1), *above]


def _events(first: int, weights: Sequence[Decimal], running: Sequence[Decimal], wanted: Decimal) -> Fraction:
    """The number of events up to which that much weight lies, taken as if it rose evenly within each number."""
    place = next(place for place, reached in enumerate(running) if reached >= wanted)
    share = (running[place] - wanted) / weights[place]
    return max(first + place - Fraction(share), Fraction(0))


def _unit(count: int, population: Fraction, rate: Fraction | None, per: int) -> Unit:
    if rate is None or not population:
        return Unit(count=count, population=population, rate=None, limits=None, standing=Standing.NO_RATE)
    own = Fraction(count) * per / population
    limits = limits_at(population, rate, per=per)
    return Unit(count=count, population=population, rate=own, limits=limits, standing=_standing(own, limits))


def _standing(rate: Fraction, limits: FunnelLimits) -> Standing:
    for is_so, standing in (
        (rate > limits.high, Standing.FAR_ABOVE),
        (rate < limits.low, Standing.FAR_BELOW),
        (rate > limits.upper, Standing.ABOVE),
        (rate < limits.lower, Standing.BELOW),
    ):
        if is_so:
            return standing
    return Standing.WITHIN


def _indexes(units: Sequence[tuple[int, Fraction]], rate: Fraction) -> tuple[Fraction, Fraction]:
    """The mean of (count − expected)² ÷ expected, plain and with the outer tenths drawn in to the next ones."""
    away = [(count - size * rate, size * rate) for count, size in units]
    signed = sorted(off * abs(off) / expected for off, expected in away)
    cut = len(signed) // 10
    drawn_in = [min(max(each, signed[cut]), signed[-1 - cut]) for each in signed]
    plain, winsorised = (sum(map(abs, each), Fraction(0)) / len(signed) for each in (signed, drawn_in))
    return plain, winsorised


def _dispersion(plain: Fraction | None, winsorised: Fraction | None, units: int) -> Dispersion:
    """More or less than 1 by over twice √(2 ÷ units), which is asked without a root: (index − 1)² > 8 ÷ units."""
    if plain is None or winsorised is None or units < ENOUGH_FOR_DISPERSION:
        return Dispersion.NOT_JUDGED
    if winsorised > 1 and (winsorised - 1) ** 2 > Fraction(8, units):
        return Dispersion.OVER
    return Dispersion.UNDER if plain < 1 and (plain - 1) ** 2 > Fraction(8, units) else Dispersion.AS_CHANCE
