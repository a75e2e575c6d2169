"""A pack as one PDF with contents and charts, drawn from its frozen text alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus import Flowable

from budgets.papers.documents.tables import table_on_paper
from contracts.reviews.models import Pack
from contracts.reviews.presented.drawn import is_wide
from contracts.reviews.queries.packs import Shown, content_from, sections_of
from core.charts.figure import Figure
from core.clock import moment_in_words
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.page import LANDSCAPE_WIDTH, Running
from core.pdf.pictures import picture, pictures_beside
from core.pdf.text import lead, paragraph, section, title_block


def pack_pdf(pack: Pack, text: str) -> bytes:
    """The pack; `text` is its canonical text."""
    content = content_from(text)
    shown = sections_of(content)
    entries = [Entry(key=each.key, number=f"{each.number}.", title=each.title) for each in shown]
    title = f"{content['review']} of {content['contract']}"
    running = Running(
        organisation=content["commissioner"],
        title=f"Pack {pack.number}: {title}",
        content_hash=pack.content_hash,
        is_landscape=True,
    )
    contents = Contents(entries)
    return with_contents(contents, lambda: _story(pack, content, shown, title, contents), running)


def _story(
    pack: Pack, content: dict[str, Any], shown: Sequence[Shown], title: str, contents: Contents
) -> list[Flowable]:
    facts = [
        ("Day of the review", content["meets_on"]),
        ("Place", content["place"] or "Not set"),
        ("Looks back on", content["period"]),
        ("As at", content["as_at"]),
        ("Provider", content["provider"]),
        ("Frozen", f"{moment_in_words(pack.frozen_at)}, {pack.frozen_by.name}"),
    ]
    story: list[Flowable] = [
        *title_block(title, f"Pack {pack.number}", facts, ("Hash", pack.content_hash), width=LANDSCAPE_WIDTH),
        *([lead(f"What changed since pack {pack.number - 1}: {pack.reason}")] if pack.reason else []),
        *section("Agenda"),
        contents.table(width=LANDSCAPE_WIDTH),
    ]
    for each in shown:
        story += [*contents.heading(each.key), *_section(each)]
    return story


def _section(shown: Shown) -> list[Flowable]:
    return [
        *(paragraph(sentence) for sentence in shown.sentences),
        *(drawn for table in shown.tables for drawn in table_on_paper(table, width=LANDSCAPE_WIDTH)),
        *_pictures(shown.charts),
    ]


def _pictures(charts: Sequence[Figure]) -> Iterator[Flowable]:
    """Wide charts one below the other, narrow ones two beside each other."""
    waiting: Figure | None = None
    for chart in charts:
        if is_wide(chart):
            yield picture(chart, width=LANDSCAPE_WIDTH)
        elif waiting is None:
            waiting = chart
        else:
            yield pictures_beside(waiting, chart, width=LANDSCAPE_WIDTH)
            waiting = None
    if waiting is not None:
        yield picture(waiting, width=LANDSCAPE_WIDTH)
