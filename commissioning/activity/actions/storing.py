"""Writing a submission down: its file, its rows many at a time, its sums, and what the checks found."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from commissioning.activity.actions import bulk
from commissioning.activity.checking.values import Checked
from commissioning.activity.models.questions import Query
from commissioning.activity.models.submissions import (
    CoveredService,
    Row,
    RowSum,
    StoredFinding,
    Submission,
    SubmittedFile,
)
from commissioning.activity.rules.asking import QueryState
from commissioning.activity.rules.checks.catalogue import BY_ID
from commissioning.activity.rules.checks.findings import Finding
from commissioning.activity.rules.rows import Place, Rows
from core.db import Model, db

Progress = Callable[[int, int], None]
"""(rows stored, rows in all): says how far a long submission is."""

_AT_ONCE = 20_000
_ROWS = Model.metadata.tables[Row.__tablename__]
_COLUMNS = ("submission_id", "row", "service_id", "team", "practice_id", "is_total", "month", "currency", "units")
_MOST_FINDINGS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """Ids by code: what rows name is written down by id."""

    services: Mapping[str, int]
    practices: Mapping[str, int]


def store_file(submission_id: int, content: bytes) -> None:
    """Keep the file as it came, quickly compressed."""
    db.session.add(SubmittedFile(submission_id=submission_id, content=zlib.compress(content, 1)))
    db.session.flush()


def store_covered(submission_id: int, service_ids: Sequence[int]) -> None:
    """Keep which services a submission gives the figures of."""
    _insert(CoveredService, [{"submission_id": submission_id, "service_id": each} for each in service_ids])


def store_checked(submission: Submission, checked: Checked, ids: Ids, *, progress: Progress | None = None) -> None:
    """Keep the rows that were taken, their sums, and what was found."""
    rows = checked.rows
    for first in range(0, len(rows), _AT_ONCE):
        bulk.write(_ROWS, _COLUMNS, list(_values(submission.id, rows, ids, slice(first, first + _AT_ONCE))))
        if progress is not None:
            progress(min(first + _AT_ONCE, len(rows)), len(rows))
    _insert(
        RowSum,
        [
            {
                "submission_id": submission.id,
                "service_id": ids.services[service],
                "month": month,
                "currency": currency,
                "placed": held.placed,
                "unplaced": held.unplaced,
                "total": held.total,
            }
            for (service, month, currency), held in checked.sums.items()
        ],
    )
    findings = checked.findings[:_MOST_FINDINGS]
    _insert(StoredFinding, [_finding(submission.id, number, each) for number, each in enumerate(findings, start=1)])


def store_queries(
    submission: Submission, checked: Checked, ids: Ids, *, at: datetime, answer_due_on: date
) -> list[Query]:
    """Ask what the checks ask."""
    queries = [
        Query(
            submission_id=submission.id,
            rule=found.rule,
            service_id=ids.services.get(found.service),
            month=found.month,
            currency=found.currency,
            row=found.row,
            value=found.value,
            asked=f"{BY_ID[found.rule].title}: expected {found.expected}",
            asked_by_id=None,
            asked_at=at,
            answer_due_on=answer_due_on,
            state=QueryState.ASKED,
        )
        for found in checked.queries
    ]
    db.session.add_all(queries)
    db.session.flush()
    return queries


def _values(submission_id: int, rows: Rows, ids: Ids, part: slice) -> Iterator[tuple[Any, ...]]:
    """Rows in the order of `_COLUMNS`."""
    practices: Mapping[str, int | None] = {**ids.practices, "": None}
    columns = (rows.rows, rows.services, rows.teams, rows.practices, rows.places, rows.months, rows.currencies)
    cut = [column[part] for column in (*columns, rows.units)]
    for row, service, team, practice, place, month, currency, units in zip(*cut, strict=True):
        is_total = place is Place.TOTAL
        yield submission_id, row, ids.services[service], team, practices[practice], is_total, month, currency, units


def _finding(submission_id: int, number: int, found: Finding) -> dict[str, Any]:
    return {
        "submission_id": submission_id,
        "number": number,
        "rule": found.rule,
        "severity": found.severity,
        "importance": found.importance,
        "row": found.row,
        "column_name": found.column[:120],
        "value": found.value[:120],
        "expected": found.expected,
        "service": found.service[:20],
        "month": found.month[:7],
        "currency": found.currency[:40],
    }


def _insert(model: type[Model], values: list[dict[str, Any]]) -> None:
    """Write rows down as they are, past the objects."""
    if values:
        db.session.flush()
        db.session.connection().execute(insert(model.metadata.tables[model.__tablename__]), values)
