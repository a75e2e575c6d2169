"""The pen charts are drawn with: lines, marks and texts in the house style, and texts broken into lines."""

from collections.abc import Sequence
from typing import Final

from core.charts.drawing import Anchor, Box, Dashes, Disc, Drawing, Lines, Mark, Marks, Place, Text, Texts, Trace
from core.house_style import PALE, REGULAR, TEXT, text_width

DASHED: Final = (5.0, 2.5)
DOTTED: Final = (1.0, 2.5)
DASH_DOT: Final = (7.0, 2.0, 1.5, 2.0)


def line(
    drawing: Drawing, begin: Place, end: Place, *, ink: str = TEXT, width: float = 0.6, dashes: Dashes = ()
) -> None:
    """A straight line."""
    drawing.parts.append(Lines(((*begin, *end),), ink, width, dashes))


def lines(
    drawing: Drawing,
    ends: Sequence[tuple[float, float, float, float]],
    *,
    ink: str = TEXT,
    width: float = 0.6,
    dashes: Dashes = (),
) -> None:
    """Straight lines that look alike, each as x and y of its beginning and of its end."""
    if ends:
        drawing.parts.append(Lines(ends, ink, width, dashes))


def polyline(drawing: Drawing, places: Sequence[Place], *, ink: str, width: float, dashes: Dashes = ()) -> None:
    """A line through places, in their order; one place alone makes none."""
    if len(places) > 1:
        drawing.parts.append(Trace(places, ink, width, dashes))


def box(drawing: Drawing, corner: Place, width: float, height: float, *, fill: str = PALE) -> None:
    """A filled rectangle from its lower left corner."""
    drawing.parts.append(Box(*corner, width, height, fill))


def disc(drawing: Drawing, middle: Place, radius: float, *, fill: str, edge: str, width: float) -> None:
    """A circle with its edge."""
    drawing.parts.append(Disc(middle, radius, fill, edge, width))


def mark(drawing: Drawing, kind: Mark, middle: Place, *, size: float = 2.6) -> None:
    """The mark of a point; open ones are white with an edge, filled ones have a white edge to stand off the lines."""
    drawing.parts.append(Marks(kind, (middle,), size))


def words(
    drawing: Drawing,
    place: Place,
    text: str,
    *,
    size: float = 7.0,
    ink: str = TEXT,
    font: str = REGULAR,
    anchor: Anchor = "start",
) -> None:
    """A text on its baseline."""
    drawing.parts.append(Texts(((*place, text),), size, ink, font, anchor))


def texts(
    drawing: Drawing,
    placed: Sequence[Text],
    *,
    size: float = 7.0,
    ink: str = TEXT,
    font: str = REGULAR,
    anchor: Anchor = "start",
) -> None:
    """Texts that look alike, each with its place."""
    if placed:
        drawing.parts.append(Texts(placed, size, ink, font, anchor))


def in_lines(text: str, width: float, size: float) -> list[str]:
    """The text in lines of at most that many points; a word that is longer has a line of its own.

    >>> in_lines("A second clinic opened.", 60, 7)
    ['A second clinic', 'opened.']
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def legend(drawing: Drawing, marks: Sequence[tuple[Mark, str]], top: float, *, size: float = 7.0) -> float:
    """The marks with their words in lines from the left below `top`; where they end."""
    left, foot = 3.0, top - 9
    placed: list[Text] = []
    for kind, text in marks:
        room = 9 + text_width(text, size) + 10
        if left > 3 and left + room > drawing.width:
            left, foot = 3.0, foot - 11
        mark(drawing, kind, (left, foot + size / 3))
        placed.append((left + 6, foot, text))
        left += room
    texts(drawing, placed, size=size)
    return foot - 4


def legend_lines(marks: Sequence[tuple[Mark, str]], width: float, *, size: float = 7.0) -> int:
    """How many lines the legend takes at that width."""
    left, lines = 3.0, 1 if marks else 0
    for _, text in marks:
        room = 9 + text_width(text, size) + 10
        if left > 3 and left + room > width:
            left, lines = 3.0, lines + 1
        left += room
    return lines
