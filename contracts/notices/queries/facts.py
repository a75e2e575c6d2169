"""What was recorded about notices, as the values from which their standing follows: many notices in five queries."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from contracts.notices.models.notices import Closure, Meeting, Notice, Response
from contracts.notices.models.outcomes import NoticeOutcome, PlanMilestone
from contracts.notices.queries.notices import with_plans
from contracts.notices.rules.milestones import Milestone, Report, Step
from contracts.notices.rules.standing import Facts, Recorded
from core.db import db


def facts_of(notice: Notice) -> Facts:
    """What was recorded about one notice."""
    return facts_of_all([notice])[notice.id]


def facts_of_all(notices: Sequence[Notice]) -> Mapping[int, Facts]:
    """What was recorded about notices, by their ids."""
    ids = [each.id for each in notices]
    answered = set(db.session.scalars(select(Response.notice_id).where(Response.notice_id.in_(ids))))
    met = set(db.session.scalars(select(Meeting.notice_id).where(Meeting.notice_id.in_(ids))))
    closed = set(db.session.scalars(select(Closure.notice_id).where(Closure.notice_id.in_(ids))))
    outcomes: dict[int, list[Recorded]] = {each: [] for each in ids}
    rows = with_plans(select(NoticeOutcome).where(NoticeOutcome.notice_id.in_(ids)))
    rows = rows.order_by(NoticeOutcome.notice_id, NoticeOutcome.number).execution_options(populate_existing=True)
    for row in db.session.scalars(rows):
        outcomes[row.notice_id].append(recorded(row))
    return {
        each.id: Facts(
            response_due_on=each.response_due_on,
            meeting_due_on=each.meeting_due_on,
            outcome_due_on=each.outcome_due_on,
            is_answered=each.id in answered,
            is_met=each.id in met,
            outcomes=outcomes[each.id],
            is_closed=each.id in closed,
        )
        for each in notices
    }


def recorded(row: NoticeOutcome) -> Recorded:
    """An outcome as rules know it."""
    return Recorded(
        id=row.id,
        number=row.number,
        outcome=row.outcome,
        proposed_by=row.side,
        is_agreed=row.answer.is_agreed if row.answer else None,
        review_due_on=row.review_due_on,
        milestones=[milestone_of(each) for each in row.milestones],
    )


def milestone_of(row: PlanMilestone) -> Milestone:
    """A milestone as rules know it."""
    return Milestone(
        id=row.id,
        number=row.number,
        what=row.what,
        owner=row.owner,
        due_on=row.due_on,
        steps=[Step(progress=each.progress, on=each.recorded_on) for each in row.steps],
        reports=[Report(stage=each.stage, on=each.issued_on, due_on=each.due_on) for each in row.reports],
    )
