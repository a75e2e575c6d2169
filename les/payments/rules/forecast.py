"""What a scheme will come to in a year: what is known, and what is expected besides, each with what it rests on.

Known is what was approved, and what is claimed or proposed and not decided yet. A quarter is open while its claims may
come in time. An open quarter is expected to come to the larger of two sums: what sign-ups commit in it, due whatever is
done, and the mean of the closed quarters that were claimed, as if it went on so. What was claimed of it already is not
counted twice. Sums that are no claims (corrections, instalments, claw-backs) are known once and not expected again. Of
the incentive, instalments not proposed yet count as the plan has them. Nothing expected goes beyond the caps of the
scheme. All amounts are whole pence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from core.apportion import apportion
from core.money import rounded
from core.wording import sterling

QUARTERS = (1, 2, 3, 4)


class Basis(StrEnum):
    """What the figure of a quarter rests on."""

    KNOWN = "known"
    COMMITTED = "committed"
    MEAN = "mean"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of a scheme in a place and year. `claimed`: by quarter, those in which anybody claimed.

    `beside`: sums that are no claims; `committed`: by quarter; `planned`: of the incentive, not proposed yet.
    """

    claimed: Mapping[int, int] = field(default_factory=dict)
    beside: int = 0
    committed: Mapping[int, int] = field(default_factory=dict)
    planned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterForecast:
    """A quarter: what is known of its claims, what is expected besides, and on what that rests. `cut`: by a cap."""

    quarter: int
    known: int
    expected: int
    basis: Basis
    cut: int = 0

    @property
    def total(self) -> int:
        """What it comes to."""
        return self.known + self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a year comes to: its quarters, sums that are no claims, and what the incentive still plans."""

    quarters: Sequence[QuarterForecast]
    beside: int
    planned: int
    planned_cut: int = 0

    @property
    def known(self) -> int:
        """What is known already."""
        return self.beside + sum(each.known for each in self.quarters)

    @property
    def expected(self) -> int:
        """What is expected besides."""
        return self.planned + sum(each.expected for each in self.quarters)

    @property
    def total(self) -> int:
        """What the year comes to."""
        return self.known + self.expected


def forecasts(pasts: Mapping[str, Past], *, closed: frozenset[int], most: int | None = None) -> dict[str, Forecast]:
    """The forecast of a scheme for each place. `closed`: quarters of which no claims come in time any more.

    `most`: what caps leave the scheme in the year; where it binds, what is expected is cut in proportion, to the penny.

    >>> found = forecasts({"": Past(claimed={1: 1000, 2: 1201}, committed={3: 500, 4: 1500})}, closed=frozenset({1, 2}))
    >>> [(each.known, each.expected, each.basis.value) for each in found[""].quarters]
    [(1000, 0, 'known'), (1201, 0, 'known'), (0, 1101, 'mean'), (0, 1500, 'committed')]
    >>> found[""].total
    4802
    """
    found = {place: _forecast(past, closed) for place, past in pasts.items()}
    expected = {place: each.expected for place, each in found.items()}
    known = sum(each.known for each in found.values())
    if most is None or not any(expected.values()) or known + sum(expected.values()) <= most:
        return found
    left = apportion(max(0, most - known), expected)
    return {place: _cut_to(each, left[place]) for place, each in found.items()}


def in_words(each: QuarterForecast) -> str:
    """What the figure of a quarter rests on, in a sentence.

    >>> in_words(QuarterForecast(quarter=3, known=200, expected=901, basis=Basis.MEAN))
    '£2.00 is claimed so far; the quarter is expected to come to £11.01, the mean of the closed quarters.'
    """
    if each.basis is Basis.KNOWN:
        return "Closed: what was claimed, as far as it was approved or is not decided yet."
    if each.basis is Basis.NOTHING:
        return "Open: nothing is committed and no quarter was claimed yet, so nothing is expected."
    so_far = f"{sterling(each.known)} is claimed so far; the quarter" if each.known else "It"
    rest = "the mean of the closed quarters" if each.basis is Basis.MEAN else "what sign-ups commit in it"
    cut = f" The caps of the scheme leave {sterling(each.cut)} less than that." if each.cut else ""
    return f"{so_far} is expected to come to {sterling(each.total + each.cut)}, {rest}.{cut}"


def _forecast(past: Past, closed: frozenset[int]) -> Forecast:
    full = [past.claimed[quarter] for quarter in sorted(closed) if quarter in past.claimed]
    mean = max(0, rounded(Fraction(sum(full), len(full)))) if full else 0
    quarters = [_quarter(past, quarter, mean, is_closed=quarter in closed) for quarter in QUARTERS]
    return Forecast(quarters=quarters, beside=past.beside, planned=max(0, past.planned))


def _quarter(past: Past, quarter: int, mean: int, *, is_closed: bool) -> QuarterForecast:
    known, committed = past.claimed.get(quarter, 0), past.committed.get(quarter, 0)
    if is_closed:
        return QuarterForecast(quarter=quarter, known=known, expected=0, basis=Basis.KNOWN)
    basis = Basis.COMMITTED if committed > 0 and committed >= mean else Basis.MEAN if mean else Basis.NOTHING
    expected = max(0, max(committed, mean, 0) - known)
    return QuarterForecast(quarter=quarter, known=known, expected=expected, basis=basis)


def _cut_to(forecast: Forecast, expected: int) -> Forecast:
    """The forecast with no more expected than that, each part cut in proportion."""
    weights = {str(each.quarter): each.expected for each in forecast.quarters} | {"planned": forecast.planned}
    left = apportion(expected, weights) if any(weights.values()) else weights
    quarters = [
        replace(each, expected=left[str(each.quarter)], cut=each.expected - left[str(each.quarter)])
        for each in forecast.quarters
    ]
    planned_cut = forecast.planned - left["planned"]
    return replace(forecast, quarters=quarters, planned=left["planned"], planned_cut=planned_cut)
