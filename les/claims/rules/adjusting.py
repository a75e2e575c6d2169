"""Rules of sums that are no line of a claim: their kinds, how much may be taken back, and instalments."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from core.apportion import apportion
from core.errors import Refusal
from core.wording import in_full, sterling
from les.claims.rules.kinds import ADJUSTMENT_NAMES, AdjustmentKind

MOST_INSTALMENTS = 24
_TAKEN_BACK = (AdjustmentKind.CLAW_BACK, AdjustmentKind.RECOVERY)


def check_kind(kind: AdjustmentKind, pence: int, *, has_line: bool) -> None:
    """Refuse nothing, a claw-back that is paid out or corrects no line, and funding that is taken back.

    >>> check_kind(AdjustmentKind.CLAW_BACK, 500, has_line=True)
    Traceback (most recent call last):
    ...
    core.errors.Refusal: A claw-back is taken back: write it with a minus sign.
    """
    name = ADJUSTMENT_NAMES[kind].lower()
    if pence == 0:
        raise Refusal("An adjustment of nothing changes nothing. Write how much.")
    if kind in _TAKEN_BACK and pence > 0:
        raise Refusal(f"A {name} is taken back: write it with a minus sign.")
    if kind is AdjustmentKind.FUNDING and pence < 0:
        raise Refusal("Funding is paid out. Take a sum back as a correction.")
    if kind is AdjustmentKind.CLAW_BACK and not has_line:
        raise Refusal("A claw-back corrects a line of a claim. Choose the line, or propose a correction.")


def check_still_due(*, pence: int, due: int, taken_back: int, of: str) -> None:
    """Refuse to take back more than was due, with all that is taken back already or waits for it. Pence.

    `due`: what was approved; `taken_back`: at or below nothing. `of`: of what it is taken back.

    >>> check_still_due(pence=-300, due=1000, taken_back=-800, of="this line")
    Traceback (most recent call last):
    ...
    core.errors.Refusal: £10.00 was due of this line and £8.00 of it is taken back or waits for it: at most £2.00 more.
    """
    if pence > 0 or due + taken_back + pence >= 0:
        return
    left = max(0, due + taken_back)
    before = f" and {sterling(-taken_back)} of it is taken back or waits for it" if taken_back else ""
    most = f"at most {sterling(left)}{' more' if taken_back else ''}" if left else "there is nothing to take back"
    raise Refusal(f"{sterling(due)} was due of {of}{before}: {most}.")


def check_evidence_kept(*, ended_on: date, on: date, months: int) -> None:
    """Refuse a claw-back of a quarter that ended longer ago than practices keep their evidence.

    >>> check_evidence_kept(ended_on=date(2006, 6, 30), on=date(2008, 7, 1), months=24)
    Traceback (most recent call last):
    ...
    core.errors.Refusal: Practices keep evidence for 24 months, and the quarter ended on 30 June 2006: it is too late.
    """
    passed = (on.year - ended_on.year) * 12 + on.month - ended_on.month
    if passed > months or (passed == months and on.day > ended_on.day):
        kept = f"Practices keep evidence for {months} months, and the quarter ended on {in_full(ended_on)}"
        raise Refusal(f"{kept}: it is too late.")


def instalments(pence: int, count: int) -> list[int]:
    """A sum in so many parts that add up to it, to the penny: pennies left over go to the first.

    >>> instalments(10000, 3), instalments(-100, 3)
    ([3334, 3333, 3333], [-34, -33, -33])
    """
    return list(apportion(pence, {f"{number:03d}": 1 for number in range(count)}).values())


def check_instalments(pence: int, days: Sequence[date], *, on: date) -> None:
    """Refuse days that do not follow each other, lie behind, are too few or too many, or leave a part without money."""
    if not 2 <= len(days) <= MOST_INSTALMENTS:
        raise Refusal(f"A sum is split into between 2 and {MOST_INSTALMENTS} instalments.")
    if days[0] < on:
        raise Refusal(f"The first instalment lies behind, on {in_full(days[0])}. Choose a later day.")
    for before, after in pairwise(days):
        if after <= before:
            raise Refusal(f"Each instalment is later than the one before: {in_full(after)} is not.")
    if abs(pence) < len(days):
        raise Refusal(f"{sterling(pence)} is too little for {len(days)} instalments: some would be nothing.")


def instalment_days(first: date, count: int, *, months: int) -> list[date]:
    """The days of instalments, so many months apart; the last day of a month where it is shorter.

    >>> [day.isoformat() for day in instalment_days(date(2008, 12, 31), 3, months=1)]
    ['2008-12-31', '2009-01-31', '2009-02-28']
    """
    return [_months_after(first, months * number) for number in range(count)]


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    return date(year, month + 1, 28)


def check_may_approve(*, before: Sequence[int], person_id: int) -> None:
    """Refuse a second approval by the same person where several are needed. `before`: who approved already."""
    if person_id in before:
        raise Refusal("You approved this already. It needs another person of finance besides.")
