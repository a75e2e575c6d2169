"""Links by which people choose a password: an invitation, or a reset. Once, and for a while."""

from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import Refusal
from core.people.rules import Throttle

NO_LINK = (
    "This link does not work. It may have been used, replaced by a newer one or withdrawn, or its time is over. "
    "Ask for another one."
)
ASKING_PER_ACCOUNT = Throttle(most=3, within=timedelta(hours=1))
ASKING_PER_ADDRESS = Throttle(most=30, within=timedelta(hours=1))
_GENERIC = frozenset({
    "admin", "administrator", "accounts", "all", "bookings", "contact", "contracts", "enquiries", "enquiry", "everyone",
    "finance", "generic", "help", "helpdesk", "hello", "hr", "info", "inbox", "it", "mail", "mailbox", "manager",
    "managers", "noreply", "no-reply", "office", "postmaster", "practice", "prescriptions", "reception", "sales",
    "secretary", "secretaries", "shared", "staff", "support", "surgery", "team", "webmaster",
})  # fmt: skip


class LinkPurpose(StrEnum):
    """What a link is for: the first password of somebody invited, or another one for somebody who forgot theirs."""

    INVITATION = "invitation"
    RESET = "reset"


class LinkState(StrEnum):
    """Where a link stands. The value is how people say it."""

    OPEN = "Open"
    USED = "Used"
    WITHDRAWN = "Withdrawn"
    OVER = "Time is over"


def state_of(
    *, used_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, at: datetime
) -> LinkState:
    """Where a link stands at an instant.

    >>> from datetime import UTC
    >>> at = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
    >>> state_of(used_at=None, withdrawn_at=None, expires_at=at, at=at)
    <LinkState.OVER: 'Time is over'>
    """
    if used_at is not None:
        return LinkState.USED
    if withdrawn_at is not None:
        return LinkState.WITHDRAWN
    return LinkState.OVER if at >= expires_at else LinkState.OPEN


def check_no_generic_mailbox(email: str) -> None:
    """Refuse an address that several people read: what is done as one person must be one person's doing.

    >>> check_no_generic_mailbox("jane.smith@practice.example")
    >>> check_no_generic_mailbox("reception2@practice.example")
    Traceback (most recent call last):
    core.errors.Refusal: “reception2@practice.example” looks like a mailbox of several people. Everybody signs in with \
an address of their own.
    """
    name = email.partition("@")[0].partition("+")[0].rstrip("0123456789.-_")
    parts = set(name.replace("_", ".").replace("-", ".").split("."))
    if name in _GENERIC or parts <= _GENERIC:
        raise Refusal(
            f"“{email}” looks like a mailbox of several people. Everybody signs in with an address of their own."
        )
