"""Rules of messages: what may be written, when a mail that failed is tried again, and what became of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from core.identifiers import masked
from core.wording import printable

LONGEST_SUBJECT = 200
LONGEST_KEY = 200
LONGEST_HREF = 2000
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
MOST_TRIES = 1 + len(WAITS)
SENT_WITHIN = timedelta(days=7)


class Mailing(StrEnum):
    """What became of a message as mail. *Not sent* holds for one that waits and for one that is not sent at all."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    FAILED = "failed"


MAILING_NAMES: Mapping[Mailing, str] = {
    Mailing.SENT: "Sent",
    Mailing.NOT_SENT: "Not sent",
    Mailing.FAILED: "Failed",
}


def check_message(*, key: str, subject: str, href: str) -> None:
    """Refuse what no message has: a fault of the act that writes it, so no sentence for people."""
    if not key or len(key) > LONGEST_KEY:
        raise ValueError(f"a message has a key of at most {LONGEST_KEY} characters")
    if not subject.strip():
        raise ValueError("a message has a subject")
    if not href.startswith("/") or href.startswith(("//", "/\\")) or len(href) > LONGEST_HREF:
        raise ValueError("a message leads to a path within the installation")


def as_subject(text: str) -> str:
    r"""A subject on one line, without patient identifiers, cut where no list has room for more.

    >>> as_subject("Proposal 2 is out:\nreply by 25 March 2008")
    'Proposal 2 is out: reply by 25 March 2008'
    """
    line = masked(printable(text).strip())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


def next_try_at(tries: int, tried_at: datetime) -> datetime | None:
    """When a mail that failed so many times, the last time at an instant, is tried again; None after the last try.

    >>> from datetime import UTC
    >>> at = datetime(2008, 3, 3, 9, 0, tzinfo=UTC)
    >>> [str(next_try_at(tries, at) - at) for tries in (1, 2, 3, 4)], next_try_at(5, at)
    (['0:05:00', '0:30:00', '2:00:00', '12:00:00'], None)
    """
    return tried_at + WAITS[tries - 1] if tries <= len(WAITS) else None


def may_be_tried(tries: int, tried_at: datetime | None, *, at: datetime) -> bool:
    """Whether a mail that was not sent is to be tried now.

    >>> from datetime import UTC
    >>> at = datetime(2008, 3, 3, 9, 0, tzinfo=UTC)
    >>> may_be_tried(0, None, at=at), may_be_tried(1, at - timedelta(minutes=4), at=at)
    (True, False)
    """
    if tried_at is None:
        return True
    again_at = next_try_at(tries, tried_at) if tries else tried_at
    return again_at is not None and again_at <= at


def fate_of(*, sent_at: datetime | None, tries: int, written_at: datetime, at: datetime) -> str:
    """What is to be expected of a mail that was not sent, in words; nothing of one that was.

    >>> from datetime import UTC
    >>> at = datetime(2008, 3, 3, 9, 0, tzinfo=UTC)
    >>> fate_of(sent_at=None, tries=5, written_at=at, at=at)
    'Tried 5 times; not tried again unless you ask for it.'
    >>> fate_of(sent_at=None, tries=0, written_at=at - timedelta(days=8), at=at)
    'Older than 7 days, so it is not sent any more.'
    """
    if sent_at is not None:
        return ""
    if tries >= MOST_TRIES:
        return f"Tried {tries} times; not tried again unless you ask for it."
    if at - written_at >= SENT_WITHIN:
        return f"Older than {SENT_WITHIN.days} days, so it is not sent any more."
    if tries:
        return f"Tried {'once' if tries == 1 else f'{tries} times'}; tried again later."
    return "Waits for the next round of sending."


def mailing_of(*, sent_at: datetime | None, tries: int) -> Mailing:
    """What became of a message as mail.

    >>> mailing_of(sent_at=None, tries=0), mailing_of(sent_at=None, tries=5)
    (<Mailing.NOT_SENT: 'not_sent'>, <Mailing.FAILED: 'failed'>)
    """
    if sent_at is not None:
        return Mailing.SENT
    return Mailing.FAILED if tries >= MOST_TRIES else Mailing.NOT_SENT
