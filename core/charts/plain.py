"""A chart as plain values, so that it can be frozen with the page it stood on, and drawn again exactly as it was.

Each stroke of `core.charts.drawing` is a mapping of its fields under its name. Lengths are kept to the hundredth of a
point, as text.
"""

from collections.abc import Callable
from typing import Any, Final

from core.charts.drawing import Box, Disc, Drawing, Lines, Mark, Marks, Part, Series, Texts, Trace
from core.charts.figure import Figure

Values = dict[str, Any]
_KINDS: Final[dict[str, type[Part]]] = {
    "lines": Lines,
    "trace": Trace,
    "box": Box,
    "disc": Disc,
    "marks": Marks,
    "series": Series,
    "texts": Texts,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}
_AS_THEY_ARE: Final = ("ink", "fill", "edge", "font", "anchor")


def as_values(figure: Figure) -> Values:
    """The chart as plain values: texts, whole numbers, lists and mappings."""
    drawing = figure.drawing
    return {
        "finding": figure.finding,
        "alt": figure.alt,
        "width": _length(drawing.width),
        "height": _length(drawing.height),
        "strokes": [
            {"stroke": _NAMES[type(part)], **{name: _kept(value) for name, value in part._asdict().items()}}
            for part in drawing.strokes
        ],
    }


def figure_from(values: Values) -> Figure:
    """The chart of plain values."""
    drawing = Drawing(float(values["width"]), float(values["height"]))
    for held in values["strokes"]:
        kind = _KINDS[held["stroke"]]
        drawing.parts.append(kind(**{name: _read(name, held[name]) for name in kind._fields}))
    return Figure(drawing=drawing, finding=values["finding"], alt=values["alt"])


def _kept(value: Any) -> Any:
    if isinstance(value, Mark):
        return value.value
    if isinstance(value, float):
        return _length(value)
    if isinstance(value, (list, tuple)):
        return [_kept(each) for each in value]
    return value


def _read(name: str, held: Any) -> Any:
    if name in _AS_THEY_ARE:
        return held
    return _READERS.get(name, _lengths)(held)


def _lengths(held: Any) -> Any:
    """A length, or lengths as deep as they lie."""
    return tuple(_lengths(each) for each in held) if isinstance(held, list) else float(held)


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "kind": Mark,
    "runs": lambda held: [(begin, end) for begin, end in held],
    "marked": lambda held: [(Mark(kind), numbers) for kind, numbers in held],
    "texts": lambda held: [(float(x), float(y), text) for x, y, text in held],
}


def _length(value: float) -> str:
    """A length to the hundredth.

    >>> _length(480.0), _length(12.346)
    ('480', '12.35')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
