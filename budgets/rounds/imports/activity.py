"""The activity sheet, which may have a million rows: every distinct text is read once, never every cell."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

import numpy as np
import pandas as pd

from budgets.method.workbook import Activity
from budgets.rounds.imports.rows import SheetReader
from budgets.rounds.imports.values import code_from, month_from, quantity_from
from core.problems import Notice
from core.spreadsheets.tables import Codes, Column, Table

_KEYS: dict[str, Callable[[str], str]] = {
    "service": code_from,
    "practice": code_from,
    "month": month_from,
    "currency": code_from,
}
_NO_QUANTITY = 0
_SMALL = 20_000_000


def activity_in(sheet: SheetReader, lines: AbstractSet[str]) -> Activity:
    """The activity of the sheet, rows of one key added up with a notice; row by row where something is wrong.

    `lines`: the codes of services and must-dos, without which a row is wrong.
    """
    table = sheet.table
    if table is None or sheet.problems or not len(table):
        return Activity()
    for name, read in _KEYS.items():
        _values_in(sheet, table, name, read)
    quantities = _values_in(sheet, table, "quantity", quantity_from)
    sheet.note_unlisted()
    quantity: list[int | Fraction] = np.array(quantities, dtype=object)[table.columns["quantity"].codes].tolist()
    if sheet.problems or min(quantity) < 0 or not lines >= set(table.columns["service"].values):
        return _activity([tuple(table.columns[name].texts()) for name in _KEYS], quantity, table.rows)
    key = _key_of([table.columns[name] for name in _KEYS])
    repeated = _repeated(key)
    if repeated is None:
        texts = [tuple(table.columns[name].texts()) for name in _KEYS]
        return _activity(texts, quantity, table.rows)
    return _added_up(sheet, table, key, repeated, quantity)


def _values_in(sheet: SheetReader, table: Table, name: str, read: Callable[[str], object]) -> list[object]:
    """What each distinct text of a column means; every row with a text that means nothing is noted."""
    column = table.columns[name]
    values: list[object] = []
    for code, text in enumerate(column.values):
        try:
            values.append(read(text))
        except ValueError as wrong:
            values.append(_NO_QUANTITY)
            for place in np.flatnonzero(column.codes == code).tolist():
                sheet.note(table.rows[place], name, text, str(wrong))
    return values


def _key_of(columns: Sequence[Column]) -> Codes:
    """One whole number for every row, the same for the same service, practice, month and currency."""
    key: Codes = np.zeros(len(columns[0].codes), np.int64)
    size = 1
    for column in columns:
        if size > _SMALL:
            key = np.asarray(pd.factorize(key)[0], np.int64)
            size = int(key.max()) + 1
        key = key * len(column.values) + column.codes
        size *= len(column.values)
    return key


def _repeated(key: Codes) -> Codes | None:
    """For every row whether its key stood in an earlier row, or None when no key stands twice."""
    if int(key.max()) < _SMALL and int(np.bincount(key).max()) == 1:
        return None
    repeated = np.asarray(pd.Series(key).duplicated())
    return repeated if repeated.any() else None


def _added_up(
    sheet: SheetReader, table: Table, key: Codes, repeated: Codes, quantity: list[int | Fraction]
) -> Activity:
    first_place: dict[int, int] = {}
    both = np.flatnonzero(np.asarray(pd.Series(key).duplicated(keep=False)))
    for place, one in zip(both.tolist(), key[both].tolist(), strict=True):
        first = first_place.setdefault(one, place)
        if first != place:
            quantity[first] = _whole(quantity[first] + quantity[place])
    count = int(repeated.sum())
    rows = "1 row repeats the service, practice, month and currency of an earlier one and was"
    if count > 1:
        rows = f"{count:,} rows repeat the service, practice, month and currency of earlier ones and were"
    sheet.notices.append(Notice(code="repeated_activity", message=f"{sheet.file}: {rows} added up"))
    kept = np.flatnonzero(~repeated)
    texts = [tuple(Column(table.columns[name].values, table.columns[name].codes[kept]).texts()) for name in _KEYS]
    places = kept.tolist()
    return _activity(texts, [quantity[place] for place in places], [table.rows[place] for place in places])


def _whole(exact: int | Fraction) -> int | Fraction:
    return exact.numerator if exact.denominator == 1 else exact


def _activity(texts: Sequence[Sequence[str]], quantity: Sequence[int | Fraction], rows: Sequence[int]) -> Activity:
    service, practice, month, currency = texts
    return Activity(
        service=service, practice=practice, month=month, currency=currency, quantity=tuple(quantity), row=rows
    )
