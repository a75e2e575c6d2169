"""Caps of a financial year: what is left under each, shown before anybody claims, and cutting what goes beyond."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.money import plain
from core.wording import sterling
from les.schemes.rules.terms import Before, Cap, SchemeTerms, Whose


@dataclass(frozen=True, slots=True, kw_only=True)
class Headroom:
    """What is left under a cap, a count or pence; never below nothing."""

    cap: Cap
    words: str
    count: Fraction | None = None
    pence: int | None = None

    @property
    def left(self) -> str:
        """What is left in words."""
        return sterling(self.pence) if self.pence is not None else count_in_words(self.count or Fraction(0))


def count_in_words(count: Fraction) -> str:
    """A count as people read it.

    >>> count_in_words(Fraction(8000)), count_in_words(Fraction("8123.5"))
    ('8,000', '8123.5')
    """
    return f"{count.numerator:,}" if count.denominator == 1 else plain(count)


def headrooms(terms: SchemeTerms, before: Before) -> list[Headroom]:
    """What is left under each cap of a scheme, in the order of its caps.

    >>> from les.schemes.rules.terms import Form
    >>> terms = SchemeTerms(form=Form.PER_ITEM, elements=(), caps=(Cap(whose=Whose.PRACTICE, pence=100000),))
    >>> [(each.words, each.left) for each in headrooms(terms, Before(paid={"i": 30000}))]
    [('the cap of £1,000.00 a year for the practice', '£700.00')]
    """
    return [_headroom(cap, terms, before) for cap in terms.caps]


def in_words(cap: Cap, terms: SchemeTerms) -> str:
    """A cap as people say it."""
    element = terms.element(cap.element)
    of = f" of {element.name}" if element else ""
    most = sterling(cap.pence) if cap.pence is not None else f"{cap.count:,}"
    whose = "for the practice" if cap.whose is Whose.PRACTICE else "for all practices of the scheme"
    return f"the cap of {most}{of} a year {whose}"


def caps_in_words(terms: SchemeTerms) -> list[tuple[str, str]]:
    """The caps of a scheme as facts, in their order."""
    return [("Cap", in_words(cap, terms).removeprefix("the cap of ")) for cap in terms.caps]


def count_left(rooms: Sequence[Headroom], element: str) -> tuple[Fraction | None, str]:
    """The tightest count left of an element, and the words of its cap; None where no cap counts it."""
    counted = [(each.count, each.words) for each in rooms if each.count is not None and each.cap.element == element]
    return min(counted, key=lambda pair: pair[0]) if counted else (None, "")


def pence_left(rooms: Sequence[Headroom], element: str) -> tuple[int | None, str]:
    """The tightest sum left for an element, and the words of its cap; None where no cap limits the money."""
    found = [(each.pence, each.words) for each in rooms if each.pence is not None and each.cap.element in ("", element)]
    return min(found, key=lambda pair: pair[0]) if found else (None, "")


def _headroom(cap: Cap, terms: SchemeTerms, before: Before) -> Headroom:
    words, is_own = in_words(cap, terms), cap.whose is Whose.PRACTICE
    if cap.pence is not None:
        paid = before.paid if is_own else before.scheme_paid
        used = sum(pence for element, pence in paid.items() if cap.element in ("", element))
        return Headroom(cap=cap, words=words, pence=max(0, cap.pence - used))
    done = _own_counts(before) if is_own else before.scheme_done
    left = Fraction(cap.count or 0) - done.get(cap.element, 0)
    return Headroom(cap=cap, words=words, count=max(Fraction(0), left))


def _own_counts(before: Before) -> dict[str, Fraction | int]:
    found: dict[str, Fraction | int] = {}
    for each in before.done:
        found[each.element] = found.get(each.element, 0) + each.count
    return found
