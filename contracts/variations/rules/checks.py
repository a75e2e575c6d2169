"""What a variation may be: when it holds, what it takes the contract to say, and how two may not change one part.

`problems_in_…` list in sentences, `check_…` refuse with all of them. Nothing here edits anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.variations.rules.composition import Change, Composition, Variation, VariationKind, as_at, in_order
from contracts.variations.rules.effects import problems_in_effect
from contracts.variations.rules.pieces import Piece, fact_key
from contracts.variations.rules.wordings import said
from core.errors import Refusal
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The first and the last day of a contract, both within. `is_terminated`: it ends before its term was over."""

    first: date
    last: date
    is_terminated: bool = False


def is_retrospective(variation: Variation, signed_on: date) -> bool:
    """Whether a variation signed on a day holds from a day before it.

    >>> late = Variation(number=1, kind=VariationKind.PRICE, effective_from=date(2008, 10, 1))
    >>> is_retrospective(late, date(2008, 10, 2)), is_retrospective(late, date(2008, 10, 1))
    (True, False)
    """
    return variation.effective_from < signed_on


def problems_in_variation(
    variation: Variation, *, base: Sequence[Piece], signed: Sequence[Variation], term: Term
) -> list[str]:
    """All that is wrong with a variation of a contract: its days, its changes, its effect by group.

    `signed`: the variations signed before; `before` of each change must be what they and the base say on its first day.
    """
    found = problems_in_days(
        number=variation.number,
        kind=variation.kind,
        first=variation.effective_from,
        last=variation.effective_to,
        term=term,
    )
    if any(other.number == variation.number for other in signed):
        found.append(f"There is a signed variation {variation.number} of this contract already: take the next number.")
    if not variation.changes:
        found.append(f"Variation {variation.number} changes nothing: say what of the contract changes.")
    if (last := new_last_day(variation.changes)) is not None:
        found += problems_in_last_day(last, first=variation.effective_from, signed=signed, term=term)
    contract = as_at(base, signed, variation.effective_from)
    keys = {part.key for part in base} | {change.key for each in signed for change in each.changes}
    found += _in_changes(variation, contract, keys)
    return found + (problems_in_effect(variation.effect) if variation.effect else [])


def problems_in_days(*, number: int, kind: VariationKind, first: date, last: date | None, term: Term) -> list[str]:
    """What is wrong with the days of a variation of a contract with that term, in sentences."""
    found = []
    if first < term.first:
        found.append(
            f"Variation {number} would take effect on {in_full(first)}, before the contract begins on "
            f"{in_full(term.first)}. Let it take effect on that day or later."
        )
    if first > term.last:
        found.append(
            f"Variation {number} would take effect on {in_full(first)}, after the contract ends on "
            f"{in_full(term.last)}. Let it take effect within the contract."
        )
    if last and last < first:
        found.append(f"Variation {number} would end on {in_full(last)}, before it begins on {in_full(first)}.")
    elif last and last > term.last and kind is not VariationKind.DURATION:
        found.append(
            f"Variation {number} would end on {in_full(last)}, after the contract ends on "
            f"{in_full(term.last)}. Leave its last day blank to let it hold to the end of the contract."
        )
    return found


def check_days(*, number: int, kind: VariationKind, first: date, last: date | None, term: Term) -> None:
    """Refuse days outside the contract, or in the wrong order."""
    if problems := problems_in_days(number=number, kind=kind, first=first, last=last, term=term):
        raise Refusal(" ".join(problems))


def new_last_day(changes: Iterable[Change]) -> date | None:
    """The last day of the contract that these changes write; None where they leave it."""
    written = next((each.after for each in changes if each.key == fact_key("ends_on")), None)
    return date.fromisoformat(written.text) if written else None


def problems_in_last_day(last: date, *, first: date, signed: Iterable[Variation], term: Term) -> list[str]:
    """What is wrong with a new last day, written by a variation that takes effect on `first`, in sentences.

    No day before it, none before a signed variation takes effect, and none for a contract that is terminated.
    """
    if term.is_terminated:
        return [f"The contract is terminated: its last day is {in_full(term.last)}, and no variation changes that."]
    found = []
    if last < first:
        found.append(
            f"The contract would end on {in_full(last)}, before the variation takes effect on {in_full(first)}."
        )
    found += [
        f"The contract would end on {in_full(last)}, before variation {each.number}, which is signed, takes effect on "
        f"{in_full(each.effective_from)}. Choose that day or a later one."
        for each in in_order(signed)
        if each.effective_from > last
    ]
    return found


def check_last_day(last: date, *, first: date, signed: Iterable[Variation], term: Term) -> None:
    """Refuse a new last day with all that is wrong with it."""
    if problems := problems_in_last_day(last, first=first, signed=signed, term=term):
        raise Refusal(" ".join(problems))


def check_variation(variation: Variation, *, base: Sequence[Piece], signed: Sequence[Variation], term: Term) -> None:
    """Refuse a variation with all that is wrong with it."""
    if problems := problems_in_variation(variation, base=base, signed=signed, term=term):
        raise Refusal(" ".join(problems))


def _in_changes(variation: Variation, contract: Composition, keys: set[str]) -> list[str]:
    found, seen = [], set[str]()
    standing = {each.part.key: each.part for each in contract.parts}
    for change in variation.changes:
        if change.follows and change.follows not in keys | seen:
            found.append(f"“{change.name}” is to stand after a part that this contract does not have: choose another.")
        if change.key in seen:
            found.append(f"Variation {variation.number} changes “{change.name}” twice: keep one change.")
        seen.add(change.key)
        found += _in_change(change) or _against(change, standing.get(change.key), contract.on, keys)
    return found


def _in_change(change: Change) -> list[str]:
    if any(part is not None and part.key != change.key for part in (change.before, change.after)):
        return [f"“{change.name}” stands under another key before or after: change one part at a time."]
    if change.before == change.after:
        return [f"“{change.name}” is the same before and after: take it out of the variation, or change it."]
    return []


def _against(change: Change, stands: Piece | None, on: date, keys: set[str]) -> list[str]:
    """What is wrong with a change, held against what stands in the contract on its first day."""
    name, day = change.name, in_full(on)
    if change.before == stands:
        return []
    if change.before is None:
        return [f"“{name}” stands in the contract on {day} already: change it instead of adding it."]
    if change.key not in keys:
        return [f"This contract has no part “{name}”: it cannot be changed or taken out."]
    if stands is None:
        return [f"“{name}” does not stand in the contract on {day}: add it instead of changing it."]
    here, there = said(stands, change.before)
    sentence = (
        f"“{name}”: on {day} the contract {here}, but the variation was written upon a contract that {there}. "
        "Open it again and write the change upon what stands."
    )
    return [sentence]
