"""Coverage as a table: of each service, in how many months and for how many practices there are figures."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.seeing import MonthSum
from commissioning.activity.rules.currencies import Adding, Currency
from commissioning.activity.rules.rows import UNITS
from commissioning.activity.rules.states import Standing
from core.tables import Cell, Table, columns, number, percent, table, words

HIDDEN = "hidden"
Stated = tuple[int, int, str]
"""Provider, service and month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the sums say: months with figures, months of nil returns, and the sums themselves.

    `hide_up_to`: of which counts without a practice no share is shown, because they are small; None: all are.
    """

    sums: Sequence[MonthSum]
    nil: Collection[Stated]
    practices_with_figures: Mapping[int, int]
    practices: int
    currencies: Mapping[str, Currency]
    hide_up_to: int | None = None


@dataclass(slots=True, kw_only=True)
class _Service:
    name: str
    asked: set[tuple[int, str]] = field(default_factory=set)
    figures: set[tuple[int, str]] = field(default_factory=set)
    nil: set[tuple[int, str]] = field(default_factory=set)
    provisional: set[str] = field(default_factory=set)


def coverage_table(
    returns: Sequence[Return], known: Known, months: Sequence[str], trend_of: Callable[[int], str] = lambda _: ""
) -> Table:
    """A row for each service that is expected: months asked for, with figures, stated nil, missing; practices."""
    head = columns(
        "Service",
        "#Months asked for",
        "#With figures",
        "#Nil returns",
        "#Missing",
        "Months covered %",
        "#Practices with figures",
        "Practices %",
        "Without a practice %",
        "#Provisional months",
    )
    services = _services(returns, known, months)
    rows = [
        _cells(service_id, services[service_id], known, trend_of)
        for service_id in sorted(services, key=lambda each: services[each].name)
    ]
    return table("coverage", "Services and what is returned of them", head, rows)


def _services(returns: Sequence[Return], known: Known, months: Sequence[str]) -> dict[int, _Service]:
    """Months count by provider, so that a service of two providers needs the figures of both."""
    has_figures = {(each.provider_id, each.service_id, each.month) for each in known.sums}
    frozen = {(each.provider_id, each.service_id, each.month) for each in known.sums if each.is_frozen}
    found: dict[int, _Service] = {}
    for each in returns:
        if each.state in {Standing.WAIVED, Standing.NOT_DUE, Standing.DUE}:
            continue
        for expected in each.expectation.services:
            service = found.setdefault(expected.service_id, _Service(name=expected.service.name))
            for month in (month for month in each.due.period.months if month in months):
                stated = (each.expectation.provider_id, expected.service_id, month)
                cell = (stated[0], month)
                service.asked.add(cell)
                if stated in has_figures:
                    service.figures.add(cell)
                    if stated not in frozen:
                        service.provisional.add(month)
                elif (stated[0], stated[1], each.due.period.first_month) in known.nil:
                    service.nil.add(cell)
    return found


def _cells(service_id: int, service: _Service, known: Known, trend_of: Callable[[int], str]) -> list[Cell]:
    asked, told = len(service.asked), len(service.figures) + len(service.nil)
    practices = known.practices_with_figures.get(service_id, 0)
    share, of = _most_unplaced(service_id, known)
    return [
        words(service.name, href=trend_of(service_id)),
        number(asked),
        number(len(service.figures)),
        number(len(service.nil)),
        number(asked - told),
        percent(Fraction(100 * told, asked) if asked else None),
        number(practices),
        percent(Fraction(100 * practices, known.practices) if known.practices else None),
        words(HIDDEN, look="app-number app-nothing") if of == HIDDEN else percent(share)._replace(note=of),
        number(len(service.provisional)),
    ]


def _most_unplaced(service_id: int, known: Known) -> tuple[Fraction | None, str]:
    """The share of figures without a practice of the currency where it is highest, and that currency's name.

    No share, and `HIDDEN`, where one is of a small count: with the figures of the service it would say which.
    """
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in known.sums:
        currency = known.currencies.get(each.currency)
        if each.service_id == service_id and currency and currency.by_practice and currency.adding is Adding.FLOW:
            sums[each.currency][0] += each.unplaced or 0
            sums[each.currency][1] += each.counted(by_practice=True) or 0
    if any(_is_small(part, known.hide_up_to) for top, whole in sums.values() if top for part in (top, whole - top)):
        return None, HIDDEN
    shares = [(Fraction(100 * top, whole), code) for code, (top, whole) in sums.items() if whole]
    if not shares:
        return None, ""
    highest, code = max(shares)
    return highest, known.currencies[code].label if highest else ""


def _is_small(units: int, hide_up_to: int | None) -> bool:
    return hide_up_to is not None and 0 < units <= hide_up_to * UNITS
