"""The trace of heads of terms laid out: each term with its text, its figures and what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from contracts.agreements.queries.heads import HeadsTrace, TracedTerm
from contracts.agreements.rules.trace import Fate
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.presented.figures import figures_table
from contracts.heads_of_terms.rules.content import TermContent
from contracts.heads_of_terms.rules.terms import TERM_STATE_NAMES
from core.tables import Cell, Section, Table, columns, number, words

LOOKS = {Fate.KEPT: "nhsuk-tag--green", Fate.CHANGED: "nhsuk-tag--blue", Fate.DROPPED: "nhsuk-tag--orange"}
UNDECIDED_LOOK = "nhsuk-tag--yellow"
WITHHELD = "The text and figures of these heads concern their parties."


@dataclass(frozen=True, slots=True, kw_only=True)
class TermShown:
    """A term as the page shows it. `figures`: as a table; `anchor`: where it stands on the page."""

    traced: TracedTerm
    figures: Table | None
    look: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceShown:
    """The heads and their terms. `is_open_to`: whether the reader sees the text of the heads."""

    heads: HeadsOfTerms
    terms: Sequence[TermShown]
    counts: str
    is_open_to: bool


def trace_shown(trace: HeadsTrace, *, is_open_to: bool) -> TraceShown:
    """One trace as the page shows it."""
    return TraceShown(
        heads=trace.heads,
        terms=[_shown(trace, each, is_open_to=is_open_to) for each in trace.terms],
        counts=counts_in_words(trace),
        is_open_to=is_open_to,
    )


def counts_in_words(trace: HeadsTrace) -> str:
    """How many terms are kept, changed, dropped and not decided."""
    fates = [each.fate for each in trace.terms]
    said = [f"{fates.count(fate)} {fate.value}" for fate in Fate]
    left = fates.count(None)
    return f"{len(fates)} terms: {', '.join(said)}, {left} not decided yet." if fates else "They have no terms."


def trace_table(traces: Sequence[HeadsTrace], *, may_read: Callable[[HeadsOfTerms], bool], caption: str) -> Table:
    """All terms of all heads, one a row, for files."""
    sections = [
        Section(
            head=[words(f"{trace.heads.reference}, {trace.heads.title}")],
            rows=[_row(each, is_open_to=may_read(trace.heads)) for each in trace.terms],
        )
        for trace in traces
    ]
    head = columns(
        "#Number", "Term", "Code", "In the heads", "Text", "Figures", "In this contract", "Why", "Where it stands"
    )
    return Table(name="trace", caption=caption, head=head, sections=sections)


def _row(each: TracedTerm, *, is_open_to: bool) -> list[Cell]:
    term = each.term
    return [
        number(each.number),
        words(term.title),
        words(term.code),
        words(TERM_STATE_NAMES[term.state]),
        words(term.text if is_open_to else WITHHELD),
        words(figures_in_words(term) if is_open_to else ""),
        words(each.fate_name),
        words(each.why),
        words("A part that was taken out" if each.is_lost else each.part),
    ]


def figures_in_words(term: TermContent) -> str:
    """The figures of a term in one cell."""
    return "; ".join(f"{figure.label}: {figure.shown}" for figure in term.figures)


def _shown(trace: HeadsTrace, each: TracedTerm, *, is_open_to: bool) -> TermShown:
    found = figures_table(each.term) if is_open_to else None
    anchor = f"term-{trace.heads.id}-{each.term.code.lower()}"
    return TermShown(
        traced=each,
        figures=replace(found, name=f"{found.name}-{trace.heads.id}") if found else None,
        look=LOOKS[each.fate] if each.fate else UNDECIDED_LOOK,
        anchor=anchor,
    )
