"""Lines of figures of a part laid out for pages, files and documents: activity plans, and terms of payment.

Months stand down the side and groups across, a table for each service, so that a year fits on portrait paper.
"""

from collections.abc import Sequence

from contracts.agreements.rules.content import Figures, FiguresKind
from contracts.agreements.rules.figures import (
    TermsLine,
    plan_line_of,
    plan_lines_in,
    terms_line_of,
    terms_lines_in,
)
from contracts.agreements.rules.phasing import month_in_words
from contracts.agreements.rules.plan import PlanLine, totals_of
from contracts.agreements.rules.terms_words import basis_in_words, terms_in_words
from core.tables import Cell, Table, columns, number, number_text, table, words
from core.wording import listed, upper_first

ALL = "All"
NOT_BY_GROUP_NAME = "Not by group"
Service = tuple[str, Sequence[PlanLine]]


def figures_tables(key: str, figures: Sequence[Figures]) -> list[Table]:
    """The figures of the part of this key: the plan in all, each service by month and group, then terms of payment."""
    lines, terms = plan_lines_in(figures), terms_lines_in(figures)
    services = by_service(lines)
    tables = [summary_table(f"plan-{key}", lines)] if len(services) > 1 else []
    tables += [service_table(f"plan-{key}-{place}", of) for place, (_, of) in enumerate(services, start=1)]
    return [*tables, *([terms_table(f"terms-{key}", terms)] if terms else [])]


def figures_in_words(figures: Figures) -> list[tuple[str, str]]:
    """One line of figures as names and words, for showing what changed in it."""
    if figures.kind is FiguresKind.TERMS:
        terms = terms_line_of(figures)
        return [("Basis", basis_in_words(terms)), ("Terms", terms_in_words(terms))]
    line = plan_line_of(figures)
    said = [("Planned in all", f"{line.planned:,} {line.unit}"), ("Phased", phasing_in_words([line]))]
    return [*said, *((month_in_words(month), f"{units:,}") for month, units in sorted(line.months.items()))]


def by_service(lines: Sequence[PlanLine]) -> list[Service]:
    """The lines of each service by its code, in the order in which services come."""
    found: dict[str, list[PlanLine]] = {}
    for line in lines:
        found.setdefault(line.service, []).append(line)
    return list(found.items())


def summary_table(name: str, lines: Sequence[PlanLine]) -> Table:
    """What is planned in all of each service for each group; units of different kinds are not added up."""
    groups = groups_in(lines)
    totals = totals_of(lines)
    rows = [
        [
            words(of[0].service_name, note=of[0].unit),
            *(_units(totals.by_service_and_group.get((service, group))) for group in groups),
            number(totals.by_service[service]),
        ]
        for service, of in by_service(lines)
    ]
    head = columns("Service", *(f"#{each}" for each in groups.values()), f"#{ALL}")
    return table(name, "Activity planned in all, by service and group", head, rows)


def service_table(name: str, lines: Sequence[PlanLine]) -> Table:
    """What is planned of one service, months down the side and groups across, with totals both ways."""
    groups, months = groups_in(lines), months_in(lines)
    rows = [
        [
            words(month_in_words(month)),
            *(_units(_of(lines, group, month)) for group in groups),
            number(sum(line.months.get(month, 0) for line in lines)),
        ]
        for month in months
    ]
    planned = {line.group: line.planned for line in lines}
    foot = [[words("In all"), *(number(planned[group]) for group in groups), number(sum(planned.values()))]]
    head = columns("Month", *(f"#{each}" for each in groups.values()), f"#{ALL}")
    return _without_doubled(table(name, caption_of(lines), head, rows, foot), groups=len(groups))


def grid_table(lines: Sequence[PlanLine]) -> Table:
    """The whole plan as one grid for a file: a row for each service and group, months across, totals both ways."""
    months = months_in(lines)
    rows = [
        row
        for _, of in by_service(lines)
        for row in (*(_grid_row(line, months) for line in of), _grid_total(of, months))
    ]
    head = columns("Service", "Group", "Unit", "Phased", *(f"#{month_in_words(month)}" for month in months), "#In all")
    return table("activity-plan", "Indicative activity plan", head, rows)


def terms_table(name: str, terms: Sequence[TermsLine]) -> Table:
    """How each service is paid for."""
    rows = [[words(line.service_name), words(basis_in_words(line)), words(terms_in_words(line))] for line in terms]
    return table(name, "Terms of payment by service", columns("Service", "Basis", "Terms"), rows)


def caption_of(lines: Sequence[PlanLine]) -> str:
    """What a table of a service holds: its unit, and how its months were made."""
    first = lines[0]
    return f"{first.service_name or first.service}: {first.unit} by month, phased {phasing_in_words(lines)}"


def phasing_in_words(lines: Sequence[PlanLine]) -> str:
    """How the months of these lines were made.

    >>> phasing_in_words([PlanLine(service="N", group="", unit="contacts", planned=0, months={}, is_overwritten=True)])
    'month by month, single months written by hand'
    """
    ways = list(dict.fromkeys(line.phasing.value if line.phasing else "month by month" for line in lines))
    by_hand = ", single months written by hand" if any(line.is_overwritten for line in lines) else ""
    return f"{listed(ways)}{by_hand}"


def groups_in(lines: Sequence[PlanLine]) -> dict[str, str]:
    """The groups of these lines, code and name; what is not by group stands last."""
    named = {line.group: line.group_name or line.group or NOT_BY_GROUP_NAME for line in lines}
    return dict(sorted(named.items(), key=lambda pair: (not pair[0], pair[1])))


def months_in(lines: Sequence[PlanLine]) -> list[str]:
    """The months of these lines, in order."""
    return sorted({month for line in lines for month in line.months})


def _of(lines: Sequence[PlanLine], group: str, month: str) -> int | None:
    return next((line.months.get(month, 0) for line in lines if line.group == group), None)


def _units(units: int | None) -> Cell:
    return Cell(text=number_text(units), exact=units, number=True, look="" if units else "app-nothing")


def _grid_row(line: PlanLine, months: Sequence[str]) -> list[Cell]:
    return [
        words(line.service_name or line.service),
        words(line.group_name or line.group or NOT_BY_GROUP_NAME),
        words(line.unit),
        words(upper_first(phasing_in_words([line]))),
        *(number(line.months.get(month, 0)) for month in months),
        number(line.planned),
    ]


def _grid_total(lines: Sequence[PlanLine], months: Sequence[str]) -> list[Cell]:
    sums = [sum(line.months.get(month, 0) for line in lines) for month in months]
    total = number(sum(line.planned for line in lines))
    named = words(lines[0].service_name or lines[0].service)
    return [named, words("All groups"), words(lines[0].unit), words(""), *map(number, sums), total]


def _without_doubled(shown: Table, *, groups: int) -> Table:
    """The table without its last column where that repeats a single one before it."""
    if groups > 1:
        return shown
    foot = [row[:-1] for row in shown.foot]
    return table(shown.name, shown.caption, shown.head[:-1], [row[:-1] for row in shown.rows], foot)
