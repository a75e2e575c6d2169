"""Conflicts: two variations that change one piece over the same days, neither written upon the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.variations.rules.composition import Change, Variation, in_order
from contracts.variations.rules.pieces import Piece, part_of
from contracts.variations.rules.wordings import said
from core.errors import Refusal
from core.periods import overlap
from core.wording import in_full

Pair = tuple[Variation, Change]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two variations that change one part over the same days (None: to the end), neither built upon the other.

    `first` has the smaller number; each with the number and what the part says after it (None: it is taken out).
    """

    key: str
    name: str
    first: int
    first_says: Piece | None
    second: int
    second_says: Piece | None
    from_on: date
    to_on: date | None

    @property
    def sentence(self) -> str:
        """The conflict as the second shows it."""
        until = f" to {in_full(self.to_on)}" if self.to_on else ""
        first, second = said(self.first_says, self.second_says)
        return (
            f"Variations {self.first} and {self.second} both change “{self.name}” from {in_full(self.from_on)}{until}. "
            f"Variation {self.first} {first}; variation {self.second} {second}."
        )


def conflicts_between(variations: Iterable[Variation]) -> list[Conflict]:
    """Pairs that change one part over the same days, signed or not; by number, then in the order of their changes.

    A variation that was written upon what an earlier one says (its before is the other's after) is no conflict with it.
    """
    changed: dict[str, list[Pair]] = {}
    for variation in in_order(variations):
        for change in variation.changes:
            changed.setdefault(change.key, []).append((variation, change))
    found = [conflict for several in changed.values() if len(several) > 1 for conflict in _among(several)]
    found += _with_removals(changed)
    return sorted(found, key=lambda conflict: (conflict.second, conflict.first))


def conflicts_with(variation: Variation, others: Iterable[Variation]) -> list[Conflict]:
    """The conflicts of one variation with others."""
    others = [other for other in others if other.number != variation.number]
    return [c for c in conflicts_between([*others, variation]) if variation.number in (c.first, c.second)]


def check_conflicts(variation: Variation, others: Iterable[Variation]) -> None:
    """Refuse a variation that changes a part that another one changes over the same days, with what each says."""
    if found := conflicts_with(variation, others):
        raise Refusal(" ".join(conflict.sentence for conflict in found))


def _with_removals(changed: Mapping[str, Sequence[Pair]]) -> list[Conflict]:
    """A part that one variation takes out, and a line that another adds to it."""
    return [
        _conflict(removed, added, under=removed)
        for key, several in changed.items()
        for added in several
        if added[1].before is None and part_of(key) != key
        for removed in changed.get(part_of(key), ())
        if removed[1].after is None and removed[0].number != added[0].number and _together(removed, added)
    ]


def _among(several: Sequence[Pair]) -> list[Conflict]:
    """Conflicts over one part, its variations in order; `built_upon` holds for each those it was written upon."""
    found: list[Conflict] = []
    built_upon: list[set[int]] = []
    for place, (later, change) in enumerate(several):
        upon: set[int] = set()
        for before in range(place):
            if several[before][1].after == change.before and _together(several[before], (later, change)):
                upon |= {before} | built_upon[before]
        built_upon.append(upon)
        found += [
            _conflict(several[before], (later, change))
            for before in range(place)
            if before not in upon
            and several[before][0].number != later.number
            and _together(several[before], (later, change))
        ]
    return found


def _together(one: Pair, other: Pair) -> bool:
    return overlap(_half_open(*one), _half_open(*other))


def _half_open(variation: Variation, change: Change) -> tuple[date, date | None]:
    last = None if change.is_lasting else variation.effective_to
    return variation.effective_from, last + _DAY if last else None


def _conflict(one: Pair, other: Pair, *, under: Pair | None = None) -> Conflict:
    """The conflict of two changes; `under`: the change whose piece names it, where they change two."""
    first, second = sorted((one, other), key=lambda pair: pair[0].number)
    ends = [each.effective_to for each, change in (one, other) if each.effective_to and not change.is_lasting]
    return Conflict(
        key=(under or first)[1].key,
        name=(under or first)[1].name,
        first=first[0].number,
        first_says=first[1].after,
        second=second[0].number,
        second_says=second[1].after,
        from_on=max(first[0].effective_from, second[0].effective_from),
        to_on=min(ends) if ends else None,
    )
