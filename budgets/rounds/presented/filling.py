"""What filling activity from frozen returns would do, as tables: line by line, and month by month."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from budgets.method.frozen_activity import NOTHING_HELD, Held
from budgets.rounds.frozen_returns import LineFilled, MonthFilled, Plan
from commissioning.activity.rules.frozen import FREEZING_NAMES, Freezing
from commissioning.activity.rules.months import months_in_words
from core.tables import Cell, Section, Table, columns, number, number_text, table, words

NONE = "–"
_NOT_YET = (Freezing.OPEN, Freezing.PARTLY)


def filled_table(plan: Plan, from_where: Mapping[str, str]) -> Table:
    """The lines that are filled: their months, practices, and the quantity before and after. `from_where`: by line."""
    now = f"#In inputs {plan.earlier.number} now"
    rows = [
        [
            words(line.name, note=line.code),
            words(_currencies(line.currencies)),
            words(_months(line.months_that_are(Freezing.FROZEN)), note=_not_given(line)),
            words(_months(line.months_that_are(*_NOT_YET)), note=_awaited(line.months)),
            words(_months(line.months_that_are(Freezing.NOT_EXPECTED))),
            *_held_cells(line.months, from_where.get(line.code, "")),
        ]
        for line in plan.filled
    ]
    total = _held_cells([month for line in plan.filled for month in line.months], "")
    return table(
        "filled",
        "What is filled",
        columns("Line", "Counted", "Frozen", "Not frozen", "Not expected", "#Practices", now, "#Filled", "#Difference",
                "#Not placed"),
        rows,
        [[words("All lines"), *[words("")] * 4, words(""), *total[1:]]],
    )  # fmt: skip


def left_table(plan: Plan) -> Table | None:
    """The lines that stay as they are, each with the reason; None where every line is filled."""
    lines = [line for line in plan.lines if not line.is_filled]
    if not lines:
        return None
    return table(
        "left",
        "What stays as it is",
        columns("Line", "Why", f"#In inputs {plan.earlier.number} now"),
        [
            [words(line.name, note=line.code), words(_why(line)), number(_together(line.months, is_now=True).quantity)]
            for line in lines
        ],
    )


def months_table(plan: Plan) -> Table:
    """Every month of the lines that are filled."""
    return Table(
        name="months",
        caption="Month by month",
        head=columns(
            "Month", "State", "Awaited", "#Practices", f"#In inputs {plan.earlier.number} now", "#Filled",
            "#Difference", "#Not placed",
        ),
        sections=[
            Section(
                head=[words(line.name, note=line.code), *[words("")] * 2, *_held_cells(line.months, "")],
                rows=[_month_row(month, keeps=plan.chosen.keeps_unfrozen) for month in line.months],
            )
            for line in plan.filled
        ],
    )  # fmt: skip


def not_placed_in_words(plan: Plan) -> str:
    """What the method cannot place of what is filled; blank where it can place all."""
    held = _together([month for line in plan.filled for month in line.months], is_now=False)
    if not held.unplaced:
        return ""
    return (
        f"{number_text(held.unplaced)} of {number_text(held.quantity)} could not be placed with a practice of a group "
        "on the capitation date: they carry no weight, and the calculation totals them in its warnings."
    )


def signed_number(exact: Fraction) -> Cell:
    """A difference in quantity, with a plus in front of more."""
    text = number_text(exact)
    return Cell(text=f"+{text}" if exact > 0 else text, exact=exact, number=True)


def _month_row(month: MonthFilled, *, keeps: bool) -> list[Cell]:
    state = FREEZING_NAMES[month.state]
    what = "" if month.filled else "stays as it was" if keeps else "left out"
    note = f"no {_currencies(month.not_given).lower()} in it" if month.not_given else what
    awaited = words("; ".join(month.awaited) or NONE)
    return [words(months_in_words([month.month])), words(state, note=note), awaited, *_held_cells([month], "")]


def _held_cells(months: Sequence[MonthFilled], note: str) -> list[Cell]:
    now, then = (_together(months, is_now=is_now) for is_now in (True, False))
    return [
        number(len(then.practices)),
        number(now.quantity, note=note),
        number(then.quantity),
        signed_number(then.quantity - now.quantity),
        number(then.unplaced),
    ]


def _together(months: Iterable[MonthFilled], *, is_now: bool) -> Held:
    held = [month.now if is_now else month.then for month in months]
    return Held(
        quantity=sum((each.quantity for each in held), NOTHING_HELD.quantity),
        unplaced=sum((each.unplaced for each in held), NOTHING_HELD.unplaced),
        practices=frozenset().union(*(each.practices for each in held)),
    )


def _why(line: LineFilled) -> str:
    if not line.currencies:
        return (
            "Nothing says which currencies count for it: name them in the sheet of services, or a contact of a "
            "return would count several times."
        )
    if set(line.months_that_are(Freezing.FROZEN)):
        return f"The frozen returns hold no {_currencies(line.currencies).lower()}."
    awaited = _awaited(line.months)
    return f"Nothing of it is frozen: {awaited}." if awaited else "No return of it is expected for these months."


def _months(months: Sequence[str]) -> str:
    return f"{months_in_words(months)} ({len(months)})" if months else NONE


def _awaited(months: Iterable[MonthFilled]) -> str:
    named = dict.fromkeys(name for month in months for name in month.awaited)
    return f"{'; '.join(named)} awaited" if named else ""


def _not_given(line: LineFilled) -> str:
    missing = dict.fromkeys(currency for month in line.months for currency in month.not_given)
    return f"not in every month: {_currencies(list(missing)).lower()}" if missing else ""


def _currencies(codes: Sequence[str]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes) or NONE
