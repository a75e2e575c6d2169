"""Which price holds: the one by the day on which something was done, the practice’s own before that of all."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from core.errors import Refusal
from core.wording import in_full
from les.schemes.rules.terms import Element, Price, SchemeTerms


def price_on(terms: SchemeTerms, *, element: str, practice: str, on: date) -> Price | None:
    """The price of an element for a practice on a day; None before the first.

    Of two prices from one day the one written last counts: it corrects the other.

    >>> from les.schemes.rules.terms import Form
    >>> prices = (Price(element="i", valid_from=date(2008, 4, 1), pence=4200),
    ...     Price(element="i", valid_from=date(2008, 8, 1), pence=4350),
    ...     Price(element="i", valid_from=date(2008, 4, 1), pence=5000, practice="X82003"))
    >>> terms = SchemeTerms(form=Form.PER_ITEM, elements=(), prices=prices)
    >>> for practice, day in (("X82001", 31), ("X82003", 31)):
    ...     found = price_on(terms, element="i", practice=practice, on=date(2008, 7, day))
    ...     found.pence
    4200
    5000
    """
    held = [each for each in terms.prices if each.element == element and each.valid_from <= on]
    own = [each for each in held if each.practice and each.practice == practice]
    usable = own or [each for each in held if not each.practice]
    return max(reversed(usable), key=lambda each: each.valid_from, default=None)


def needed_price(terms: SchemeTerms, element: Element, *, practice: str, on: date) -> Price:
    """The price on a day; refuses where there is none yet."""
    found = price_on(terms, element=element.code, practice=practice, on=on)
    if found is None:
        raise Refusal(f"There is no price for {element.name} on {in_full(on)}. Enter one from that day or before.")
    return found


def priced_parts(
    terms: SchemeTerms, element: Element, *, practice: str, first: date, end: date
) -> Iterator[tuple[date, date, Price]]:
    """The days [first, end) cut where the price changes, each part with its first day, its end and its price."""
    days = {each.valid_from for each in terms.prices if each.element == element.code and first < each.valid_from < end}
    found: list[tuple[date, date, Price]] = []
    bounds = [first, *sorted(days), end]
    for start, stop in pairwise(bounds):
        price = needed_price(terms, element, practice=practice, on=start)
        if found and found[-1][2] == price:
            found[-1] = (found[-1][0], stop, price)
        else:
            found.append((start, stop, price))
    yield from found


def day_of_change(terms: SchemeTerms, element: Element, *, practice: str, first: date, last: date) -> date | None:
    """The first day after `first` and until `last` on which another price begins; None where one holds throughout."""
    parts = list(priced_parts(terms, element, practice=practice, first=first, end=last + timedelta(days=1)))
    return parts[1][0] if len(parts) > 1 else None
