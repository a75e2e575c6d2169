"""Builders of messages, with plain defaults."""

from datetime import datetime

from core.notifications.actions import notify
from tests.builders import AT


def tell(
    *person_ids: int,
    key: str = "agreement.issue/2",
    subject: str = "Proposal 2 is out",
    words: str = "Reply by 25 March 2008.",
    href: str = "/people/account",
    at: datetime = AT,
) -> int:
    """Write a message to these people, in the transaction that runs."""
    return notify(key=key, person_ids=person_ids, subject=subject, words=words, href=href, at=at)
