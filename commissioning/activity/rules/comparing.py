"""Comparing practices: rates per 1,000 people, ratios with what they are made of, and what of them is not shown.

Counts of practices by month stand in one table for each group of practices, service, currency and financial year, with
the totals of practices, of months and of all. Who is neither provider nor commissioner sees no count that
`core.small_numbers` hides in it. Every page takes its counts from that one table, so that two pages together show no
more than it does. Parts of a whole that is returned too are not offered to them. Who keeps the pages of
an earlier day, and subtracts, is beyond this rule.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from commissioning.activity.rules.checks.relations import RELATIONS
from commissioning.activity.rules.currencies import Adding, Currency
from core.small_numbers import Hidden, hide_small

PER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Counts of practices by month, as one group of practices has them. None: no figure. `hidden`: what is not shown.

    `practices` and `months` order the rows and columns of `counts`.
    """

    practices: Sequence[str]
    months: Sequence[str]
    counts: Sequence[Sequence[int | None]]
    hidden: Hidden = field(default_factory=Hidden)

    def count(self, practice: str, month: str) -> int | None:
        """What is shown of a practice and month; None where nothing is."""
        row, column = self.practices.index(practice), self.months.index(month)
        return None if self.hidden.hides(row, column) else self.counts[row][column]

    def is_hidden(self, practice: str, month: str) -> bool:
        """Whether a figure is not shown because it is small, or lest a small one follow from it."""
        return self.hidden.hides(self.practices.index(practice), self.months.index(month))

    def of_practice(self, practice: str) -> int | None:
        """The total of a practice, None where it is hidden."""
        row = self.practices.index(practice)
        return None if row in self.hidden.row_totals else sum(count or 0 for count in self.counts[row])

    def of_month(self, month: str) -> int | None:
        """The total of a month, None where it is hidden."""
        column = self.months.index(month)
        return None if column in self.hidden.column_totals else sum(row[column] or 0 for row in self.counts)

    @property
    def total(self) -> int | None:
        """The total of all, None where it is hidden."""
        return None if self.hidden.total else sum(count or 0 for row in self.counts for count in row)

    @property
    def hides_something(self) -> bool:
        """Whether anything is hidden."""
        return self.hidden != Hidden()


def counted(
    counts: Mapping[tuple[str, str], int],
    practices: Sequence[str],
    months: Sequence[str],
    *,
    hide_up_to: int | None = None,
) -> Counted:
    """The table of these practices and months; `hide_up_to`: small counts up to it are hidden, None: nothing is.

    >>> told = counted({("A", "04"): 3, ("A", "05"): 20, ("B", "04"): 30, ("B", "05"): 40}, "AB", ["04", "05"],
    ...     hide_up_to=5)
    >>> told.count("A", "04"), told.of_practice("A"), told.total
    (None, 23, 93)
    """
    table = [[counts.get((practice, month)) for month in months] for practice in practices]
    hidden = Hidden() if hide_up_to is None else hide_small(table, threshold=hide_up_to)
    return Counted(practices=practices, months=months, counts=table, hidden=hidden)


def per_thousand(count: int | None, people: Fraction | None) -> Fraction | None:
    """A rate per 1,000 people; None where the count is not shown or there is no population.

    >>> per_thousand(30, Fraction(6000)), per_thousand(30, None), per_thousand(30, Fraction(0))
    (Fraction(5, 1), None, None)
    """
    return None if count is None or not people else Fraction(count) * PER / people


def comparable(currencies: Mapping[str, Currency], returned: Collection[str], *, hides: bool) -> list[str]:
    """The currencies of a service in which practices can be compared: whole numbers by practice that add up to a year.

    Where small numbers are hidden, parts of a whole that is returned too are left out: what is hidden in one of them
    could follow from the others.
    """
    known = [code for code in currencies if code in returned and _compares(currencies[code])]
    if not hides:
        return known
    parts = {part for each in RELATIONS if each.whole in known for part in each.parts}
    ways = _CONTACTS if "contact" in known else frozenset()
    return [code for code in known if code not in parts and code not in ways]


def hanging_together(code: str) -> frozenset[str]:
    """The currencies from which one could follow, itself among them: the parts of its whole, and that whole.

    >>> sorted(hanging_together("referral_accepted")), sorted(hanging_together("did_not_attend"))
    (['referral', 'referral_accepted', 'referral_rejected'], ['did_not_attend'])
    """
    kin = [{each.whole, *each.parts} for each in RELATIONS] + [{"contact", *_CONTACTS}]
    return frozenset({code}.union(*(each for each in kin if code in each)))


_CONTACTS = frozenset(
    {"first_contact", "follow_up_contact", "face_to_face_contact", "telephone_contact", "group_contact"}
)


def _compares(currency: Currency) -> bool:
    return currency.by_practice and currency.is_whole and currency.adding is Adding.FLOW


Months = Mapping[str, Mapping[str, int]]
"""Month → currency → units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A ratio with its numerator and denominator, in units, and the months they are of."""

    numerator: int = 0
    denominator: int = 0
    months: Sequence[str] = ()

    def value(self, times: int = 1) -> Fraction | None:
        """Numerator ÷ denominator, times 100 for a percentage; None where the denominator is 0."""
        return Fraction(self.numerator * times, self.denominator) if self.denominator else None


def follow_ups(months: Months) -> Ratio:
    """Follow-up contacts to first contacts, over the months that give both.

    >>> told = follow_ups({"04": {"first_contact": 10, "follow_up_contact": 25}, "05": {"first_contact": 4}})
    >>> told.numerator, told.denominator, told.months
    (25, 10, ['04'])
    """
    return _ratio({month: (held.get("follow_up_contact"), held.get("first_contact")) for month, held in months.items()})


def not_attended(months: Months) -> Ratio:
    """Appointments not attended to all appointments (contacts and those not attended), over the months that give both.

    Contacts are all contacts, or, where these were not returned, first and follow-up contacts.

    >>> told = not_attended({"04": {"did_not_attend": 5, "contact": 45}, "05": {"did_not_attend": 5}})
    >>> told.numerator, told.denominator, str(told.value(100))
    (5, 50, '10')
    """
    pairs: dict[str, tuple[int | None, int | None]] = {}
    for month, held in months.items():
        missed, attended = held.get("did_not_attend"), _attended(held)
        pairs[month] = (missed, None if missed is None or attended is None else missed + attended)
    return _ratio(pairs)


def _attended(held: Mapping[str, int]) -> int | None:
    if "contact" in held:
        return held["contact"]
    if "first_contact" in held and "follow_up_contact" in held:
        return held["first_contact"] + held["follow_up_contact"]
    return None


def _ratio(pairs: Mapping[str, tuple[int | None, int | None]]) -> Ratio:
    both = {month: (top, below) for month, (top, below) in pairs.items() if top is not None and below is not None}
    return Ratio(
        numerator=sum(top for top, _ in both.values()),
        denominator=sum(below for _, below in both.values()),
        months=sorted(both),
    )
