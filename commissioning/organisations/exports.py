"""Organisations as sheets that can be uploaded again just as they are."""

from collections.abc import Sequence
from fractions import Fraction

from commissioning.organisations.rules.values import GroupLine, MembershipLine, PopulationLine, ProviderLine
from core.spreadsheets.writing import Cell, Sheet


def practices_sheet(lines: Sequence[MembershipLine]) -> Sheet:
    """Practices with every time they spent in a group."""
    rows = [[line.practice, line.name, line.group, line.joined, line.left] for line in lines]
    return Sheet(name="practices", header=("code", "name", "group", "joined", "left"), rows=rows)


def groups_sheet(lines: Sequence[GroupLine]) -> Sheet:
    """Groups with their localities."""
    return Sheet(
        name="groups",
        header=("code", "name", "locality"),
        rows=[[line.code, line.name, line.locality] for line in lines],
    )


def providers_sheet(lines: Sequence[ProviderLine]) -> Sheet:
    """Providers and what they are to the trust."""
    return Sheet(
        name="providers",
        header=("code", "name", "sort"),
        rows=[[line.code, line.name, line.sort.value] for line in lines],
    )


def populations_sheet(lines: Sequence[PopulationLine]) -> Sheet:
    """Populations, one column for each need weighting; a weighting not recorded is a blank cell."""
    names = sorted({name for line in lines for name in line.weighted})
    rows: list[list[Cell]] = []
    for line in lines:
        people: list[Cell] = [Fraction(line.weighted[name]) if name in line.weighted else None for name in names]
        rows.append([line.practice, line.on, Fraction(line.registered), *people])
    return Sheet(name="populations", header=("practice", "date", "registered", *names), rows=rows)
