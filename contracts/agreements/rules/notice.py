"""Notice given to end a contract early: whether it leaves the months that the contract asks for, or was shortened."""

from datetime import date, timedelta

from contracts.agreements.rules.dates import notice_by
from contracts.agreements.rules.months import add_months
from core.errors import Refusal
from core.wording import in_full

_DAY = timedelta(days=1)


def first_day_after_notice(given_on: date, months: int) -> date:
    """The earliest first day without a contract of so many months’ notice: they run to the corresponding day, its last.

    >>> first_day_after_notice(date(2008, 3, 3), 6), first_day_after_notice(date(2008, 8, 31), 6)
    (datetime.date(2008, 9, 4), datetime.date(2009, 3, 1))
    """
    return add_months(given_on, months) + (_DAY if months else timedelta())


def is_short(*, given_on: date, first_day_without: date, months: int) -> bool:
    """Whether notice was given later than on the last day for ending the contract then.

    >>> without = date(2009, 4, 1)
    >>> [is_short(given_on=date(2008, *day), first_day_without=without, months=6) for day in ((9, 30), (10, 1))]
    [False, True]
    """
    return months > 0 and given_on > notice_by(first_day_without - _DAY, months)


def check_notice(*, given_on: date, first_day_without: date, months: int, agreed: str | None) -> None:
    """Refuse shorter notice than the contract asks for, unless both parties agreed to it and it is said why.

    `agreed`: why both agreed to shorter notice; None where nobody states that they did. Stating it of notice that is
    not short is refused too: it would stand in the record as something that never was.
    """
    asked = "1 month’s notice" if months == 1 else f"{months} months’ notice"
    if not is_short(given_on=given_on, first_day_without=first_day_without, months=months):
        if agreed is not None:
            raise Refusal(
                f"This leaves the {asked} that the contract asks for. Take out what you say of shorter notice."
            )
        return
    if agreed is None:
        earliest = in_full(first_day_after_notice(given_on, months))
        raise Refusal(
            f"The contract asks for {asked}: notice given on {in_full(given_on)} leaves as the first day without it "
            f"{earliest} at the earliest. Enter that day or a later one, or state that both parties agreed to "
            "shorter notice, and why."
        )
    if not agreed.strip():
        raise Refusal("Say why both parties agreed to shorter notice. It is kept with the termination.")
