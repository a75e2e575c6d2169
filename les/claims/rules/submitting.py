"""When a claim may be begun, submitted, replaced and withdrawn, and whether it is late."""

from datetime import date

from core.errors import Refusal
from core.wording import in_full
from les.claims.rules.kinds import STATE_NAMES, State
from les.schemes.rules.quarters import Quarter

_IS_APPROVED = (
    "{number} is approved for payment and cannot be replaced. Ask the commissioner for an adjustment: it stands beside "
    "the claim as a line of its own."
)


def check_window(*, quarter: Quarter, opens_on: date | None, on: date) -> None:
    """Refuse a claim before the window of its quarter is set, or opens. After it has closed a claim is only late."""
    if opens_on is None:
        raise Refusal(f"The commissioner has not said yet when claims of {quarter} are made. Ask for the days.")
    if on < opens_on:
        raise Refusal(f"Claims of {quarter} are made from {in_full(opens_on)}. Come back then.")


def is_late(*, closes_on: date, on: date) -> bool:
    """Whether a claim comes after the last day of its window.

    >>> is_late(closes_on=date(2008, 7, 14), on=date(2008, 7, 14))
    False
    """
    return on > closes_on


def check_is_draft(*, number: str, state: State) -> None:
    """Refuse to change or submit what is no draft any more."""
    if state is not State.DRAFT:
        raise Refusal(f"{number} is no draft any more: {STATE_NAMES[state].lower()}. Look at it before you go on.")


def check_may_replace(*, number: str, state: State) -> None:
    """Refuse to replace what is approved for payment: an adjustment is the way then."""
    if state is State.APPROVED:
        raise Refusal(_IS_APPROVED.format(number=number))


def check_may_withdraw(*, number: str, state: State) -> None:
    """Refuse to withdraw what is approved for payment, or is over."""
    if state is State.APPROVED:
        raise Refusal(_IS_APPROVED.format(number=number).replace("replaced", "withdrawn"))
    if state not in (State.DRAFT, State.SUBMITTED, State.CHECKED):
        raise Refusal(f"{number} is {STATE_NAMES[state].lower()}: there is nothing left to withdraw.")


def check_days(*, quarter: Quarter, opens_on: date, closes_on: date, pays_on: date) -> None:
    """Refuse days of a window that are out of order, or before the quarter they are for."""
    if opens_on < quarter.first_day:
        raise Refusal(f"A window opens on or after the first day of {quarter}, {in_full(quarter.first_day)}.")
    if closes_on < opens_on:
        raise Refusal("The window closes before it opens. Put one of the days right.")
    if closes_on < quarter.last_day:
        raise Refusal(
            f"The window closes before {quarter} is over, on {in_full(quarter.last_day)}. Choose a later day."
        )
    if pays_on < closes_on:
        raise Refusal("Claims are paid before the window closes. Put one of the days right.")
