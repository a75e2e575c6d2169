"""The figures of a draft: lines of the activity plan and terms of payment as they stand, and as it changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.variations.models import Variation
from contracts.variations.queries.content import base_of, new_last_day, pieces_drafted
from contracts.variations.rules.figures import lines_of, parts_for
from contracts.variations.rules.pieces import Piece, PieceKind, part_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDrafted:
    """A line of figures. `stands`: on the first day, None for one the draft adds; `now`: None for one taken out."""

    key: str
    stands: Piece | None
    now: Piece | None

    @property
    def piece(self) -> Piece | None:
        """What there is to show of it."""
        return self.now or self.stands

    @property
    def became(self) -> str:
        """What the draft makes of it; blank where it leaves it."""
        if self.stands == self.now:
            return ""
        return "changed" if self.stands and self.now else "added" if self.now else "taken out"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresDrafted:
    """Pieces as they stand on the first day of a draft and with what it changes, by key; the contract’s last day."""

    standing: Mapping[str, Piece]
    pieces: Mapping[str, Piece]
    last: date

    def parts(self, kind: PieceKind) -> list[Piece]:
        """The schedules in which lines of that kind stand or may stand once the draft holds."""
        return [part for part in parts_for(kind, self.standing.values()) if part.key in self.pieces]

    def lines(self, kind: PieceKind, part_key: str = "") -> Sequence[LineDrafted]:
        """All lines of that kind, of a part or of all: those that stand, then those the draft adds."""
        there = lines_of(kind, [*self.standing.values(), *self.pieces.values()], part_key)
        keys = dict.fromkeys(piece.key for piece in there if part_of(piece.key) in self.pieces)
        return [LineDrafted(key=key, stands=self.standing.get(key), now=self.pieces.get(key)) for key in keys]

    def stands(self, key: str, kind: PieceKind) -> Piece | None:
        """A line as it stands on the first day."""
        return _of_kind(self.standing, key, kind)

    def now(self, key: str, kind: PieceKind) -> Piece | None:
        """A line as the draft makes it."""
        return _of_kind(self.pieces, key, kind)


def figures_drafted(variation: Variation) -> FiguresDrafted:
    """The figures of a draft."""
    base = base_of(variation.contract)
    standing = base.standing_on(variation.effective_from)
    return FiguresDrafted(
        standing={piece.key: piece for piece in standing},
        pieces=pieces_drafted(variation, standing),
        last=new_last_day(variation, base),
    )


def _of_kind(pieces: Mapping[str, Piece], key: str, kind: PieceKind) -> Piece | None:
    found = pieces.get(key)
    return found if found is not None and found.kind is kind else None
