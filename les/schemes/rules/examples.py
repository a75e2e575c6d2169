"""Worked examples: what a number of everything that is paid for would pay an imaginary practice in a quarter."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from core.errors import Refusal
from les.schemes.rules.amounts import amount_due
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Basis, Element, Form, Line, PracticeInScheme, Quantity, SchemeTerms

LIST = 8000
_CLAIMED = (Basis.EACH, Basis.A_YEAR, Basis.PLANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example: its lines, or why there is none. `is_by_level`: each line is of a practice at another level."""

    lines: tuple[Line, ...] = ()
    why_not: str = ""
    is_by_level: bool = False


def example_of(terms: SchemeTerms, *, count: int, quarter: Quarter, practice: str = "") -> Example:
    """What `count` of each would pay in a quarter to a practice with a list of 8,000, nothing claimed before.

    What is counted one by one was done on the first day. With prices by level, to a practice at each level in turn.
    `practice`: the code of one whose own prices count.
    """
    lines: list[Line] = []
    try:
        for level in sorted({element.level for element in terms.elements}):
            lines += amount_due(
                terms=terms,
                practice=_practice(terms, level, quarter, practice),
                quarter=quarter,
                quantities=list(_quantities(terms, level, count, quarter)),
            )
    except Refusal as refusal:
        return Example(why_not=str(refusal))
    return Example(lines=tuple(lines), is_by_level=terms.form is Form.BY_LEVEL)


def _practice(terms: SchemeTerms, level: int, quarter: Quarter, code: str) -> PracticeInScheme:
    return PracticeInScheme(
        code=code,
        name="The practice",
        joined_on=quarter.year.first_day,
        level=level,
        list_size=Fraction(LIST),
        counted_on=terms.list_on,
    )


def _quantities(terms: SchemeTerms, level: int, count: int, quarter: Quarter) -> Iterator[Quantity]:
    for element in terms.elements:
        if element.level != level:
            continue
        if element.basis is Basis.LIST_ONCE:
            yield Quantity(element=element.code, starts_on=quarter.first_day, count=1)
        elif element.basis in _CLAIMED:
            yield _counted(element, count, quarter)


def _counted(element: Element, count: int, quarter: Quarter) -> Quantity:
    ends_on = quarter.last_day if element.basis is Basis.A_YEAR else None
    return Quantity(element=element.code, starts_on=quarter.first_day, ends_on=ends_on, count=count)
