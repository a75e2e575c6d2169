"""What people do in threads: comment, resolve, open again.

No permission is checked here. Who may read and write about a record is decided by the room that owns it: its action
checks the permission and the organisation first, then calls one of these.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from core import audit
from core.db import db
from core.permissions import Actor
from core.threads import queries, rules
from core.threads.models import Comment, Thread
from core.threads.rules import ThreadState


def add_comment(
    *,
    subject: str,
    subject_id: int,
    words: str,
    by: Actor,
    at: datetime,
    anchor: str = "",
    commissioner_id: int | None = None,
) -> Comment:
    """Say something about a record or one place of it. The first words begin the thread; a resolved one opens again.

    The calling action has checked before that the person may. The event holds the comment's number, never its words:
    they stand in one place only.
    """
    rules.check_words(words)
    thread = _thread_about(subject, subject_id, anchor, at)
    before = thread.state
    _open(thread, at)
    comment = Comment(
        thread_id=thread.id,
        number=queries.next_number(thread.id),
        words=rules.as_kept(words),
        person_id=by.person_id,
        organisation_id=by.organisation_id,
        name=by.name,
        organisation=by.organisation_name,
        said_at=at,
    )
    db.session.add(comment)
    db.session.flush()
    _record(thread, "add_comment", before, by=by, commissioner_id=commissioner_id, told={"number": comment.number})
    return comment


def resolve_thread(*, thread_id: int, by: Actor, at: datetime, commissioner_id: int | None = None) -> Thread:
    """Say that what a thread is about waits for nobody any more. Another comment opens it again.

    The calling action has checked before that the person may.
    """
    thread = queries.get_thread(thread_id, for_change=True)
    rules.check_may_be_resolved(resolved=thread.resolved)
    before = thread.state
    thread.resolved_at, thread.resolved_by_id = at, by.person_id
    db.session.flush()
    _record(thread, "resolve_thread", before, by=by, commissioner_id=commissioner_id)
    return thread


def reopen_thread(*, thread_id: int, by: Actor, at: datetime, commissioner_id: int | None = None) -> Thread:
    """Open a resolved thread again without a comment. The calling action has checked before that the person may."""
    thread = queries.get_thread(thread_id, for_change=True)
    rules.check_may_be_reopened(state=thread.state)
    before = thread.state
    _open(thread, at)
    db.session.flush()
    _record(thread, "reopen_thread", before, by=by, commissioner_id=commissioner_id)
    return thread


def _thread_about(subject: str, subject_id: int, anchor: str, at: datetime) -> Thread:
    """The thread, held until the act is over; begun where there is none. Two who begin it at once share it."""
    found = queries.find_thread(subject, subject_id, anchor, for_change=True)
    if found is not None:
        return found
    begun = Thread(subject=subject, subject_id=subject_id, anchor=anchor, opened_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(begun)
    except IntegrityError:
        found = queries.find_thread(subject, subject_id, anchor, for_change=True)
        if found is None:
            raise
        return found
    return begun


def _open(thread: Thread, at: datetime) -> None:
    if thread.state is ThreadState.RESOLVED:
        thread.opened_at, thread.resolved_at, thread.resolved_by_id = at, None, None


def _record(
    thread: Thread,
    act: str,
    before: ThreadState,
    *,
    by: Actor,
    commissioner_id: int | None,
    told: audit.Values | None = None,
) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"threads.{act}",
        subject=thread.subject,
        subject_id=thread.subject_id,
        old={"state": before.value},
        new={**(told or {}), "anchor": thread.anchor, "state": thread.state.value},
        commissioner_id=commissioner_id,
    )
