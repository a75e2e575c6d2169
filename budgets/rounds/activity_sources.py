"""Where the activity of inputs came from, cell by cell: frozen submissions, later adjustments, or a file of inputs.

Inputs that were uploaded hold what stands in their own file; those made of earlier ones say it for every cell.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from budgets.method.frozen_activity import Cell, cells_of
from budgets.method.workbook import Activity
from budgets.rounds.models import ActivitySource, Inputs
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.figures import list_frozen_figures
from commissioning.activity.queries.frozen import list_corrections, list_frozen_submissions
from core.db import db


class _Scope(TypedDict):
    """Of which months and services something is looked up."""

    months: list[str]
    services: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source of a cell: a submission or an adjustment with its units, or inputs whose file holds it."""

    service: str
    month: str
    currency: str
    submission_id: int | None = None
    adjustment_id: int | None = None
    file_of_id: int | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedSince:
    """A cell that was corrected, or of which a return was frozen, after inputs were filled from it."""

    service: str
    month: str
    currency: str
    units: int
    returns: tuple[str, ...] = ()


def list_activity_sources(inputs_id: int, *, service: str = "") -> list[ActivitySource]:
    """The sources of the activity of inputs by service, month and currency, with returns and providers; of one service.

    None where the inputs hold what stands in their own file.
    """
    rows = (
        select(ActivitySource)
        .where(ActivitySource.inputs_id == inputs_id)
        .options(
            joinedload(ActivitySource.submission).joinedload(Submission.expectation).joinedload(Expectation.provider),
            joinedload(ActivitySource.adjustment).joinedload(Adjustment.expectation).joinedload(Expectation.provider),
            joinedload(ActivitySource.adjustment).joinedload(Adjustment.practice),
            joinedload(ActivitySource.file_of).joinedload(Inputs.round),
            joinedload(ActivitySource.inputs),
        )
        .order_by(ActivitySource.service, ActivitySource.month, ActivitySource.currency, ActivitySource.id)
    )
    return list(db.session.scalars(rows.where(ActivitySource.service == service) if service else rows))


def carried_over(earlier: Inputs, activity: Activity, *, but: Collection[Cell] = ()) -> list[SourceLine]:
    """The sources of activity taken over from earlier inputs, but of some cells: theirs, or their own file."""
    known: Mapping[Cell, list[ActivitySource]] = _by_cell(list_activity_sources(earlier.id))
    lines = []
    for cell in cells_of(activity):
        if cell in but:
            continue
        service, month, currency = cell
        lines += [
            SourceLine(
                service=service,
                month=month,
                currency=currency,
                submission_id=each.submission_id,
                adjustment_id=each.adjustment_id,
                file_of_id=each.file_of_id,
                units=each.units,
            )
            for each in known.get(cell, ())
        ] or [SourceLine(service=service, month=month, currency=currency, file_of_id=earlier.id)]
    return lines


def corrected_since(inputs: Inputs) -> list[CorrectedSince]:
    """What was corrected of the frozen figures that inputs were filled from, or frozen besides, since they were."""
    sources = [each for each in list_activity_sources(inputs.id) if each.file_of_id is None]
    filled = _by_cell(sources)
    if not filled:
        return []
    scope = _Scope(
        months=sorted({month for _, month, _ in filled}), services=sorted({service for service, _, _ in filled})
    )
    commissioner_id = inputs.round.commissioner_id
    taken = {each.adjustment_id for each in sources if each.adjustment_id}
    units: dict[Cell, int] = defaultdict(int)
    for each in list_corrections(commissioner_id, **scope):
        cell = (each.service.code, each.month, each.currency)
        if cell in filled and each.id not in taken:
            units[cell] += each.units
    returns = _frozen_since(filled, inputs, scope)
    return [
        CorrectedSince(
            service=cell[0],
            month=cell[1],
            currency=cell[2],
            units=units.get(cell, 0),
            returns=returns.get(cell, ()),
        )
        for cell in sorted({*units, *returns})
        if units.get(cell) or cell in returns
    ]


def _frozen_since(filled: Collection[Cell], inputs: Inputs, scope: "_Scope") -> dict[Cell, tuple[str, ...]]:
    """Returns with figures of filled cells that were frozen later: nothing was expected of their provider before."""
    commissioner_id = inputs.round.commissioner_id
    frozen = list_frozen_submissions(commissioner_id, since=inputs.uploaded_at, **scope)
    later = {each.id: each for submissions in frozen.values() for each in submissions}
    if not later:
        return {}
    months = scope["months"]
    figures = list_frozen_figures(
        commissioner_id, first_month=months[0], last_month=months[-1], services=scope["services"]
    )
    found: dict[Cell, dict[int, str]] = defaultdict(dict)
    for each in figures:
        cell = (each.service, each.month, each.currency)
        if each.submission_id in later and cell in filled:
            expectation = later[each.submission_id].expectation
            found[cell][each.submission_id] = f"{expectation.name} of {expectation.provider.name}"
    return {cell: tuple(returns.values()) for cell, returns in found.items()}


def _by_cell(sources: Iterable[ActivitySource]) -> dict[Cell, list[ActivitySource]]:
    found: dict[Cell, list[ActivitySource]] = defaultdict(list)
    for each in sources:
        found[each.service, each.month, each.currency].append(each)
    return found
