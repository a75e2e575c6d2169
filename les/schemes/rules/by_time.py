"""What is due for time: patients, beds and lists by quarter, retainers and blocks, planned activity in instalments.

A part of a year is paid as what is due until its last day less what is due until its first, each rounded once: so the
parts of a year add up to the year, to the penny, however it is cut.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from core.errors import Refusal
from core.money import rounded
from core.wording import in_full, sterling
from les.schemes.rules.caps import count_in_words
from les.schemes.rules.counted import check_one_price, list_in_words, list_of, said_of
from les.schemes.rules.pricing import needed_price, priced_parts
from les.schemes.rules.quarters import Quarter, position
from les.schemes.rules.terms import Basis, Before, Case, Element, Line, PracticeInScheme, Price, Quantity


def part_of_year(yearly: Fraction | int, *, first: date, end: date, quarter: Quarter) -> int:
    """The pence of a yearly sum that fall on [first, end) of its year.

    >>> from core.periods import FinancialYear
    >>> quarters = [Quarter(FinancialYear.named("2008/09"), number) for number in (1, 2, 3, 4)]
    >>> [part_of_year(1001, first=each.first_day, end=each.end, quarter=each) for each in quarters]
    [250, 251, 250, 250]
    """
    return rounded(yearly * position(end, quarter.year)) - rounded(yearly * position(first, quarter.year))


def lines_by_time(case: Case, element: Element) -> Iterator[Line]:
    """A line for each count and price of the quarter, in the order of days."""
    told = _told(case, element)
    _check_apart(element, told, case.before)
    for each in told:
        end = each.last_day + timedelta(days=1)
        parts = priced_parts(case.terms, element, practice=case.practice.code, first=each.starts_on, end=end)
        for first, stop, price in parts:
            yield _line(case, element, Fraction(each.count), (first, stop), price)


def lines_of_plan(case: Case, element: Element) -> Iterator[Line]:
    """The instalment of a quarter, a fourth of the plan; with the last, what was done in the year less those so far.

    A claim that comes after the last, late or corrected, settles the year anew: no instalment would ever be set off.
    """
    quarter, (first, end) = case.quarter, days_in(case.practice, case.quarter)
    price = needed_price(case.terms, element, practice=case.practice.code, on=first)
    for each in case.of(element):
        check_one_price(case.terms, element, case.practice, each)
    settling = _settled_from(case.practice, quarter)
    if quarter.end > settling:
        yield _settled(case, element, (first, end), price, called="Last instalment")
        return
    if any(each.element == element.code and each.starts_on >= settling for each in case.before.done):
        yield _settled(case, element, (first, end), price, called="Settled anew after the last instalment")
        return
    full = part_of_year(element.planned * price.pence, first=first, end=end, quarter=quarter)
    done = sum((Fraction(each.count) for each in case.of(element)), Fraction())
    how = (
        f"Instalment of the plan of {element.planned:,} × {element.name} a year at {said_of(price)}, "
        f"{_days_in_words((first, end), quarter)} = {sterling(full)}."
    )
    yield _of(element, (first, end), price, count=done, full=full, how=how)


def days_in(practice: PracticeInScheme, quarter: Quarter) -> tuple[date, date]:
    """The days [first, end) of a quarter on which a practice is in the scheme; refuses where there is none."""
    first = max(quarter.first_day, practice.joined_on)
    end = min(quarter.end, practice.left_on or quarter.end)
    if first >= end:
        raise Refusal(f"{practice.name} is not in the scheme in {quarter}.")
    return first, end


def _settled_from(practice: PracticeInScheme, quarter: Quarter) -> date:
    """The first day of the quarter that settles the year: the fourth, or the one in which the practice leaves."""
    end = Quarter(quarter.year, 4).end
    return Quarter.of(min(practice.left_on or end, end) - timedelta(days=1)).first_day


def _settled(case: Case, element: Element, days: tuple[date, date], price: Price, *, called: str) -> Line:
    """The last instalment of a year: everything done, each at the price of its day, less the instalments so far."""
    done = [*(each for each in case.before.done if each.element == element.code), *case.of(element)]
    earned = sum(
        rounded(each.count * needed_price(case.terms, element, practice=case.practice.code, on=each.starts_on).pence)
        for each in done
    )
    paid = case.before.paid.get(element.code, 0)
    count = sum((Fraction(each.count) for each in done), Fraction())
    how = (
        f"{called}: {count_in_words(count)} × {element.name} in the year = {sterling(earned)}, less "
        f"{sterling(paid)} paid in instalments before = {sterling(earned - paid)}."
    )
    return _of(element, days, price, count=count, full=earned - paid, how=how)


def _told(case: Case, element: Element) -> list[Quantity]:
    """What a claim says of a count over time; a fixed sum needs no claim and is due for all days in the scheme."""
    if element.basis is Basis.A_YEAR:
        return case.of(element)
    first, end = days_in(case.practice, case.quarter)
    count = list_of(case.terms, case.practice) if element.basis is Basis.LIST_A_YEAR else 1
    return [Quantity(element=element.code, starts_on=first, ends_on=end - timedelta(days=1), count=count)]


def _check_apart(element: Element, told: Sequence[Quantity], before: Before) -> None:
    """Refuse the same element counted twice for a day."""
    earlier = [each for each in before.done if each.element == element.code]
    for place, each in enumerate(told):
        for other in (*earlier, *told[:place]):
            if each.starts_on <= other.last_day and other.starts_on <= each.last_day:
                day = max(each.starts_on, other.starts_on)
                raise Refusal(f"{element.name} is counted twice for {in_full(day)}. Count each day once.")


def _line(case: Case, element: Element, count: Fraction, days: tuple[date, date], price: Price) -> Line:
    full = part_of_year(count * price.pence, first=days[0], end=days[1], quarter=case.quarter)
    many = list_in_words(case.terms, count) if element.basis is Basis.LIST_A_YEAR else count_in_words(count)
    what = element.name if element.basis is Basis.FIXED else f"{many} × {element.name}"
    how = f"{what} at {said_of(price)} a year, {_days_in_words(days, case.quarter)} = {sterling(full)}."
    return _of(element, days, price, count=count, full=full, how=how)


def _of(element: Element, days: tuple[date, date], price: Price, *, count: Fraction, full: int, how: str) -> Line:
    return Line(
        element=element.code,
        name=element.name,
        starts_on=days[0],
        ends_on=days[1] - timedelta(days=1),
        price=price.pence,
        price_from=price.valid_from,
        claimed=count,
        allowed=count,
        full=full,
        amount=full,
        how=how,
    )


def _days_in_words(days: tuple[date, date], quarter: Quarter) -> str:
    first, end = days
    if days == (quarter.first_day, quarter.end):
        return f"a fourth of it for {quarter}"
    last = end - timedelta(days=1)
    return f"{in_full(first)} to {in_full(last)}, {(end - first).days} of the {quarter.days} days of {quarter}"
