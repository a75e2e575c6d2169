"""Writing messages, in the transaction of the act that causes them; reading them; what became of them as mail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from core import audit
from core.db import db
from core.errors import Refusal
from core.identifiers import masked
from core.notifications import queries, rules
from core.notifications.models import Message
from core.notifications.rules import Mailing
from core.permissions import Actor, Permission, check_may


def notify(
    *, key: str, person_ids: Sequence[int], subject: str, words: str, href: str, at: datetime, is_letter: bool = False
) -> int:
    """Write a message to each of these people who does not have the one of that key yet; how many were written.

    The act that causes it records its event; this records none. `href`: the path of the page it leads to, which the
    view hands down. The key says what is told and when it would be told anew: `agreement.issue/12`. `is_letter`: it is
    meant for the mailbox (a link to choose a password), and counts as read here.
    """
    rules.check_message(key=key, subject=subject, href=href)
    told = set(queries.list_person_ids_told(key, person_ids))
    new = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in told]
    db.session.add_all(
        Message(
            key=key,
            person_id=person_id,
            subject=rules.as_subject(subject),
            words=masked(words.strip()),
            href=href,
            written_at=at,
            read_at=at if is_letter else None,
            tries=0,
            problem="",
        )
        for person_id in new
    )
    db.session.flush()
    return len(new)


def mark_read(*, message_id: int, by: Actor, at: datetime) -> Message:
    """Mark a message to oneself as read; one that is read already stays as it is."""
    message = queries.get_own_message(message_id, person_id=by.person_id, for_change=True)
    if message.read_at is None:
        message.read_at = at
        db.session.flush()
        _record(by, "mark_read", message)
    return message


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Mark every message to oneself as read; how many were not yet."""
    unread = queries.list_unread_messages(by.person_id)
    for message in unread:
        message.read_at = at
    db.session.flush()
    if unread:
        new = {"messages": len(unread)}
        session = db.session()
        audit.record(
            session, by=by, act="notifications.mark_all_read", subject="person", subject_id=by.person_id, new=new
        )
    return len(unread)


def send_again(*, message_id: int, by: Actor) -> Message:
    """Let a mail that failed too often be tried anew from the beginning, once what was wrong is put right."""
    check_may(by, Permission.SEE_OUTBOX)
    message = queries.get_message(queries.get_message_within_reach(message_id, by=by).id)
    if rules.mailing_of(sent_at=message.sent_at, tries=message.tries) is not Mailing.FAILED:
        raise Refusal("This mail has not failed: it was sent, or it will be tried again by itself.")
    message.tries, message.tried_at, message.problem = 0, None, ""
    db.session.flush()
    _record(by, "send_again", message)
    return message


def note_sent(*, message_id: int, at: datetime) -> None:
    """Keep that a message went out as mail."""
    message = queries.get_message(message_id)
    message.sent_at, message.problem = at, ""
    db.session.flush()


def note_not_sent(*, message_id: int, problem: str, at: datetime) -> None:
    """Keep that sending a message failed once more, and why."""
    message = queries.get_message(message_id)
    message.tries, message.tried_at, message.problem = message.tries + 1, at, problem
    db.session.flush()


def _record(by: Actor, act: str, message: Message) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"notifications.{act}",
        subject="message",
        subject_id=message.id,
        new={"subject": message.subject},
    )


def forget_messages(person_id: int) -> None:
    """Let every message to a person go, within an act that says why: the account is anonymised."""
    db.session.execute(delete(Message).where(Message.person_id == person_id))
