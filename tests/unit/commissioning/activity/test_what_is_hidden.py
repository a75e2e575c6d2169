"""No hidden count of a practice follows from what its page, the pages of its group and the comparison show together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.activity.presented.seeing.practices import (
    HIDDEN,
    OnePractice,
    compared,
    practice_table,
    practices_table,
)
from commissioning.activity.rules.comparing import PER, Counted, comparable, counted
from commissioning.activity.rules.currencies import currencies_with
from core.parties.models import Party
from core.tables import Cell

MONTHS = ["2008-04", "2008-05", "2008-06"]
PEOPLE = {1: Fraction(5000), 2: Fraction(7000), 3: Fraction(400)}
PRACTICES = [Party(id=number, code=f"X8200{number}", name=f"Practice {number}") for number in PEOPLE]
THRESHOLD = 5
Key = tuple[str, str]
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 30))
RETURNS = st.dictionaries(
    st.tuples(st.sampled_from([each.code for each in PRACTICES]), st.sampled_from(MONTHS)), COUNTS
)


@dataclass
class _Read:
    """What somebody has read off all pages: counts, and sums over months or practices; which cells say “hidden”."""

    counts: dict[Key, int] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    total: list[int] = field(default_factory=list)
    hidden: set[Key] = field(default_factory=set)

    def agrees(self, other: Mapping[Key, int]) -> bool:
        """Whether another table of counts would show the same."""
        by_practice = {code: sum(n for (p, _), n in other.items() if p == code) for code in self.years}
        by_month = {month: sum(n for (_, m), n in other.items() if m == month) for month in self.months}
        return (
            by_practice == self.years
            and by_month == self.months
            and all(sum(other.values()) == each for each in self.total)
        )


def _read(counts: Mapping[Key, int], *, hide_up_to: int | None = THRESHOLD) -> _Read:
    """Open the page of every practice of the group, and the comparison, and note down what they show."""
    held = counted(counts, [each.code for each in PRACTICES], MONTHS, hide_up_to=hide_up_to)
    people, read = sum(PEOPLE.values(), Fraction(0)), _Read()
    for practice in PRACTICES:
        one = OnePractice(
            practice=practice,
            group="DacCom",
            counted=held,
            people=PEOPLE[practice.id],
            group_people=people,
            provisional=(),
        )
        shown = practice_table(one, what="Contacts")
        for month, row in zip(one.months, shown.rows, strict=True):
            _note(read, (practice.code, month), row, PEOPLE[practice.id])
            if row[3].exact is not None:
                read.months[month] = _whole(row[3].exact * people / PER)
        for foot in shown.foot:
            read.total += [] if foot[3].exact is None else [_whole(foot[3].exact * people / PER)]
            if foot[1].exact is not None:
                read.years[practice.code] = _whole(foot[1].exact)
    _compare(read, held)
    return read


def _compare(read: _Read, held: Counted) -> None:
    """Note down what the comparison shows; where a page of a practice shows it too, it is the same."""
    comparison = practices_table(compared(PRACTICES, {}, held, PEOPLE), what="Contacts", people="People")
    for practice, row in zip(PRACTICES, comparison.rows, strict=True):
        for exact in (row[2].exact, None if row[4].exact is None else row[4].exact * PEOPLE[practice.id] / PER):
            if exact is not None:
                assert read.years.setdefault(practice.code, _whole(exact)) == exact


def _note(read: _Read, key: Key, row: Sequence[Cell], people: Fraction) -> None:
    exact, rate = row[1].exact, row[2].exact
    if row[1].text == HIDDEN:
        assert rate is None
        read.hidden.add(key)
    elif isinstance(exact, int):
        assert rate == Fraction(exact) * PER / people
        read.counts[key] = exact


def _whole(exact: Fraction | int) -> int:
    assert Fraction(exact).denominator == 1
    return int(exact)


def _others(counts: Mapping[Key, int], read: _Read) -> Iterator[dict[Key, int]]:
    """Tables that differ from the true one by at most one in each hidden cell and would show all the same."""
    places = sorted(read.hidden)
    for moves in product((-1, 0, 1), repeat=len(places)):
        other = dict(counts)
        for key, move in zip(places, moves, strict=True):
            other[key] += move
        if all(other[key] >= 1 for key in places) and read.agrees(other):
            yield other


@settings(max_examples=150, deadline=None)
@given(RETURNS)
def test_no_hidden_count_follows_from_all_pages_together(counts: dict[Key, int]) -> None:
    read = _read(counts)
    assert read.hidden >= {key for key, count in counts.items() if 1 <= count <= THRESHOLD}
    assert all(read.counts[key] == count for key, count in counts.items() if key not in read.hidden)
    certain = set(read.hidden)
    for other in _others(counts, read):
        certain -= {key for key in certain if other[key] != counts[key]}
        if not certain:
            return
    assert not certain


@settings(max_examples=50, deadline=None)
@given(RETURNS)
def test_provider_and_commissioner_see_every_count(counts: dict[Key, int]) -> None:
    read = _read(counts, hide_up_to=None)
    assert read.counts == counts
    assert not read.hidden


def test_the_search_finds_a_count_that_is_hidden_alone() -> None:
    counts = {("X82001", "2008-04"): 3, ("X82001", "2008-05"): 30, ("X82002", "2008-04"): 20}
    read = _read(counts, hide_up_to=None)
    read.hidden = {("X82001", "2008-04")}
    assert [other[("X82001", "2008-04")] for other in _others(counts, read)] == [3]


def test_parts_of_a_whole_are_not_offered_to_who_may_not_see_small_numbers() -> None:
    returned = {"contact", "first_contact", "follow_up_contact", "telephone_contact", "referral", "caseload", "bed_day"}
    known = currencies_with([])
    assert comparable(known, returned, hides=True) == ["referral", "contact", "bed_day"]
    assert "first_contact" in comparable(known, returned, hides=False)
    assert comparable(known, {"first_contact", "did_not_attend"}, hides=True) == ["first_contact", "did_not_attend"]
    assert "caseload" not in comparable(known, returned, hides=False)
