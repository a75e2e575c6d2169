"""Where a return stands, and where its month stands. A nil return, a zero and nothing at all are three things.

A *nil return* says that nothing happened: it is received. A *zero* is a figure like any other. A *blank* says nothing:
the figure is missing, and a month nobody returned anything for is late, then missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.activity.rules.due import Due
from core.errors import Refusal
from core.wording import in_full


class Standing(StrEnum):
    """Where a return stands."""

    NOT_DUE = "not_due"
    DUE = "due"
    LATE = "late"
    MISSING = "missing"
    WAIVED = "waived"
    TO_BE_CERTIFIED = "to_be_certified"
    RECEIVED = "received"
    QUERIED = "queried"
    ASKED_AGAIN = "asked_again"
    ACCEPTED = "accepted"


STANDING_NAMES: Mapping[Standing, str] = {
    Standing.NOT_DUE: "Not due yet",
    Standing.DUE: "Due",
    Standing.LATE: "Late",
    Standing.MISSING: "Missing",
    Standing.WAIVED: "Waived",
    Standing.TO_BE_CERTIFIED: "To be certified",
    Standing.RECEIVED: "Received",
    Standing.QUERIED: "Queried",
    Standing.ASKED_AGAIN: "To be sent again",
    Standing.ACCEPTED: "Accepted",
}


class MonthState(StrEnum):
    """Where the month, or quarter, of a return stands."""

    OPEN = "open"
    FLEX = "flex"
    FROZEN = "frozen"


MONTH_STATE_NAMES: Mapping[MonthState, str] = {
    MonthState.OPEN: "Open",
    MonthState.FLEX: "Flex: figures are provisional",
    MonthState.FROZEN: "Frozen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one return: of its latest submission, and of the month."""

    is_waived: bool = False
    is_submitted: bool = False
    is_certified: bool = True
    open_queries: int = 0
    owed_rows: int = 0
    is_asked_again: bool = False
    is_accepted: bool = False
    is_frozen: bool = False


def month_state(due: Due, *, is_frozen: bool, on: date) -> MonthState:
    """Open until the day the return is due, flex from the day after, frozen once somebody froze it."""
    if is_frozen:
        return MonthState.FROZEN
    return MonthState.OPEN if on <= due.due_on else MonthState.FLEX


def standing_of(due: Due, facts: Facts, *, on: date) -> Standing:
    """Where a return stands on a day.

    Not received: due until its day, late until its freeze day, then missing. Received: to be certified, to be sent
    again, queried, accepted, else received.
    """
    if facts.is_submitted:
        return _standing_of_received(facts)
    if facts.is_waived:
        return Standing.WAIVED
    if on <= due.period.last_day and not facts.is_frozen:
        return Standing.NOT_DUE
    if on <= due.due_on and not facts.is_frozen:
        return Standing.DUE
    return Standing.LATE if on <= due.freeze_on and not facts.is_frozen else Standing.MISSING


def _standing_of_received(facts: Facts) -> Standing:
    if not facts.is_certified:
        return Standing.TO_BE_CERTIFIED
    if facts.is_asked_again:
        return Standing.ASKED_AGAIN
    if facts.open_queries:
        return Standing.QUERIED
    return Standing.ACCEPTED if facts.is_accepted else Standing.RECEIVED


def check_may_submit(due: Due, facts: Facts, *, on: date) -> None:
    """Refuse a return for a month that is not over, that is frozen, or, unasked, a second one after its flex day."""
    if on <= due.period.last_day:
        raise Refusal(f"{due.period} is not over yet. Its return can be sent from {in_full(_after(due))} on.")
    if facts.is_frozen:
        raise Refusal(
            f"{due.period} is frozen. What was wrong in it is corrected by an adjustment posted to an open month."
        )
    waits = facts.is_asked_again or facts.owed_rows or not facts.is_certified
    if facts.is_submitted and not waits and on > due.flex_on:
        raise Refusal(
            f"The return for {due.period} could be sent anew until {in_full(due.flex_on)}. "
            "Since then only what the commissioner asks for again is taken."
        )


def check_may_accept(facts: Facts) -> None:
    """Refuse to accept what is not there, not certified, asked again, owed in part, or still queried."""
    if not facts.is_submitted or not facts.is_certified:
        raise Refusal("There is no certified return to accept.")
    if facts.is_accepted:
        raise Refusal("This return is accepted already.")
    if facts.is_frozen:
        raise Refusal("This month is frozen already.")
    if facts.is_asked_again:
        raise Refusal("The provider was asked to send services again. Accept the return when they have come.")
    if facts.owed_rows:
        rows = "1 row" if facts.owed_rows == 1 else f"{facts.owed_rows:,} rows"
        raise Refusal(f"The provider still owes {rows} of this return. It can be accepted when they have come.")
    if facts.open_queries:
        left = "1 query is" if facts.open_queries == 1 else f"{facts.open_queries:,} queries are"
        raise Refusal(f"{left} not answered yet. The return can be accepted when the answers have come.")


def check_may_freeze(due: Due, *, is_frozen: bool, is_submitted: bool, on: date) -> None:
    """Refuse to freeze twice, before the freeze day, or a month for which nothing was returned."""
    if is_frozen:
        raise Refusal(f"{due.period} is frozen already.")
    if on < due.freeze_on:
        raise Refusal(f"{due.period} may be frozen from {in_full(due.freeze_on)} on.")
    if not is_submitted:
        raise Refusal(f"Nothing was returned for {due.period}, so there is nothing to freeze.")


def _after(due: Due) -> date:
    return date.fromordinal(due.period.last_day.toordinal() + 1)
