"""What the pack of a review says: now, as it would be frozen, or as it was, read from its text alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.reviews.models import Review
from contracts.reviews.rules.agenda import AGENDA, Item
from contracts.reviews.rules.pack import table_from, table_values
from contracts.reviews.sections import Part, Period, parts_of
from core.charts.figure import Figure
from core.charts.plain import as_values, figure_from
from core.tables import Table
from core.wording import in_full

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An item of a pack as it is shown: its number, sentences, tables and charts."""

    number: int
    key: str
    title: str
    sentences: Sequence[str]
    tables: Sequence[Table]
    charts: Sequence[Figure]


def content_now(review: Review, *, on: date) -> Values:
    """What a pack of this review would say on a day, as plain values."""
    contract = review.contract
    period = Period(first_day=review.first_day, last_day=review.last_day, review_id=review.id)
    return {
        "contract": f"{contract.reference}, {contract.title}",
        "commissioner": contract.commissioner.name,
        "provider": contract.provider.name,
        "review": review.named,
        "meets_on": in_full(review.meets_on),
        "place": review.meeting.place if review.meeting else "",
        "period": f"{in_full(review.first_day)} to {in_full(review.last_day)}",
        "as_at": in_full(on),
        "sections": [_section(item, parts_of(item.key, contract, period, on)) for item in AGENDA],
    }


def _section(item: Item, parts: Sequence[Part]) -> Values:
    sentences = [sentence for part in parts for sentence in part.sentences]
    return {
        "key": item.key,
        "title": item.title,
        "sentences": sentences if parts else [item.nothing],
        "tables": [table_values(table) for part in parts for table in part.tables],
        "charts": [as_values(chart) for part in parts for chart in part.charts],
    }


def content_from(text: str) -> Values:
    """The values of a pack's text."""
    values: Values = json.loads(text)
    return values


def sections_of(content: Mapping[str, Any]) -> list[Shown]:
    """The items of a pack as they are shown, drawn from its values alone."""
    return [
        Shown(
            number=number,
            key=each["key"],
            title=each["title"],
            sentences=each["sentences"],
            tables=[table_from(held, name=f"{each['key']}-{turn}") for turn, held in enumerate(each["tables"], 1)],
            charts=[figure_from(held) for held in each["charts"]],
        )
        for number, each in enumerate(content["sections"], start=1)
    ]


def said_in(content: Mapping[str, Any]) -> Values:
    """What a pack says, without the day it was made: by which a later one is compared with it."""
    return {key: value for key, value in content.items() if key != "as_at"}
