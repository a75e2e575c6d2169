"""A chart as vectors of a document: every stroke of its drawing as a shape of ReportLab."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from reportlab.graphics.shapes import Circle, Line, Polygon, PolyLine, Rect, Shape, String
from reportlab.graphics.shapes import Drawing as Shapes

from core.charts.drawing import LOOKS, Box, Disc, Drawing, Lines, Mark, Marks, Place, Series, Texts, Trace
from core.house_style import colour


def shapes_of(drawing: Drawing) -> Shapes:
    """The drawing as ReportLab takes it, as large as it is."""
    made = Shapes(drawing.width, drawing.height)
    for part in drawing.strokes:
        for shape in _MAKERS[type(part)](part):
            made.add(shape)
    return made


def _box(part: Box) -> Iterator[Shape]:
    shape = Rect(part.x, part.y, part.width, part.height)
    shape.fillColor, shape.strokeColor = colour(part.fill), None
    yield shape


def _lines(part: Lines) -> Iterator[Shape]:
    for begin_x, begin_y, end_x, end_y in part.ends:
        yield _stroked(Line(begin_x, begin_y, end_x, end_y), part.ink, part.width, part.dashes)


def _trace(part: Trace) -> Iterator[Shape]:
    yield _stroked(PolyLine(_flat(part.places)), part.ink, part.width, part.dashes)


def _disc(part: Disc) -> Iterator[Shape]:
    yield _round(part.middle, part.radius, part.fill, part.edge, part.width)


def _marks(part: Marks) -> Iterator[Shape]:
    for place in part.places:
        yield _mark(part.kind, place, part.size)


def _series(part: Series) -> Iterator[Shape]:
    """The lines, then the marks kind by kind, in the order of the SVG."""
    places = list(zip(part.across, part.heights, strict=True))
    for begin, end in part.runs:
        if end - begin > 1:
            yield _stroked(PolyLine(_flat(places[begin:end])), part.ink, part.width, ())
    for kind, numbers in part.marked:
        yield from (_mark(kind, places[number], part.size) for number in numbers)


def _texts(part: Texts) -> Iterator[Shape]:
    for x, y, text in part.texts:
        yield String(
            x,
            y,
            text,
            fontName=part.font,
            fontSize=part.size,
            fillColor=colour(part.ink),
            textAnchor=part.anchor,
        )


_MAKERS: Final[dict[type, Callable[[Any], Iterator[Shape]]]] = {
    Box: _box,
    Lines: _lines,
    Trace: _trace,
    Disc: _disc,
    Marks: _marks,
    Series: _series,
    Texts: _texts,
}


def _stroked(shape: Line | PolyLine, ink: str, width: float, dashes: Sequence[float]) -> Shape:
    shape.strokeColor, shape.strokeWidth = colour(ink), width
    if dashes:
        shape.strokeDashArray = list(dashes)
    return shape


def _mark(kind: Mark, middle: Place, size: float) -> Shape:
    look = LOOKS[kind]
    if not look.outline:
        return _round(middle, size, look.fill, look.edge, look.width)
    shape = Polygon(_flat([(middle[0] + x * size, middle[1] + y * size) for x, y in look.outline]))
    shape.fillColor, shape.strokeColor, shape.strokeWidth = colour(look.fill), colour(look.edge), look.width
    return shape


def _round(middle: Place, radius: float, fill: str, edge: str, width: float) -> Shape:
    shape = Circle(*middle, radius)
    shape.fillColor, shape.strokeColor, shape.strokeWidth = colour(fill), colour(edge), width
    return shape


def _flat(places: Sequence[Place]) -> list[float]:
    return [part for place in places for part in place]
