"""What is frozen, for those who fill other figures from it: by service and month, the submissions it came from, what is
still awaited, and later corrections of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from commissioning.activity.models.expectations import Expectation, Waiver
from commissioning.activity.models.freezing import Adjustment, Snapshot, SnapshotPart
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.expectations import RETURN, list_expectations, list_waivers
from commissioning.activity.rules.frozen import Freezing, freezing_of
from commissioning.activity.rules.months import month_after
from commissioning.catalogue.models import CommissionedService
from core.db import db

_LONGEST_PERIOD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenService:
    """A service and month: how far it is frozen, from which submissions, and which returns are still awaited."""

    service: str
    month: str
    state: Freezing
    submissions: tuple[Submission, ...]
    awaited: tuple[Expectation, ...]


def frozen_by_month(
    commissioner_id: int, *, months: Sequence[str], services: Collection[str], on: date
) -> list[FrozenService]:
    """How far each of these services is frozen for each of these months, on a day. A waived return is not awaited."""
    expectations = list_expectations(commissioner_id=commissioner_id)
    waivers = defaultdict(list)
    for waiver in list_waivers([each.id for each in expectations]):
        waivers[waiver.expectation_id].append(waiver)
    frozen = list_frozen_submissions(commissioner_id, months=months, services=services)
    found = []
    for service in services:
        asked = [each for each in expectations if service in {one.service.code for one in each.services}]
        for month in months:
            submissions = tuple(frozen.get((service, month), ()))
            there = {each.expectation_id for each in submissions}
            awaited = tuple(
                each for each in asked if each.id not in there and _is_awaited(each, month, waivers[each.id], on)
            )
            state = freezing_of(frozen=len(submissions), awaited=len(awaited))
            found.append(
                FrozenService(service=service, month=month, state=state, submissions=submissions, awaited=awaited)
            )
    return found


def list_frozen_submissions(
    commissioner_id: int, *, months: Sequence[str], services: Collection[str], since: datetime | None = None
) -> dict[tuple[str, str], list[Submission]]:
    """The submissions the frozen figures of services came from, by service and month, with return and provider.

    `since`: only of what was frozen after that instant.
    """
    if not months or not services:
        return {}
    rows: Select[str, str, Submission] = (
        select(CommissionedService.code, Snapshot.period, Submission)
        .select_from(SnapshotPart)
        .join(Snapshot, Snapshot.id == SnapshotPart.snapshot_id)
        .join(CommissionedService, CommissionedService.id == SnapshotPart.service_id)
        .join(Submission, Submission.id == SnapshotPart.submission_id)
        .join(Submission.expectation)
        .options(contains_eager(Submission.expectation).joinedload(Expectation.provider))
        .where(Expectation.commissioner_id == commissioner_id)
        .where(CommissionedService.code.in_(list(services)))
        .where(Snapshot.period.between(month_after(min(months), 1 - _LONGEST_PERIOD), max(months)))
        .order_by(CommissionedService.code, Snapshot.period, Submission.id)
    )
    if since is not None:
        rows = rows.where(Snapshot.frozen_at > since)
    found: dict[tuple[str, str], list[Submission]] = defaultdict(list)
    for service, period, submission in db.session.execute(rows):
        for month in submission.expectation.period(period).months:
            if month in months:
                found[service, month].append(submission)
    return found


def list_corrections(commissioner_id: int, *, months: Sequence[str], services: Collection[str]) -> list[Adjustment]:
    """Later corrections of these months and services, whichever month they were posted to, the oldest first."""
    if not months or not services:
        return []
    rows = (
        select(Adjustment)
        .join(Adjustment.expectation)
        .join(Adjustment.service)
        .options(
            contains_eager(Adjustment.expectation).joinedload(Expectation.provider),
            contains_eager(Adjustment.service),
            joinedload(Adjustment.practice),
        )
        .where(Expectation.commissioner_id == commissioner_id)
        .where(CommissionedService.code.in_(list(services)), Adjustment.month.in_(list(months)))
        .order_by(Adjustment.id)
    )
    return list(db.session.scalars(rows))


def _is_awaited(expectation: Expectation, month: str, waivers: Iterable[Waiver], on: date) -> bool:
    if month < expectation.first_month or (expectation.last_month is not None and month > expectation.last_month):
        return False
    first = expectation.period(month).first_month
    return not any(
        waiver.rule == RETURN and waiver.first_month <= first <= waiver.last_month and on <= waiver.until_on
        for waiver in waivers
    )
