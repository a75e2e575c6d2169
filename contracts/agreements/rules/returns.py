"""What a contract's schedule of returns tells activity: how often, from which month to which, by which days.

A return every month or quarter that names services of the catalogue is expected by itself once all parties have
signed. Any other is left to people, and it is said why.
"""

from collections.abc import Collection, Mapping
from datetime import date

from commissioning.activity.rules.due import FLEX_WORKING_DAY, FREEZE_WORKING_DAY, Days, Expected
from commissioning.activity.rules.months import Frequency as Every
from commissioning.activity.rules.months import first_day_of, month_after, month_of, period_of
from contracts.agreements.rules.schedules import FREQUENCY_NAMES, Frequency

FREQUENCIES: Mapping[Frequency, Every] = {Frequency.MONTHLY: Every.MONTHLY, Frequency.QUARTERLY: Every.QUARTERLY}
LONGEST_NAME = 120


def why_left(every: Frequency, services: Collection[str], name: str) -> str:
    """Why a return is left to people; blank where it is expected by itself.

    >>> why_left(Frequency.WEEKLY, ["DN"], "Beds")
    'It is given every week; activity is returned every month or every quarter.'
    >>> why_left(Frequency.MONTHLY, ["DN"], "Contacts")
    ''
    """
    if every not in FREQUENCIES:
        how = FREQUENCY_NAMES[every]
        return f"It is given {how[:1].lower()}{how[1:]}; activity is returned every month or every quarter."
    if not services:
        return "No line of money and no activity plan of this contract names a service of the catalogue."
    if len(name.strip()) > LONGEST_NAME:
        return f"Its name has more than {LONGEST_NAME} characters."
    return ""


def turning_day(day: date, frequencies: Collection[Every]) -> date:
    """The first day from a day on with which a period of each of these frequencies begins.

    >>> turning_day(date(2008, 8, 15), [Every.MONTHLY]).isoformat()
    '2008-09-01'
    >>> turning_day(date(2008, 8, 15), [Every.MONTHLY, Every.QUARTERLY]).isoformat()
    '2008-10-01'
    """
    coarsest = Every.QUARTERLY if Every.QUARTERLY in frequencies else Every.MONTHLY
    period = period_of(month_of(day), coarsest)
    return day if period.first_day == day else first_day_of(month_after(period.first_month, period.length))


def expected_by(name: str, every: Frequency, working_day: int, *, starts_on: date, ends_on: date) -> Expected:
    """What is expected for the term of a contract. A part of a month or quarter counts as the whole of it.

    The flex and freeze days are the usual ones, or the due day where that is later.

    >>> found = expected_by("Beds", Frequency.QUARTERLY, 25, starts_on=date(2008, 5, 1), ends_on=date(2009, 3, 31))
    >>> found.first_month, found.last_month, found.days.due, found.days.flex, found.days.freeze
    ('2008-04', '2009-03', 25, 25, 30)
    """
    frequency = FREQUENCIES[every]
    flex = max(FLEX_WORKING_DAY, working_day)
    return Expected(
        name=name,
        frequency=frequency,
        first_month=period_of(month_of(starts_on), frequency).first_month,
        last_month=period_of(month_of(ends_on), frequency).months[-1],
        days=Days(due=working_day, flex=flex, freeze=max(FREEZE_WORKING_DAY, flex)),
    )
