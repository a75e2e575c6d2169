"""Charts in a document: the finding as caption, the drawing below it as vectors, kept together on one page."""

from typing import Final

from reportlab.platypus import Flowable, KeepTogether, Table

from core.charts.figure import Figure
from core.house_style import REGULAR
from core.pdf.drawings import shapes_of
from core.pdf.text import caption, gap

_GUTTER: Final = 20.0


def picture(figure: Figure, *, width: float, height: float = 330.0) -> Flowable:
    """A chart with its finding above it, made smaller where it would not fit into that width and height."""
    return KeepTogether([*_captioned(figure, width, height), gap(6)])


def column_beside(width: float) -> float:
    """How wide each of two charts beside each other may be."""
    return (width - _GUTTER) / 2


def pictures_beside(left: Figure, right: Figure, *, width: float, height: float = 330.0) -> Flowable:
    """Two charts beside each other, each with its finding."""
    half = column_beside(width)
    cells = [_captioned(figure, half, height) for figure in (left, right)]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    style.append(("RIGHTPADDING", (0, 0), (-1, -1), 0))
    fonts = [("FONTNAME", (0, 0), (-1, -1), REGULAR)]
    return Table([[cells[0], [], cells[1]]], colWidths=[half, _GUTTER, half], hAlign="LEFT", style=[*style, *fonts])


def _captioned(figure: Figure, width: float, height: float) -> list[Flowable]:
    drawing = shapes_of(figure.drawing)
    drawing.renderScale = min(1.0, width / drawing.width, height / drawing.height)
    drawing.hAlign = "LEFT"
    return [caption(figure.finding), drawing]
