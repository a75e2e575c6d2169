"""A chart as it is described before it is written: strokes of the pen in their order, later ones on top.

Pages write it as SVG (`core.charts.svg`), documents as vectors (`core.pdf.drawings`), packs keep it as plain values
(`core.charts.plain`). Lengths are points, upwards and to the right from the lower left corner; colours are `#rrggbb`.
What looks alike is one stroke however often it stands there, so that a row of figures costs little to write.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, NamedTuple

from core.house_style import BLUE, MID_GREY

ORANGE: Final = "#ed8b00"
PLUM: Final = "#7c2855"
WHITE: Final = "#ffffff"

Place = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Dashes = tuple[float, ...]
Text = tuple[float, float, str]
"""A text with its place: the baseline, and how far across."""


class Mark(StrEnum):
    """A mark for a point, told by its shape as well as by its colour."""

    CIRCLE = "circle"
    RING = "ring"
    DIAMOND = "diamond"
    UP = "triangle"
    DOWN = "triangle upside down"
    OPEN_UP = "open triangle"
    OPEN_DOWN = "open triangle upside down"
    SQUARE = "square"


class Look(NamedTuple):
    """How a mark looks: what fills it, its edge and how wide that is, and its outline; a circle has none."""

    fill: str
    edge: str
    width: float
    outline: tuple[Place, ...]


_UP: Final = ((0.0, 1.4), (1.3, -0.9), (-1.3, -0.9))
_DOWN: Final = ((0.0, -1.4), (1.3, 0.9), (-1.3, 0.9))
LOOKS: Final[dict[Mark, Look]] = {
    Mark.CIRCLE: Look(MID_GREY, WHITE, 0.4, ()),
    Mark.RING: Look(WHITE, MID_GREY, 1.1, ()),
    Mark.DIAMOND: Look(BLUE, WHITE, 0.4, ((0.0, 1.4), (1.4, 0.0), (0.0, -1.4), (-1.4, 0.0))),
    Mark.UP: Look(ORANGE, WHITE, 0.4, _UP),
    Mark.DOWN: Look(ORANGE, WHITE, 0.4, _DOWN),
    Mark.OPEN_UP: Look(WHITE, ORANGE, 1.1, _UP),
    Mark.OPEN_DOWN: Look(WHITE, ORANGE, 1.1, _DOWN),
    Mark.SQUARE: Look(PLUM, WHITE, 0.4, ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))),
}
"""Filled marks have a white edge to stand off the lines, open ones are white."""


class Lines(NamedTuple):
    """Straight lines that look alike, each from a place to a place."""

    ends: Sequence[tuple[float, float, float, float]]
    ink: str
    width: float
    dashes: Dashes


class Trace(NamedTuple):
    """A line through places, in their order."""

    places: Sequence[Place]
    ink: str
    width: float
    dashes: Dashes


class Box(NamedTuple):
    """A filled rectangle from its lower left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str


class Disc(NamedTuple):
    """A circle with its edge."""

    middle: Place
    radius: float
    fill: str
    edge: str
    width: float


class Marks(NamedTuple):
    """Marks of one kind and size at places. `size`: half their width."""

    kind: Mark
    places: Sequence[Place]
    size: float


class Series(NamedTuple):
    """Figures in runs without a gap: a line through each run, and on top the marks.

    `across` and `heights` place the figures; many series have the same `across`. `runs`: from which figure up to, not
    with, which one. `marked`: of each kind of mark, which figures have it, the topmost kind last.
    """

    across: tuple[float, ...]
    heights: Sequence[float]
    runs: Sequence[tuple[int, int]]
    marked: Sequence[tuple[Mark, Sequence[int]]]
    size: float
    ink: str
    width: float


class Texts(NamedTuple):
    """Texts that look alike, each on its baseline."""

    texts: Sequence[Text]
    size: float
    ink: str
    font: str
    anchor: Anchor


Part = Lines | Trace | Box | Disc | Marks | Series | Texts


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Parts that charts have alike, such as the axis of the same months: described once, and written once."""

    parts: tuple[Part, ...]


class Drawing:
    """The parts of a chart, and how wide and high it is."""

    __slots__ = ("height", "parts", "width")

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.parts: list[Part | Shared] = []

    def shared(self) -> Shared:
        """What is drawn so far, for drawings that have it alike."""
        return Shared(tuple(self.strokes))

    @property
    def strokes(self) -> Iterator[Part]:
        """All parts one by one."""
        for part in self.parts:
            if isinstance(part, Shared):
                yield from part.parts
            else:
                yield part
