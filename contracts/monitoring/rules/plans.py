"""The plan and the terms of each month of a year, as the contract stands in that month.

A variation plans by whole months, from that of its first day to that of its last; so a month is read with every signed
variation that holds on one of its days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from commissioning.activity.rules.months import last_day_of, month_of
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.plan import PlanLine
from contracts.monitoring.rules.months import Planned, added
from contracts.variations.rules.composition import Change, Variation, as_at
from contracts.variations.rules.figures import planned_by, terms_by
from contracts.variations.rules.pieces import Piece, PieceKind, part_of
from core.periods import FinancialYear

_OF_FIGURES = (PieceKind.PLAN, PieceKind.TERMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The figures of a contract in one month: plan lines and terms, and the variations that hold in it.

    `on`: a day on which it reads like this. `parts`: the part in which each line of the plan stands; `keys`: under
    which key the terms of each service do.
    """

    lines: tuple[PlanLine, ...]
    terms: Mapping[str, TermsLine]
    parts: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    on: date
    variations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedService:
    """A service that a contract plans in a year: its months with plan and terms, by month.

    `key` names it among the services of the contract: its code, with the unit where it is planned in several. `groups`:
    names by code.
    """

    key: str
    code: str
    name: str
    unit: str
    months: Mapping[str, Planned]
    groups: Mapping[str, str]


def months_within(year: FinancialYear, first: date, last: date) -> list[str]:
    """The months of a year in which a contract runs; none where it does not.

    >>> months_within(FinancialYear(2008), date(2008, 12, 15), date(2009, 2, 1))
    ['2008-12', '2009-01', '2009-02']
    """
    begin, end = max(first, year.first_day), min(last, year.last_day)
    return list(spans(begin, end)) if begin <= end else []


def years_within(first: date, last: date) -> list[FinancialYear]:
    """The financial years in which a contract runs."""
    return [FinancialYear(n) for n in range(FinancialYear.of(first).starts_in, FinancialYear.of(last).starts_in + 1)]


def readings(pieces: Iterable[Piece], variations: Iterable[Variation], months: Sequence[str]) -> dict[str, Reading]:
    """What the contract says in each of these months. The same variations in effect, the same reading."""
    base = [piece for piece in pieces if piece.kind in _OF_FIGURES]
    variations = list(variations)
    signed = [_of_figures(each) for each in variations if each.signed_on is not None]
    ends = {each.number: each.effective_to for each in variations}
    known: dict[tuple[int, ...], Reading] = {}
    found = {}
    for month in months:
        day = last_day_of(month)
        holding = tuple(sorted(each.number for each in signed if each.holds_on(day)))
        on = min([day, *(end for number in holding if (end := ends[number]) is not None)])
        if holding not in known:
            known[holding] = _reading([each.part for each in as_at(base, signed, day).parts], holding, on)
        found[month] = replace(known[holding], on=on)
    return found


def _reading(standing: Sequence[Piece], holding: tuple[int, ...], on: date) -> Reading:
    lines = [piece for piece in standing if piece.kind is PieceKind.PLAN]
    terms = [piece for piece in standing if piece.kind is PieceKind.TERMS]
    return Reading(
        lines=tuple(planned_by(piece) for piece in lines),
        parts=tuple(part_of(piece.key) for piece in lines),
        terms={line.service: line for line in map(terms_by, terms)},
        keys={terms_by(piece).service: piece.key for piece in terms},
        on=on,
        variations=holding,
    )


def planned_services(read: Mapping[str, Reading]) -> list[PlannedService]:
    """The services that are planned in one of these months, by name, with plan and terms of each month.

    What is planned in two units is two services to be compared: units of different kinds are never added.
    """
    lines = {(line.service, line.unit): line for reading in read.values() for line in reading.lines}
    codes = [code for code, _ in lines]
    found = [
        _service(line, read, key=code if codes.count(code) == 1 else f"{code}:{unit}")
        for (code, unit), line in lines.items()
    ]
    return sorted((each for each in found if each.months), key=lambda each: (each.name, each.key))


def paid_without_plan(read: Mapping[str, Reading]) -> list[str]:
    """The names of the services that are paid for without a plan, so that nothing can be held against one."""
    planned = {line.service for reading in read.values() for line in reading.lines}
    terms = {code: line.service_name for reading in read.values() for code, line in reading.terms.items()}
    return sorted(name for code, name in terms.items() if code not in planned)


def _service(named: PlanLine, read: Mapping[str, Reading], *, key: str) -> PlannedService:
    months: dict[str, Planned] = {}
    groups: dict[str, str] = {}
    for month, reading in read.items():
        lines = [line for line in reading.lines if (line.service, line.unit) == (named.service, named.unit)]
        groups.update({line.group: line.group_name or line.group for line in lines if line.group})
        units = added([{line.group: line.months[month]} for line in lines if month in line.months])
        if not units:
            continue
        later = [other for other in read if other > month]
        months[month] = Planned(
            units={group: int(count) for group, count in units.items()},
            ahead=sum(line.months.get(other, 0) for line in lines for other in later),
            terms=reading.terms.get(named.service),
            on=reading.on,
            part=reading.parts[reading.lines.index(lines[0])],
            terms_key=reading.keys.get(named.service, ""),
            variations=reading.variations,
        )
    name = named.service_name or named.service
    return PlannedService(key=key, code=named.service, name=name, unit=named.unit, months=months, groups=groups)


def _of_figures(variation: Variation) -> Variation:
    """The variation with its changes of figures alone, holding to the end of the month of its last day."""
    last = variation.effective_to
    return replace(
        variation,
        changes=tuple(change for change in variation.changes if _is_of_figures(change)),
        effective_to=None if last is None else last_day_of(month_of(last)),
    )


def _is_of_figures(change: Change) -> bool:
    piece = change.after or change.before
    return piece is not None and piece.kind in _OF_FIGURES


def last_month_over(on: date) -> str:
    """The last month that is over on a day.

    >>> last_month_over(date(2008, 4, 1)), last_month_over(date(2008, 4, 30))
    ('2008-03', '2008-03')
    """
    return month_of(on.replace(day=1) - timedelta(days=1))
