"""Meetings: nominated, opened, recorded, minuted, approved and corrected; actions and their log; who may what."""

from datetime import date
from re import escape

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from commissioning.meetings.actions.calling import nominate, open_meeting, withdraw_nomination
from commissioning.meetings.actions.keeping import (
    close_action,
    decide,
    note_attendance,
    take_back_decision,
    write_notes,
)
from commissioning.meetings.actions.minutes import approve_minutes, correct_minutes, issue_minutes
from commissioning.meetings.documents.minutes import minutes_pdf
from commissioning.meetings.measures import Measure, add_measures, measured_since
from commissioning.meetings.models import MINUTES_SUBJECT, Decision, Minutes
from commissioning.meetings.queries.actions import Asked, list_actions, list_own_overdue
from commissioning.meetings.queries.meetings import (
    find_seen,
    get_meeting,
    list_attendees,
    list_decisions,
    list_minutes,
    list_to_approve,
    quoracy_of,
    state_of_minutes,
)
from commissioning.meetings.rules.ageing import ActionStage
from commissioning.meetings.rules.stages import MinutesState
from core.audit_trail.queries import history_of
from core.canonical import hash_of
from core.db import transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.permissions import Actor
from core.signatures.queries import list_signatures
from tests.builders_contracts import Contracting
from tests.builders_reviews import (
    APRIL,
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

pytestmark = pytest.mark.usefixtures("database")
STANDS = "The minutes were issued and nobody changes them. Correct them with a reason"


def decided(meeting_id: int, item_id: int, by: Actor, words: str = "The clinic opens in August.") -> Decision:
    with transaction():
        return decide(meeting_id=meeting_id, item_id=item_id, words=words, by=by, at=at(REVIEWED))


def corrected(meeting_id: int, by: Actor, reason: str = "A name was wrong.") -> None:
    with transaction():
        correct_minutes(meeting_id=meeting_id, reason=reason, by=by)


def test_each_organisation_nominates_its_own_people_and_the_commissioner_anybody() -> None:
    people = Contracting()
    meeting_id = meeting_of(a_review(people)).id
    nominated(meeting_id, people.lead, "PbC lead of DacCom")
    assert history_of("meeting", meeting_id)[0].did == "nominated PbC lead of DacCom for DacCom"
    with transaction():
        nominate(meeting_id=meeting_id, party_id=people.providing, name="Finance lead", by=people.commissioner)
    for by, party_id, name, said in (
        (people.lead, people.providing, "X", "You nominate who attends for your own organisation, not for Provider"),
        (people.lead, people.dacom, "pbc lead of daccom", "DacCom has nominated pbc lead of daccom already."),
        (people.lead, people.dacom, " ", "Say who attends, by name or role, in at most 120 characters."),
        (people.lead, people.watcom, "X", "Choose one of the organisations of this meeting."),
        (people.lead_of_watcom, people.watcom, "X", "WatCom takes no part in this meeting."),
        (people.member, people.dacom, "X", "As PbC member you may not nominate who attends reviews."),
        (people.stranger, people.dacom, "X", "of another commissioner"),
    ):
        with pytest.raises(Refusal, match=escape(said)), transaction():
            nominate(meeting_id=meeting_id, party_id=party_id, name=name, by=by)
    own = next(each for each in list_attendees(meeting_id) if each.party_id == people.dacom)
    with transaction():
        withdraw_nomination(meeting_id=meeting_id, attendee_id=own.id, by=people.lead)
    assert [each.name for each in list_attendees(meeting_id)] == ["Finance lead"]


def test_a_meeting_opens_on_its_day_and_once() -> None:
    people = Contracting()
    meeting_id = meeting_of(a_review(people)).id
    with pytest.raises(Refusal, match=escape("The meeting is on 1 July 2008. Open it on that day")), transaction():
        open_meeting(meeting_id=meeting_id, by=people.commissioner, on=APRIL, at=at(APRIL))
    with pytest.raises(NotAllowed), transaction():
        open_meeting(meeting_id=meeting_id, by=people.finance, on=REVIEWED, at=at(REVIEWED))
    with transaction():
        open_meeting(meeting_id=meeting_id, by=people.commissioner, on=REVIEWED, at=at(REVIEWED))
    with pytest.raises(Refusal, match=escape("The meeting was opened before.")), transaction():
        open_meeting(meeting_id=meeting_id, by=people.commissioner, on=REVIEWED, at=at(REVIEWED))


def test_only_a_quorate_meeting_decides() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people, present=False)
    item = meeting.items[3]
    with pytest.raises(Refusal, match=escape("The meeting is not quorate: it needs West Hertfordshire PCT")):
        decided(meeting.id, item.id, people.commissioner)
    everybody_there(meeting.id, people)
    decision = decided(meeting.id, item.id, people.commissioner)
    assert decision.number == 1
    with transaction():
        take_back_decision(meeting_id=meeting.id, number=1, by=people.commissioner)
    assert list_decisions(meeting.id) == []
    assert decided(meeting.id, item.id, people.commissioner).number == 2, "a number is not used again"
    with pytest.raises(Refusal, match=escape("There is no decision 1, or it was taken back before.")), transaction():
        take_back_decision(meeting_id=meeting.id, number=1, by=people.commissioner)
    there = [each.id for each in list_attendees(meeting.id)]
    with pytest.raises(Refusal, match="Two things were noted of one person"), transaction():
        note_attendance(meeting_id=meeting.id, present=there, apologies=there[:1], by=people.commissioner)
    with transaction():
        note_attendance(meeting_id=meeting.id, present=there[1:], apologies=there[:1], by=people.commissioner)
    assert not quoracy_of(get_meeting(meeting.id), list_attendees(meeting.id)).is_quorate


