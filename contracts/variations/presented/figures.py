"""What a draft changes of figures, laid out: the months of a line beside what stands, and services by their names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from wtforms import Field

from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.phasing import month_in_words
from contracts.agreements.rules.terms_words import basis_in_words, terms_in_words
from contracts.variations.forms import PlanLineForm
from contracts.variations.queries.figures import LineDrafted
from contracts.variations.rules.figures import planned_by, terms_by
from contracts.variations.rules.pieces import Piece, PieceKind
from core.tables import Table, columns, number, table, words
from core.wording import upper_first


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A month of a line: what stands, and the field for what it becomes; None where the variation leaves it."""

    name: str
    before: str
    bound: Field | None


def plan_rows(months: Sequence[str], stands: Piece | None, form: PlanLineForm) -> list[MonthRow]:
    """The months of a line."""
    before = planned_by(stands).months if stands else {}
    return [
        MonthRow(
            name=month_in_words(month),
            before=f"{before.get(month, 0):,}" if stands else "–",
            bound=form.month_of(month) if month in form.months else None,
        )
        for month in months
    ]


def plan_table(part: Piece, lines: Sequence[LineDrafted], address_of: Callable[[LineDrafted], str]) -> Table:
    """The lines of the plan of a part, each leading to its months, with what the draft makes of it."""
    rows = [
        [
            words(line.called, href=address_of(each)),
            words(line.unit),
            number(line.planned),
            words(upper_first(each.became) or "–"),
        ]
        for each in lines
        if each.piece is not None
        for line in (planned_by(each.piece),)
    ]
    head = columns("Line", "Unit", "#Planned in all", "In this variation")
    return table(f"lines-{part.key}", part.name, head, rows)


def terms_table(part: Piece, lines: Sequence[LineDrafted], address_of: Callable[[TermsLine], str]) -> Table:
    """How services are paid for by a part, each leading to its terms, with what the draft makes of them."""
    rows = [
        [
            words(line.service_name, href=address_of(line)),
            words(basis_in_words(line)),
            words(terms_in_words(line)),
            words(upper_first(each.became) or "–"),
        ]
        for each in lines
        if each.piece is not None
        for line in (terms_by(each.piece),)
    ]
    head = columns("Service", "Basis", "Terms", "In this variation")
    return table(f"terms-{part.key}", part.name, head, rows)


def services_planned(lines: Iterable[LineDrafted]) -> dict[str, str]:
    """The services that lines of a plan or terms of payment are about, by code."""
    pieces = [line.piece for line in lines if line.piece is not None]
    found = [planned_by(piece) if piece.kind is PieceKind.PLAN else terms_by(piece) for piece in pieces]
    return {each.service: each.service_name for each in found}
