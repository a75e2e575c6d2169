"""The end of a scheme: from a day, set by one person and approved by a second; it holds until then."""

from collections.abc import Sequence
from datetime import date

from core.errors import Refusal
from core.wording import in_full
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict
from les.schemes.rules.recommissioning import OUTCOME_NAMES, Outcome

ENDED = "ended"
ENDED_NAME = "Ended"


def has_ended(ends_on: date | None, *, on: date) -> bool:
    """Whether a scheme does not hold any more: on the day from which it ends, and after.

    >>> has_ended(date(2008, 7, 1), on=date(2008, 6, 30)), has_ended(date(2008, 7, 1), on=date(2008, 7, 1))
    (False, True)
    """
    return ends_on is not None and ends_on <= on


def note_on_end(ends_on: date | None, *, on: date) -> str:
    """What there is to know of an end: that it came, or that it will; blank where there is none.

    >>> note_on_end(date(2008, 7, 1), on=date(2008, 7, 2)), note_on_end(date(2008, 7, 1), on=date(2008, 6, 1))
    ('ended on 1 July 2008', 'ends on 1 July 2008')
    """
    if ends_on is None:
        return ""
    return f"{'ended' if has_ended(ends_on, on=on) else 'ends'} on {in_full(ends_on)}"


def check_not_ended(ends_on: date | None) -> None:
    """Refuse what would go on with a scheme whose end is set."""
    if ends_on is not None:
        raise Refusal(f"This scheme ends on {in_full(ends_on)}: nothing of it is written anew.")


def check_holds_until_end(ends_on: date | None, *, day: date) -> None:
    """Refuse a price from a day on which the scheme does not hold any more; one of a day before can still be put right.

    >>> check_holds_until_end(date(2008, 7, 1), day=date(2008, 6, 30))
    """
    if ends_on is not None and day >= ends_on:
        raise Refusal(f"This scheme ends on {in_full(ends_on)}: no price holds from that day on.")


def check_may_end(
    *,
    is_approved: bool,
    ends_on: date,
    on: date,
    ends_already: date | None,
    is_waiting: bool = False,
    standing: Outcome | None,
    is_undecided: bool,
    reasons: Sequence[str],
) -> None:
    """Refuse to end what does not hold, twice, on a day that is over, against a decision, or where something stands.

    `standing`: what was decided in its newest re-commissioning; `is_undecided`: it stands in one without a decision;
    `reasons`: what rooms above have against it on that day.
    """
    if not is_approved:
        raise Refusal("Only a scheme with an approved version ends. A draft is simply not put forward.")
    if ends_already is not None:
        raise Refusal(f"The end of this scheme is set already: {in_full(ends_already)}.")
    if is_waiting:
        raise Refusal("An end of this scheme waits for a second person already.")
    if ends_on <= on:
        raise Refusal("A scheme ends from a day to come. What was done before that day is paid as agreed.")
    if is_undecided:
        raise Refusal("This scheme stands in a re-commissioning and is undecided. Decide there first that it stops.")
    if standing is not None and standing is not Outcome.STOP:
        name = OUTCOME_NAMES[standing].lower()
        raise Refusal(f"Its re-commissioning was decided: {name}. Decide there first that it stops.")
    if reasons:
        raise Refusal(" ".join(reasons))


def reason_against_deciding_end(*, decided: Verdict | None, is_own: bool, interest: str) -> str:
    """Why somebody may not approve or decline the end of a scheme; blank where they may."""
    if decided is not None:
        return f"This is decided already: {VERDICT_NAMES[decided].lower()}."
    if is_own:
        return "You set this day. Ask a second person to approve or decline it, or withdraw it."
    if interest:
        return f"You declared an interest in {interest}, whom this concerns. Ask somebody without one to decide."
    return ""
