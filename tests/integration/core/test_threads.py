"""Talking about a record: comments in order, a thread resolved and opened again, nothing said twice. Both engines."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import first_fault, history_of
from core.db import bookkeeping, db, transaction
from core.errors import Refusal
from core.parties.actions import rename_party
from core.people.actions.administration import deactivate_person
from core.permissions import Actor
from core.threads.actions import add_comment, reopen_thread, resolve_thread
from core.threads.models import Comment, Thread
from core.threads.queries import comments_on, count_comments, find_thread, get_thread, threads_on
from tests.at_once import at_once
from tests.builders_parties import AT, DAY, Parties
from tests.counting import selects_in, statements

NHS_NUMBER = "943 476 5919"
IDENTIFIER_FOUND = (
    "Your comment holds a number that passes the NHS number check. Take it out: "
    "nothing that identifies a patient may be kept here."
)


def said(by: Actor, words: str = "The activity of line 4 is wrong.", anchor: str = "", minute: int = 0) -> Comment:
    with transaction():
        return add_comment(
            subject="position", subject_id=7, anchor=anchor, words=words, by=by, at=AT + timedelta(minutes=minute)
        )


def resolved(thread_id: int, by: Actor, minute: int = 30) -> Thread:
    with transaction():
        return resolve_thread(thread_id=thread_id, by=by, at=AT + timedelta(minutes=minute))


@pytest.mark.usefixtures("database")
def test_comments_are_numbered_in_order_with_who_said_them() -> None:
    parties = Parties()
    said(parties.lead, "  The activity is wrong.\r\nSee line 4.  ")
    said(parties.commissioner, "Which month?", minute=1)
    told = [(each.number, each.name, each.organisation, each.words) for each in comments_on("position", 7)]
    assert told == [
        (1, "PbC lead of DacCom", "DacCom", "The activity is wrong.\nSee line 4."),
        (2, "Commissioner", "West Hertfordshire PCT", "Which month?"),
    ]
    thread = find_thread("position", 7)
    assert thread is not None
    assert (thread.state_name, thread.opened_at, thread.resolved) == ("Open", AT, None)


@pytest.mark.usefixtures("database")
def test_every_place_of_a_record_has_a_thread_of_its_own() -> None:
    parties = Parties()
    said(parties.lead, "About it all.")
    said(parties.lead, "About a line.", anchor="line:DIAB-NUR")
    said(parties.provider, "About the same line.", anchor="line:DIAB-NUR")
    assert [each.words for each in comments_on("position", 7, "line:DIAB-NUR")] == [
        "About a line.",
        "About the same line.",
    ]
    assert [each.number for each in comments_on("position", 7)] == [1]
    assert [thread.anchor for thread in threads_on("position", 7)] == ["", "line:DIAB-NUR"]
    assert (comments_on("position", 8), comments_on("proposal", 7), threads_on("position", 8)) == ([], [], [])
    assert find_thread("position", 7, "line:OTHER") is None


@pytest.mark.usefixtures("database")
def test_counts_the_comments_of_all_places_in_one_query() -> None:
    lead = Parties().lead
    for anchor in ("", "line:A", "line:A", "line:B"):
        said(lead, anchor=anchor)

    with statements() as asked:
        counted = count_comments("position", 7)
    assert counted == {"": 1, "line:A": 2, "line:B": 1}
    assert len(selects_in(asked)) == 1
    assert count_comments("position", 8) == {}


@pytest.mark.usefixtures("database")
def test_refuses_words_that_say_nothing_are_endless_or_name_a_patient() -> None:
    lead = Parties().lead
    for words, sentence in (
        (" \r\n ", "Write your comment first."),
        ("x" * 4001, "A comment has at most 4,000 characters, and yours has 4,001. Shorten it."),
        (
            f"See {NHS_NUMBER}.",
            IDENTIFIER_FOUND,
        ),
    ):
        with pytest.raises(Refusal) as refused:
            said(lead, words)
        assert str(refused.value) == sentence
    assert (threads_on("position", 7), comments_on("position", 7)) == ([], [])


@pytest.mark.usefixtures("database")
def test_the_longest_comment_is_kept_whole_however_its_lines_end() -> None:
    words = "\r\n".join(["x" * 1999, "y" * 2000])
    assert said(Parties().lead, words).words == words.replace("\r\n", "\n")


@pytest.mark.usefixtures("database")
def test_a_thread_is_resolved_and_opened_again() -> None:
    parties = Parties()
    thread_id = said(parties.lead).thread_id
    assert resolved(thread_id, parties.commissioner).resolved == "Commissioner on 28 March 2008"
    with transaction():
        reopen_thread(thread_id=thread_id, by=parties.lead, at=AT + timedelta(hours=1))
    thread = get_thread(thread_id)
    assert (thread.state_name, thread.opened_at) == ("Open", AT + timedelta(hours=1))
    assert (thread.resolved_at, thread.resolved_by_id) == (None, None)


@pytest.mark.usefixtures("database")
def test_a_comment_opens_a_resolved_thread_again() -> None:
    parties = Parties()
    thread_id = said(parties.lead).thread_id
    resolved(thread_id, parties.commissioner)
    assert said(parties.lead, "Not so fast.", minute=45).number == 2
    thread = get_thread(thread_id)
    assert (thread.state_name, thread.opened_at, thread.resolved) == ("Open", AT + timedelta(minutes=45), None)


@pytest.mark.usefixtures("database")
def test_refuses_to_resolve_twice_and_to_open_what_is_open() -> None:
    parties = Parties()
    thread_id = said(parties.lead).thread_id
    with pytest.raises(Refusal) as refused, transaction():
        reopen_thread(thread_id=thread_id, by=parties.lead, at=AT)
    assert str(refused.value) == "This thread is open already."
    resolved(thread_id, parties.commissioner)
    with pytest.raises(Refusal) as refused:
        resolved(thread_id, parties.lead)
    assert str(refused.value) == "This thread is resolved already, by Commissioner on 28 March 2008."


@pytest.mark.usefixtures("database")
def test_the_trail_tells_each_act_once_and_never_the_words() -> None:
    parties = Parties()
    thread_id = said(parties.lead, "Words that may have to go one day.", anchor="line:A").thread_id
    resolved(thread_id, parties.commissioner)
    said(parties.provider, "More such words.", anchor="line:A")
    resolved(thread_id, parties.commissioner)
    with transaction():
        reopen_thread(thread_id=thread_id, by=parties.lead, at=AT)
    assert [(line.who, line.did) for line in reversed(history_of("position", 7))] == [
        ("PbC lead of DacCom", "wrote comment 1"),
        ("Commissioner", "resolved the comments"),
        ("Provider manager", "wrote comment 2"),
        ("Commissioner", "resolved the comments"),
        ("PbC lead of DacCom", "opened the comments again"),
    ]
    payloads = db.session.scalars(select(AuditEvent.payload).where(AuditEvent.subject == "position")).all()
    assert all('"anchor":"line:A"' in str(payload) and "words" not in str(payload).lower() for payload in payloads)
    assert first_fault() == ""


@pytest.mark.usefixtures("database")
def test_the_trail_files_an_act_under_the_commissioner_named() -> None:
    parties = Parties()
    trust = parties.commissioner.organisation_id
    with transaction():
        add_comment(subject="position", subject_id=7, words="Why?", by=parties.lead, at=AT, commissioner_id=trust)
    filed = db.session.scalars(select(AuditEvent.commissioner_id).where(AuditEvent.act == "threads.add_comment"))
    assert filed.all() == [trust]


@pytest.mark.usefixtures("database")
def test_who_left_stays_on_what_they_said() -> None:
    """TRAPS 17. So does the organisation's name as it was."""
    parties = Parties()
    said(parties.lead)
    with transaction():
        deactivate_person(person_id=parties.lead.person_id, reason="Left", by=parties.administrator, on=DAY)
    with transaction():
        rename_party(party_id=parties.group, name="Dacorum Commissioning", by=parties.commissioner)
    comment = comments_on("position", 7)[0]
    assert (comment.name, comment.organisation) == ("PbC lead of DacCom", "DacCom")


