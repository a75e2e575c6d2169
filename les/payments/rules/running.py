"""When a run may be made, released, cancelled, and when an outcome may be told of it."""

from collections.abc import Sequence
from datetime import date, timedelta

from core.errors import NotAllowed, Refusal
from core.wording import in_full, listed
from les.payments.rules.kinds import RUN_STATE_NAMES, Result, RunState

FURTHEST_AHEAD = timedelta(days=62)
KIND_OF_JOB = "payments.make_run"
MOST_AT_ONCE = 20_000
"""How many sums a page takes into a run while one waits; with more of them a job does."""
MOST_OF_A_REFERENCE = 60


def check_pay_day(pays_on: date, *, on: date, is_working_day: bool) -> None:
    """Refuse a day on which no bank pays, one that is past, and one far ahead."""
    if pays_on < on:
        raise Refusal(f"{in_full(pays_on)} is past. A run pays today or later.")
    if pays_on > on + FURTHEST_AHEAD:
        raise Refusal(f"{in_full(pays_on)} is more than two months ahead. Make the run nearer to its day.")
    if not is_working_day:
        raise Refusal(f"Banks do not pay on {in_full(pays_on)}. Choose a working day.")


def check_may_release(state: RunState, *, is_own: bool, interests: Sequence[str], works_at: Sequence[str]) -> None:
    """Refuse to release what is decided, what one made oneself, and what pays a practice one has an interest in.

    By name: `interests` are those declared, `works_at` the practices at which one works or worked.
    """
    check_waits(state)
    if is_own:
        raise NotAllowed("You made this run, so somebody else of finance releases it. You may cancel it.")
    if interests:
        raise NotAllowed(
            f"You declared an interest in {listed(interests)}, paid in this run. "
            "Ask somebody without one to release it."
        )
    if works_at:
        raise NotAllowed(
            f"You work or worked at {listed(works_at)}, paid in this run. Ask somebody who does not to release it."
        )


def check_waits(state: RunState) -> None:
    """Refuse what can only be done to a run that waits for release."""
    if state is not RunState.WAITING:
        raise Refusal(f"This run is {RUN_STATE_NAMES[state].lower()} already.")


def check_outcome(
    state: RunState, *, result: Result, paid_on: date | None, released_on: date | None, on: date, reason: str, bank: str
) -> None:
    """Refuse an outcome of a run that is not released, or one without its day, reference or reason."""
    if state is not RunState.RELEASED:
        raise Refusal("Nothing of this run went to the bank: it is not released.")
    if result is Result.FAILED:
        if not reason:
            raise Refusal("Say why the payment failed.")
        return
    _check_paid(paid_on, released_on=released_on, on=on, bank=bank)


def _check_paid(paid_on: date | None, *, released_on: date | None, on: date, bank: str) -> None:
    if paid_on is None:
        raise Refusal("Enter the day on which the bank paid.")
    if paid_on > on:
        raise Refusal(f"{in_full(paid_on)} is still to come. Record the payment once the bank made it.")
    if released_on is not None and paid_on < released_on:
        raise Refusal(f"The run was released on {in_full(released_on)}: the bank cannot have paid before.")
    if not bank:
        raise Refusal("Enter the bank’s reference.")
    if len(bank) > MOST_OF_A_REFERENCE:
        raise Refusal(f"A reference has at most {MOST_OF_A_REFERENCE} characters.")
