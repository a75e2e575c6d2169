"""What results come to: the figure of a period by its kind, and the year to date. Missing is missing, never nought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.rules.months import Period, month_after
from contracts.performance.rules.definition import MONTHS, Definition
from contracts.performance.rules.kinds import Kind, Unit
from contracts.performance.rules.targets import months_gone


@dataclass(frozen=True, slots=True)
class Observed:
    """What was counted in one period; None where it is missing."""

    numerator: Fraction | None
    denominator: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A figure: what it is the sum of, its value, and the first months of the periods that are missing in it."""

    numerator: Fraction | None = None
    denominator: Fraction | None = None
    value: Fraction | None = None
    missing: tuple[str, ...] = ()
    periods: int = 1


Counts = Mapping[str, Observed]


def value_of(definition: Definition, numerator: Fraction | None, denominator: Fraction | None) -> Fraction | None:
    """Numerator over denominator in the KPI’s unit; None where one is missing or the denominator is nought.

    >>> from contracts.performance.rules.examples import plain_definition
    >>> value_of(plain_definition(), Fraction(19), Fraction(20)), value_of(plain_definition(), Fraction(0), Fraction(0))
    (Fraction(95, 1), None)
    """
    if numerator is None or not definition.has_denominator:
        return numerator
    if not denominator:
        return None
    return numerator / denominator * (100 if definition.unit is Unit.PERCENT else definition.per)


def is_known(definition: Definition, observed: Observed | None) -> bool:
    """Whether all that the figure is made of was counted."""
    if observed is None or observed.numerator is None:
        return False
    return not definition.has_denominator or observed.denominator is not None


def own_figure(definition: Definition, counts: Counts, period: Period) -> Measured:
    """The figure of that period alone, whatever the kind: what process charts draw."""
    return _sum(definition, counts, [period.first_month])


def figure_at(definition: Definition, counts: Counts, period: Period, *, since: str = "") -> Measured:
    """The figure of a period by its kind.

    A rate or snapshot is the period’s own; a cumulative count adds from April, twelve months add up to the period’s
    end. Where a period in such a sum is missing there is no figure: a sum without it would count it as nought.
    `since`: the first month from which figures were counted in the same way; what lies before it is missing.
    """
    if definition.kind in (Kind.RATE, Kind.SNAPSHOT):
        return own_figure(definition, counts, period)
    months = MONTHS if definition.kind is Kind.ROLLING else months_gone(period)
    firsts = _firsts(period, months)
    if definition.kind is Kind.CUMULATIVE:
        firsts = [first for first in firsts if first >= since]
    held = {first: counts[first] for first in firsts if first in counts and first >= since}
    found = _sum(definition, held, firsts)
    return Measured(missing=found.missing, periods=len(firsts)) if found.missing else found


def to_date(definition: Definition, counts: Counts, period: Period, *, since: str = "") -> Measured:
    """The year to date: of a rate the sum of numerators over the sum of denominators of the periods that are known;
    of a snapshot the latest; sums as they are.
    """
    if definition.kind in (Kind.CUMULATIVE, Kind.ROLLING):
        return figure_at(definition, counts, period, since=since)
    firsts = [first for first in _firsts(period, months_gone(period)) if first >= since]
    if definition.kind is Kind.RATE:
        return _sum(definition, counts, firsts)
    known = [first for first in firsts if is_known(definition, counts.get(first))]
    return _sum(definition, counts, known[-1:] or firsts[-1:])


def _firsts(period: Period, months: int) -> list[str]:
    """The first months of the periods of that length that make up the months up to the period’s end."""
    count = months // period.length
    return [month_after(period.first_month, -period.length * back) for back in range(count - 1, -1, -1)]


def _sum(definition: Definition, counts: Counts, firsts: Sequence[str]) -> Measured:
    known = [counts[first] for first in firsts if is_known(definition, counts.get(first))]
    missing = tuple(first for first in firsts if not is_known(definition, counts.get(first)))
    if not known:
        return Measured(missing=missing, periods=len(firsts))
    numerator = _added([each.numerator for each in known if each.numerator is not None])
    denominator = _added([each.denominator for each in known if each.denominator is not None])
    below = denominator if definition.has_denominator else None
    value = value_of(definition, numerator, below)
    return Measured(numerator=numerator, denominator=below, value=value, missing=missing, periods=len(firsts))


def _added(figures: Sequence[Fraction]) -> Fraction:
    """The sum; one figure alone is its own, which spares most of the arithmetic of a dashboard."""
    return figures[0] if len(figures) == 1 else sum(figures, Fraction(0))
