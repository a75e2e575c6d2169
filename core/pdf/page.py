"""The page: A4, header with organisation and title, footer with page x of y and content hash, DRAFT across drafts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from core.house_style import BOLD, DARK_BLUE, DARK_GREY, REGULAR, RULE, TEXT, WATERMARK, colour, fitted, text_width
from core.wording import printable

MARGIN: Final = 18 * mm
_TOP: Final = 25 * mm
_BOTTOM: Final = 21 * mm
_ABOVE_A_PLACE: Final = 6 * mm
PORTRAIT_WIDTH: Final = A4[0] - 2 * MARGIN
LANDSCAPE_WIDTH: Final = A4[1] - 2 * MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What stands on every page: who issues the document, what it is, the hash of its content, whether a draft."""

    organisation: str
    title: str
    content_hash: str
    is_draft: bool = False
    is_landscape: bool = False


class _NumberedCanvas(Canvas):
    """Keeps the pages back until their number is known, then writes `Page x of y` on each."""

    _pagesize: tuple[float, float]
    _startPage: Callable[[], None]  # noqa: N815 - ReportLab's name

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{**named, "initialFontName": REGULAR})
        self._kept_pages: list[dict[str, Any]] = []
        self._places: dict[int, list[tuple[str, str, int, float]]] = {}

    def mark_place(self, key: str, title: str, level: int) -> None:
        """Links to that key lead here, and so does a bookmark of that title; level 1 or 2."""
        top = self.absolutePosition(0, 0)[1] + _ABOVE_A_PLACE
        self._places.setdefault(self.getPageNumber(), []).append((key, title, level, top))

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        self._kept_pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        pages = self._kept_pages
        for number, kept in enumerate(pages, start=1):
            self.__dict__.update(kept)
            self.setFont(REGULAR, 7)
            self.setFillColor(colour(DARK_GREY))
            self.drawRightString(self._pagesize[0] - MARGIN, _BOTTOM - 9 * mm, f"Page {number} of {len(pages)}")
            for key, title, level, top in self._places.get(number, ()):
                self.bookmarkPage(key, fit="XYZ", left=0, top=top)
                self.addOutlineEntry(printable(title), key, level - 1)
            super().showPage()
        if self._places:
            self.showOutline()
        super().save()


def pdf_bytes(story: Sequence[Flowable], running: Running) -> bytes:
    """The document as a PDF file. The same story under the same running heads gives the same bytes."""
    size = landscape(A4) if running.is_landscape else A4
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=size,
        title=running.title,
        author=running.organisation,
        subject=f"Content hash {running.content_hash}",
        creator="Commissioning contracts and budgets",
        lang="en-GB",
        invariant=1,
    )
    frame = Frame(MARGIN, _BOTTOM, size[0] - 2 * MARGIN, size[1] - _TOP - _BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates(
        PageTemplate(frames=[frame], pagesize=size, onPage=lambda canvas, _: _furnish(canvas, running, size))
    )
    document.build(list(story), canvasmaker=_NumberedCanvas)
    return target.getvalue()


def _furnish(canvas: Canvas, running: Running, size: tuple[float, float]) -> None:
    width, height = size
    half = (width - 2 * MARGIN) / 2 - 6
    organisation = fitted(printable(running.organisation), half, 7.5, BOLD)
    beside = width - 2 * MARGIN - text_width(organisation, 7.5, BOLD) - 12
    canvas.saveState()
    if running.is_draft:
        _mark_as_draft(canvas, size)
    top, foot = height - _TOP + 8 * mm, _BOTTOM - 9 * mm
    canvas.setFillColor(colour(DARK_BLUE))
    canvas.setFont(BOLD, 7.5)
    canvas.drawString(MARGIN, top, organisation)
    canvas.setFillColor(colour(TEXT))
    canvas.setFont(REGULAR, 7.5)
    canvas.drawRightString(width - MARGIN, top, fitted(printable(running.title), beside, 7.5))
    canvas.setStrokeColor(colour(RULE))
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, top - 2 * mm, width - MARGIN, top - 2 * mm)
    canvas.line(MARGIN, foot + 4 * mm, width - MARGIN, foot + 4 * mm)
    canvas.setFillColor(colour(DARK_GREY))
    canvas.setFont(REGULAR, 6)
    canvas.drawString(MARGIN, foot, fitted(f"Content hash {running.content_hash}", width - 2 * MARGIN - 70, 6))
    canvas.restoreState()


def _mark_as_draft(canvas: Canvas, size: tuple[float, float]) -> None:
    canvas.saveState()
    canvas.translate(size[0] / 2, size[1] / 2)
    canvas.rotate(45)
    canvas.setFillColor(colour(WATERMARK))
    canvas.setFont(BOLD, 150)
    canvas.drawCentredString(0, -50, "DRAFT")
    canvas.restoreState()
