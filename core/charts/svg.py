"""A figure as a standalone SVG file, for a page to show with `<img>`.

Written here and not by ReportLab's own writer, which rounds the palette's colours, places right-aligned text by the
width of a font the reader may not have, and asks for a document type from another host. Colours are presentation
attributes: no stylesheet is needed and a strict content security policy leaves them alone. The typeface falls back
from Bitstream Vera to its twins of the same widths, then to any sans serif.
"""

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from reportlab.graphics.shapes import Line, Rect, Shape, String

from core.charts.figure import Figure
from core.house_style import BOLD
from core.wording import printable

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_FONTS: Final = "'Bitstream Vera Sans', 'DejaVu Sans', Verdana, Arial, sans-serif"


def as_svg(figure: Figure) -> bytes:
    """The figure as SVG with its finding as title and its short description. Same figure, same bytes."""
    drawing = figure.drawing
    width, height = _number(drawing.width), _number(drawing.height)
    root = ET.Element(
        "svg",
        {
            "xmlns": _NAMESPACE,
            "width": width,
            "height": height,
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "aria-labelledby": "finding description",
            "font-family": _FONTS,
        },
    )
    ET.SubElement(root, "title", {"id": "finding"}).text = printable(figure.finding)
    ET.SubElement(root, "desc", {"id": "description"}).text = printable(figure.alt)
    ET.SubElement(root, "rect", {"width": width, "height": height, "fill": "#ffffff"})
    _write(root, drawing.contents, drawing.height)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode()


def _write(root: ET.Element, shapes: Sequence[Shape], height: float) -> None:
    for shape in shapes:
        match shape:
            case Rect():
                _write_rect(root, shape, height)
            case Line():
                _write_line(root, shape, height)
            case String():
                _write_string(root, shape, height)
            case _:
                raise TypeError(f"a chart of bars, lines and texts, not {type(shape).__name__}")


def _write_rect(root: ET.Element, shape: Rect, height: float) -> None:
    place = {"x": shape.x, "y": height - shape.y - shape.height, "width": shape.width, "height": shape.height}
    ET.SubElement(root, "rect", _numbers(place) | {"fill": _ink(shape.fillColor)})


def _write_line(root: ET.Element, shape: Line, height: float) -> None:
    place = {"x1": shape.x1, "y1": height - shape.y1, "x2": shape.x2, "y2": height - shape.y2}
    look = {"stroke": _ink(shape.strokeColor), "stroke-width": _number(shape.strokeWidth)}
    ET.SubElement(root, "line", _numbers(place) | look)


def _write_string(root: ET.Element, shape: String, height: float) -> None:
    place = {"x": shape.x, "y": height - shape.y, "font-size": shape.fontSize}
    look = {"fill": _ink(shape.fillColor), "text-anchor": str(shape.textAnchor)}
    if shape.fontName == BOLD:
        look["font-weight"] = "bold"
    ET.SubElement(root, "text", _numbers(place) | look).text = printable(shape.text)


def _numbers(place: dict[str, float]) -> dict[str, str]:
    return {name: _number(value) for name, value in place.items()}


def _number(value: float) -> str:
    """A length without more digits than it needs: two decimals at most.

    >>> _number(480.0), _number(12.345)
    ('480', '12.35')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _ink(shade: object) -> str:
    hexadecimal = getattr(shade, "hexval", None)
    if hexadecimal is None:
        raise TypeError("a colour of the palette")
    return f"#{hexadecimal()[2:]}"
