"""Levels of activity at which it is worth knowing what would be paid: around the plan, and at the edges of a band."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from contracts.agreements.rules.payment_terms import Block, CostAndVolume, PaymentTerms
from core.money import rounded

_AROUND: Final = (80, 90, 95, 100, 105, 110, 120)
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """An amount of activity, and what it is."""

    label: str
    activity: Fraction


def levels_for(terms: PaymentTerms, planned: int | None) -> list[Level]:
    """The levels for these terms, least first; none where nothing is planned, or where activity changes nothing.

    `planned`: what the activity plan holds; cost and volume has a plan of its own, which comes first. Levels around a
    plan are whole units; the edges of a band are exact, as payment takes them.

    >>> terms = CostAndVolume(price=1, plan=100, band_below=Fraction(3), band_above=Fraction(3))
    >>> [(each.label, str(each.activity)) for each in levels_for(terms, None)][2:5]
    [('95% of the plan', '95'), ('Where the band begins', '97'), ('The plan', '100')]
    """
    if isinstance(terms, Block):
        return []
    plan = terms.plan if isinstance(terms, CostAndVolume) else planned
    if not plan:
        return []
    found = [
        Level(label=_named(percent), activity=Fraction(rounded(Fraction(plan) * percent / _PERCENT)))
        for percent in _AROUND
    ]
    if isinstance(terms, CostAndVolume):
        found = [each for each in found if each.label != _named(_PERCENT)]
        low, high = terms.edges
        found += [
            Level(label="Where the band begins", activity=low),
            Level(label=_named(_PERCENT), activity=Fraction(plan)),
            Level(label="Where the band ends", activity=high),
        ]
    return _told_once(sorted(found, key=lambda each: each.activity))


def _named(percent: int) -> str:
    return "The plan" if percent == _PERCENT else f"{percent}% of the plan"


def _told_once(levels: Iterable[Level]) -> list[Level]:
    """Levels of the same activity as one; a percentage of the plan gives way to what the level is besides."""
    found: dict[Fraction, list[str]] = {}
    for each in levels:
        found.setdefault(each.activity, []).append(each.label)
    return [Level(label=_joined(labels), activity=activity) for activity, labels in found.items()]


def _joined(labels: Sequence[str]) -> str:
    kept = [label for label in labels if not label.endswith("% of the plan")] or list(labels)
    return "; ".join([kept[0], *(f"{label[0].lower()}{label[1:]}" for label in kept[1:])])
