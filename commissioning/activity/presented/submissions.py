"""Submissions as tables: those of a return, the totals of one, what it changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.models.submissions import RowSum, Submission
from commissioning.activity.queries.names import Names
from commissioning.activity.rules.asking import WAY_NAMES
from commissioning.activity.rules.checks.sums import Sum
from commissioning.activity.rules.differences import Difference, added_up
from commissioning.activity.rules.months import Period
from commissioning.activity.rules.rows import UNITS
from core.components import instant
from core.tables import Cell, Table, columns, number, table, words

MOST_CHANGES = 200
_UNDEFINED = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a submission holds of one service, month and currency, in units; None where it gives no such figure."""

    service: str
    month: str
    currency: str
    units: int | None


def totals_of(sums: Iterable[RowSum], codes: Mapping[int, str], names: Names) -> list[Total]:
    """The figures that count, by service, month and currency. `codes`: of services, by id."""
    return [
        Total(
            service=codes[held.service_id],
            month=held.month,
            currency=held.currency,
            units=Sum(placed=held.placed, unplaced=held.unplaced, total=held.total).counted(
                names.currencies[held.currency]
            ),
        )
        for held in sums
    ]


def totals_table(totals: Sequence[Total], names: Names, *, caption: str = "Totals") -> Table:
    """Totals by service, month and currency. Currencies do not add up to each other, so there is no grand total."""
    rows = [
        [
            words(names.service(each.service), note=each.service),
            words(str(Period(each.month))),
            words(names.currency(each.currency)),
            _figure(each.units),
        ]
        for each in totals
    ]
    return table("totals", caption, columns("Service", "Month", "Currency", "#Quantity"), rows)


def changes_table(changes: Sequence[Difference], names: Names, *, period: Period, most: int | None = None) -> Table:
    """What changed, by service, practice and currency, of a quarter by month, of a rate by team.

    What is not given is a dash, which is not a zero.
    """
    cut = f", the first {most:,} shown" if most is not None and len(changes) > most else ""
    month, team = _month_head(period), ["Team"] if any(each.team for each in changes) else []
    return table(
        "changes",
        f"What changed ({len(changes):,} figures{cut})",
        columns("Service", "Practice", *team, *month, "Currency", "#Before", "#Now", "#Change"),
        [
            [
                words(names.service(each.service), note=each.service),
                words(names.practice(each.practice), note=each.practice if each.practice in names.practices else ""),
                *(words(each.team) for _ in team),
                *(words(str(Period(each.month))) for _ in month),
                words(names.currency(each.currency)),
                _figure(each.before),
                _figure(each.after),
                _signed(each.change),
            ]
            for each in changes[:most]
        ],
    )


def summed_changes(changes: Sequence[Difference], names: Names, *, period: Period) -> Table:
    """The same added up over practices, by service and currency, of a quarter by month. Rates do not add up."""
    month = _month_head(period)
    rows = [
        [
            words(names.service(service), note=service),
            *(words(str(Period(of))) for _ in month),
            words(names.currency(currency)),
            _signed(units),
        ]
        for (service, of, currency), units in added_up(changes, names.currencies).items()
    ]
    return table("summed", "What changed in all", columns("Service", *month, "Currency", "#Change"), rows)


def _month_head(period: Period) -> list[str]:
    """The heading of months where a period has more than one."""
    return ["Month"] if period.length > 1 else []


def submissions_table(submissions: Sequence[Submission], *, address_of: Callable[[Submission], str]) -> Table:
    """The submissions of a return, the newest first."""
    head = columns("Number", "Way", "#Rows", "#Owed", "Submitted by", "When", "Replaces", "State")
    return table(
        "submissions",
        f"{len(submissions):,} submission{'' if len(submissions) == 1 else 's'}, the newest first",
        head,
        [_row(each, address_of) for each in reversed(submissions)],
    )


def state_of(submission: Submission) -> str:
    """What became of a submission, in words."""
    if not submission.is_certified:
        return "To be certified"
    return "Submitted" if submission.acceptance is None else "Accepted"


def _row(each: Submission, address_of: Callable[[Submission], str]) -> list[Cell]:
    return [
        words(f"Number {each.number}", href=address_of(each)),
        words(WAY_NAMES[each.way]),
        number(each.row_count),
        number(each.owed),
        words(each.prepared_by.name),
        words(instant(each.prepared_at)),
        words(_UNDEFINED if each.replaces is None else f"Number {each.replaces.number}"),
        words(state_of(each)),
    ]


def _figure(units: int | None) -> Cell:
    return number(None if units is None else Fraction(units, UNITS))


def _signed(units: int) -> Cell:
    cell = _figure(units)
    return cell._replace(text=f"+{cell.text}") if units > 0 else cell
