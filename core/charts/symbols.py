"""The two symbols of a process chart: what varies (a wave, or H and L for high and low) and whether the target is met.

Their meaning is that of NHS England's “Making Data Count”; the drawings are our own. Each stands beside its word.
"""

from typing import Final, NamedTuple

from core.charts.drawing import ORANGE, PLUM, WHITE, Drawing, Place
from core.charts.pen import disc, polyline, words
from core.house_style import BLUE, BOLD, DARK_GREY, MID_GREY, TEXT, text_width
from core.spc import Assurance, Chart, Meaning
from core.spc_signals import Side

RADIUS: Final = 8.0
_SIZE: Final = 7.0
_RINGS: Final = {
    Meaning.IMPROVEMENT: BLUE,
    Meaning.CONCERN: ORANGE,
    Meaning.NEITHER: PLUM,
    Meaning.COMMON_CAUSE: MID_GREY,
    Meaning.NO_FIGURE: MID_GREY,
}
_VARIATION_WORDS: Final = {
    Meaning.IMPROVEMENT: "improvement",
    Meaning.CONCERN: "concern",
    Meaning.NEITHER: "change",
    Meaning.COMMON_CAUSE: "no change",
    Meaning.NO_FIGURE: "no figure",
}
_ASSURANCE: Final = {
    Assurance.PASSES: ("P", BLUE),
    Assurance.FAILS: ("F", ORANGE),
    Assurance.HIT_AND_MISS: ("?", MID_GREY),
}
_WAVE: Final = ((-5, -1), (-2.5, 2), (0, -2), (2.5, 2), (5, 0))


class Symbols(NamedTuple):
    """Which symbols a chart has; none of assurance without a target, none of variation without limits."""

    assurance: Assurance | None
    variation: Meaning | None
    letter: str


def symbols_of(chart: Chart) -> Symbols:
    """The symbols of a chart, with the letter of its latest figure: H for high, L for low."""
    meaning = chart.variation
    if meaning is Meaning.COMMON_CAUSE and chart.latest.upper_limit is None:
        return Symbols(chart.assurance, None, "")
    if meaning is Meaning.NO_FIGURE:
        return Symbols(chart.assurance, meaning, "–")
    side = next((point.side for point in reversed(chart.points) if point.value is not None), None)
    return Symbols(chart.assurance, meaning, "" if side is None else "H" if side is Side.HIGH else "L")


def draw_symbols(drawing: Drawing, symbols: Symbols, right: float, middle: float) -> None:
    """The symbols with their words, ending at `right`."""
    if symbols.assurance:
        letter, ring = _ASSURANCE[symbols.assurance]
        right = _symbol(drawing, (right, middle), symbols.assurance.value, ring, letter) - 12
    meaning = symbols.variation
    if meaning is None:
        return
    place = _symbol(drawing, (right, middle), _VARIATION_WORDS[meaning], _RINGS[meaning], symbols.letter)
    if meaning is Meaning.COMMON_CAUSE:
        wave = [(place + RADIUS + x, middle + y) for x, y in _WAVE]
        polyline(drawing, wave, ink=DARK_GREY, width=1.1)


def _symbol(drawing: Drawing, end: Place, text: str, ring: str, letter: str) -> float:
    """The ring with its letter and its word, which ends at that place; where the ring begins."""
    right, middle = end
    left = right - text_width(text, _SIZE) - 2 * RADIUS - 4
    disc(drawing, (left + RADIUS, middle), RADIUS, fill=WHITE, edge=ring, width=2.2)
    if letter:
        words(drawing, (left + RADIUS, middle - 3), letter, size=8.5, font=BOLD, anchor="middle")
    words(drawing, (left + 2 * RADIUS + 4, middle - 2.4), text, size=_SIZE, ink=TEXT)
    return left
