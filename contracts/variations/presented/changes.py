"""What a variation changes, each change with its text before and after compared, or its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.agreements.presented.figures import figures_in_words
from contracts.agreements.rules.content import Amount
from contracts.variations.queries.content import day_in_piece
from contracts.variations.rules.composition import Change
from contracts.variations.rules.effects import Effect
from contracts.variations.rules.pieces import Piece, PieceKind, figures_of
from core.comparing import Row, Skipped, as_read, compare_texts, near_changes
from core.tables import Cell, Table, amount, columns, signed_text, table, words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """A change as pages and documents show it: compared texts, or a table of figures before and after."""

    change: Change
    became: str
    rows: Sequence[Row | Skipped] = ()
    figures: Table | None = None

    @property
    def key(self) -> str:
        """The key of the piece that changes."""
        return self.change.key

    @property
    def is_money(self) -> bool:
        """Whether it is a line of money, which is written by budget line."""
        return self._kind is PieceKind.MONEY

    @property
    def is_plan(self) -> bool:
        """Whether it is a line of the activity plan."""
        return self._kind is PieceKind.PLAN

    @property
    def _kind(self) -> PieceKind | None:
        piece = self.change.after or self.change.before
        return piece.kind if piece else None

    @property
    def name(self) -> str:
        """What the piece is called, a new title behind the old one."""
        before, after = self.change.before, self.change.after
        if before and after and before.name != after.name:
            return f"{before.name} (now “{after.name}”)"
        return self.change.name

    @property
    def place(self) -> str:
        """A name that is unique on the page and may stand in an address."""
        return self.key.replace(":", "-").replace("/", "-").replace(" ", "-")


def changes_shown(changes: Sequence[Change]) -> list[ChangeShown]:
    """All changes, in their order."""
    return [_shown(change) for change in changes]


def _shown(change: Change) -> ChangeShown:
    piece = change.after or change.before
    became = "changed" if change.before and change.after else "added" if change.after else "taken out"
    if piece is not None and not piece.is_worded and piece.kind is not PieceKind.FACT:
        figures = money_table(change) if piece.kind is PieceKind.MONEY else values_table(change)
        return ChangeShown(change=change, became=became, figures=figures)
    rows = as_read(compare_texts(_text(change.before), _text(change.after)))
    return ChangeShown(change=change, became=became, rows=near_changes(rows))


def _text(piece: Piece | None) -> str:
    if piece is None:
        return ""
    return day_in_piece(piece) if piece.kind is PieceKind.FACT else piece.text


def money_table(change: Change) -> Table:
    """A line of money before and after, by group, with the difference."""
    before, after = _by_group(change.before), _by_group(change.after)
    rows = [
        _money_row(group.group_name, _pence(before, code), _pence(after, code))
        for code, group in (before | after).items()
    ]
    totals = [sum(each.pence for each in found.values()) for found in (before, after)]
    head = columns("Group", "Before £", "After £", "Change £")
    caption = f"{change.name}: what the contract commits in its year"
    return table(f"money-{change.key.rpartition('/')[2]}", caption, head, rows, [_money_row("All groups", *totals)])


def _money_row(name: str, before: int, after: int) -> list[Cell]:
    difference = after - before
    look = "app-gain" if difference > 0 else "app-loss" if difference < 0 else ""
    return [
        words(name),
        amount(before),
        amount(after),
        Cell(text=signed_text(difference), pence=difference, number=True, look=look),
    ]


def _by_group(piece: Piece | None) -> dict[str, Amount]:
    return {each.group: each for each in piece.amounts} if piece else {}


def _pence(found: dict[str, Amount], code: str) -> int:
    return found[code].pence if code in found else 0


def values_table(change: Change) -> Table:
    """A line of figures before and after, what differs of it, in words; a dash where there is none."""
    before, after = _in_words(change.before), _in_words(change.after)
    rows = [
        [words(name), words(before.get(name, "–")), words(after.get(name, "–"))]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]
    name = change.key.partition(":")[2].replace("/", "-")
    piece = change.after or change.before
    caption = f"{change.name}: what differs of the {piece.kind if piece else 'line'}"
    return table(f"figures-{name}", caption, columns("What", "Before", "After"), rows)


def _in_words(piece: Piece | None) -> dict[str, str]:
    return dict(figures_in_words(figures_of(piece))) if piece else {}


def effect_table(effect: Effect) -> Table | None:
    """What a variation costs by group in a full year and in the year of the lines; None where it moves no money."""
    groups = {**effect.full_year_by_group, **effect.part_year_by_group}
    if not groups:
        return None
    rows = [
        [
            words(group),
            _signed(effect.full_year_by_group.get(group, 0)),
            _signed(effect.part_year_by_group.get(group, 0)),
        ]
        for group in groups
    ]
    foot = [[words("All groups"), _signed(effect.full_year), _signed(effect.part_year)]]
    head = columns("Group", "Full year £", "This year £")
    return table("effect", "Financial effect by group", head, rows, foot)


def effect_in_words(effect: Effect, year: str) -> str:
    """The effect in a sentence."""
    if not (effect.full_year or effect.part_year or effect.whole_life):
        return "It moves no money."
    return (
        f"{_pounds(effect.full_year)} in a full year, {_pounds(effect.part_year)} in {year}, "
        f"{_pounds(effect.whole_life)} over the whole life of the contract."
    )


def _pounds(pence: int) -> str:
    """A difference in pounds, its sign in front of the pound: −£5.00."""
    written = signed_text(pence)
    return f"{written[0]}£{written[1:]}" if pence else f"£{written}"


def _signed(pence: int) -> Cell:
    return Cell(text=signed_text(pence), pence=pence, number=True)
