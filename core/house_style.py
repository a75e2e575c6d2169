"""What everything drawn has in common: one embedded typeface and the NHS palette, for documents and charts alike.

The typeface is Bitstream Vera Sans, which comes with ReportLab and may be embedded and passed on freely. Its figures
are all of one width, so columns of amounts stand digit under digit.
"""

from functools import cache, lru_cache
from typing import Final

from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "Vera"
BOLD: Final = "VeraBd"
ITALIC: Final = "VeraIt"
BOLD_ITALIC: Final = "VeraBI"

BLUE: Final = "#005eb8"
DARK_BLUE: Final = "#003087"
AQUA_GREEN: Final = "#00a499"
MID_GREY: Final = "#768692"
DARK_GREY: Final = "#425563"
TEXT: Final = "#212b32"
RULE: Final = "#d8dde0"
PALE: Final = "#f0f4f5"
FAINT: Final = "#e8edee"
WATERMARK: Final = "#e4eaec"

for _name in (REGULAR, BOLD, ITALIC, BOLD_ITALIC):
    registerFont(TTFont(_name, f"{_name}.ttf"))
registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
STATE_DEFAULTS["fontName"] = REGULAR  # else every drawing names a second typeface that it never uses


@cache
def colour(name: str) -> Color:
    """A colour of the palette as ReportLab takes it."""
    return HexColor(name)


@lru_cache(maxsize=10_000)
def text_width(text: str, size: float, font: str = REGULAR) -> float:
    """How wide a text stands, in points."""
    return float(stringWidth(text, font, size))


def fitted(text: str, width: float, size: float, font: str = REGULAR) -> str:
    """The text if it fits into that many points, else its beginning with an ellipsis.

    >>> fitted("Hertsmere", 100, 8)
    'Hertsmere'
    >>> fitted("Hertsmere", 30, 8)
    'Herts…'
    """
    if text_width(text, size, font) <= width:
        return text
    kept = text[:400]
    while kept and text_width(f"{kept}…", size, font) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
