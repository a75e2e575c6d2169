"""Who leaves a meeting early, what corrected minutes still say, and minutes whose kept text was tampered with."""

from dataclasses import replace
from datetime import date
from re import escape

import pytest
from sqlalchemy import text

from commissioning.meetings.actions.calling import open_meeting
from commissioning.meetings.actions.following import move_day
from commissioning.meetings.actions.keeping import close_action, decide, note_attendance, write_notes
from commissioning.meetings.actions.minutes import correct_minutes, issue_minutes
from commissioning.meetings.documents.minutes import held_on, minutes_pdf
from commissioning.meetings.models import Attendee, Meeting
from commissioning.meetings.queries.content import content_now, text_as_issued
from commissioning.meetings.queries.meetings import (
    get_meeting,
    get_minutes,
    list_attendees,
    list_to_approve,
    quoracy_of,
    waits_for,
)
from commissioning.meetings.rules.ageing import ActionStage
from core.db import bookkeeping, db, transaction
from core.errors import Refusal
from tests.builders_contracts import Contracting
from tests.builders_reviews import (
    REVIEWED,
    a_review,
    an_action,
    approved,
    at,
    everybody_there,
    meeting_of,
    minuted,
    minutes_seen,
    nominated,
    opened,
)

pytestmark = pytest.mark.usefixtures("app")
ON = date(2008, 7, 21)


def noted(meeting: Meeting, people: Contracting, *, left: int) -> None:
    """Everybody there but those of an organisation, who left early."""
    attendees = list_attendees(meeting.id)
    with transaction():
        note_attendance(
            meeting_id=meeting.id,
            present=[each.id for each in attendees if each.party_id != left],
            apologies=[],
            left=[each.id for each in attendees if each.party_id == left],
            by=people.commissioner,
        )


@pytest.mark.usefixtures("database")
def test_who_leaves_early_ends_the_quorum_and_was_there_all_the_same() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    item = meeting.items[3]
    with transaction():
        decide(meeting_id=meeting.id, item_id=item.id, words="It opens.", by=people.commissioner, at=at(REVIEWED))
    noted(meeting, people, left=people.dacom)
    attendees = list_attendees(meeting.id)
    now = quoracy_of(get_meeting(meeting.id), attendees)
    assert (now.is_quorate, now.sentence) == (False, "The meeting is not quorate: it needs 1 group.")
    with pytest.raises(Refusal, match=escape("The meeting is not quorate: it needs 1 group.")), transaction():
        decide(meeting_id=meeting.id, item_id=item.id, words="More.", by=people.commissioner, at=at(REVIEWED))
    content = content_now(get_meeting(meeting.id), number=1)
    assert content["quoracy"] == (
        "The meeting was quorate: West Hertfordshire PCT, Provider services and DacCom were there. "
        "It lost its quorum when somebody left early."
    )
    assert [each["name"] for each in content["asked"]] == ["West Hertfordshire PCT", "Provider services", "DacCom"]
    minuted(get_meeting(meeting.id), people)
    assert waits_for(get_meeting(meeting.id), people.dacom)
    assert [each.id for each in list_to_approve(by=people.lead)] == [meeting.id]


def test_attendance_is_noted_only_of_those_who_are_nominated() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people, present=False)
    said = "Somebody was noted who is not nominated for this meeting. Nominate them first."
    with pytest.raises(Refusal, match=escape(said)), transaction():
        note_attendance(meeting_id=meeting.id, present=[9999], apologies=[], by=people.commissioner)
    late = nominated(meeting.id, people.provider, "Who came instead")
    with transaction():
        note_attendance(meeting_id=meeting.id, present=[late], apologies=[], by=people.commissioner)
    there = db.session.get_one(Attendee, late)
    assert there.presence_name == "Present", "nominated while the meeting goes on"


