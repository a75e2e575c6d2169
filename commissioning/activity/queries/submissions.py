"""Looking up submissions: one, those of a period, which of them stands for each service, what one holds."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.freezing import Snapshot, SnapshotPart
from commissioning.activity.models.questions import Query, Request, RequestedService
from commissioning.activity.models.submissions import (
    CoveredService,
    Row,
    RowSum,
    StoredFinding,
    Submission,
    SubmittedFile,
)
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.queries.teams import rates_among, team_where_it_counts
from commissioning.activity.rules.asking import QueryState
from commissioning.activity.rules.differences import Difference, Key, differences
from commissioning.activity.rules.rows import Place, Rows
from commissioning.catalogue.models import CommissionedService
from core.db import db
from core.parties.models import Party

_WHOLE = (
    joinedload(Submission.prepared_by),
    joinedload(Submission.certification),
    joinedload(Submission.acceptance),
    selectinload(Submission.covered).joinedload(CoveredService.service),
)


def get_submission(submission_id: int) -> Submission:
    """The submission of that id, with its expectation, who certified and accepted it, and what it covers."""
    rows = select(Submission).options(*_WHOLE, joinedload(Submission.expectation))
    return db.session.execute(rows.where(Submission.id == submission_id)).scalar_one()


def list_submissions(expectation_ids: Sequence[int], *, since: str = "", period: str = "") -> list[Submission]:
    """The submissions of these returns by period and number: from a month on, or of one period."""
    rows = select(Submission).options(*_WHOLE).where(Submission.expectation_id.in_(list(expectation_ids)))
    if since:
        rows = rows.where(Submission.period >= since)
    if period:
        rows = rows.where(Submission.period == period)
    rows = rows.order_by(Submission.expectation_id, Submission.period, Submission.number)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def find_by_request(provider_id: int, request_key: str) -> Submission | None:
    """The submission a machine of a provider sent under a key of its own; the first, where two came of old."""
    rows = select(Submission).join(Submission.expectation).where(Expectation.provider_id == provider_id)
    rows = rows.where(Submission.request_key == request_key).order_by(Submission.id)
    return db.session.scalars(rows.limit(1)).first()


def standing_by_service(submissions: Iterable[Submission]) -> dict[int, Submission]:
    """For each service the submission of one period that stands: the last certified one that covers it."""
    ordered = sorted((each for each in submissions if each.is_certified), key=lambda each: each.number)
    return {covered.service_id: each for each in ordered for covered in each.covered}


def list_requests(submission_ids: Sequence[int]) -> list[Request]:
    """What was asked for again about these submissions."""
    rows = select(Request).options(
        selectinload(Request.services).joinedload(RequestedService.service), joinedload(Request.requested_by)
    )
    return list(db.session.scalars(rows.where(Request.submission_id.in_(list(submission_ids))).order_by(Request.id)))


def get_query(query_id: int, *, for_change: bool = False) -> Query:
    """The query of that id; `for_change` holds it until the act is over."""
    rows = select(Query).where(Query.id == query_id)
    if for_change:
        return db.session.execute(rows.with_for_update().execution_options(populate_existing=True)).scalar_one()
    return db.session.execute(rows.options(joinedload(Query.submission), joinedload(Query.service))).scalar_one()


def list_queries(submission_ids: Sequence[int], *, state: QueryState | None = None) -> list[Query]:
    """The queries about these submissions, the oldest first, in one state where it is given."""
    rows = select(Query).options(joinedload(Query.service), joinedload(Query.asked_by), joinedload(Query.submission))
    rows = rows.where(Query.submission_id.in_(list(submission_ids))).order_by(Query.id)
    return list(db.session.scalars(rows if state is None else rows.where(Query.state == state)))


def list_snapshots(expectation_ids: Sequence[int], *, since: str = "") -> list[Snapshot]:
    """The frozen periods of these returns, from a month on."""
    rows = select(Snapshot).options(joinedload(Snapshot.frozen_by)).order_by(Snapshot.expectation_id, Snapshot.period)
    return list(
        db.session.scalars(rows.where(Snapshot.expectation_id.in_(list(expectation_ids)), Snapshot.period >= since))
    )


def find_snapshot(expectation_id: int, period: str) -> Snapshot | None:
    """The snapshot of a period with its parts; None where it is not frozen."""
    rows = select(Snapshot).options(
        joinedload(Snapshot.frozen_by),
        selectinload(Snapshot.parts).joinedload(SnapshotPart.submission),
        selectinload(Snapshot.parts).joinedload(SnapshotPart.service),
    )
    rows = rows.where(Snapshot.expectation_id == expectation_id, Snapshot.period == period)
    return db.session.execute(rows).scalar_one_or_none()


def file_of(submission_id: int) -> bytes:
    """The file of a submission, byte for byte as it came."""
    content = db.session.execute(
        select(SubmittedFile.content).where(SubmittedFile.submission_id == submission_id)
    ).scalar_one()
    return zlib.decompress(content)


def list_findings(submission_id: int) -> list[StoredFinding]:
    """What the checks found in a submission, in the order in which it was told."""
    rows = select(StoredFinding).where(StoredFinding.submission_id == submission_id)
    return list(db.session.scalars(rows.order_by(StoredFinding.number)))


def list_sums(submission_ids: Sequence[int]) -> list[RowSum]:
    """The sums of submissions by service, month and currency."""
    rows = select(RowSum).where(RowSum.submission_id.in_(list(submission_ids)))
    return list(db.session.scalars(rows.order_by(RowSum.submission_id, RowSum.service_id, RowSum.month)))


def figures_by_key(submission_id: int, *, rates: Collection[str]) -> dict[Key, int]:
    """The figures of a submission in units, teams added up but for rates (their codes), which never add up."""
    practice = aliased(Party)
    whose = case((Row.is_total, "total"), else_=func.coalesce(practice.code, "unplaced"))
    keys = (CommissionedService.code, whose, Row.month, Row.currency, team_where_it_counts(rates))
    rows = (
        select(*keys, func.sum(Row.units))
        .join(CommissionedService, CommissionedService.id == Row.service_id)
        .outerjoin(practice, practice.id == Row.practice_id)
        .where(Row.submission_id == submission_id)
        .group_by(*keys)
    )
    return {Key(*key): int(units) for *key, units in db.session.execute(rows)}


def rows_of(submission_ids: Sequence[int], *, most: int) -> Rows:
    """The first rows of submissions as columns, by service, practice and currency."""
    rows = (
        select(Row, CommissionedService.code, Party.code)
        .join(CommissionedService, CommissionedService.id == Row.service_id)
        .outerjoin(Party, Party.id == Row.practice_id)
        .where(Row.submission_id.in_(list(submission_ids)))
        .order_by(CommissionedService.code, func.coalesce(Party.code, ""), Row.currency, Row.team, Row.month)
        .limit(most)
    )
    held = list(db.session.execute(rows))
    return Rows(
        rows=[row.row for row, _, _ in held],
        services=[service for _, service, _ in held],
        teams=[row.team for row, _, _ in held],
        places=[_place(row) for row, _, _ in held],
        practices=[practice or "" for _, _, practice in held],
        months=[row.month for row, _, _ in held],
        currencies=[row.currency for row, _, _ in held],
        units=[row.units for row, _, _ in held],
    )


def _place(row: Row) -> Place:
    if row.is_total:
        return Place.TOTAL
    return Place.UNPLACED if row.practice_id is None else Place.PRACTICE


def changes_in(submission: Submission) -> list[Difference]:
    """What a submission changed for the services it covers, against what stood before it; nothing for a first one."""
    period = list_submissions([submission.expectation_id], period=submission.period)
    earlier = standing_by_service(each for each in period if each.number < submission.number)
    if not earlier:
        return []
    rates = rates_among(currencies_of(submission.expectation.commissioner_id))
    codes: dict[int, set[str]] = defaultdict(set)
    for covered in submission.covered:
        if covered.service_id in earlier:
            codes[earlier[covered.service_id].id].add(covered.service.code)
    before = {
        key: units
        for earlier_id, services in codes.items()
        for key, units in figures_by_key(earlier_id, rates=rates).items()
        if key.service in services
    }
    return differences(before, figures_by_key(submission.id, rates=rates))
