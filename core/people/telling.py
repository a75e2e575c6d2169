"""Telling people about their accounts: this room stands below the one of messages, which makes itself known here."""

from collections.abc import Callable
from datetime import datetime

Teller = Callable[..., int]
_tellers: list[Teller] = []


def tell_with(teller: Teller) -> None:
    """Make known who writes messages; the last one told counts."""
    _tellers[:] = [teller]


def tell(*, key: str, person_id: int, subject: str, words: str, href: str, at: datetime, by_mail: bool = False) -> None:
    """Write a message to a person. `by_mail`: a letter for the mailbox, which does not stand among the unread ones."""
    for teller in _tellers:
        teller(key=key, person_ids=[person_id], subject=subject, words=words, href=href, at=at, is_letter=by_mail)
