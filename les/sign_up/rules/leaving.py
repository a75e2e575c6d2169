"""Leaving a scheme: a practice with its notice, the commissioner with a reason that a second person approves."""

from datetime import date, timedelta

from core.errors import Refusal
from core.wording import in_full


def earliest_leaving(*, on: date, notice_days: int, joined_on: date) -> date:
    """The first day on which a practice that gives notice on a day can be out of the scheme.

    >>> earliest_leaving(on=date(2008, 4, 10), notice_days=90, joined_on=date(2008, 4, 1)).isoformat()
    '2008-07-09'
    """
    return max(on + timedelta(days=notice_days), joined_on)


def check_practice_leaves(*, left_on: date, earliest: date, runs_until: date | None) -> None:
    """Refuse a day before the notice is over, or after the agreement ends anyway."""
    if left_on < earliest:
        raise Refusal(f"With the notice of this scheme, {in_full(earliest)} is the first day without it.")
    _check_runs(left_on, runs_until)


def check_commissioner_ends(*, left_on: date, on: date, joined_on: date, runs_until: date | None) -> None:
    """Refuse to end an agreement in the past, before it begins, or after it ends anyway."""
    if left_on < max(on, joined_on):
        raise Refusal(f"An agreement ends on {in_full(max(on, joined_on))} or after: what was done is paid for.")
    _check_runs(left_on, runs_until)


def _check_runs(left_on: date, runs_until: date | None) -> None:
    if runs_until is not None and left_on >= runs_until:
        raise Refusal(f"The agreement ends on {in_full(runs_until - timedelta(days=1))} already.")
