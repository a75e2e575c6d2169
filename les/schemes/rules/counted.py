"""What is due for what is counted one by one: items, stages, points, items by level; and once a year on a list."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from core.errors import Refusal
from core.money import rounded
from core.periods import FinancialYear
from core.wording import in_full, sterling
from les.schemes.rules.caps import count_in_words
from les.schemes.rules.pricing import day_of_change, needed_price
from les.schemes.rules.terms import Before, Case, Element, Line, PracticeInScheme, Price, Quantity, SchemeTerms


def lines_of_each(case: Case, element: Element) -> Iterator[Line]:
    """A line for each price under which something was done, in the order of days."""
    by_price: dict[Price, list[Quantity]] = {}
    for each in case.of(element):
        if not each.count:
            continue
        _check_each(case.terms, element, case.practice, each)
        price = needed_price(case.terms, element, practice=case.practice.code, on=each.starts_on)
        by_price.setdefault(price, []).append(each)
    for price, done in by_price.items():
        count = sum((Fraction(each.count) for each in done), Fraction())
        full = rounded(count * price.pence)
        yield Line(
            element=element.code,
            name=element.name,
            starts_on=done[0].starts_on,
            ends_on=max(each.last_day for each in done),
            price=price.pence,
            price_from=price.valid_from,
            claimed=count,
            allowed=count,
            full=full,
            amount=full,
            how=f"{count_in_words(count)} × {element.name} at {said_of(price)} = {sterling(full)}.",
        )


def lines_on_the_list(case: Case, element: Element) -> Iterator[Line]:
    """The line of an element paid once a year on the list of the frozen day, if its condition is met."""
    met = [each for each in case.of(element) if each.count]
    if not met:
        return
    _check_once(element, case.practice, met, case.before)
    size = list_of(case.terms, case.practice)
    price = needed_price(case.terms, element, practice=case.practice.code, on=met[0].starts_on)
    full = rounded(size * price.pence)
    because = f" because of: {element.condition}" if element.condition else ""
    yield Line(
        element=element.code,
        name=element.name,
        starts_on=met[0].starts_on,
        ends_on=met[0].last_day,
        price=price.pence,
        price_from=price.valid_from,
        claimed=size,
        allowed=size,
        full=full,
        amount=full,
        how=f"{list_in_words(case.terms, size)} × {element.name} at {said_of(price)}{because} = {sterling(full)}.",
    )


def list_of(terms: SchemeTerms, practice: PracticeInScheme) -> Fraction:
    """The practice’s list on the frozen day of the terms; refuses the list of another day."""
    if terms.list_on is None or practice.list_size is None:
        raise Refusal(f"The list of {practice.name} on the frozen day of the scheme is not known. Record it first.")
    if practice.counted_on != terms.list_on:
        other = f", and the one given is of {in_full(practice.counted_on)}" if practice.counted_on else ""
        raise Refusal(f"The scheme pays on the list of {in_full(terms.list_on)}{other}. Give the list of that day.")
    return practice.list_size


def list_in_words(terms: SchemeTerms, size: Fraction) -> str:
    """A list as people say it: `8,000 registered patients on 1 April 2007`."""
    kind = f"patients weighted by {terms.weighting}" if terms.weighting else "registered patients"
    return f"{count_in_words(size)} {kind}{f' on {in_full(terms.list_on)}' if terms.list_on else ''}"


def said_of(price: Price) -> str:
    """A price and from when it holds."""
    own = ", for this practice" if price.practice else ""
    return f"{sterling(price.pence)} (price from {in_full(price.valid_from)}{own})"


def check_one_price(terms: SchemeTerms, element: Element, practice: PracticeInScheme, quantity: Quantity) -> None:
    """Refuse a count of days over which the price changed: nobody could say which of it was done at which price."""
    changed = day_of_change(terms, element, practice=practice.code, first=quantity.starts_on, last=quantity.last_day)
    if changed:
        raise Refusal(
            f"The price of {element.name} changed on {in_full(changed)}. Say how many there were before that day, and "
            "how many from it on."
        )


def check_stages(terms: SchemeTerms, quantities: Sequence[Quantity], before: Before) -> None:
    """Refuse more of a stage in a year than of the stage before it: nobody achieves what was not started.

    What was started in the last quarter of the year before counts with it: a quit date in March, a quit in April.
    """
    counts = {each.code: _counted(each.code, (*before.done, *quantities)) for each in terms.elements}
    for earlier, later in pairwise(terms.elements):
        begun = Fraction(before.begun.get(earlier.code, 0))
        if counts[later.code] > counts[earlier.code] + begun:
            since = " in it and in the quarter before it" if begun else ""
            raise Refusal(
                f"{count_in_words(counts[later.code])} of “{later.name}” in the year are more than the "
                f"{count_in_words(counts[earlier.code] + begun)} of “{earlier.name}”{since}. Put one of them right."
            )


def _counted(element: str, quantities: Iterable[Quantity]) -> Fraction:
    return sum((Fraction(each.count) for each in quantities if each.element == element), Fraction())


def _check_each(terms: SchemeTerms, element: Element, practice: PracticeInScheme, quantity: Quantity) -> None:
    if Fraction(quantity.count).denominator != 1:
        raise Refusal(f"{element.name} is counted in whole numbers.")
    if element.level and practice.level != element.level:
        raise Refusal(
            f"{practice.name} is at level {practice.level} of the scheme, and “{element.name}” is paid at level "
            f"{element.level}. Claim what is paid at its own level."
        )
    check_one_price(terms, element, practice, quantity)


def _check_once(element: Element, practice: PracticeInScheme, met: Sequence[Quantity], before: Before) -> None:
    if len(met) > 1 or any(each.element == element.code and each.count for each in before.done):
        year = FinancialYear.of(_first(met))
        raise Refusal(f"{element.name} is paid once a year, and {practice.name} has claimed it for {year} already.")
    if met[0].count != 1:
        raise Refusal(f"{element.name} is paid once on the whole list: say 1 where its condition is met, else nothing.")


def _first(met: Sequence[Quantity]) -> date:
    return min(each.starts_on for each in met)
