"""Activity of a workbook filled from frozen figures: which cells are replaced, by what, and what stays.

A *cell* is a service, month and currency. A cell with frozen figures holds them and nothing else, later corrections
added; one without is never filled with zero: it is left out, or stays as it was. What nobody could place stands under a
code that is no practice's, so that the method totals it in its warning. Source: docs/budget-method.md, section 4.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from budgets.method.methods import Method, MethodKind
from budgets.method.workbook import Activity, Workbook

UNPLACED = "unplaced"
"""What stands under practice where nobody could place the patients: no practice has it as its code."""
_NO_ROW = 0
_UNITS = 10_000
Cell = tuple[str, str, str]
"""Service, month and currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A frozen figure, or a later correction of one (then it may be below zero). `practice` blank: not placed.

    `units`: the quantity times ten thousand, as activity returns hold it.
    """

    service: str
    practice: str
    month: str
    currency: str
    units: int

    @property
    def cell(self) -> Cell:
        """The cell it belongs to."""
        return self.service, self.month, self.currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What activity holds of a cell: everything, what is not placed, and by how many practices."""

    quantity: Fraction
    unplaced: Fraction
    practices: frozenset[str]


NOTHING_HELD = Held(quantity=Fraction(0), unplaced=Fraction(0), practices=frozenset())


def uses_activity(method: Method) -> bool:
    """Whether a method goes by activity, wholly or as part of a blend.

    >>> from budgets.method.methods import method_from
    >>> [uses_activity(method_from(text)) for text in ("activity", "activity:60+capitation:40", "equal")]
    [True, True, False]
    """
    return any(share.way.kind is MethodKind.ACTIVITY for share in method.shares)


def lines_on_activity(workbook: Workbook) -> dict[str, str]:
    """The services and must-dos whose asked method uses activity, also in a blend: names by code, in their order."""
    services = {line.code: line.name for line in workbook.services if uses_activity(line.method)}
    return services | {line.code: line.name for line in workbook.must_dos if uses_activity(line.method)}


def currencies_of_lines(workbook: Workbook) -> dict[str, tuple[str, ...]]:
    """Which currencies count for each line: those it names, else those its activity or own weights have so far.

    A line that names none counts all it finds: filled with everything a return holds it would count a contact three
    times, as such, as first or follow-up, and face to face. None where nothing says which: such a line is not filled.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for service, currency in sorted(set(zip(workbook.activity.service, workbook.activity.currency, strict=True))):
        found[service][currency] = None
    for weight in workbook.currency_weights:
        if weight.service and not found.get(weight.service):
            found[weight.service][weight.currency] = None
    named = {service.code: service.currencies for service in workbook.services}
    return {code: named.get(code) or tuple(found[code]) for code in lines_on_activity(workbook)}


def held_by_cell(activity: Activity, placed: Collection[str]) -> dict[Cell, Held]:
    """What activity holds cell by cell. `placed`: the practices that are in a group."""
    quantity: dict[Cell, Fraction] = defaultdict(Fraction)
    unplaced: dict[Cell, Fraction] = defaultdict(Fraction)
    practices: dict[Cell, set[str]] = defaultdict(set)
    columns = (activity.service, activity.month, activity.currency, activity.practice, activity.quantity)
    for service, month, currency, practice, counted in zip(*columns, strict=True):
        cell = (service, month, currency)
        quantity[cell] += counted
        if practice in placed:
            practices[cell].add(practice)
        else:
            unplaced[cell] += counted
    return {
        cell: Held(quantity=whole, unplaced=unplaced[cell], practices=frozenset(practices[cell]))
        for cell, whole in quantity.items()
    }


def added_up(counted: Iterable[Counted]) -> dict[tuple[str, str, str, str], int]:
    """Units by service, practice, month and currency; several providers, teams and corrections come together.

    >>> one = Counted(service="PHYSIO", practice="", month="2008-04", currency="contact", units=30000)
    >>> added_up([one, one])
    {('PHYSIO', 'unplaced', '2008-04', 'contact'): 60000}
    """
    units: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for each in counted:
        units[each.service, each.practice or UNPLACED, each.month, each.currency] += each.units
    return dict(units)


def below_zero(units: Mapping[tuple[str, str, str, str], int]) -> list[tuple[str, str, str, str]]:
    """The keys whose corrections take off more than was counted: no workbook can hold them."""
    return sorted(key for key, whole in units.items() if whole < 0)


def with_frozen(
    activity: Activity, units: Mapping[tuple[str, str, str, str], int], *, replaced: Collection[Cell]
) -> Activity:
    """The activity with the `replaced` cells emptied and these units put in: one row for each key, in a fixed order.

    What is carried over comes first, with the rows of the file it came from; what is filled has no row of a file.
    """
    columns = (
        activity.service,
        activity.practice,
        activity.month,
        activity.currency,
        activity.quantity,
        activity.row or range(2, len(activity) + 2),
    )
    emptied = frozenset(replaced)
    kept = [row for row in zip(*columns, strict=True) if (row[0], row[2], row[3]) not in emptied]
    kept += [(*key, quantity_of(whole), _NO_ROW) for key, whole in sorted(units.items())]
    if not kept:
        return Activity()
    service, practice, month, currency, quantity, row = zip(*kept, strict=True)
    return Activity(service=service, practice=practice, month=month, currency=currency, quantity=quantity, row=row)


def quantity_of(units: int) -> int | Fraction:
    """Units as an exact quantity: whole numbers as int.

    >>> quantity_of(30000), quantity_of(125000)
    (3, Fraction(25, 2))
    """
    exact = Fraction(units, _UNITS)
    return exact.numerator if exact.denominator == 1 else exact


def cells_of(activity: Activity) -> list[Cell]:
    """The cells of which activity holds anything, in order."""
    return sorted(set(zip(activity.service, activity.month, activity.currency, strict=True)))
