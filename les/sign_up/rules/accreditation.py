"""Accreditation: which evidence a requirement needs, whether it is in force on a day, and what expires soon."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import Refusal
from core.periods import holds_on
from core.wording import in_full

SOON = timedelta(days=60)


class Standing(StrEnum):
    """How a practice stands with a requirement on a day."""

    MET = "met"
    EXPIRING = "expiring"
    WAITING = "waiting"
    EXPIRED = "expired"
    MISSING = "missing"


STANDING_NAMES = {
    Standing.MET: "In force",
    Standing.EXPIRING: "Expires soon",
    Standing.WAITING: "Waits for the commissioner",
    Standing.EXPIRED: "Expired",
    Standing.MISSING: "No evidence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Evidence: in force in [valid_from, expires_on); `is_accepted`: None until the commissioner looked at it."""

    valid_from: date
    expires_on: date | None
    is_accepted: bool | None


def is_met(shown: Sequence[Shown], *, on: date) -> bool:
    """Whether accepted evidence is in force on a day.

    >>> one = Shown(valid_from=date(2008, 4, 1), expires_on=date(2009, 4, 1), is_accepted=True)
    >>> is_met([one], on=date(2009, 3, 31)), is_met([one], on=date(2009, 4, 1))
    (True, False)
    """
    return any(each.is_accepted and holds_on(on, each.valid_from, each.expires_on) for each in shown)


def standing_on(shown: Sequence[Shown], *, on: date) -> Standing:
    """How a practice stands with a requirement: in force, expiring within 60 days, waiting, expired or missing.

    >>> one = Shown(valid_from=date(2008, 4, 1), expires_on=date(2008, 6, 1), is_accepted=True)
    >>> standing_on([one], on=date(2008, 4, 10)).value, standing_on([one], on=date(2008, 6, 1)).value
    ('expiring', 'expired')
    """
    if is_met(shown, on=on):
        return Standing.MET if is_met(shown, on=on + SOON) else Standing.EXPIRING
    if any(each.is_accepted is None for each in shown):
        return Standing.WAITING
    was = any(each.is_accepted and each.expires_on is not None and each.expires_on <= on for each in shown)
    return Standing.EXPIRED if was else Standing.MISSING


def runs_until(shown: Sequence[Shown], *, on: date) -> date | None:
    """The day from which what is in force on a day is not any more; None where it does not expire, or none is."""
    held = [each for each in shown if each.is_accepted and holds_on(on, each.valid_from, each.expires_on)]
    if not held or any(each.expires_on is None for each in held):
        return None
    return max(each.expires_on for each in held if each.expires_on)


def latest_expiry(valid_from: date, months: int) -> date | None:
    """The latest day on which evidence that is renewed every so many months expires; None for 0.

    >>> latest_expiry(date(2008, 2, 29), 12).isoformat(), latest_expiry(date(2008, 1, 31), 1).isoformat()
    ('2009-02-28', '2008-02-29')
    """
    if not months:
        return None
    year, month = divmod(valid_from.year * 12 + valid_from.month - 1 + months, 12)
    return date(year, month + 1, min(valid_from.day, monthrange(year, month + 1)[1]))


def check_evidence(*, valid_from: date, expires_on: date | None, months: int, on: date) -> None:
    """Refuse evidence that begins in the future, has expired, or would hold for longer than the requirement lets it."""
    if valid_from > on:
        raise Refusal(f"The evidence is valid from {in_full(valid_from)}, which is still to come.")
    if expires_on is not None and expires_on <= valid_from:
        raise Refusal("The evidence expires before it begins. Put one of the days right.")
    latest = latest_expiry(valid_from, months)
    if latest is None:
        return
    if expires_on is None:
        raise Refusal(f"This is renewed every {months} months. Say when the evidence expires.")
    if expires_on > latest:
        raise Refusal(
            f"This is renewed every {months} months: the evidence expires on {in_full(latest)} at the latest."
        )
