"""Keeping the record while a meeting is under way: who is there, notes by item, decisions, and who does what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from commissioning.meetings.actions.recording import held_meeting, meeting_under_way, record_on
from commissioning.meetings.measures import LONGEST, find_measure
from commissioning.meetings.models import ACTION_SUBJECT, ITEM_SUBJECT, Action, Decision, Meeting, MeetingItem
from commissioning.meetings.queries.actions import get_action
from commissioning.meetings.queries.meetings import (
    get_item,
    list_attendees,
    list_decisions,
    next_number,
    quoracy_of,
)
from commissioning.meetings.rules.ageing import STAGE_NAMES, ActionStage, check_action, check_closing
from commissioning.meetings.rules.attendance import Presence, check_attendance
from commissioning.meetings.rules.stages import LONGEST_NOTES, check_words
from core import audit
from core.comparing import rewording_of
from core.db import db
from core.errors import NotAllowed, Refusal
from core.markdown import check_text
from core.permissions import Actor, Permission
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """An action as it is agreed. `moves`: the key of the measure it should move; blank: none."""

    item_id: int
    words: str
    owner_id: int
    owner_name: str
    due_on: date
    moves: str = ""


def note_attendance(
    *, meeting_id: int, present: Collection[int], apologies: Collection[int], left: Collection[int] = (), by: Actor
) -> Meeting:
    """Note who of those nominated is there, who left early and who sent apologies; all others are expected."""
    meeting = meeting_under_way(meeting_id, by=by)
    attendees = list_attendees(meeting.id)
    check_attendance(nominated=[each.id for each in attendees], noted=(present, apologies, left))
    noted = {
        **dict.fromkeys(present, Presence.PRESENT),
        **dict.fromkeys(apologies, Presence.APOLOGIES),
        **dict.fromkeys(left, Presence.LEFT),
    }
    for each in attendees:
        each.presence = noted.get(each.id, Presence.EXPECTED)
    flag_modified(meeting, "stage")
    db.session.flush()
    record_on(meeting, "note_attendance", by=by, new={"quoracy": quoracy_of(meeting, attendees).sentence})
    return meeting


def write_notes(*, meeting_id: int, item_id: int, notes: str, by: Actor) -> MeetingItem:
    """Write the notes of one item anew (Markdown)."""
    meeting = meeting_under_way(meeting_id, by=by)
    item = get_item(meeting.id, item_id, for_change=True)
    if len(notes) > LONGEST_NOTES:
        raise Refusal(f"Notes of an item hold at most {LONGEST_NOTES:,} characters. These hold {len(notes):,}.")
    check_text(notes)
    old = {"notes": item.notes} if item.notes else None
    summary = rewording_of((item.title, item.title), (item.notes, notes.strip()))
    item.notes = notes.strip()
    db.session.flush()
    new = {"item": item.title, "notes": item.notes, "summary": summary}
    record_on(meeting, "write_notes", by=by, old=old, new=new, subject=ITEM_SUBJECT, subject_id=item.id)
    return item


def decide(*, meeting_id: int, item_id: int, words: str, by: Actor, at: datetime) -> Decision:
    """Record a decision at an item. Only a quorate meeting decides."""
    meeting = meeting_under_way(meeting_id, by=by)
    item = get_item(meeting.id, item_id)
    check_words(words, what="the decision")
    found = quoracy_of(meeting, list_attendees(meeting.id))
    if not found.is_quorate:
        raise Refusal(f"{found.sentence} Note attendance first; without a quorum, write a note instead of a decision.")
    decision = Decision(
        meeting_id=meeting.id,
        item_id=item.id,
        number=next_number(Decision, meeting.id),
        words=words.strip(),
        is_taken_back=False,
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    record_on(meeting, "decide", by=by, new={"number": decision.number, "words": decision.words})
    return decision


def take_back_decision(*, meeting_id: int, number: int, by: Actor) -> Decision:
    """Take back what was recorded by mistake, while the minutes are written. Its number is not used again."""
    meeting = meeting_under_way(meeting_id, by=by)
    decision = next((each for each in list_decisions(meeting.id) if each.number == number), None)
    if decision is None:
        raise Refusal(f"There is no decision {number}, or it was taken back before.")
    decision.is_taken_back = True
    db.session.flush()
    record_on(meeting, "take_back_decision", by=by, new={"number": number, "words": decision.words})
    return decision


def agree_action(*, meeting_id: int, agreed: Agreed, by: Actor, at: datetime) -> Action:
    """Record who does what by when, and what it should move."""
    meeting = meeting_under_way(meeting_id, by=by)
    item = get_item(meeting.id, agreed.item_id)
    check_action(words=agreed.words, owner=agreed.owner_name, due_on=agreed.due_on, on=meeting.meets_on)
    check_words(agreed.words, what="what is to be done")
    owner = next((each.party for each in meeting.parties if each.party_id == agreed.owner_id), None)
    if owner is None:
        raise Refusal("Choose an organisation of this meeting as the owner.")
    measure = find_measure(agreed.moves, meeting) if agreed.moves else None
    if agreed.moves and measure is None:
        raise Refusal("Choose what it should move from the list.")
    action = Action(
        meeting_id=meeting.id,
        item_id=item.id,
        number=next_number(Action, meeting.id),
        words=agreed.words.strip(),
        owner_id=owner.id,
        owner_name=agreed.owner_name.strip(),
        due_on=agreed.due_on,
        moves_kind=measure.kind if measure else "",
        moves_id=measure.id if measure else None,
        moves_words=measure.words[:LONGEST] if measure else "",
        stage=ActionStage.OPEN,
        closed_on=None,
        outcome="",
        recorded_at=at,
    )
    db.session.add(action)
    db.session.flush()
    new: audit.Values = {
        "number": action.number,
        "words": action.words,
        "owner": owner.name,
        "due_on": in_full(action.due_on),
    }
    record_on(meeting, "agree_action", by=by, new=new)
    return action


def close_action(*, action_id: int, becomes: ActionStage, outcome: str, by: Actor, on: date) -> Action:
    """Say that an action is done or dropped, and what came of it: its owner's people, or who calls the meeting."""
    found = get_action(action_id)
    meeting = held_meeting(found.meeting_id, by=by, permission=Permission.APPROVE_MINUTES)
    action = get_action(action_id, for_change=True)
    if by.organisation_id != action.owner_id and not by.may(Permission.HOLD_REVIEWS):
        raise NotAllowed(f"{action.owner.name} owns this action: its people say what came of it.")
    check_closing(stage=action.stage, becomes=becomes, outcome=outcome)
    action.stage, action.closed_on, action.outcome = becomes, on, outcome.strip()
    db.session.flush()
    new: audit.Values = {"number": action.number, "became": STAGE_NAMES[becomes].lower(), "outcome": action.outcome}
    record_on(meeting, "close_action", by=by, new=new, subject=ACTION_SUBJECT, subject_id=action.id)
    return action
