"""What a variation may be: when it holds, what it takes the contract to say, and how two may not change one part.

`problems_in_…` list in sentences, `check_…` refuse with all of them. Nothing here edits anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from contracts.agreements.rules.composition import Change, Composition, Part, Variation, VariationKind, as_at, in_order
from contracts.agreements.rules.effects import problems_in_effect
from core.errors import Refusal
from core.periods import overlap
from core.wording import in_full, sterling

_LONGEST = 160
_LEAD = 40
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The first and the last day of a contract, both within."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two variations that change one part over the same days (None: to the end), neither built upon the other.

    `first` has the smaller number; each with the number and what the part says after it (None: it is taken out).
    """

    key: str
    name: str
    first: int
    first_says: Part | None
    second: int
    second_says: Part | None
    from_on: date
    to_on: date | None

    @property
    def sentence(self) -> str:
        """The conflict as the second shows it."""
        until = f" to {in_full(self.to_on)}" if self.to_on else ""
        first, second = _said(self.first_says, self.second_says)
        return (
            f"Variations {self.first} and {self.second} both change “{self.name}” from {in_full(self.from_on)}{until}. "
            f"Variation {self.first} {first}; variation {self.second} {second}."
        )


def is_retrospective(variation: Variation, signed_on: date) -> bool:
    """Whether a variation signed on a day holds from a day before it.

    >>> late = Variation(number=1, kind=VariationKind.PRICE, effective_from=date(2008, 10, 1))
    >>> is_retrospective(late, date(2008, 10, 2)), is_retrospective(late, date(2008, 10, 1))
    (True, False)
    """
    return variation.effective_from < signed_on


def conflicts_between(variations: Iterable[Variation]) -> list[Conflict]:
    """Pairs that change one part over the same days, signed or not; by number, then in the order of their changes.

    A variation that was written upon what an earlier one says (its before is the other's after) is no conflict with it.
    """
    changed: dict[str, list[tuple[Variation, Change]]] = {}
    for variation in in_order(variations):
        for change in variation.changes:
            changed.setdefault(change.key, []).append((variation, change))
    found = [conflict for several in changed.values() if len(several) > 1 for conflict in _among(several)]
    return sorted(found, key=lambda conflict: (conflict.second, conflict.first))


def check_conflicts(variation: Variation, others: Iterable[Variation]) -> None:
    """Refuse a variation that changes a part that another one changes over the same days, with what each says."""
    others = [other for other in others if other.number != variation.number]
    found = [c for c in conflicts_between([*others, variation]) if variation.number in (c.first, c.second)]
    if found:
        raise Refusal(" ".join(conflict.sentence for conflict in found))


def problems_in_variation(
    variation: Variation, *, base: Sequence[Part], signed: Sequence[Variation], term: Term
) -> list[str]:
    """All that is wrong with a variation of a contract: its days, its changes, its effect by group.

    `signed`: the variations signed before; `before` of each change must be what they and the base say on its first day.
    """
    found = _in_days(variation, term)
    if any(other.number == variation.number for other in signed):
        found.append(f"There is a signed variation {variation.number} of this contract already: take the next number.")
    if not variation.changes:
        found.append(f"Variation {variation.number} changes nothing: say what of the contract changes.")
    contract = as_at(base, signed, variation.effective_from)
    keys = {part.key for part in base} | {change.key for each in signed for change in each.changes}
    found += _in_changes(variation, contract, keys)
    return found + (problems_in_effect(variation.effect) if variation.effect else [])


def check_variation(variation: Variation, *, base: Sequence[Part], signed: Sequence[Variation], term: Term) -> None:
    """Refuse a variation with all that is wrong with it."""
    if problems := problems_in_variation(variation, base=base, signed=signed, term=term):
        raise Refusal(" ".join(problems))


def _in_days(variation: Variation, term: Term) -> list[str]:
    first, last = variation.effective_from, variation.effective_to
    found = []
    if first < term.first:
        found.append(
            f"Variation {variation.number} would take effect on {in_full(first)}, before the contract begins on "
            f"{in_full(term.first)}. Let it take effect on that day or later."
        )
    if first > term.last:
        found.append(
            f"Variation {variation.number} would take effect on {in_full(first)}, after the contract ends on "
            f"{in_full(term.last)}. Let it take effect within the contract."
        )
    if last and last < first:
        found.append(
            f"Variation {variation.number} would end on {in_full(last)}, before it begins on {in_full(first)}."
        )
    elif last and last > term.last and variation.kind is not VariationKind.DURATION:
        found.append(
            f"Variation {variation.number} would end on {in_full(last)}, after the contract ends on "
            f"{in_full(term.last)}. Leave its last day blank to let it hold to the end of the contract."
        )
    return found


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


def _against(change: Change, stands: Part | None, on: date, keys: set[str]) -> list[str]:
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
    here, there = _said(stands, change.before)
    sentence = (
        f"“{name}”: on {day} the contract {here}, but the variation was written upon a contract that {there}. "
        "Open it again and write the change upon what stands."
    )
    return [sentence]


def _among(several: Sequence[tuple[Variation, Change]]) -> list[Conflict]:
    """Conflicts over one part, its variations in order; `built_upon` holds for each those it was written upon."""
    found: list[Conflict] = []
    built_upon: list[set[int]] = []
    for place, (later, change) in enumerate(several):
        upon: set[int] = set()
        for before in range(place):
            if several[before][1].after == change.before and _together(several[before][0], later):
                upon |= {before} | built_upon[before]
        built_upon.append(upon)
        found += [
            _conflict(several[before], (later, change))
            for before in range(place)
            if before not in upon and several[before][0].number != later.number and _together(several[before][0], later)
        ]
    return found


def _together(one: Variation, other: Variation) -> bool:
    return overlap(_half_open(one), _half_open(other))


def _half_open(variation: Variation) -> tuple[date, date | None]:
    return variation.effective_from, variation.effective_to + _DAY if variation.effective_to else None


def _conflict(one: tuple[Variation, Change], other: tuple[Variation, Change]) -> Conflict:
    first, second = sorted((one, other), key=lambda pair: pair[0].number)
    ends = [each.effective_to for each, _ in (one, other) if each.effective_to]
    return Conflict(
        key=first[1].key,
        name=first[1].name,
        first=first[0].number,
        first_says=first[1].after,
        second=second[0].number,
        second_says=second[1].after,
        from_on=max(first[0].effective_from, second[0].effective_from),
        to_on=min(ends) if ends else None,
    )


def _said(one: Part | None, other: Part | None) -> tuple[str, str]:
    """What two wordings of a part say; of long ones, from shortly before the place where they begin to differ."""
    texts = [_words(part) for part in (one, other)]
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    lead = max(0, alike - _LEAD) if max(map(len, texts)) > _LONGEST else 0
    start = texts[0].rfind(" ", 0, lead) + 1
    shown = [f"says “{'…' if start else ''}{_cut(text[start:])}”" if text else "takes it out" for text in texts]
    return shown[0], shown[1]


def _words(part: Part | None) -> str:
    """Text and amounts of a part on one line; its title where it has neither; blank where there is no part."""
    if part is None:
        return ""
    amounts = ", ".join(f"{group} {sterling(pence)}" for group, pence in sorted(part.amounts.items()))
    return "; ".join(each for each in (" ".join(part.text.split()), amounts) if each) or part.name


def _cut(text: str) -> str:
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
