"""What acts on meetings are called in plain words in their history."""

from core.audit_trail.words import say

_WORDS = {
    "nominate": "nominated {name} for {organisation}",
    "withdraw_nomination": "took back that {name} attends for {organisation}",
    "open_meeting": "opened the meeting",
    "note_attendance": "noted who is there. {quoracy}",
    "write_notes": "wrote the notes on “{item}”",
    "write_notes/anew": "changed the notes on “{item}”: {summary}",
    "decide": "recorded decision {number}: {words}",
    "take_back_decision": "took decision {number} back: {words}",
    "agree_action": "recorded action {number} for {owner}, due {due_on}: {words}",
    "close_action": "closed action {number} as {became}: {outcome}",
    "move_day": "moved the day of action {number} from {old_due_on} to {due_on}: {reason}",
    "issue_minutes": "issued version {number} of the minutes for approval",
    "correct_minutes": "took the minutes up again: {reason}",
    "approve_minutes": "approved version {number} of the minutes for {organisation}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"meetings.{act}", words)
