"""The drivers of a set of inputs as a table: what they hold, where it comes from, who owns it, how good it is."""

from collections.abc import Callable, Mapping, Sequence

from budgets.method.policy import Policy
from budgets.method.workbook import Workbook
from budgets.sources.models import DriverSource
from budgets.sources.rules.descriptions import DRIVER_NAMES, GRADE_NAMES, DriverKind
from core.components import day, instant, number
from core.money import plain
from core.tables import Cell, Table, columns, table, words

NOT_DESCRIBED = "Not described yet"
NOT_THERE = "None in these inputs"


def held_in(workbook: Workbook, policy: Policy) -> dict[DriverKind, str]:
    """What a set of inputs holds of each driver, in words; blank where it holds nothing of it."""
    on = policy.capitation_date
    people = len({row.practice for row in workbook.populations if row.on == on})
    centres = len({row.cost_centre for row in workbook.cost_centre_map})
    lines = len({row.service for row in workbook.fixed_shares})
    rows = len(workbook.activity)
    counted = f", counted from {policy.activity_from} to {policy.activity_to}"
    return {
        DriverKind.POPULATION: f"{_counted(people, 'practice')} on {day(on)}",
        DriverKind.ACTIVITY: f"{_counted(rows, 'row')}{counted}" if rows else "",
        DriverKind.COST_CENTRE_MAP: f"{_counted(centres, 'cost centre')} mapped" if centres else "",
        DriverKind.FIXED_SHARES: f"{_counted(lines, 'line')} with agreed percentages" if lines else "",
    }


def missing_in(held: Mapping[DriverKind, str], standing: Sequence[DriverSource]) -> list[DriverKind]:
    """The drivers the inputs hold of which nothing is said for all lines."""
    said = {row.driver for row in standing if not row.line_code}
    return [driver for driver, words_for_it in held.items() if words_for_it and driver not in said]


def drivers_table(
    held: Mapping[DriverKind, str],
    standing: Sequence[DriverSource],
    link: Callable[[DriverKind, str], str] | None = None,
) -> Table:
    """A row for each driver. `link` gives the page on which a driver (of all lines, or of one) is described."""
    said = {row.driver: row for row in standing if not row.line_code}
    return table(
        "drivers",
        "What gives the groups their weights, and where it comes from",
        columns("Driver", "These inputs hold", "Source", "Extracted", "Owner", "Grade", "Described by"),
        [
            [
                words(DRIVER_NAMES[driver], href=link(driver, "") if link else ""),
                words(holds or NOT_THERE, look="" if holds else "app-nothing"),
                *(_said(said[driver]) if driver in said else _nothing(bool(holds))),
            ]
            for driver, holds in held.items()
        ],
    )


def exceptions_table(
    standing: Sequence[DriverSource], names: Mapping[str, str], link: Callable[[DriverKind, str], str] | None = None
) -> Table:
    """A row for each line that has a description of its own."""
    own = sorted((row for row in standing if row.line_code), key=lambda row: (list(names).index(row.line_code), row.id))
    return table(
        "exceptions",
        "Lines described apart",
        columns("Line", "Driver", "Source", "Extracted", "Owner", "Grade", "Described by"),
        [
            [
                words(names[row.line_code], href=link(row.driver, row.line_code) if link else ""),
                words(DRIVER_NAMES[row.driver]),
                *_said(row),
            ]
            for row in own
        ],
    )


def uplift_in_words(policy: Policy) -> list[tuple[str, str, str]]:
    """The uplift as three figures: what it is, how much, and a word where the figure is not there."""
    if policy.uplift_percent is None:
        return [("Uplift", "None", "the policy gives no uplift")]
    figures = (
        ("Gross inflation", policy.uplift_gross_percent),
        ("Efficiency requirement", policy.uplift_efficiency_percent),
    )
    listed = [
        (name, f"{plain(exact)}%", "") if exact is not None else (name, "Not given separately", "")
        for name, exact in figures
    ]
    return [*listed, ("Net uplift", f"{plain(policy.uplift_percent)}%", "what is paid on recurrent money")]


def _said(row: DriverSource) -> list[Cell]:
    return [
        words(row.source, note=row.note),
        words(day(row.extracted_on)),
        words(row.owner),
        words(GRADE_NAMES[row.grade]),
        words(row.described_by.name, note=instant(row.described_at)),
    ]


def _nothing(is_held: bool) -> list[Cell]:
    empty = words("", look="app-nothing")
    return [
        words(NOT_DESCRIBED if is_held else "", look="app-nothing"),
        *[empty] * 2,
        words(_no_grade(is_held), look="app-nothing"),
        empty,
    ]


def _no_grade(is_held: bool) -> str:
    return "Not graded" if is_held else ""


def _counted(count: int, what: str) -> str:
    return f"{number(count)} {what}{'' if count == 1 else 's'}"
