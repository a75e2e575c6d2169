"""What was returned of a service by month and group, from rows by practice: which currency a plan counts, and whose.

A practice's activity counts for the group to which it belongs at the end of the month, or to which it belonged last
within it. What belongs to none stays nobody's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.rules.currencies import Adding, Currency
from commissioning.activity.rules.months import first_day_of, last_day_of
from commissioning.activity.rules.rows import UNITS
from commissioning.organisations.rules.values import MembershipLine
from contracts.monitoring.rules.months import NOBODY, Returned, State, added

NO_CURRENCY = "Nothing that is returned counts {unit}."
NOT_EXPECTED = "No return is expected for it."
NOT_THERE = "No figure was returned."


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that stands: of a practice, or nobody's (blank); in ten thousandths; with the return it came in."""

    month: str
    practice: str
    units: int
    is_frozen: bool
    source: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An adjustment of a frozen month, in ten thousandths, posted to a month."""

    posted_to: str
    practice: str
    units: int


class Groups:
    """Which group each practice belongs to in each month."""

    def __init__(self, stays: Iterable[MembershipLine]) -> None:
        self._stays: defaultdict[str, list[MembershipLine]] = defaultdict(list)
        for each in stays:
            self._stays[each.practice].append(each)
        self._known: dict[tuple[str, str], str] = {}

    def of(self, practice: str, month: str) -> str:
        """The group of a practice in a month; NOBODY where it belongs to none, or there is no practice."""
        if not practice:
            return NOBODY
        key = practice, month
        if key not in self._known:
            self._known[key] = self._found(practice, month)
        return self._known[key]

    def _found(self, practice: str, month: str) -> str:
        first, last = first_day_of(month), last_day_of(month)
        within = [
            each
            for each in self._stays.get(practice, ())
            if each.group and (each.joined is None or each.joined <= last) and (each.left is None or each.left > first)
        ]
        return (
            max(within, key=lambda each: (each.left is None or each.left > last, each.left or last)).group
            if within
            else NOBODY
        )


def currency_for(unit: str, currencies: Iterable[Currency]) -> Currency | None:
    """The currency of returns that a plan in this unit is held against; None where none is meant, or several may be.

    By its code or name (“first contacts”; “contacts” are all contacts), else the only one that is counted in that unit.
    Only what is counted over the month adds up to a year.

    >>> from commissioning.activity.rules.currencies import CURRENCIES
    >>> [found.code if (found := currency_for(unit, CURRENCIES)) else None for unit in ("Contacts", "bed days", "WTE")]
    ['contact', 'bed_day', None]
    """
    wanted = " ".join(unit.split()).casefold()
    flows = [each for each in currencies if each.adding is Adding.FLOW]
    named = [each for each in flows if wanted in _names(each)]
    counted = [each for each in flows if each.unit.casefold() == wanted]
    return named[0] if named else counted[0] if len(counted) == 1 else None


def by_month(
    months: Sequence[str],
    *,
    figures: Iterable[Figure],
    corrections: Iterable[Correction],
    nil: Mapping[str, tuple[bool, tuple[int, str] | None]],
    groups: Groups,
    expected: Iterable[str],
    over: str,
) -> dict[str, Returned]:
    """What is known of each of these months: figures, a nil return (a figure of 0), or that there is none, and why.

    `nil`: whether frozen, and the return, by month. `expected`: the months for which a return is asked for. `over`: the
    last month that is over; what has no figure after it is to come.
    """
    held: defaultdict[str, list[Figure]] = defaultdict(list)
    for each in figures:
        held[each.month].append(each)
    posted: defaultdict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        posted[correction.posted_to].append(correction)
    asked = set(expected)
    found = {}
    for month in months:
        adjusted = added([{groups.of(c.practice, month): Fraction(c.units, UNITS)} for c in posted[month]])
        if month in held:
            found[month] = _known(month, held[month], adjusted, groups)
        elif month in nil:
            is_frozen, source = nil[month]
            state = State.FROZEN if is_frozen else State.PROVISIONAL
            sources = (source,) if source else ()
            found[month] = Returned(state=state, adjusted=adjusted, sources=sources, is_nil=True)
        else:
            state = State.MISSING if month <= over else State.TO_COME
            why_not = "" if state is State.TO_COME else NOT_THERE if month in asked else NOT_EXPECTED
            found[month] = Returned(state=state, adjusted=adjusted, why_not=why_not)
    return found


def nothing_counts(months: Sequence[str], *, unit: str, over: str) -> dict[str, Returned]:
    """The months of a service of which nothing returned counts what is planned."""
    why_not = NO_CURRENCY.format(unit=unit)
    return {
        month: Returned(state=State.MISSING if month <= over else State.TO_COME, why_not=why_not) for month in months
    }


def _known(month: str, figures: Sequence[Figure], adjusted: Mapping[str, Fraction], groups: Groups) -> Returned:
    return Returned(
        state=State.FROZEN if all(each.is_frozen for each in figures) else State.PROVISIONAL,
        units=added([{groups.of(each.practice, month): Fraction(each.units, UNITS)} for each in figures]),
        adjusted=adjusted,
        sources=tuple(dict.fromkeys(each.source for each in figures if each.source)),
    )


def _names(currency: Currency) -> set[str]:
    label, code = currency.label.casefold(), currency.code.replace("_", " ")
    return {label, label.removeprefix("all "), currency.code, code, f"{code}s"}