def test_first_comments_at_once_share_one_thread(database: Flask) -> None:
    """TRAPS 30."""
    parties = Parties()

    def saying(by: Actor, words: str) -> object:
        return add_comment(subject="position", subject_id=7, words=words, by=by, at=AT)

    came = at_once(
        database,
        lambda: saying(parties.lead, "One"),
        lambda: saying(parties.other_lead, "Two"),
        lambda: saying(parties.commissioner, "Three"),
    )
    assert came == ["done"] * 3
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 1
    comments = comments_on("position", 7)
    assert [comment.number for comment in comments] == [1, 2, 3]
    assert {comment.words for comment in comments} == {"One", "Two", "Three"}
    assert first_fault() == ""


def test_a_thread_is_resolved_once_and_the_second_is_told(database: Flask) -> None:
    parties = Parties()
    thread_id = said(parties.lead).thread_id

    def act() -> object:
        return resolve_thread(thread_id=thread_id, by=parties.commissioner, at=AT)

    assert at_once(database, act, act) == [
        "This thread is resolved already, by Commissioner on 28 March 2008.",
        "done",
    ]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("statement", ["UPDATE threads_comment SET words = 'Agreed'", "DELETE FROM threads_comment"])
def test_the_database_keeps_a_comment_as_it_was_said(statement: str) -> None:
    said(Parties().lead)
    with pytest.raises(DBAPIError, match="what threads_comment holds is frozen"), bookkeeping() as session:
        session.execute(text(statement))
    assert comments_on("position", 7)[0].words == "The activity of line 4 is wrong."
