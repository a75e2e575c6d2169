"""Signatures that were given, on a page of a document: who, for whom and as what, when, and the hash of what.

Where nobody has signed yet, `core.pdf.text.signature_block` leaves places to sign by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from core.house_style import BOLD, DARK_BLUE, DARK_GREY, PALE, REGULAR, RULE, TEXT, colour
from core.pdf.text import escaped
from core.wording import in_full

_FACT: Final = ParagraphStyle("given", fontName=REGULAR, fontSize=8, leading=11, textColor=colour(TEXT))
_KEY: Final = ParagraphStyle("given-key", parent=_FACT, fontName=BOLD)
_SMALL: Final = ParagraphStyle(
    "given-small", parent=_FACT, fontSize=6.5, leading=8.5, textColor=colour(DARK_GREY), splitLongWords=1
)
_HEAD: Final = ("Signed for", "Name and position", "Date", "What was signed")
_WIDTHS: Final = (0.24, 0.24, 0.18, 0.34)
_LONG_STATEMENT: Final = 500
_STYLE: Final = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ("BACKGROUND", (0, 0), (-1, 0), colour(PALE)),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, colour(DARK_BLUE)),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colour(RULE)),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One signature: copies of who gave it, as what (`For the commissioner`), what in words, its SHA-256."""

    name: str
    role: str
    organisation: str
    capacity: str
    statement: str
    content_hash: str
    signed_on: date


def signatures_given(given: Sequence[Given], *, width: float) -> Table:
    """The signatures as a table, a row for each; its heading repeats on every page.

    A row breaks only where a statement is long. ValueError for none: a document says in words that nobody signed.
    """
    if not given:
        raise ValueError("no signature was given")
    head: list[Any] = [Paragraph(escaped(text), _KEY) for text in _HEAD]
    return Table(
        [head, *(_row(signature) for signature in given)],
        colWidths=[width * part for part in _WIDTHS],
        repeatRows=1,
        splitInRow=int(any(len(signature.statement) > _LONG_STATEMENT for signature in given)),
        hAlign="LEFT",
        style=_STYLE,
    )


def _row(signature: Given) -> list[Any]:
    columns = (
        ((signature.organisation, _KEY), (signature.capacity, _FACT)),
        ((signature.name, _KEY), (signature.role, _FACT)),
        ((in_full(signature.signed_on), _FACT),),
        ((signature.statement, _FACT), (f"SHA-256 {signature.content_hash}", _SMALL)),
    )
    cells: list[list[Flowable]] = [[Paragraph(escaped(text), style) for text, style in column] for column in columns]
    return cells
