"""What actions of a review may move: the KPIs of its contract that are in use, by service."""

from commissioning.meetings.measures import Measure
from commissioning.meetings.models import Meeting
from contracts.performance.queries.kpis import list_of_contract
from contracts.reviews.models import SUBJECT
from contracts.reviews.queries.reviews import get_review

KIND = "kpi"
_NO_SERVICE = "KPIs of no one service"


def kpis_offered(meeting: Meeting) -> list[Measure]:
    """The KPIs of the contract whose review a meeting is, without retired ones; none of any other meeting."""
    if meeting.subject != SUBJECT:
        return []
    return [
        Measure(
            kind=KIND,
            id=kpi.id,
            words=f"{kpi.code} {kpi.definition.name}",
            group=f"KPIs of {kpi.service.name}" if kpi.service else _NO_SERVICE,
        )
        for kpi in list_of_contract(get_review(meeting.subject_id).contract_id)
        if not kpi.retired_month
    ]