def test_corrected_minutes_still_say_what_was_agreed_for_which_day() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    kept = an_action(meeting, people)
    dropped = an_action(meeting, people)
    mistyped = an_action(meeting, people)
    with transaction():
        close_action(
            action_id=mistyped.id, becomes=ActionStage.DROPPED, outcome="Twice.", by=people.commissioner, on=REVIEWED
        )
    minuted(meeting, people)
    with transaction():
        move_day(
            action_id=kept.id,
            due_on=date(2008, 9, 1),
            reason="x",
            by=people.commissioner,
            on=ON,
            at=at(ON),
            href="/x",
        )
        close_action(action_id=dropped.id, becomes=ActionStage.DROPPED, outcome="No.", by=people.provider, on=ON)
        correct_minutes(meeting_id=meeting.id, reason="A name was wrong.", by=people.commissioner)
    content = content_now(get_meeting(meeting.id), number=2)
    said = [(each["number"], each["due_on"]) for item in content["items"] for each in item["actions"]]
    assert said == [(1, "15 July 2008"), (2, "15 July 2008")], "what became of them since is in the log"


def test_minutes_say_when_their_record_was_opened_on_another_day() -> None:
    people = Contracting()
    meeting_id = meeting_of(a_review(people)).id
    with transaction():
        open_meeting(meeting_id=meeting_id, by=people.commissioner, on=ON, at=at(ON))
    assert held_on(content_now(get_meeting(meeting_id), number=1)) == (
        "1 July 2008; its record was opened on 21 July 2008"
    )
    assert held_on({"meets_on": "1 July 2008"}) == "1 July 2008", "minutes from before this was kept"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_minutes SET content = '{\"items\":[]}'",
        "UPDATE meetings_minutes SET content_hash = '0000000000000000000000000000000000000000000000000000000000000000'",
    ],
    ids=["text", "hash"],
)
def test_minutes_that_were_tampered_with_are_neither_shown_nor_approved(statement: str) -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    minuted(meeting, people)
    with bookkeeping() as session:
        session.execute(text("DROP TRIGGER meetings_minutes_stays"))
        session.execute(text(statement))
    db.session.expire_all()
    with pytest.raises(Refusal, match=escape("The kept text of version 1 of these minutes is damaged")):
        text_as_issued(get_minutes(meeting.id, 1))
    with pytest.raises(Refusal, match="is damaged"):
        approved(meeting, 1, people.provider)
    with pytest.raises(Refusal, match="is damaged"):
        minutes_pdf(get_minutes(meeting.id, 1), [])


def test_notes_of_any_length_and_kind_become_a_page_and_a_pdf() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    everybody_there(meeting.id, people)
    held = {
        0: "word " * 3_999,
        1: "x" * 20_000,
        2: "Table: t\n\n| a | b |\n| --- | --- |\n| " + "long cell " * 1_500 + " | b |",
        3: "- " + "\n- ".join(f"point {number}" for number in range(1_500)),
    }
    for place, notes in held.items():
        with transaction():
            write_notes(meeting_id=meeting.id, item_id=meeting.items[place].id, notes=notes, by=people.commissioner)
    with pytest.raises(Refusal, match=escape("Notes of an item hold at most 20,000 characters. These hold 20,001.")):
        write_notes(meeting_id=meeting.id, item_id=meeting.items[0].id, notes="x" * 20_001, by=people.commissioner)
    minutes = minuted(get_meeting(meeting.id), people)
    assert minutes_pdf(minutes, []).startswith(b"%PDF")


def test_nobody_approves_minutes_for_two_organisations() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    minuted(meeting, people)
    approved(meeting, 1, people.finance)
    both = replace(people.provider, person_id=people.finance.person_id)
    said = "You approved these minutes for West Hertfordshire PCT. Somebody else approves them for Provider services."
    with pytest.raises(Refusal, match=escape(said)):
        approved(meeting, 1, both)
    with pytest.raises(Refusal, match="signed"):
        approved(meeting, 1, people.finance)
    approved(meeting, 1, people.provider)


def test_two_who_issue_the_minutes_make_one_version() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    seen = minutes_seen(get_meeting(meeting.id))
    minuted(meeting, people)
    with pytest.raises(Refusal, match=escape("The minutes were issued and nobody changes them.")), transaction():
        issue_minutes(
            meeting_id=meeting.id, seen_hash=seen, by=people.colleague, on=REVIEWED, at=at(REVIEWED), href="/x"
        )
