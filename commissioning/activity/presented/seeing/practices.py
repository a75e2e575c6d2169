"""Practices compared as tables: each against all together, and one month by month against its group."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.rules.comparing import PER, Counted, per_thousand
from commissioning.activity.rules.months import first_day_of
from core.funnel import Funnel, Standing, funnel
from core.parties.models import Party
from core.tables import Cell, Table, columns, number, percent, places_of, table, words

HIDDEN = "hidden"
NO_FIGURE = "no figure"
_BESIDE_FIGURES = "app-number app-nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Practices in order with their groups, counts and people; `funnel` compares those whose count is shown."""

    practices: Sequence[Party]
    groups: Mapping[int, str]
    counted: Counted
    people: Mapping[int, Fraction]
    funnel: Funnel
    drawn: Sequence[Party]


def compared(
    practices: Sequence[Party], groups: Mapping[int, str], counted: Counted, people: Mapping[int, Fraction]
) -> Compared:
    """The comparison of practices whose year is shown and has a figure."""
    drawn = [each for each in practices if has_figure(counted, each) and counted.of_practice(each.code) is not None]
    counts = [counted.of_practice(each.code) or 0 for each in drawn]
    return Compared(
        practices=practices,
        groups=groups,
        counted=counted,
        people=people,
        funnel=funnel(counts, [people.get(each.id, Fraction(0)) for each in drawn], per=PER),
        drawn=drawn,
    )


def has_figure(counted: Counted, practice: Party) -> bool:
    """Whether there is a figure of the practice at all."""
    return any(count is not None for count in counted.counts[counted.practices.index(practice.code)])


def practices_table(
    held: Compared, *, what: str, people: str, address_of: Callable[[Party], str] = lambda _: ""
) -> Table:
    """Practices with count, people, rate per 1,000, and where the rate lies in the funnel."""
    head = columns("Practice", "Group", f"#{what}", f"#{people}", "#Per 1,000", "In the funnel")
    standings = dict(zip((each.id for each in held.drawn), held.funnel.units, strict=True))
    places = places_of(held.people.get(each.id) for each in held.practices)
    rows = []
    for each in held.practices:
        unit = standings.get(each.id)
        count = held.counted.of_practice(each.code)
        rows.append(
            [
                words(each.name, href=address_of(each), note=each.code),
                words(held.groups.get(each.id, "No group")),
                _count(count, is_there=has_figure(held.counted, each)),
                number(held.people.get(each.id), places=places),
                percent(unit.rate if unit else None, 1),
                words(_standing(unit.standing) if unit else "–"),
            ]
        )
    return table("practices", f"{what} of practices", head, rows)


def _standing(standing: Standing) -> str:
    return standing.value[0].upper() + standing.value[1:]


def _count(count: int | None, *, is_there: bool = True) -> Cell:
    """A count, or in words that it is hidden or not there."""
    if not is_there:
        return words(NO_FIGURE, look=_BESIDE_FIGURES)
    return words(HIDDEN, look=_BESIDE_FIGURES) if count is None else number(count)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePractice:
    """A practice among its group: counts, its people and the group's. `group` is blank where it has none."""

    practice: Party
    group: str
    counted: Counted
    people: Fraction | None
    group_people: Fraction | None
    provisional: Collection[str]

    def rates(self, month: str) -> tuple[Fraction | None, Fraction | None]:
        """The practice's rate per 1,000 and the group's in a month."""
        own = self.counted.count(self.practice.code, month)
        return per_thousand(own, self.people), self.group_rate(self.counted.of_month(month))

    def group_rate(self, count: int | None) -> Fraction | None:
        """A count of the group per 1,000 of its people."""
        return per_thousand(count, self.group_people) if self.group else None

    @property
    def months(self) -> list[str]:
        """The months in which anybody of the group has a figure."""
        return [
            month
            for column, month in enumerate(self.counted.months)
            if any(row[column] is not None for row in self.counted.counts)
        ]


def practice_table(held: OnePractice, *, what: str) -> Table:
    """Month by month: the practice's count and rate, and the rate of its group; the year below."""
    head = columns("Month", f"#{what}", "#Per 1,000", f"#{held.group or 'Group'}, per 1,000", "State")
    rows = [_month(held, month) for month in held.months]
    year = held.counted.of_practice(held.practice.code)
    foot = [
        words("Year so far"),
        _count(year, is_there=has_figure(held.counted, held.practice)),
        percent(per_thousand(year, held.people), 1),
        percent(held.group_rate(held.counted.total), 1),
        words(f"{len(held.provisional)} provisional" if held.provisional else "Frozen"),
    ]
    return table("practice", f"{what} by month", head, rows, [foot] if rows else [])


def _month(held: OnePractice, month: str) -> list[Cell]:
    code = held.practice.code
    own, group = held.rates(month)
    shown = held.counted.count(code, month)
    is_there = shown is not None or held.counted.is_hidden(code, month)
    return [
        words(f"{first_day_of(month):%B %Y}"),
        _count(shown, is_there=is_there),
        percent(own, 1),
        percent(group, 1),
        words("Provisional" if month in held.provisional else "Frozen"),
    ]


def practice_finding(held: OnePractice, *, what: str) -> str:
    """How the practice's year compares with its group's, in a sentence."""
    year = held.counted.of_practice(held.practice.code)
    own, group = per_thousand(year, held.people), held.group_rate(held.counted.total)
    if not has_figure(held.counted, held.practice):
        return f"{what}: there is no figure of this practice yet."
    if year is None:
        return f"{what}: the practice’s year is not shown, because it is small or a small figure could follow from it."
    if own is None:
        return f"{what}: {year:,} in the year so far; without a population there is no rate."
    said = f"{what}: {percent(own, 1).text} per 1,000 people in the year so far"
    return f"{said}, against {percent(group, 1).text} in {held.group}." if group is not None else f"{said}."
