"""Pieces of a contract: what a variation can change, each by itself, and the contract put together of them again.

A clause or schedule is a piece (its title and text), and each line of money or of figures in it is one of its own, so
that two variations may change two lines of one schedule without a conflict. The last day is a piece too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from contracts.agreements.rules.content import Amount, Content, Figures, FiguresKind, Part

FACTS: Mapping[str, str] = {"ends_on": "Last day of the contract"}
_FACT = "fact"


class PieceKind(StrEnum):
    """What a piece of a contract is."""

    FACT = "particular"
    CLAUSE = "clause"
    SCHEDULE = "schedule"
    MONEY = "line of money"
    PLAN = "line of the activity plan"
    TERMS = "terms of payment"


_OF_FIGURES = {FiguresKind.PLAN: PieceKind.PLAN, FiguresKind.TERMS: PieceKind.TERMS}
_AS_FIGURES = {kind: figures for figures, kind in _OF_FIGURES.items()}
WORDED = (PieceKind.CLAUSE, PieceKind.SCHEDULE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a contract: title and text (Markdown), amounts, or exact figures. `key` names it for ever."""

    key: str
    kind: PieceKind
    title: str
    text: str = ""
    amounts: tuple[Amount, ...] = ()
    values: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return self.title.strip() or self.key

    @property
    def is_worded(self) -> bool:
        """Whether it is a text that people word."""
        return self.kind in WORDED

    @property
    def total(self) -> int:
        """Its amounts added up, in pence."""
        return sum(amount.pence for amount in self.amounts)


def money_key(part_key: str, line: str) -> str:
    """The key of a line of money in a part.

    >>> money_key("prices-1", "POD")
    'prices-1:money/POD'
    """
    return f"{part_key}:money/{line}"


def fact_key(name: str) -> str:
    """The key of a particular of the contract."""
    return f"{_FACT}:{name}"


def part_of(key: str) -> str:
    """The key of the part in which a piece stands; its own for a part, blank for a particular."""
    part = key.partition(":")[0]
    return "" if part == _FACT and ":" in key else part


def pieces_of(content: Content) -> tuple[Piece, ...]:
    """The pieces of a contract in their order: its particulars that vary, then each part before its lines."""
    facts = [
        Piece(key=fact_key(name), kind=PieceKind.FACT, title=title, text=str(content.facts[name]))
        for name, title in FACTS.items()
    ]
    return (*facts, *(piece for part in content.parts for piece in _pieces(part)))


def _pieces(part: Part) -> Iterable[Piece]:
    kind = PieceKind.SCHEDULE if part.is_schedule else PieceKind.CLAUSE
    yield Piece(key=part.key, kind=kind, title=part.title, text=part.text)
    lines: dict[str, list[Amount]] = {}
    for amount in part.amounts:
        lines.setdefault(amount.line, []).append(amount)
    for line, amounts in lines.items():
        yield Piece(
            key=money_key(part.key, line),
            kind=PieceKind.MONEY,
            title=amounts[0].line_name,
            amounts=tuple(amounts),
        )
    for each in part.figures:
        yield piece_of_figures(part.key, each)


def piece_of_figures(part_key: str, figures: Figures) -> Piece:
    """A line of figures of a part as a piece."""
    key = f"{part_key}:{figures.kind}/{figures.key}"
    return Piece(key=key, kind=_OF_FIGURES[figures.kind], title=figures.title, values=dict(figures.values))


def figures_of(piece: Piece) -> Figures:
    """The line of figures that a piece is."""
    key = piece.key.partition(":")[2].partition("/")[2]
    return Figures(key=key, kind=_AS_FIGURES[piece.kind], title=piece.title, values=dict(piece.values))


def content_of(base: Content, pieces: Iterable[Piece]) -> Content:
    """The contract that these pieces make, in their order. Lines stand in their part wherever they come."""
    facts, parts = dict(base.facts), dict[str, Part]()
    titles = {part.key: part.title for part in base.parts}
    for piece in pieces:
        if piece.kind is PieceKind.FACT:
            facts[piece.key.partition(":")[2]] = piece.text
        elif piece.is_worded:
            is_schedule = piece.kind is PieceKind.SCHEDULE
            parts[piece.key] = Part(key=piece.key, title=piece.title, text=piece.text, is_schedule=is_schedule)
        else:
            key = part_of(piece.key)
            part = parts.get(key) or Part(key=key, title=titles.get(key, "Lines of money"), text="", is_schedule=True)
            parts[key] = _with_line(part, piece)
    return replace(base, facts=facts, parts=tuple(parts.values()))


def _with_line(part: Part, piece: Piece) -> Part:
    if piece.kind is PieceKind.MONEY:
        return replace(part, amounts=(*part.amounts, *piece.amounts))
    return replace(part, figures=(*part.figures, figures_of(piece)))
