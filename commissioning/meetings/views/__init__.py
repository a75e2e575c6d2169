"""Pages of meetings: the meeting as it is held, its items, its minutes, and the log of all actions."""

from commissioning.meetings.views.attending import note_attendance
from commissioning.meetings.views.blueprint import views
from commissioning.meetings.views.following import show_action
from commissioning.meetings.views.items import write_notes
from commissioning.meetings.views.log import list_actions
from commissioning.meetings.views.meeting import show_meeting
from commissioning.meetings.views.minutes import show_minutes

__all__ = [
    "blueprints",
    "list_actions",
    "note_attendance",
    "show_action",
    "show_meeting",
    "show_minutes",
    "write_notes",
]
blueprints = (views,)
