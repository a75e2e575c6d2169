"""What is due for what a practice did in a quarter: worked out line by line, to the penny, with the sentence why."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from core.errors import Refusal
from core.money import rounded
from core.wording import in_full, sterling
from les.schemes.rules.by_time import lines_by_time, lines_of_plan
from les.schemes.rules.caps import count_in_words, count_left, headrooms, pence_left
from les.schemes.rules.counted import check_stages, lines_of_each, lines_on_the_list
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import (
    Basis,
    Before,
    Case,
    Element,
    Form,
    Line,
    PracticeInScheme,
    Quantity,
    SchemeTerms,
)

_NOTHING_BEFORE = Before()


def amount_due(
    *,
    terms: SchemeTerms,
    practice: PracticeInScheme,
    quarter: Quarter,
    quantities: Sequence[Quantity],
    before: Before = _NOTHING_BEFORE,
) -> tuple[Line, ...]:
    """The lines due to a practice for a quarter: price by the day of what was done, cut by the caps of the year.

    `before`: what was claimed in the same financial year before, by the practice and by all practices of the scheme.
    Refuses, in a sentence, days outside the quarter or without the scheme, unknown elements, what is counted twice,
    a level that is not the practice’s, and counts over a change of price. Adjustments are not worked out here: a count
    below nothing is refused.

    >>> from datetime import date
    >>> from les.schemes.rules.terms import Price
    >>> joint = Element(code="joint", name="Joint injection", basis=Basis.EACH, unit="injection")
    >>> terms = SchemeTerms(form=Form.PER_ITEM, elements=(joint,), prices=(
    ...     Price(element="joint", valid_from=date(2008, 4, 1), pence=4200),
    ...     Price(element="joint", valid_from=date(2008, 5, 1), pence=4350)))
    >>> practice = PracticeInScheme(code="X82001", name="Practice 01", joined_on=date(2008, 4, 1))
    >>> done = [Quantity(element="joint", starts_on=date(2008, 4, 9), count=30),
    ...     Quantity(element="joint", starts_on=date(2008, 5, 1), count=10)]
    >>> for line in amount_due(terms=terms, practice=practice, quarter=Quarter.of(date(2008, 4, 1)), quantities=done):
    ...     print(line.how)
    30 × Joint injection at £42.00 (price from 1 April 2008) = £1,260.00.
    10 × Joint injection at £43.50 (price from 1 May 2008) = £435.00.
    """
    case = Case(terms=terms, practice=practice, quarter=quarter, quantities=tuple(quantities), before=before)
    for each in quantities:
        _check_quantity(case, each)
    if terms.form is Form.STAGED:
        check_stages(terms, quantities, before)
    lines: list[Line] = []
    for element in terms.elements:
        for line in _lines(case, element):
            lines.append(_cut(terms, element, line, _with(before, lines)))
    return tuple(lines)


def sum_of(lines: Sequence[Line]) -> int:
    """The pence of lines together."""
    return sum(line.amount for line in lines)


def _lines(case: Case, element: Element) -> Iterator[Line]:
    match element.basis:
        case Basis.EACH:
            return lines_of_each(case, element)
        case Basis.LIST_ONCE:
            return lines_on_the_list(case, element)
        case Basis.PLANNED:
            return lines_of_plan(case, element)
        case Basis.A_YEAR | Basis.FIXED | Basis.LIST_A_YEAR:
            return lines_by_time(case, element)


def _check_quantity(case: Case, quantity: Quantity) -> None:
    practice, quarter = case.practice, case.quarter
    element = case.terms.element(quantity.element)
    if element is None:
        raise Refusal("The scheme does not pay for what is claimed. Choose one of the things it pays for.")
    if element.basis in (Basis.FIXED, Basis.LIST_A_YEAR):
        raise Refusal(f"{element.name} is due by itself every quarter. Take it out of what is counted.")
    if quantity.count < 0:
        raise Refusal(f"The count of {element.name} is below nothing. What is taken back is a line of its own.")
    if quantity.last_day < quantity.starts_on:
        raise Refusal(f"{element.name} ends before it begins. Put one of the days right.")
    if quantity.starts_on < quarter.first_day or quantity.last_day >= quarter.end:
        days = f"{in_full(quarter.first_day)} to {in_full(quarter.last_day)}"
        raise Refusal(f"{element.name} lies outside {quarter}, {days}. Claim it for the quarter in which it was done.")
    _check_in_scheme(practice, quantity)


def _check_in_scheme(practice: PracticeInScheme, quantity: Quantity) -> None:
    if quantity.starts_on < practice.joined_on:
        raise Refusal(
            f"{practice.name} is in the scheme from {in_full(practice.joined_on)}. Nothing is due for "
            f"{in_full(quantity.starts_on)}."
        )
    if practice.left_on is not None and quantity.last_day >= practice.left_on:
        last = practice.left_on - timedelta(days=1)
        raise Refusal(
            f"{practice.name} was in the scheme until {in_full(last)}. Nothing is due for {in_full(quantity.last_day)}."
        )


def _with(before: Before, lines: Sequence[Line]) -> Before:
    """What was claimed before a line, the lines above it included."""
    if not lines:
        return before
    paid, scheme_paid = dict(before.paid), dict(before.scheme_paid)
    done, scheme_done = list(before.done), dict(before.scheme_done)
    for line in lines:
        paid[line.element] = paid.get(line.element, 0) + line.amount
        scheme_paid[line.element] = scheme_paid.get(line.element, 0) + line.amount
        scheme_done[line.element] = scheme_done.get(line.element, 0) + line.allowed
        done.append(Quantity(element=line.element, starts_on=line.starts_on, ends_on=line.ends_on, count=line.allowed))
    return replace(before, done=tuple(done), paid=paid, scheme_done=scheme_done, scheme_paid=scheme_paid)


def _cut(terms: SchemeTerms, element: Element, line: Line, before: Before) -> Line:
    """The line as the caps leave it: fewer of what is counted one by one, then less money."""
    rooms = headrooms(terms, before)
    if element.basis is Basis.EACH:
        line = _cut_to_count(line, *count_left(rooms, element.code))
    left, words = pence_left(rooms, element.code)
    if left is None or line.amount <= left:
        return line
    how = f"{line.how} {sterling(left)} is left under {words}: {sterling(left)}."
    return replace(line, amount=left, cap=words, how=how)


def _cut_to_count(line: Line, left: Fraction | None, words: str) -> Line:
    if left is None or line.claimed <= left:
        return line
    amount = rounded(left * line.price)
    how = f"{line.how} {count_in_words(left)} {'is' if left == 1 else 'are'} left under {words}: {sterling(amount)}."
    return replace(line, allowed=left, amount=amount, cap=words, how=how)
