"""Who sees which figures: small counts, from which single patients might follow, are not shown to everybody.

Provider and commissioner of a KPI see all. For others a KPI that is itself a count, and has a small one in any period
shown, has no figures at all: from sums to two periods the one between them would follow. Of one that is a figure over
another, only the figure is shown, not what it is made of, where numerator, denominator or what lies between is small.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from contracts.performance.rules.assessing import Assessed
from contracts.performance.rules.judging import Judgement
from contracts.performance.rules.kinds import Status, Unit
from contracts.performance.rules.measuring import Measured, Observed

WITHHELD: Final = "Small numbers: shown to the provider and the commissioner only."


def has_small(counts: Iterable[Observed], unit: Unit, *, up_to: int) -> bool:
    """Whether any of these counts is small: from 1 to the threshold; of a percentage also what is left of the whole.

    >>> has_small([Observed(Fraction(97), Fraction(100))], Unit.PERCENT, up_to=5)
    True
    >>> has_small([Observed(Fraction(0), None), Observed(Fraction(6), None)], Unit.NUMBER, up_to=5)
    False
    """
    return any(0 < each <= up_to for observed in counts for each in _parts(observed, unit))


def _parts(observed: Observed, unit: Unit) -> list[Fraction]:
    above, below = observed.numerator, observed.denominator
    parts = [each for each in (above, below) if each is not None]
    if unit is Unit.PERCENT and above is not None and below is not None:
        parts.append(below - above)
    return parts


def without_counts(assessed: Sequence[Assessed]) -> list[Assessed]:
    """The periods with their figures, without what these are made of; a count has no figure left, and no colour."""
    return [_without_counts(each) for each in assessed]


def _without_counts(each: Assessed) -> Assessed:
    if each.version.definition.has_denominator:
        return replace(each, measured=replace(each.measured, numerator=None, denominator=None))
    judged = Judgement(status=Status.GREY, reason=WITHHELD, target=each.judgement.target)
    return replace(each, own=Measured(), measured=Measured(), judgement=judged, counts={})
