"""A figure as a standalone SVG file, for a page to show with `<img>`.

Written here and not by ReportLab's own writer, which rounds the palette's colours, places right-aligned text by the
width of a font the reader may not have, and asks for a document type from another host. Colours are presentation
attributes: no stylesheet is needed and a strict content security policy leaves them alone. The typeface falls back
from Bitstream Vera to its twins of the same widths, then to any sans serif. Marks of one kind in a series are one path,
and texts that look alike one group.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final
from xml.sax.saxutils import escape

from core.charts.drawing import LOOKS, Box, Dashes, Disc, Lines, Mark, Marks, Place, Series, Shared, Texts, Trace
from core.charts.figure import Figure
from core.house_style import BOLD
from core.wording import printable

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_FONTS: Final = "'Bitstream Vera Sans', 'DejaVu Sans', Verdana, Arial, sans-serif"


def as_svg(figure: Figure) -> bytes:
    """The figure as SVG with its finding as title and its short description. Same figure, same bytes."""
    height = figure.drawing.height
    parts = [_writer(part)(part, height) for part in figure.drawing.parts]
    title, told = _safe(figure.finding), _safe(figure.alt)
    return "".join(
        (
            _head(figure.drawing.width, height),
            f'<title id="finding">{title}</title><desc id="description">{told}</desc>',
            _ground(figure.drawing.width, height),
            *parts,
            "</svg>",
        )
    ).encode()


@lru_cache(maxsize=200)
def _head(width: float, height: float) -> str:
    across, down = _number(width), _number(height)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="{_NAMESPACE}" width="{across}" height="{down}" viewBox="0 0 {across} {down}" role="img" '
        f'aria-labelledby="finding description" font-family="{_FONTS}">'
    )


@lru_cache(maxsize=200)
def _ground(width: float, height: float) -> str:
    return f'<rect width="{_number(width)}" height="{_number(height)}" fill="#ffffff" />'


def _writer(part: object) -> Callable[[Any, float], str]:
    found = _WRITERS.get(type(part))
    if found is None:
        raise TypeError(f"a chart of lines, boxes, discs, marks and texts, not {type(part).__name__}")
    return found


def _box(part: Box, height: float) -> str:
    corner = f'x="{part.x:.2f}" y="{height - part.y - part.height:.2f}"'
    size = f'width="{_number(part.width)}" height="{_number(part.height)}"'
    return f'<rect {corner} {size} fill="{part.fill}" />'


def _lines(part: Lines, height: float) -> str:
    look = _stroke(part.ink, part.width, part.dashes)
    if len(part.ends) > 1:
        path = "".join([f"M{a:.2f},{height - b:.2f}L{c:.2f},{height - d:.2f}" for a, b, c, d in part.ends])
        return f'<path d="{path}" fill="none"{look} />'
    (a, b, c, d) = part.ends[0]
    return f'<line x1="{a:.2f}" y1="{height - b:.2f}" x2="{c:.2f}" y2="{height - d:.2f}"{look} />'


def _trace(part: Trace, height: float) -> str:
    points = " ".join(_points(part.places, height))
    return f'<polyline points="{points}" fill="none"{_stroke(part.ink, part.width, part.dashes)} />'


def _disc(part: Disc, height: float) -> str:
    return _circle(part.middle, height, _round_look(part.radius, part.fill, part.edge, part.width))


def _marks(part: Marks, height: float) -> str:
    """A circle each, or one path of all outlines."""
    look = LOOKS[part.kind]
    if look.outline:
        return _path(part.kind, part.size, _points(part.places, height))
    drawn = _round_look(part.size, look.fill, look.edge, look.width)
    return "".join([_circle(place, height, drawn) for place in part.places])


def _series(part: Series, height: float) -> str:
    """The lines, then one path for the marks of each kind."""
    places = zip(_across(part.across), part.heights, strict=True)
    points = [f"{x},{height - y:.2f}" for x, y in places]
    look = f'" fill="none"{_stroke(part.ink, part.width, ())} />'
    traces = [f'<polyline points="{" ".join(points[a:b])}{look}' for a, b in part.runs if b - a > 1]
    marks = [_path(kind, part.size, [points[number] for number in numbers]) for kind, numbers in part.marked]
    return "".join([*traces, *marks])


@lru_cache(maxsize=500)
def _across(places: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{x:.2f}" for x in places)


def _texts(part: Texts, height: float) -> str:
    look = _text_look(part.size, part.ink, part.anchor, is_bold=part.font == BOLD)
    if len(part.texts) == 1:
        x, y, text = part.texts[0]
        return f'<text x="{x:.2f}" y="{height - y:.2f}"{look}>{_text(text)}</text>'
    written = [f'<text x="{x:.2f}" y="{height - y:.2f}">{_text(text)}</text>' for x, y, text in part.texts]
    return f"<g{look}>{''.join(written)}</g>"


@lru_cache(maxsize=2_000)
def _shared(part: Shared, height: float) -> str:
    return "".join([_writer(each)(each, height) for each in part.parts])


_WRITERS: Final[dict[type, Callable[[Any, float], str]]] = {
    Box: _box,
    Lines: _lines,
    Trace: _trace,
    Disc: _disc,
    Marks: _marks,
    Series: _series,
    Texts: _texts,
    Shared: _shared,
}


def _points(places: Sequence[Place], height: float) -> list[str]:
    return [f"{x:.2f},{height - y:.2f}" for x, y in places]


def _circle(middle: Place, height: float, look: str) -> str:
    return f'<circle cx="{middle[0]:.2f}" cy="{height - middle[1]:.2f}"{look}'


@lru_cache(maxsize=1000)
def _round_look(radius: float, fill: str, edge: str, width: float) -> str:
    return f' r="{_number(radius)}" fill="{fill}"{_stroke(edge, width, ())} />'


def _path(kind: Mark, size: float, points: Sequence[str]) -> str:
    outline, look = _outline(kind, size)
    return f'<path d="M{f"{outline}M".join(points)}{outline}"{look}'


@lru_cache(maxsize=1000)
def _outline(kind: Mark, size: float) -> tuple[str, str]:
    """The outline of a mark from its middle and back, and its look."""
    look = LOOKS[kind]
    style = f' fill="{look.fill}"{_stroke(look.edge, look.width, ())} />'
    if not look.outline:
        across, radius = _number(2 * size), _number(size)
        half = f"a{radius},{radius} 0 1,0 "
        return f"m-{radius},0{half}{across},0{half}-{across},0z", style
    places = [(x * size, -y * size) for x, y in look.outline]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(places)]
    first, *others = [f"{_number(x)},{_number(y)}" for x, y in (places[0], *steps)]
    return f"m{first}l{' '.join(others)}z", style


@lru_cache(maxsize=1000)
def _text_look(size: float, ink: str, anchor: str, *, is_bold: bool) -> str:
    weight = ' font-weight="bold"' if is_bold else ""
    return f' font-size="{_number(size)}" fill="{ink}" text-anchor="{anchor}"{weight}'


@lru_cache(maxsize=1000)
def _stroke(ink: str, width: float, dashes: Dashes) -> str:
    dashed = f' stroke-dasharray="{" ".join(_number(length) for length in dashes)}"' if dashes else ""
    return f' stroke="{ink}" stroke-width="{_number(width)}"{dashed}'


def _safe(text: str) -> str:
    return escape(printable(text))


_text = lru_cache(maxsize=20_000)(_safe)
"""Texts in a chart are few and come again: periods, values of axes, words of lines."""


def _number(value: float) -> str:
    """A length without more digits than it needs: two decimals at most.

    >>> _number(480.0), _number(12.345)
    ('480', '12.35')
    """
    return f"{value + 0.0:.2f}".rstrip("0").rstrip(".")
