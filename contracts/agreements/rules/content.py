"""What is signed: the contract as ordered parts, each under a key that stays, and its SHA-256.

A variation names a part by its key, so no key is ever given twice. Texts are Markdown; amounts are whole pence.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from core.canonical import canonical_text

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>()#+|!~-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a part commits of a budget line for a group (blank: a pooled line)."""

    line: str
    line_name: str
    group: str
    group_name: str
    pence: int


class FiguresKind(StrEnum):
    """What a line of figures is about."""

    PLAN = "plan"
    TERMS = "terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A line of exact figures of a part: activity planned of a service for a group, or how a service is paid for.

    `key` is its own within the part and stays. `values`: texts that give the figures back exactly, by name.
    """

    key: str
    kind: FiguresKind
    title: str
    values: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a contract. `key` stays whatever becomes of its place, title, text, amounts and figures."""

    key: str
    title: str
    text: str
    amounts: tuple[Amount, ...] = ()
    is_schedule: bool = False
    figures: tuple[Figures, ...] = ()

    @property
    def total(self) -> int:
        """What the part commits, all lines and groups."""
        return sum(amount.pence for amount in self.amounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureAsked:
    """Who is asked to sign as what."""

    code: str
    name: str
    capacity: str
    is_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A contract as it is signed. `facts`: its particulars as texts and pence, by name (dates as 2008-04-01)."""

    reference: str
    title: str
    facts: Mapping[str, str | int]
    parts: tuple[Part, ...]
    signatures: tuple[SignatureAsked, ...]

    @property
    def clauses(self) -> list[Part]:
        """The parts that are no schedules."""
        return [part for part in self.parts if not part.is_schedule]

    @property
    def schedules(self) -> list[Part]:
        """The schedules, in order."""
        return [part for part in self.parts if part.is_schedule]


def canonical(content: Content) -> str:
    """The content as the one text that is hashed and signed: JSON with sorted keys, nothing between."""
    parts = [_part_values(part) for part in content.parts]
    return canonical_text({"format": "contract/1", **asdict(content), "facts": dict(content.facts), "parts": parts})


def content_from(text: str) -> Content:
    """The content of a canonical text. ValueError for a text of another format."""
    read = json.loads(text)
    if read.pop("format", None) != "contract/1":
        raise ValueError("no content of a contract")
    return Content(
        parts=tuple(_part_from(values) for values in read.pop("parts")),
        signatures=tuple(SignatureAsked(**asked) for asked in read.pop("signatures")),
        **read,
    )


def _part_values(part: Part) -> dict[str, Any]:
    """A part as plain values; figures are written where there are any."""
    values = asdict(part)
    if not part.figures:
        del values["figures"]
    return values


def _part_from(values: dict[str, Any]) -> Part:
    amounts = tuple(Amount(**amount) for amount in values.pop("amounts"))
    figures = tuple(Figures(**{**each, "kind": FiguresKind(each["kind"])}) for each in values.pop("figures", ()))
    return Part(amounts=amounts, figures=figures, **values)


def as_words(text: str) -> str:
    r"""Text as it may stand in Markdown: what looks like a mark is shown, not obeyed; one line.

    >>> as_words("Mother & child | *new*")
    'Mother & child \\| \\*new\\*'
    """
    return _MEANS_SOMETHING.sub(r"\\\1", " ".join(text.split()))


def as_table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of words as a Markdown table below its caption; blank for no rows."""
    if not rows:
        return ""
    lines = [f"Table: {caption}", "", _row(head), _row(["---"] * len(head), is_words=False)]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Sequence[str], *, is_words: bool = True) -> str:
    return f"| {' | '.join(as_words(cell) if is_words else cell for cell in cells)} |"
