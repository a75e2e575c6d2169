"""A file of what became of a run’s lines, held against the run: what is new in it, what is known, what is wrong.

Amounts are pence. A line of a run is told of once, so a file that says of it what is recorded already says nothing new,
and one that says something else is wrong.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.problems import Problem, in_reading_order
from core.wording import in_full, sterling
from les.payments.rules.kinds import RESULT_NAMES, Result
from les.payments.rules.references import is_line_reference, place_of
from les.payments.rules.running import MOST_OF_A_REFERENCE

SHEET = "outcomes"
COLUMNS = ("reference", "outcome", "date", "bank_reference", "reason", "amount")
NEEDED = ("reference", "outcome")
RESULTS: Mapping[str, Result] = {
    "paid": Result.PAID,
    "confirmed": Result.PAID,
    "failed": Result.FAILED,
    "rejected": Result.FAILED,
    "returned": Result.FAILED,
}
MOST_OF_A_REASON = 500
_FORMULA = re.compile(r"[=+\-@|%\t]")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """A row of the file. `result`: None where the row says nothing; `amount`: None where it names none."""

    row: int
    reference: str
    result: Result | None
    day: date | None
    bank_reference: str
    reason: str
    amount: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """A line of the run: what it pays, and what is recorded of it already."""

    paid: int
    result: Result | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRun:
    """A run as a file is held against it. `lines`: by place; `on`: the day on which it is brought."""

    run_id: int
    number: str
    released_on: date
    on: date
    lines: Mapping[int, KnownLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """What is recorded of lines, by place."""

    result: Result
    day: date | None
    bank_reference: str
    reason: str
    places: Sequence[int]


def problems_in_outcomes(rows: Sequence[OutcomeRow], run: KnownRun, *, file: str = SHEET) -> list[Problem]:
    """All that is wrong with rows, each at its place."""
    found: list[Problem] = []
    first: dict[int, int] = {}
    for each in rows:
        place = place_of(each.reference, run_id=run.run_id)
        wrong = _wrong_reference(each, run, place)
        if place is not None and place in first:
            wrong = f"each line once; row {first[place]} names it already"
        if wrong:
            found.append(_problem(file, each, "reference", each.reference, wrong))
            continue
        first[place or 0] = each.row
        known = run.lines[place or 0]
        found += [_problem(file, each, *said) for said in _wrong(each, known, run)]
    return in_reading_order(found)


def told_by(rows: Sequence[OutcomeRow], run: KnownRun) -> tuple[list[ToTell], int]:
    """What rows without problems say that is new, rows that say the same together; and how many are known already."""
    groups: dict[tuple[Result, date | None, str, str], list[int]] = {}
    known = 0
    for each in rows:
        place = place_of(each.reference, run_id=run.run_id)
        if each.result is None or place is None:
            continue
        if run.lines[place].result is not None:
            known += 1
            continue
        is_paid = each.result is Result.PAID
        said = (each.result, each.day if is_paid else None, each.bank_reference if is_paid else "")
        groups.setdefault((*said, "" if is_paid else each.reason), []).append(place)
    told = [
        ToTell(result=result, day=day, bank_reference=bank, reason=reason, places=sorted(places))
        for (result, day, bank, reason), places in groups.items()
    ]
    return sorted(told, key=lambda each: each.places[0]), known


def _problem(file: str, row: OutcomeRow, column: str, value: str, expected: str) -> Problem:
    return Problem(file=file, row=row.row, column=column, value=value, expected=expected)


def _wrong_reference(row: OutcomeRow, run: KnownRun, place: int | None) -> str:
    if place in run.lines:
        return ""
    if place is not None:
        return f"a line of {run.number}; it has none of this number"
    if is_line_reference(row.reference):
        return f"a line of {run.number}; this one is of another run"
    return f"the reference of a line of {run.number}, such as {run.number}-00001"


def _wrong(row: OutcomeRow, known: KnownLine, run: KnownRun) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a row whose line is known: column, what stands there, what was expected."""
    if row.amount is not None and row.amount != known.paid:
        yield "amount", sterling(row.amount), f"{sterling(known.paid)}, which the line pays"
    yield from _wrong_text("bank_reference", row.bank_reference, MOST_OF_A_REFERENCE)
    yield from _wrong_text("reason", row.reason, MOST_OF_A_REASON)
    if row.result is None:
        return
    if known.result is not None:
        yield from _wrong_again(row, known)
    elif row.result is Result.PAID:
        yield from _wrong_paid(row, run)
    elif not row.reason:
        yield "reason", "", "why the payment failed"


def _wrong_text(column: str, text: str, most: int) -> Iterator[tuple[str, str, str]]:
    if _FORMULA.match(text):
        yield column, text, "text that a spreadsheet does not run as a formula"
    elif len(text) > most:
        yield column, text[:40], f"at most {most} characters"


def _wrong_again(row: OutcomeRow, known: KnownLine) -> Iterator[tuple[str, str, str]]:
    if row.result is not known.result:
        recorded = RESULT_NAMES[known.result].lower() if known.result else ""
        yield "outcome", row.result or "", f"{recorded}, as it is recorded already; that stays"
    elif known.paid_on is not None and row.day is not None and row.day != known.paid_on:
        yield "date", row.day.isoformat(), f"{known.paid_on.isoformat()}, as it is recorded already; that stays"


def _wrong_paid(row: OutcomeRow, run: KnownRun) -> Iterator[tuple[str, str, str]]:
    if row.day is None:
        yield "date", "", "the day on which the bank paid"
    elif row.day < run.released_on:
        yield "date", row.day.isoformat(), f"{in_full(run.released_on)} or later: the run was released then"
    elif row.day > run.on:
        yield "date", row.day.isoformat(), "a day that is not still to come"
    if not row.bank_reference:
        yield "bank_reference", "", "the bank’s reference, here or for the whole file"
