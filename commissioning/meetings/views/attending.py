"""Nominating who attends, and noting who is there."""

from flask import flash
from werkzeug.wrappers import Response

from commissioning.meetings.actions import calling, keeping
from commissioning.meetings.forms import NominateForm, attendance_form
from commissioning.meetings.models import SUBJECT
from commissioning.meetings.queries.meetings import list_attendees
from commissioning.meetings.rules.attendance import Presence
from commissioning.meetings.views.blueprint import (
    address_of,
    crumbs_to,
    kept_in_view,
    may_keep,
    meeting_in_view,
    parties_of,
    views,
)
from core.one_use import Editing, press, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/<int:meeting_id>/nominate", methods=["GET", "POST"])
@requires(Permission.NOMINATE_ATTENDEES)
def nominate(meeting_id: int) -> Response | tuple[str, int]:
    """Nominate somebody for one's own organisation; who holds the meeting, for any of them."""
    meeting, actor = meeting_in_view(meeting_id), current_actor()
    form = NominateForm(parties_of(meeting, only=None if may_keep(meeting) else actor.organisation_id))

    def act() -> str:
        attendee = calling.nominate(
            meeting_id=meeting.id, party_id=int(form.party.data), name=str(form.name.data), by=actor
        )
        flash(f"{attendee.name} attends for {attendee.party.name}.")
        return f"{address_of(meeting)}#attendance"

    if answer := submit(form, act):
        return answer
    return page("commissioning/meetings/nominate.html", form, meeting=meeting, crumbs=crumbs_to(meeting))


@views.post("/<int:meeting_id>/attendees/<int:attendee_id>/withdraw")
@requires(Permission.NOMINATE_ATTENDEES)
def withdraw_nomination(meeting_id: int, attendee_id: int) -> Response:
    """Take a nomination back."""
    meeting = meeting_in_view(meeting_id)

    def act() -> str:
        calling.withdraw_nomination(meeting_id=meeting.id, attendee_id=attendee_id, by=current_actor())
        return f"{address_of(meeting)}#attendance"

    return press(act, f"{address_of(meeting)}#attendance")


@views.route("/<int:meeting_id>/attendance", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def note_attendance(meeting_id: int) -> Response | tuple[str, int]:
    """Note by one tick each who is there and who sent apologies."""
    meeting = kept_in_view(meeting_id)
    nominated = list_attendees(meeting.id)
    form = attendance_form([(each.id, f"{each.name}, {each.party.name}", each.presence) for each in nominated])

    def act() -> str:
        chosen = form.chosen
        keeping.note_attendance(
            meeting_id=meeting.id,
            present=[key for key, each in chosen.items() if each is Presence.PRESENT],
            apologies=[key for key, each in chosen.items() if each is Presence.APOLOGIES],
            left=[key for key, each in chosen.items() if each is Presence.LEFT],
            by=current_actor(),
        )
        flash("Attendance is noted.")
        return f"{address_of(meeting)}#attendance"

    if answer := submit(form, act, editing=Editing(record=meeting, subject=SUBJECT)):
        return answer
    return page("commissioning/meetings/note_attendance.html", form, meeting=meeting, crumbs=crumbs_to(meeting))
