"""Writing messages, in the transaction of the act that causes them."""

from collections.abc import Sequence
from datetime import datetime

from core.db import db
from core.identifiers import masked
from core.notifications import queries, rules
from core.notifications.models import Message


def notify(*, key: str, person_ids: Sequence[int], subject: str, words: str, href: str, at: datetime) -> int:
    """Write a message to each of these people who does not have the one of that key yet; how many were written.

    The act that causes it records its event; this records none. `href`: the path of the page it leads to, which the
    view hands down. The key says what is told and when it would be told anew: `agreement.issue/12`.
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
            tries=0,
            problem="",
        )
        for person_id in new
    )
    db.session.flush()
    return len(new)
