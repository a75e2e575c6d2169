"""Charts of a pack that is not frozen yet: drawn into the page itself, since no address gives them."""

from dataclasses import dataclass

from contracts.reviews.sections import HALF_WIDTH
from core.charts.figure import Figure
from core.charts.svg import as_svg

_IDS = ("finding", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A chart as a page takes it up. `name`: unique on the page. Its texts are escaped where it is written."""

    figure: Figure
    name: str

    def __html__(self) -> str:
        """The chart as SVG without its file’s first line, its ids those of this chart."""
        drawn = as_svg(self.figure).decode().partition("\n")[2]
        for each in _IDS:
            drawn = drawn.replace(f'id="{each}"', f'id="{self.name}-{each}"', 1)
        named = " ".join(f"{self.name}-{each}" for each in _IDS)
        return drawn.replace(f'aria-labelledby="{" ".join(_IDS)}"', f'aria-labelledby="{named}"', 1)


def is_wide(figure: Figure) -> bool:
    """Whether a chart takes the whole width of a pack, rather than standing beside another."""
    return figure.drawing.width > HALF_WIDTH


def inline(figure: Figure, name: str) -> Inline:
    """The chart, to be taken up by a page under a name."""
    return Inline(figure=figure, name=name)
