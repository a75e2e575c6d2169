"""The blueprint of meetings, what it makes known to others, and how a meeting of an address is found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import NoResultFound

from commissioning.meetings.models import Action, Meeting, MeetingItem, Minutes
from commissioning.meetings.queries.actions import find_action_seen
from commissioning.meetings.queries.meetings import find_seen, get_item, get_minutes
from commissioning.meetings.rules.stages import Stage
from commissioning.meetings.views import home_part, words
from core.navigation import add_home_part
from core.permissions import Permission
from core.web import current_actor

views = Blueprint("meetings", __name__, url_prefix="/meetings")


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the part of the home page and the words of the trail."""
    del state
    add_home_part("meetings", home_part.home_part)
    words.make_known()


def meeting_in_view(meeting_id: int) -> Meeting:
    """The meeting of the address, if it concerns the reader; not found otherwise."""
    found = find_seen(meeting_id, by=current_actor())
    if found is None:
        abort(404)
    return found


def kept_in_view(meeting_id: int) -> Meeting:
    """A meeting whose record the reader keeps; not found for others who may see it."""
    found = meeting_in_view(meeting_id)
    if not may_keep(found):
        abort(404)
    return found


def item_in_view(meeting: Meeting, item_id: int) -> MeetingItem:
    """An item of the meeting; not found where it has none of that number."""
    try:
        return get_item(meeting.id, item_id)
    except NoResultFound:
        abort(404)


def minutes_in_view(meeting: Meeting, number: int) -> Minutes:
    """A version of the minutes; not found where there is none of that number."""
    try:
        return get_minutes(meeting.id, number)
    except NoResultFound:
        abort(404)


def action_in_view(action_id: int) -> tuple[Action, Meeting]:
    """The action of the address and its meeting, if they concern the reader; not found otherwise."""
    found = find_action_seen(action_id, by=current_actor())
    if found is None:
        abort(404)
    return found, meeting_in_view(found.meeting_id)


def may_close(action: Action) -> bool:
    """Whether the reader says what came of an action: its owner's people, and who holds the meeting."""
    actor = current_actor()
    owns = actor.organisation_id == action.owner_id
    return actor.may(Permission.APPROVE_MINUTES) and (owns or actor.may(Permission.HOLD_REVIEWS))


def may_keep(meeting: Meeting) -> bool:
    """Whether the reader keeps the record of this meeting."""
    actor = current_actor()
    return actor.may(Permission.HOLD_REVIEWS) and actor.organisation_id == meeting.commissioner_id


def is_under_way(meeting: Meeting) -> bool:
    """Whether the record of the meeting is being written."""
    return meeting.stage is Stage.UNDER_WAY


def address_of(meeting: Meeting) -> str:
    """The page of a meeting."""
    return url_for("meetings.show_meeting", meeting_id=meeting.id)


def address_of_action(action: Action) -> str:
    """The page of an action."""
    return url_for("meetings.show_action", action_id=action.id)


def crumbs_to(meeting: Meeting) -> list[tuple[str, str]]:
    """The way to the acts on a meeting."""
    return [("Action log", url_for("meetings.list_actions")), (meeting.title, address_of(meeting))]


def parties_of(meeting: Meeting, *, only: int | None = None) -> list[tuple[object, str]]:
    """The organisations of a meeting as choices; `only` that one."""
    return [(each.party_id, each.party.name) for each in meeting.parties if only is None or each.party_id == only]
