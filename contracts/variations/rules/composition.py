"""What a contract says: its parts in order, each with a key that never changes, and the contract as at a date.

The contract as at a date is the base and the signed variations effective on that date. Nothing signed is edited: a
variation lies over the base from its first to its last day, and where several change one part the latest lies on top
(by the day from which it holds, then by number). When it ends, what lies below is seen again; but what it changed of a
line of money stays, for such a line says what is committed in its whole year.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.variations.rules.effects import Effect
from contracts.variations.rules.pieces import Piece, PieceKind


class VariationKind(StrEnum):
    """What a variation is about."""

    ACTIVITY = "activity"
    PRICE = "price"
    SERVICE = "service"
    DURATION = "duration"
    INFORMATION = "information"
    NATIONAL = "national"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A part before and after: added where there is no before, removed where there is no after.

    An added part stands directly after the part of the key `follows` (of the base, or added before); blank: at the end.
    """

    key: str
    before: Piece | None
    after: Piece | None
    follows: str = ""

    @property
    def name(self) -> str:
        """What the part is called in a sentence."""
        part = self.after or self.before
        return part.name if part else self.key

    @property
    def is_lasting(self) -> bool:
        """Whether it stays when its variation ends: a line of money holds the money of its whole year."""
        part = self.after or self.before
        return part is not None and part.kind is PieceKind.MONEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A dated change of a contract, both days within; `effective_to` None: to the end of the contract.

    `signed_on` is the day on which the last party signed, None until then: only what is signed has effect. Where
    `effect` is None it changes no money.
    """

    number: int
    kind: VariationKind
    effective_from: date
    effective_to: date | None = None
    changes: tuple[Change, ...] = ()
    effect: Effect | None = None
    signed_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is signed and in effect on a day."""
        return (
            self.signed_on is not None
            and self.effective_from <= day
            and (self.effective_to is None or day <= self.effective_to)
        )

    def has_begun(self, day: date) -> bool:
        """Whether it is signed and took effect on or before a day, ended since or not."""
        return self.signed_on is not None and self.effective_from <= day

    def changes_on(self, day: date) -> list[Change]:
        """What it changes on a day: all while it holds; once it has ended, what lasts."""
        if not self.has_begun(day):
            return []
        return [change for change in self.changes if change.is_lasting or self.holds_on(day)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A part as it stands on a day. `numbers`: the variations in effect that changed it, the one that speaks last.

    `base`: what the contract said when it was signed, None for what a variation added.
    """

    part: Piece
    numbers: tuple[int, ...] = ()
    base: Piece | None = None

    @property
    def is_base(self) -> bool:
        """Whether it stands as it was first signed."""
        return not self.numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A contract on a day: its parts in order, the parts taken out (as they last stood), the variations in effect."""

    on: date
    parts: tuple[Standing, ...]
    removed: tuple[Standing, ...]
    numbers: tuple[int, ...]

    def part(self, key: str) -> Piece | None:
        """What the contract says on that day under a key; None where it says nothing."""
        return next((standing.part for standing in self.parts if standing.part.key == key), None)


def in_order(variations: Iterable[Variation]) -> list[Variation]:
    """Variations in the order in which they lie over the contract: by the day from which they hold, then by number."""
    return sorted(variations, key=lambda variation: (variation.effective_from, variation.number))


def as_at(base: Sequence[Piece], variations: Iterable[Variation], on: date) -> Composition:
    """The contract as at a date: base and signed variations effective on it. Linear in parts and changes.

    >>> price = Piece(key="price", kind=PieceKind.CLAUSE, title="Price", text="£50.00 a visit")
    >>> dearer = Piece(key="price", kind=PieceKind.CLAUSE, title="Price", text="£52.00 a visit")
    >>> first = Variation(
    ...     number=1, kind=VariationKind.PRICE, effective_from=date(2008, 10, 1), signed_on=date(2008, 9, 12),
    ...     changes=(Change(key="price", before=price, after=dearer),),
    ... )
    >>> [as_at([price], [first], on).parts[0].part.text for on in (date(2008, 9, 30), date(2008, 10, 1))]
    ['£50.00 a visit', '£52.00 a visit']
    """
    signed = in_order(variation for variation in variations if variation.signed_on is not None)
    first = {part.key: part for part in base}
    now: dict[str, Piece | None] = dict(first)
    last_said: dict[str, Piece] = dict(first)
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for variation in signed:
        for change in variation.changes_on(on):
            now[change.key] = change.after
            last_said[change.key] = change.after or last_said.get(change.key) or change.before or _nameless(change.key)
            numbers[change.key].append(variation.number)
    standing: list[Standing] = []
    removed: list[Standing] = []
    for key in _places(first, signed):
        if key in now:
            part = now[key]
            found = Standing(part=part or last_said[key], numbers=tuple(numbers.get(key, ())), base=first.get(key))
            (removed if part is None else standing).append(found)
    return Composition(
        on=on,
        parts=tuple(standing),
        removed=tuple(removed),
        numbers=tuple(variation.number for variation in signed if variation.holds_on(on)),
    )


def _nameless(key: str) -> Piece:
    return Piece(key=key, kind=PieceKind.CLAUSE, title="")


def _places(first: Mapping[str, Piece], signed: Sequence[Variation]) -> Iterable[str]:
    """All keys that base and signed variations know, in their places: what a later variation added stands nearer.

    Places go by all that is signed, in effect or not, so that a part never moves from one day to the next.
    """
    followers: defaultdict[str, list[str]] = defaultdict(list)
    at_end: list[str] = []
    known = set(first)
    for variation in signed:
        fresh: defaultdict[str, list[str]] = defaultdict(list)
        for change in variation.changes:
            if change.key not in known:
                (fresh[change.follows] if change.follows in known else at_end).append(change.key)
                known.add(change.key)
        for anchor, keys in fresh.items():
            followers[anchor].extend(reversed(keys))
    ahead = [*reversed(at_end), *reversed(list(first))]
    found: list[str] = []
    while ahead:
        key = ahead.pop()
        found.append(key)
        ahead.extend(followers.get(key, ()))
    return found
