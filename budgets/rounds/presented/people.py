"""Who the groups are: practices and people on the capitation date, for all groups and practice by practice."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction

from budgets.method.result import Calculation, GroupFacts
from budgets.method.workbook import Population, Workbook
from budgets.rounds.presented.links import Links
from core.tables import Cell, Section, Table, columns, number, percent, places_of, table, words


def people_table(calculation: Calculation, links: Links) -> Table:
    """Practices and people of each group, and shares of the capitation population. Numbers lead to the practices."""
    members = list(calculation.practice_groups.values())
    everybody = calculation.groups
    places = places_of(group.weighted for group in everybody)
    return table(
        name="people",
        caption="Practices and people on the capitation date",
        head=columns("Group", "#Practices", "#Registered people", "#Need-weighted people", "Capitation share %"),
        rows=[_group_row(group, members.count(group.code), links, places=places) for group in everybody],
        foot=[
            [
                words("All groups"),
                number(len(members)),
                number(sum((group.registered for group in everybody), Fraction(0))),
                number(sum((group.weighted for group in everybody), Fraction(0)), places=places),
                percent(sum((group.capitation_share for group in everybody), Fraction(0)), 4),
            ]
        ],
    )


def practices_of_groups(
    calculation: Calculation, workbook: Workbook, on: date, open_groups: Collection[str], links: Links
) -> Table:
    """Every practice that counted, group by group, with its people as the sheet of populations has them.

    Practices are named in the groups that are open to the reader; the others show their sums alone.
    """
    found = {row.practice: row for row in workbook.populations if row.on == on}
    names = {row.practice: row.name for row in workbook.practices}
    weightings = list(workbook.population_columns)
    places = {each: places_of(row.under(each) for row in found.values()) for each in ("registered", *weightings)}
    sections = []
    for group in calculation.groups:
        members = [code for code, of in calculation.practice_groups.items() if of == group.code and code in found]
        rows = [
            [words(names.get(code, code), href=links.practice(code), note=code), *_people([found[code]], places)]
            for code in members
        ]
        head = [
            words(group.name, note=_count(len(members)), anchor=f"group-{group.code}"),
            *_people([found[code] for code in members], places),
        ]
        sections.append(Section(head=head, rows=rows if group.code in open_groups else []))
    return Table(
        name="practices",
        caption="Practices and their people",
        head=columns("Practice", "#Registered", *(f"#{weighting}" for weighting in weightings)),
        sections=sections,
    )


def _group_row(group: GroupFacts, practices: int, links: Links, *, places: int) -> list[Cell]:
    href = f"{links.people}#group-{group.code}" if links.people else ""
    return [
        words(group.name, href=links.group(group.code)),
        number(practices, href=href),
        number(group.registered, href=href),
        number(group.weighted, places=places, href=href),
        percent(group.capitation_share, 4, href=href),
    ]


def _people(rows: Sequence[Population], places: Mapping[str, int]) -> list[Cell]:
    """The people of these practices together: registered, then under each need weighting, with these decimals."""
    return [
        number(sum((row.under(column) for row in rows), Fraction(0)), places=decimals)
        for column, decimals in places.items()
    ]


def _count(practices: int) -> str:
    return "1 practice" if practices == 1 else f"{practices} practices"
