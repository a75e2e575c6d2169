"""Rules of localities, membership and populations: what may be recorded, and the sentence that refuses it."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from commissioning.organisations.rules.values import Days, Stay
from core.errors import Refusal
from core.periods import overlap
from core.wording import in_full

_LONGEST_LOCALITY = 80
_PEOPLE = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)
_WEIGHTING = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_OTHER_COLUMNS = frozenset({"practice", "date", "registered"})


def period_said(joined: date | None, left: date | None) -> str:
    """A half-open period in a sentence; what is not known is left out.

    >>> period_said(date(2007, 4, 1), date(2008, 4, 1)), period_said(None, None)
    ('from 1 April 2007, until 1 April 2008', 'from the start')
    """
    first = f"from {in_full(joined)}" if joined else "from the start"
    return first + (f", until {in_full(left)}" if left else "")


def check_locality_name(name: str) -> None:
    """Refuse a locality without a name, or with one that no table has room for."""
    if not name.strip():
        raise Refusal("Enter the name of the locality.")
    if len(name.strip()) > _LONGEST_LOCALITY:
        raise Refusal(f"The name of a locality has at most {_LONGEST_LOCALITY} characters.")


def check_period(joined: date | None, left: date | None) -> None:
    """Refuse a membership that ends before it starts, or on its first day."""
    if joined is not None and left is not None and left <= joined:
        raise Refusal(f"The practice joined on {in_full(joined)}: the day it left must be later.")


def check_within(days: Days, joined: date | None, left: date | None) -> None:
    """Refuse a membership outside the days on which the practice, or the group, is open."""
    against = outside(days, joined, left)
    if against:
        raise Refusal(f"{against}.")


def outside(days: Days, joined: date | None, left: date | None) -> str:
    """What a membership says against the days on which the practice, or the group, is open; blank when nothing.

    >>> outside(Days(name="WatCom", opened=date(2006, 10, 1)), date(2006, 9, 30), None)
    'WatCom opened on 1 October 2006, later than the day of joining'
    """
    if joined is not None and days.opened is not None and joined < days.opened:
        return f"{days.name} opened on {in_full(days.opened)}, later than the day of joining"
    if days.closed is not None and (left is None or left > days.closed):
        return f"{days.name} closed on {in_full(days.closed)}, so the membership must end by then"
    return ""


def check_alone(practice: str, wanted: Stay, others: Sequence[Stay]) -> None:
    """Refuse a second group for the same days, naming both."""
    against = clash(practice, wanted, others)
    if against:
        raise Refusal(f"{against}.")


def clash(practice: str, wanted: Stay, others: Sequence[Stay]) -> str:
    """What says that a practice would belong to two groups at once, naming both; blank when nothing does.

    >>> clash("P", Stay(group="WatCom"), [Stay(group="DacCom", left=date(2008, 4, 1))])
    'P would belong to two groups at once: DacCom (from the start, until 1 April 2008) and WatCom (from the start)'
    """
    for other in others:
        if overlap((wanted.joined, wanted.left), (other.joined, other.left)):
            first, second = (f"{stay.group} ({period_said(stay.joined, stay.left)})" for stay in (other, wanted))
            return f"{practice} would belong to two groups at once: {first} and {second}"
    return ""


def people_from(text: str) -> Decimal:
    """A number of people as written, exact; commas between thousands are accepted. ValueError says what was expected.

    >>> people_from("2,811.40"), people_from("0")
    (Decimal('2811.40'), Decimal('0'))
    """
    written = text.strip()
    plain = written.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written, re.ASCII) else written
    if not _PEOPLE.fullmatch(plain):
        raise ValueError("a number of people, 0 or more, with at most 6 decimals")
    return Decimal(plain)


def is_weighting_name(text: str) -> bool:
    """Whether a text may name a need weighting: it is the heading of a column.

    >>> is_weighting_name("general_acute"), is_weighting_name("General acute"), is_weighting_name("registered")
    (True, False, False)
    """
    return _WEIGHTING.fullmatch(text) is not None and text not in _OTHER_COLUMNS


def check_weighting_name(text: str) -> None:
    """Refuse a name of a weighting that could not head a column."""
    if not is_weighting_name(text):
        raise Refusal(
            f"A need weighting is named in small letters, digits and underscores, such as general_acute, not “{text}”."
        )


def check_correction(reason: str, *, practice: str, on: date) -> None:
    """Refuse to record other figures for a day that has some, unless it is said why they are corrected."""
    if not reason.strip():
        raise Refusal(
            f"The population of {practice} on {in_full(on)} is recorded already and stays as it is. "
            "Say why you correct it, and a new version is recorded beside it."
        )


def check_reason(reason: str, what: str) -> None:
    """Refuse an act that needs a reason and has none."""
    if not reason.strip():
        raise Refusal(f"Say why {what}.")