def test_notes_are_saved_item_by_item_and_hold_nothing_about_a_patient() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    first, second = meeting.items[0], meeting.items[1]
    with transaction():
        write_notes(meeting_id=meeting.id, item_id=first.id, notes="- One point", by=people.commissioner)
        write_notes(meeting_id=meeting.id, item_id=second.id, notes="Another", by=people.commissioner)
    assert [each.notes for each in get_meeting(meeting.id).items[:2]] == ["- One point", "Another"]
    with pytest.raises(Refusal) as refused, transaction():
        write_notes(meeting_id=meeting.id, item_id=first.id, notes="Seen: 943 476 5919", by=people.commissioner)
    assert "943" not in str(refused.value)
    with pytest.raises(NotAllowed), transaction():
        write_notes(meeting_id=meeting.id, item_id=first.id, notes="Mine", by=people.provider)


def test_minutes_are_approved_by_each_party_and_never_by_who_issued_them() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    decided(meeting.id, meeting.items[3].id, people.commissioner)
    minutes = minuted(meeting, people)
    assert hash_of(minutes.content) == minutes.content_hash
    with pytest.raises(Refusal, match=escape("You issued these minutes. Somebody else of West Hertfordshire PCT")):
        approved(meeting, 1, people.commissioner)
    with pytest.raises(NotAllowed):
        approved(meeting, 1, people.lead_of_watcom)
    assert [each.id for each in list_to_approve(by=people.provider)] == [meeting.id]
    approved(meeting, 1, people.finance, people.provider)
    assert state_of_minutes(get_meeting(meeting.id)) is MinutesState.FOR_APPROVAL
    approved(meeting, 1, people.lead)
    assert state_of_minutes(get_meeting(meeting.id)) is MinutesState.APPROVED
    assert list_to_approve(by=people.provider) == []
    given = list_signatures(MINUTES_SUBJECT, minutes.id)
    assert [each.capacity.value for each in given] == ["for_commissioner", "for_provider", "assenting"]
    assert minutes_pdf(minutes, given) == minutes_pdf(minutes, given)
    with pytest.raises(OutOfDate, match="not those you read"), transaction():
        approve_minutes(
            meeting_id=meeting.id, number=1, seen_hash="0" * 64, by=people.provider, on=REVIEWED, at=at(REVIEWED)
        )


def test_minutes_are_not_changed_after_approval_but_corrected_by_a_new_version() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    minuted(meeting, people)
    approved(meeting, 1, people.finance, people.provider, people.lead)
    with pytest.raises(Refusal, match=escape(STANDS)), transaction():
        write_notes(meeting_id=meeting.id, item_id=meeting.items[0].id, notes="Other", by=people.commissioner)
    with pytest.raises(Refusal, match=escape(STANDS)):
        decided(meeting.id, meeting.items[0].id, people.commissioner)
    with pytest.raises(Refusal, match=escape("Say why the minutes are corrected.")):
        corrected(meeting.id, people.commissioner, " ")
    old = list_minutes(meeting.id)[0].content
    corrected(meeting.id, people.commissioner)
    with pytest.raises(Refusal, match=escape("These minutes are being corrected. Wait for the new version.")):
        approved(meeting, 1, people.provider)
    with transaction():
        write_notes(meeting_id=meeting.id, item_id=meeting.items[0].id, notes="Other", by=people.commissioner)
    second = minuted(get_meeting(meeting.id), people)
    assert (second.number, second.reason) == (2, "A name was wrong.")
    versions = list_minutes(meeting.id)
    assert [each.number for each in versions] == [2, 1]
    assert versions[1].content == old
    assert len(list_signatures(MINUTES_SUBJECT, versions[1].id)) == 3, "the old approvals stay with the old text"
    assert state_of_minutes(get_meeting(meeting.id)) is MinutesState.FOR_APPROVAL
    with pytest.raises(Refusal, match=escape("Version 1 was replaced by version 2. Read and approve that one.")):
        approved(meeting, 1, people.provider)
    with pytest.raises(DatabaseError, match="frozen"), transaction() as session:
        session.execute(update(Minutes).values(reason="Other"))


