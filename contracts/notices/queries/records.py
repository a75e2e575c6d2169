"""All that was recorded under many notices, by notice, in the same number of queries however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from contracts.notices.models.ledger import LedgerEntry
from contracts.notices.models.notices import Closure, Meeting, Notice, Response
from contracts.notices.models.outcomes import NoticeOutcome
from contracts.notices.queries.ledger import entries_of
from contracts.notices.queries.notices import with_plans
from core.db import db


@dataclass(slots=True, kw_only=True)
class Record:
    """What was recorded under one notice, each kind oldest first; of the ledger what was approved."""

    responses: list[Response] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    outcomes: list[NoticeOutcome] = field(default_factory=list)
    entries: list[LedgerEntry] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)


def records_of(notices: Sequence[Notice]) -> Mapping[int, Record]:
    """What was recorded under these notices, by their ids."""
    ids = [each.id for each in notices]
    found: defaultdict[int, Record] = defaultdict(Record)
    for response in db.session.scalars(select(Response).where(Response.notice_id.in_(ids)).order_by(Response.id)):
        found[response.notice_id].responses.append(response)
    for meeting in db.session.scalars(select(Meeting).where(Meeting.notice_id.in_(ids)).order_by(Meeting.id)):
        found[meeting.notice_id].meetings.append(meeting)
    for closure in db.session.scalars(select(Closure).where(Closure.notice_id.in_(ids))):
        found[closure.notice_id].closures.append(closure)
    for outcome in _outcomes(ids):
        found[outcome.notice_id].outcomes.append(outcome)
    for entry in entries_of(ids):
        if entry.is_approved:
            found[entry.notice_id].entries.append(entry)
    return found


def _outcomes(ids: Sequence[int]) -> Iterable[NoticeOutcome]:
    rows = with_plans(select(NoticeOutcome).where(NoticeOutcome.notice_id.in_(ids)))
    return db.session.scalars(rows.order_by(NoticeOutcome.number).execution_options(populate_existing=True))
