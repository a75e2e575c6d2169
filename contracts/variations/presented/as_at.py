"""A contract as at a date in words: what changed each part, and on which days it changes."""

from collections.abc import Mapping
from datetime import date, timedelta

from contracts.agreements.rules.figures import plan_lines_in
from contracts.agreements.rules.plan import PlanLine
from contracts.variations.queries.content import Base
from contracts.variations.rules.content import AsAt
from contracts.variations.rules.pieces import PieceKind, part_of
from core.wording import in_full, listed, upper_first

_DAY = timedelta(days=1)
LINES = (PieceKind.MONEY, PieceKind.PLAN, PieceKind.TERMS)


def changed_in_words(found: AsAt) -> Mapping[str, str]:
    """By which variations each part was changed, by the part's key."""
    return {key: f"changed by {numbers_in_words(numbers)}" for key, numbers in found.numbers.items()}


def lines_changed(found: AsAt) -> Mapping[str, list[str]]:
    """Which lines of money and of figures were changed, added or taken out, in sentences, by the part's key."""
    said: dict[str, list[str]] = {}
    for did, several in (("", found.composition.parts), ("taken out ", found.composition.removed)):
        for each in several:
            if each.numbers and each.part.kind in LINES:
                became = did or ("changed " if each.base else "added ")
                words = f"{upper_first(each.part.kind.value)} “{each.part.name}”: {became}by "
                said.setdefault(part_of(each.part.key), []).append(f"{words}{numbers_in_words(each.numbers)}")
    return said


def plan_lines(found: AsAt) -> list[PlanLine]:
    """The activity plan of that day, all parts together."""
    return [line for part in found.content.parts for line in plan_lines_in(part.figures)]


def paid_for(found: AsAt) -> Mapping[str, list[tuple[str, str]]]:
    """The services with terms of payment, key of the line and name, by the part's key."""
    terms: dict[str, list[tuple[str, str]]] = {}
    for each in found.composition.parts:
        if each.part.kind is PieceKind.TERMS:
            terms.setdefault(part_of(each.part.key), []).append((each.part.key, each.part.name))
    return terms


def numbers_in_words(numbers: tuple[int, ...]) -> str:
    """Variations by their numbers.

    >>> numbers_in_words((1, 3))
    'variations 1 and 3'
    """
    said = listed([str(number) for number in numbers])
    return f"variation{'' if len(numbers) == 1 else 's'} {said}"


def days_of_change(base: Base, today: date) -> list[tuple[date, str]]:
    """The days on which the contract as at a date changes, with what happens; the first day and today among them."""
    found: dict[date, list[str]] = {base.term.first: ["as it begins"]}
    for variation in base.signed:
        found.setdefault(variation.effective_from, []).append(f"variation {variation.number} takes effect")
        if variation.effective_to is not None:
            found.setdefault(variation.effective_to + _DAY, []).append(f"variation {variation.number} has ended")
    found.setdefault(today, []).append("today")
    return [(day, f"{in_full(day)}: {listed(words)}") for day, words in sorted(found.items())]