def test_minutes_that_changed_since_they_were_looked_at_are_not_issued_unseen() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    seen = minutes_seen(get_meeting(meeting.id))
    decided(meeting.id, meeting.items[0].id, people.colleague)
    with pytest.raises(OutOfDate, match="Somebody recorded more since you looked"), transaction():
        issue_minutes(
            meeting_id=meeting.id, seen_hash=seen, by=people.commissioner, on=REVIEWED, at=at(REVIEWED), href="/x"
        )


def test_minutes_need_somebody_present() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people, present=False)
    with pytest.raises(Refusal, match=escape("Nobody is noted as present. Note attendance first")):
        minuted(meeting, people)


def test_an_action_is_closed_by_its_owner_with_what_came_of_it() -> None:
    people = Contracting()
    meeting = opened(a_review(people), people)
    action = an_action(meeting, people)
    late = date(2008, 7, 16)
    assert [each.id for each in list_own_overdue(by=people.provider, on=late)] == [action.id]
    assert list_own_overdue(by=people.provider, on=date(2008, 7, 15)) == [], "on its own day nothing is overdue"

    def close(by: Actor, outcome: str = "Sent on 14 July.") -> None:
        with transaction():
            close_action(action_id=action.id, becomes=ActionStage.DONE, outcome=outcome, by=by, on=late)

    with pytest.raises(NotAllowed, match=escape("Provider services owns this action: its people say what came of it.")):
        close(people.lead)
    with pytest.raises(Refusal, match=escape("Say what came of it: what was done, or why it is dropped.")):
        close(people.provider, " ")
    close(people.provider)
    with pytest.raises(Refusal, match=escape("This action is closed: done.")):
        close(people.provider)
    assert history_of("meeting-action", action.id)[0].did == "closed action 1 as done: Sent on 14 July."
    found = {state: len(list_actions(Asked(state=state), by=people.lead, on=late)) for state in ("open", "done", "all")}
    assert found == {"open": 0, "done": 1, "all": 1}
    assert list_actions(Asked(state="all"), by=people.idle_provider, on=late) == []


def test_an_action_names_what_it_should_move() -> None:
    people = Contracting()
    add_measures(
        "waiting",
        offered=lambda meeting: [Measure(kind="waiting", id=7, words=f"Waiting time of {meeting.commissioner.name}")],
        measured=lambda asked, on: [
            f"Measure {each} fell between {since:%d.%m.} and {on:%d.%m.}" for each, since in asked
        ],
    )
    meeting = opened(a_review(people), people)
    action = an_action(meeting, people, moves="waiting/7")
    assert action.moves_words == "Waiting time of West Hertfordshire PCT"
    other = an_action(meeting, people)
    said = measured_since([action, other], on=date(2008, 9, 30))
    assert said == {action.id: "Measure 7 fell between 01.07. and 30.09."}
    with pytest.raises(Refusal, match=escape("Choose what it should move from the list.")):
        an_action(meeting, people, moves="waiting/8")
    with pytest.raises(Refusal, match=escape("It would be due on 30 June 2008, before the meeting of 1 July 2008.")):
        an_action(meeting, people, due_on=date(2008, 6, 30))


def test_who_sees_a_meeting() -> None:
    people = Contracting()
    meeting_id = meeting_of(a_review(people)).id
    for by in (people.commissioner, people.finance, people.auditor, people.provider, people.lead, people.member):
        assert find_seen(meeting_id, by=by) is not None, by.name
    for by in (people.stranger, people.idle_provider, people.lead_of_watcom, people.practice_manager):
        assert find_seen(meeting_id, by=by) is None, by.name
