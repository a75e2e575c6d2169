"""The figures that a variation changes: lines of the activity plan and terms of payment, and whether all still adds up.

A plan changes from the first day of the variation on and while it holds, by whole months: nothing is planned for the
past. Only a correction puts earlier months right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.agreements.rules.content import Content
from contracts.agreements.rules.figures import (
    TermsLine,
    figures_of_plan,
    figures_of_terms,
    plan_line_of,
    problems_in_figures,
    terms_line_of,
)
from contracts.agreements.rules.months import month_of
from contracts.agreements.rules.phasing import month_in_words
from contracts.agreements.rules.plan import PlanLine
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.variations.rules.composition import Change, Variation, VariationKind
from contracts.variations.rules.content import contract_as_at
from contracts.variations.rules.pieces import Piece, PieceKind, figures_of, part_of, piece_of_figures
from core.errors import Refusal
from core.wording import in_full, listed

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """For which months a variation plans: from the month of its first day to that of its last (None: to the end)."""

    kind: VariationKind
    first: date
    last: date | None = None

    def holds(self, month: str) -> bool:
        """Whether a month (`2008-10`) may change.

        >>> window = Window(kind=VariationKind.ACTIVITY, first=date(2008, 10, 15), last=date(2008, 12, 31))
        >>> [window.holds(month) for month in ("2008-09", "2008-10", "2009-01")]
        [False, True, False]
        """
        if self.kind is VariationKind.CORRECTION:
            return True
        return month_of(self.first) <= month and (self.last is None or month <= month_of(self.last))


def plan_piece(part_key: str, line: PlanLine) -> Piece:
    """A line of the activity plan as a piece of a part.

    >>> plan_piece("activity_plan-1", PlanLine(service="N", group="D", unit="contacts", planned=0, months={})).key
    'activity_plan-1:plan/N/D'
    """
    return piece_of_figures(part_key, figures_of_plan(line))


def terms_piece(part_key: str, line: TermsLine) -> Piece:
    """Terms of payment as a piece of a part."""
    return piece_of_figures(part_key, figures_of_terms(line))


def planned_by(piece: Piece) -> PlanLine:
    """The line of the activity plan that a piece is."""
    return plan_line_of(figures_of(piece))


def terms_by(piece: Piece) -> TermsLine:
    """The terms of payment that a piece is."""
    return terms_line_of(figures_of(piece))


def parts_for(kind: PieceKind, pieces: Iterable[Piece]) -> list[Piece]:
    """The schedules in which lines of that kind stand or may stand: made for them, or with one already."""
    pieces = list(pieces)
    made_for = ScheduleKind.ACTIVITY_PLAN if kind is PieceKind.PLAN else ScheduleKind.PRICES
    there = {part_of(piece.key) for piece in pieces if piece.kind is kind}
    return [
        piece
        for piece in pieces
        if piece.kind is PieceKind.SCHEDULE and (piece.key in there or piece.key.startswith(f"{made_for}-"))
    ]


def lines_of(kind: PieceKind, pieces: Iterable[Piece], part_key: str = "") -> list[Piece]:
    """The lines of that kind among pieces, of one part or of all."""
    return [piece for piece in pieces if piece.kind is kind and (not part_key or part_of(piece.key) == part_key)]


def planned_on(pieces: Iterable[Piece], service: str) -> int | None:
    """What the plan holds of a service for all groups, in units; None where it is not planned."""
    units = [line.planned for line in map(planned_by, lines_of(PieceKind.PLAN, pieces)) if line.service == service]
    return sum(units) if units else None


def rewritten(line: PlanLine, *, planned: int, months: Mapping[str, int]) -> PlanLine:
    """A line with other units in these months and in all; months of nought that it did not have stay out of it."""
    both = {**line.months, **months}
    kept = {month: units for month, units in sorted(both.items()) if units or month in line.months}
    if (kept, planned) == (dict(line.months), line.planned):
        return line
    return replace(line, months=kept, planned=planned, is_overwritten=True)


def check_months(before: Piece | None, after: Piece | None, window: Window) -> None:
    """Refuse a line of the plan that changes months for which the variation does not hold."""
    if problems := problems_in_months([Change(key="", before=before, after=after)], window):
        raise Refusal(" ".join(problems))


def problems_in_months(changes: Sequence[Change], window: Window) -> list[str]:
    """Which months of which lines change though the variation does not hold for them.

    A schedule that is taken out takes its lines with it; all others are lines of nought where they do not stand.
    """
    gone = {change.key for change in changes if change.after is None and change.before and change.before.is_worded}
    return [
        problem
        for change in changes
        if part_of(change.key) not in gone
        for problem in _in_months(change.before, change.after, window)
    ]


def _in_months(before: Piece | None, after: Piece | None, window: Window) -> list[str]:
    piece = after or before
    if piece is None or piece.kind is not PieceKind.PLAN:
        return []
    was, becomes = (dict(planned_by(each).months) if each else {} for each in (before, after))
    closed = [
        month
        for month in sorted({**was, **becomes})
        if was.get(month, 0) != becomes.get(month, 0) and not window.holds(month)
    ]
    past = [month for month in closed if month < month_of(window.first)]
    later = [month for month in closed if month not in past]
    name = planned_by(piece).called
    found = []
    if past:
        found.append(
            f"{name}: the variation takes effect on {in_full(window.first)}, so {_named(past)} as planned. Only a "
            "correction changes months before."
        )
    if later and window.last:
        found.append(f"{name}: the variation ends on {in_full(window.last)}, so {_named(later)} as planned.")
    return found


def _named(months: Sequence[str]) -> str:
    named = [month_in_words(month) for month in months[:_MOST_NAMED]]
    if more := len(months) - len(named):
        named.append(f"{more} more")
    return f"{listed(named)} {'stays' if len(months) == 1 else 'stay'}"


def check_figures(variation: Variation, *, base: Content, signed: Sequence[Variation]) -> None:
    """Refuse a variation after which the figures of the contract do not add up any more or do not fit its term.

    What did not hold before it is no fault of the variation.
    """
    window = Window(kind=variation.kind, first=variation.effective_from, last=variation.effective_to)
    problems = problems_in_months(variation.changes, window)
    on = variation.effective_from
    with_it = [*signed, replace(variation, signed_on=on)]
    before, after = (
        problems_in_figures(contract_as_at(base, several, on).content) for several in (list(signed), with_it)
    )
    problems += [problem for problem in after if problem not in before]
    if problems:
        raise Refusal(" ".join(problems))
