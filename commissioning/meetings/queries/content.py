"""What the minutes of a meeting say, as plain values: written as canonical JSON, that text is hashed and approved."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from commissioning.meetings.models import Action, Attendee, Decision, Meeting, Minutes
from commissioning.meetings.queries.meetings import (
    asked_to_approve,
    list_actions_of,
    list_attendees,
    list_decisions,
    list_minutes,
    quoracy_of,
)
from commissioning.meetings.rules.ageing import ActionStage
from commissioning.meetings.rules.attendance import quorum_in_words
from core.canonical import hash_of
from core.clock import in_london
from core.errors import Refusal
from core.wording import in_full

Values = dict[str, Any]


def content_now(meeting: Meeting, *, number: int) -> Values:
    """The minutes as they would be issued now. Actions dropped while they were first written are not among them.

    What became of an action after it was first minuted is no part of them: the meeting agreed it, for that day.
    """
    attendees, decisions = list_attendees(meeting.id), list_decisions(meeting.id)
    minuted = _first_minuted(meeting.id)
    actions = [each for each in list_actions_of([meeting.id]) if _belongs(each, minuted)]
    return {
        "number": number,
        "reason": meeting.correction,
        "title": meeting.title,
        "meets_on": in_full(meeting.meets_on),
        "opened_on": in_full(in_london(meeting.opened_at).date()) if meeting.opened_at else "",
        "place": meeting.place,
        "commissioner": meeting.commissioner.name,
        "quorum": quorum_in_words(
            [each.party.name for each in meeting.parties if each.is_needed], others_needed=meeting.others_needed
        ),
        "quorum_source": meeting.quorum_source,
        "quoracy": quoracy_of(meeting, attendees, is_over=True).sentence,
        "attendance": [_attendee(each) for each in attendees],
        "asked": [
            {"party_id": each.party_id, "name": each.party.name, "capacity": each.capacity.value}
            for each in asked_to_approve(meeting, attendees)
        ],
        "items": [
            {
                "key": item.key,
                "title": item.title,
                "notes": item.notes,
                "decisions": [_decision(each) for each in decisions if each.item_id == item.id],
                "actions": [_action(each, minuted) for each in actions if each.item_id == item.id],
            }
            for item in meeting.items
        ],
    }


def _attendee(row: Attendee) -> Values:
    return {"name": row.name, "organisation": row.party.name, "presence": row.presence_name}


def _decision(row: Decision) -> Values:
    return {"number": row.number, "words": row.words}


def is_as_issued(minutes: Minutes) -> bool:
    """Whether the kept text still has the hash under which it was issued."""
    return hash_of(minutes.content) == minutes.content_hash


def text_as_issued(minutes: Minutes) -> Values:
    """The values of a version of the minutes. Refused where the kept text is not the one that was issued."""
    if not is_as_issued(minutes):
        raise Refusal(
            f"The kept text of version {minutes.number} of these minutes is damaged: its hash is another one. "
            "Tell an administrator."
        )
    values: Values = json.loads(minutes.content)
    return values


def _first_minuted(meeting_id: int) -> dict[int, datetime]:
    """When each action was first issued in minutes, by its number."""
    found: dict[int, datetime] = {}
    for version in reversed(list_minutes(meeting_id)):
        for item in json.loads(version.content)["items"]:
            for each in item["actions"]:
                found.setdefault(each["number"], version.issued_at)
    return found


def _belongs(row: Action, minuted: Mapping[int, datetime]) -> bool:
    return row.stage is not ActionStage.DROPPED or row.number in minuted


def _agreed_day(row: Action, minuted: Mapping[int, datetime]) -> date:
    """The day the meeting agreed for an action: as it was first minuted, whatever it was moved to since."""
    since = minuted.get(row.number)
    later = [each for each in row.days_moved if since is not None and each.moved_at > since]
    return later[0].due_before if later else row.due_on


def _action(row: Action, minuted: Mapping[int, datetime]) -> Values:
    return {
        "number": row.number,
        "words": row.words,
        "owner": f"{row.owner_name}, {row.owner.name}",
        "due_on": in_full(_agreed_day(row, minuted)),
        "moves": row.moves_words,
    }
