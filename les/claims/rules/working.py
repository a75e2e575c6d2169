"""What a claim comes to: lines under each agreement of the quarter and the caps of the year; nil claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from core.errors import Refusal
from core.wording import in_full, sterling
from les.claims.rules.asking import Member, is_in
from les.schemes.rules.amounts import amount_due
from les.schemes.rules.caps import count_in_words
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Basis, Before, Element, Line, Quantity

_PATIENT = "patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A line of a claim, and the agreement under which it is due."""

    agreement_id: int
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """How many people a practice has registered, and on which day they were counted."""

    people: Fraction
    words: str


def worked_out(
    members: Sequence[Member], *, quarter: Quarter, quantities: Sequence[Quantity], before: Before
) -> tuple[Worked, ...]:
    """The lines of a claim. What was done belongs to the agreement in force on its day; each has its own terms.

    Refuses, in a sentence, what `amount_due` refuses, and a quarter in which the practice is not in the scheme.
    """
    held = [member for member in members if is_in(member, quarter)]
    if not held:
        raise Refusal(f"The practice is not signed up to this scheme on any day of {quarter}. Nothing can be claimed.")
    shares: dict[int, list[Quantity]] = {place: [] for place in range(len(held))}
    for each in quantities:
        shares[_place_of(each, held)].append(each)
    found: list[Worked] = []
    for place, member in enumerate(held):
        lines = amount_due(
            terms=member.terms,
            practice=member.practice,
            quarter=quarter,
            quantities=shares[place],
            before=before,
        )
        found += [Worked(agreement_id=member.agreement_id, line=line) for line in lines]
        before = with_claimed(before, member.terms.elements, lines, shares[place])
    return tuple(found)


def with_lines(
    before: Before, members: Sequence[Member], lines: Sequence[Worked], quantities: Sequence[Quantity]
) -> Before:
    """What would be claimed in the year once this claim is: what was before, with its lines."""
    elements = [element for member in members for element in member.terms.elements]
    return with_claimed(before, elements, [each.line for each in lines], quantities)


def with_claimed(
    before: Before, elements: Sequence[Element], lines: Sequence[Line], quantities: Sequence[Quantity]
) -> Before:
    """What was claimed before, with these lines. Of what is paid in instalments the days count on which it was done."""
    planned = {each.code for each in elements if each.basis is Basis.PLANNED}
    done = [each for each in quantities if each.element in planned]
    done += [
        Quantity(element=each.element, starts_on=each.starts_on, ends_on=each.ends_on, count=each.allowed)
        for each in lines
        if each.element not in planned
    ]
    paid, scheme_paid, scheme_done = dict(before.paid), dict(before.scheme_paid), dict(before.scheme_done)
    for line in lines:
        paid[line.element] = paid.get(line.element, 0) + line.amount
        scheme_paid[line.element] = scheme_paid.get(line.element, 0) + line.amount
        scheme_done[line.element] = scheme_done.get(line.element, 0) + line.allowed
    return replace(before, done=(*before.done, *done), paid=paid, scheme_done=scheme_done, scheme_paid=scheme_paid)


def kept_of_cut(*, allowed: Fraction, amount: int, left: int, price: int, basis: Basis | None) -> Fraction:
    """How many of a line still count under caps after it was cut to `left` pence of `amount`.

    Of what is counted one by one, as many as the money left is begun to pay for; of other things all or none.

    >>> kept_of_cut(allowed=Fraction(10), amount=42000, left=10000, price=4200, basis=Basis.EACH)
    Fraction(3, 1)
    >>> kept_of_cut(allowed=Fraction(10), amount=42000, left=0, price=4200, basis=Basis.EACH)
    Fraction(0, 1)
    """
    if left == amount:
        return allowed
    if left <= 0:
        return Fraction(0)
    if basis is not Basis.EACH or not price:
        return allowed
    return min(allowed, Fraction(-(-left // price)))


def check_something(lines: Sequence[Worked], *, is_nil: bool) -> None:
    """Refuse a claim of nothing that does not say so, and a nil claim where something is due by itself."""
    if is_nil and lines:
        what, due = lines[0].line.name, sterling(sum(each.line.amount for each in lines))
        raise Refusal(
            f"{what} is due by itself, {due}: this is no claim of nothing. Submit it without saying that there was "
            "nothing to claim."
        )
    if not is_nil and not lines:
        raise Refusal("Nothing is counted. Say how many there were, or that there was nothing to claim this quarter.")


def problems_with_register(
    members: Sequence[Member], quantities: Sequence[Quantity], register: Register | None
) -> list[str]:
    """Counts of patients above the people registered, in sentences: nobody has more patients than people."""
    if register is None:
        return []
    units: Mapping[str, Element] = {each.code: each for member in members for each in member.terms.elements}
    found = []
    for each in quantities:
        element = units.get(each.element)
        if element and element.unit.lower().startswith(_PATIENT) and each.count > register.people:
            found.append(
                f"{count_in_words(Fraction(each.count))} × {element.name} from {in_full(each.starts_on)} are more than "
                f"the {register.words}. Put the count right, or the register first."
            )
    return found


def total_of(lines: Sequence[Worked]) -> int:
    """The pence of lines together."""
    return sum(each.line.amount for each in lines)


def _place_of(quantity: Quantity, members: Sequence[Member]) -> int:
    """The agreement in force on the first day of what was done; the first one, which refuses it, where none is."""
    for place, member in enumerate(members):
        left = member.practice.left_on
        if member.practice.joined_on <= quantity.starts_on and (left is None or quantity.starts_on < left):
            return place
    return 0 if quantity.starts_on < members[0].practice.joined_on else len(members) - 1
