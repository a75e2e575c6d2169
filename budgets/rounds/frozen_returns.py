"""What filling activity from frozen returns would do, before it is done: by line and month, and the sheet it makes.

Only what is frozen whole for a service and month is filled in. Months that are not are left out of the lines that are
filled, or stay as they were where a person says so. A line of which nothing is frozen stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from budgets.method.frozen_activity import (
    NOTHING_HELD,
    Cell,
    Counted,
    Held,
    added_up,
    currencies_of_lines,
    held_by_cell,
    lines_on_activity,
    with_frozen,
)
from budgets.method.people import people_on
from budgets.method.workbook import Activity
from budgets.rounds.activity_sources import SourceLine, carried_over
from budgets.rounds.models import Inputs
from budgets.rounds.queries import policy_of, workbook_of
from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.queries.figures import FrozenFigure, list_frozen_figures
from commissioning.activity.queries.frozen import FrozenService, frozen_by_month, list_corrections
from commissioning.activity.rules.asking import Way
from commissioning.activity.rules.frozen import Freezing
from commissioning.activity.rules.months import months_between
from commissioning.activity.rules.rows import as_units
from core.canonical import canonical_text, hash_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a person chose: the months, the lines, and whether months that are not frozen stay as they were."""

    first_month: str
    last_month: str
    services: tuple[str, ...]
    keeps_unfrozen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFilled:
    """A line's month: how far it is frozen, which returns are awaited, what is there now and what will be.

    `not_given`: currencies of the line of which the frozen returns hold nothing.
    """

    month: str
    state: Freezing
    awaited: tuple[str, ...]
    filled: tuple[str, ...]
    not_given: tuple[str, ...]
    now: Held
    then: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilled:
    """A line on activity with its months. `currencies` is empty where nothing says what counts for it."""

    code: str
    name: str
    currencies: tuple[str, ...]
    months: tuple[MonthFilled, ...]

    @property
    def is_filled(self) -> bool:
        """Whether anything of it is filled in."""
        return any(month.filled for month in self.months)

    def months_that_are(self, *states: Freezing) -> list[str]:
        """Its months that are frozen so far."""
        return [month.month for month in self.months if month.state in states]

    @property
    def left_over(self) -> list[MonthFilled]:
        """The months that are not filled, or not with every currency of the line."""
        return [month for month in self.months if not month.filled or month.not_given]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What filling would do to earlier inputs: line by line, the units it puts in, the cells it empties first.

    `activity` is the sheet that comes of it, `sources` where what is filled in comes from.
    """

    earlier: Inputs
    chosen: Chosen
    lines: tuple[LineFilled, ...]
    units: Mapping[tuple[str, str, str, str], int]
    replaced: frozenset[Cell]
    sources: tuple[SourceLine, ...]
    activity: Activity

    @property
    def filled(self) -> list[LineFilled]:
        """The lines of which something is filled in."""
        return [line for line in self.lines if line.is_filled]

    def all_sources(self) -> list[SourceLine]:
        """Where every cell of the new sheet comes from: frozen returns, or as in the earlier inputs."""
        filled = {(line.service, line.month, line.currency) for line in self.sources}
        return [*self.sources, *carried_over(self.earlier, self.activity, but=filled)]

    @property
    def hash(self) -> str:
        """The same for the same earlier inputs, choice and frozen figures: what a person saw before they pressed."""
        content = {
            "inputs": self.earlier.content_hash,
            "chosen": [self.chosen.first_month, self.chosen.last_month, self.chosen.keeps_unfrozen],
            "units": [[*key, units] for key, units in sorted(self.units.items())],
            "replaced": [list(cell) for cell in sorted(self.replaced)],
            "sources": [
                [line.service, line.month, line.currency, line.submission_id, line.adjustment_id]
                for line in self.sources
            ],
        }
        return hash_of(canonical_text(content))


def plan_filling(earlier: Inputs, chosen: Chosen, *, on: date) -> Plan:
    """What filling from the returns frozen by a day would do to earlier inputs. Changes nothing."""
    workbook, policy = workbook_of(earlier), policy_of(earlier)
    commissioner_id = earlier.round.commissioner_id
    names, currencies = lines_on_activity(workbook), currencies_of_lines(workbook)
    codes = [code for code in names if code in chosen.services]
    months = months_between(chosen.first_month, chosen.last_month)
    frozen = frozen_by_month(commissioner_id, months=months, services=codes, on=on)
    whole = {(each.service, each.month): each for each in frozen if each.state is Freezing.FROZEN}
    wanted = {(code, month, currency) for code, month in whole for currency in currencies[code]}
    figures = _figures_in(wanted, commissioner_id, months, codes)
    corrections = _corrections_in(wanted, commissioner_id, months, codes)
    sources = _sources(wanted, whole, figures, corrections)
    filled = {(line.service, line.month, line.currency) for line in sources}
    taken = {service for service, _, _ in filled}
    left = {(code, month, each) for code in taken for month in months for each in currencies[code]} - filled
    replaced = frozenset(filled if chosen.keeps_unfrozen else filled | left)
    units = added_up([*(_counted(each) for each in figures), *(_correcting(each) for each in corrections)])
    placed = people_on(workbook, policy.capitation_date).group_of
    then = with_frozen(workbook.activity, units, replaced=replaced)
    held = (held_by_cell(workbook.activity, placed), held_by_cell(then, placed))
    lines = tuple(
        LineFilled(
            code=code,
            name=names[code],
            currencies=currencies[code],
            months=tuple(_month(each, currencies[code], filled, held) for each in frozen if each.service == code),
        )
        for code in codes
    )
    return Plan(
        earlier=earlier,
        chosen=chosen,
        lines=lines,
        units=units,
        replaced=replaced,
        sources=tuple(sources),
        activity=then,
    )


def _figures_in(
    wanted: set[Cell], commissioner_id: int, months: Sequence[str], codes: Sequence[str]
) -> list[FrozenFigure]:
    if not wanted:
        return []
    currencies = {currency for _, _, currency in wanted}
    listed = list_frozen_figures(
        commissioner_id, first_month=months[0], last_month=months[-1], services=codes, currencies=currencies
    )
    return [each for each in listed if (each.service, each.month, each.currency) in wanted]


def _corrections_in(
    wanted: set[Cell], commissioner_id: int, months: Sequence[str], codes: Sequence[str]
) -> list[Adjustment]:
    if not wanted:
        return []
    listed = list_corrections(commissioner_id, months=months, services=codes)
    return [each for each in listed if (each.service.code, each.month, each.currency) in wanted]


def _sources(
    wanted: set[Cell],
    whole: Mapping[tuple[str, str], FrozenService],
    figures: Iterable[FrozenFigure],
    corrections: Iterable[Adjustment],
) -> list[SourceLine]:
    """The submissions and corrections of each cell; a nil return is the source of every cell of its month, with 0."""
    units: dict[tuple[Cell, int], int] = defaultdict(int)
    for figure in figures:
        units[(figure.service, figure.month, figure.currency), figure.submission_id] += as_units(figure.quantity)
    for cell in wanted:
        for submission in whole[cell[:2]].submissions:
            if submission.way is Way.NIL:
                units.setdefault((cell, submission.id), 0)
    lines = [
        SourceLine(service=cell[0], month=cell[1], currency=cell[2], submission_id=submission_id, units=counted)
        for (cell, submission_id), counted in sorted(units.items())
    ]
    return lines + [
        SourceLine(
            service=each.service.code,
            month=each.month,
            currency=each.currency,
            adjustment_id=each.id,
            units=each.units,
        )
        for each in corrections
    ]


def _counted(figure: FrozenFigure) -> Counted:
    return Counted(
        service=figure.service,
        practice=figure.practice,
        month=figure.month,
        currency=figure.currency,
        units=as_units(figure.quantity),
    )


def _correcting(each: Adjustment) -> Counted:
    return Counted(
        service=each.service.code,
        practice=each.practice.code if each.practice else "",
        month=each.month,
        currency=each.currency,
        units=each.units,
    )


def _month(
    frozen: FrozenService,
    currencies: Sequence[str],
    filled: set[Cell],
    held: tuple[Mapping[Cell, Held], Mapping[Cell, Held]],
) -> MonthFilled:
    cells = [(frozen.service, frozen.month, currency) for currency in currencies]
    now, then = (_together(cells, by_cell) for by_cell in held)
    is_whole = frozen.state is Freezing.FROZEN
    return MonthFilled(
        month=frozen.month,
        state=frozen.state,
        awaited=tuple(f"{each.name} of {each.provider.name}" for each in frozen.awaited),
        filled=tuple(cell[2] for cell in cells if cell in filled),
        not_given=tuple(cell[2] for cell in cells if is_whole and cell not in filled),
        now=now,
        then=then,
    )


def _together(cells: Iterable[Cell], by_cell: Mapping[Cell, Held]) -> Held:
    held = [by_cell.get(cell, NOTHING_HELD) for cell in cells]
    return Held(
        quantity=sum((each.quantity for each in held), NOTHING_HELD.quantity),
        unplaced=sum((each.unplaced for each in held), NOTHING_HELD.unplaced),
        practices=frozenset().union(*(each.practices for each in held)),
    )
