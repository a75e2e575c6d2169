"""What a sign-up commits: what falls due by time whatever is done, such as retainers, lists, plans and blocks.

Items are no commitment, nor is what is paid once a condition is met, nor counts that a practice has yet to report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from core.periods import FinancialYear
from les.schemes.rules.amounts import amount_due
from les.schemes.rules.pricing import price_on
from les.schemes.rules.quarters import Quarter, position
from les.schemes.rules.terms import Basis, Before, Element, PracticeInScheme, Quantity, SchemeTerms, Whose

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Committed:
    """What a practice is due in a year in pence, the parts of it by quarter, and the sums of the scheme after it."""

    pence: int
    scheme_paid: Mapping[str, int]
    by_quarter: Mapping[int, int] = field(default_factory=dict)


def committed_in(
    terms: SchemeTerms, practice: PracticeInScheme, year: FinancialYear, scheme_paid: Mapping[str, int]
) -> Committed:
    """The pence due to a practice by time in a year, under the caps. `scheme_paid`: by element, to others before.

    A list that is not counted on the frozen day, or has no price on the first day, commits nothing yet.
    """
    before = Before(scheme_paid=dict(scheme_paid))
    by_quarter: dict[int, int] = {}
    for number in (1, 2, 3, 4):
        quarter = Quarter(year, number)
        days = _days_in(practice, quarter)
        by_time = replace(terms, elements=_by_time(terms, practice, days[0]))
        if days[0] >= days[1] or not by_time.elements:
            continue
        done = _planned(by_time, practice, quarter)
        lines = amount_due(terms=by_time, practice=practice, quarter=quarter, quantities=done, before=before)
        for line in lines:
            by_quarter[number] = by_quarter.get(number, 0) + line.amount
            before = _after(before, line.element, line.amount)
    return Committed(pence=sum(by_quarter.values()), scheme_paid=before.scheme_paid, by_quarter=by_quarter)


def most_of(terms: SchemeTerms, practices: int) -> int | None:
    """The most, in pence, that a scheme pays in a year under its caps on everything; None where none is capped so.

    `practices`: how many are signed up, each under the cap of a practice.
    """
    whole = [cap for cap in terms.caps if not cap.element and cap.pence is not None]
    found = [(cap.pence or 0) * (practices if cap.whose is Whose.PRACTICE else 1) for cap in whole]
    return min(found, default=None)


def _by_time(terms: SchemeTerms, practice: PracticeInScheme, first: date) -> tuple[Element, ...]:
    usable = {Basis.FIXED, Basis.PLANNED}
    if practice.list_size is not None and practice.counted_on == terms.list_on:
        usable.add(Basis.LIST_A_YEAR)
    return tuple(
        each
        for each in terms.elements
        if each.basis in usable
        and (not each.level or each.level == practice.level)
        and price_on(terms, element=each.code, practice=practice.code, on=first) is not None
    )


def _planned(terms: SchemeTerms, practice: PracticeInScheme, quarter: Quarter) -> list[Quantity]:
    """The plan as if all of it were done, told where a year is settled: so that all instalments come to the plan."""
    if quarter.number != 4 and not (practice.left_on is not None and practice.left_on <= quarter.end):
        return []
    year = quarter.year
    first = max(practice.joined_on, Quarter(year, 1).first_day)
    end = _days_in(practice, quarter)[1]
    share = position(end, year) - position(first, year)
    day = _days_in(practice, quarter)[0]
    return [
        Quantity(element=each.code, starts_on=day, count=Fraction(each.planned) * share)
        for each in terms.elements
        if each.basis is Basis.PLANNED
    ]


def _days_in(practice: PracticeInScheme, quarter: Quarter) -> tuple[date, date]:
    return max(quarter.first_day, practice.joined_on), min(quarter.end, practice.left_on or quarter.end)


def _after(before: Before, element: str, pence: int) -> Before:
    paid, scheme_paid = dict(before.paid), dict(before.scheme_paid)
    paid[element] = paid.get(element, 0) + pence
    scheme_paid[element] = scheme_paid.get(element, 0) + pence
    return replace(before, paid=paid, scheme_paid=scheme_paid)
