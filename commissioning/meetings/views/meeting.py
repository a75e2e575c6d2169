"""The page of a meeting: its state, what can be done now, who is there, its items, minutes, history."""

from dataclasses import dataclass

from flask import flash
from werkzeug.wrappers import Response

from commissioning.meetings.actions import calling
from commissioning.meetings.measures import address_of_measure
from commissioning.meetings.models import MINUTES_SUBJECT, Meeting
from commissioning.meetings.queries.meetings import (
    list_actions_of,
    list_attendees,
    list_decisions,
    list_minutes,
    quoracy_of,
    sittings_of,
    state_of_minutes,
    waits_for,
)
from commissioning.meetings.rules.ageing import ActionStage
from commissioning.meetings.rules.attendance import quorum_in_words
from commissioning.meetings.rules.stages import MINUTES_NAMES, MinutesState, Stage
from commissioning.meetings.views.blueprint import (
    address_of,
    is_under_way,
    kept_in_view,
    may_close,
    may_keep,
    meeting_in_view,
    views,
)
from core import clock
from core.markdown import as_html
from core.navigation import besides_on
from core.one_use import press
from core.permissions import Permission
from core.signatures.queries import list_signatures
from core.web import current_actor, page, requires

LOOKS = {
    MinutesState.NONE: "nhsuk-tag--grey",
    MinutesState.DRAFT: "nhsuk-tag--yellow",
    MinutesState.FOR_APPROVAL: "nhsuk-tag--orange",
    MinutesState.APPROVED: "nhsuk-tag--green",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What the reader can do with a meeting now."""

    open: bool
    keep: bool
    nominate: bool
    correct: bool
    approve: bool


def may_do(meeting: Meeting) -> May:
    """What the reader can do with the meeting now."""
    actor, keeps = current_actor(), may_keep(meeting)
    takes_part = any(each.party_id == actor.organisation_id for each in meeting.parties)
    is_open = meeting.stage in (Stage.PLANNED, Stage.UNDER_WAY)
    return May(
        open=keeps and meeting.stage is Stage.PLANNED and meeting.meets_on <= clock.today(),
        keep=keeps and is_under_way(meeting),
        nominate=is_open and actor.may(Permission.NOMINATE_ATTENDEES) and (takes_part or keeps),
        correct=keeps and meeting.stage is Stage.MINUTED,
        approve=actor.may(Permission.APPROVE_MINUTES) and waits_for(meeting, actor.organisation_id),
    )


@views.get("/<int:meeting_id>")
@requires(Permission.SEE_PERFORMANCE)
def show_meeting(meeting_id: int) -> tuple[str, int]:
    """Show a meeting as it is held: attendance and quorum, every item with notes, decisions and actions, minutes."""
    meeting = meeting_in_view(meeting_id)
    attendees, versions = list_attendees(meeting.id), list_minutes(meeting.id)
    state, decisions = state_of_minutes(meeting), list_decisions(meeting.id)
    actions = list_actions_of([meeting.id])
    return page(
        "commissioning/meetings/show_meeting.html",
        meeting=meeting,
        state_name="Cancelled" if meeting.stage is Stage.CANCELLED else MINUTES_NAMES[state],
        look=LOOKS[state],
        may=may_do(meeting),
        attendees=attendees,
        sittings=sittings_of(meeting, attendees),
        quoracy=quoracy_of(meeting, attendees, is_over=meeting.stage is Stage.MINUTED),
        quorum=quorum_in_words(
            [each.party.name for each in meeting.parties if each.is_needed], others_needed=meeting.others_needed
        ),
        decisions=decisions,
        besides={each.id: besides_on("decision", each.id) for each in decisions},
        measure_at=address_of_measure,
        actions=actions,
        versions=versions,
        given=list_signatures(MINUTES_SUBJECT, versions[0].id) if versions else [],
        closable={each.id for each in actions if each.stage is ActionStage.OPEN and may_close(each)},
        as_html=as_html,
    )


@views.post("/<int:meeting_id>/open")
@requires(Permission.HOLD_REVIEWS)
def open_meeting(meeting_id: int) -> Response:
    """Open the meeting."""
    meeting = kept_in_view(meeting_id)

    def act() -> str:
        calling.open_meeting(meeting_id=meeting.id, by=current_actor(), on=clock.today(), at=clock.now())
        flash("The meeting is open. Note who is there, then go through the items.")
        return address_of(meeting)

    return press(act, address_of(meeting))
