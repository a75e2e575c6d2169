"""Sums of the rows of a return, and figures that should hang together, over a million rows at once."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from commissioning.activity.checking.gathering import one_key
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.checks.findings import Finding
from commissioning.activity.rules.checks.relations import RELATIONS, Relation, expected_by, is_broken
from commissioning.activity.rules.checks.sums import Sum, finding
from commissioning.activity.rules.currencies import Adding, Currency
from commissioning.activity.rules.rows import Place, Rows, place_from, quantity_text
from core.spreadsheets.tables import Column

Figure = tuple[str, str, str]
_FIELDS = {Place.PRACTICE: "placed", Place.UNPLACED: "unplaced", Place.TOTAL: "total"}


def sums_of(rows: Rows, taken: Mapping[str, Column], currencies: Mapping[str, Currency]) -> dict[Figure, Sum]:
    """The sums by service, month and currency. A rate returned in more than one row, by team, has no sum."""
    if not len(rows):
        return {}
    columns = [taken["service"], taken["month"], taken["currency"], _whose(taken["practice"])[1]]
    _, first, group, counts = np.unique(one_key(columns), return_index=True, return_inverse=True, return_counts=True)
    added = _added(group, np.array(rows.units, np.int64), len(first))
    held: dict[Figure, dict[str, int]] = {}
    for at, units, count in zip(first.tolist(), added.tolist(), counts.tolist(), strict=True):
        code = rows.currencies[at]
        if count == 1 or currencies[code].adding is not Adding.RATE:
            held.setdefault((rows.services[at], rows.months[at], code), {})[_FIELDS[rows.places[at]]] = units
    return {figure: Sum(**parts) for figure, parts in sorted(held.items())}


def broken_relations(rows: Rows, taken: Mapping[str, Column], asked: Asked) -> Iterator[Finding]:
    """One finding for each relation, service and month that practices, or the service as a whole, break."""
    if not len(rows):
        return
    services, months, currencies = taken["service"], taken["month"], taken["currency"]
    units = np.array(rows.units, np.int64)
    whose, places = _whose(taken["practice"])
    by_practice = one_key([services, months, whose])
    by_service = one_key([services, months])
    totals = np.array([place == Place.TOTAL for place in places.values], bool)[places.codes]
    known = [asked.currencies.get(code) for code in currencies.values]
    whole = np.array([each is not None and not each.by_practice for each in known], bool)
    counted = ~totals | whole[currencies.codes]
    of_service = counted | _alone(totals, one_key([services, months, currencies]))
    for relation in RELATIONS:
        key, held = (by_practice, counted) if relation.by_practice else (by_service, of_service)
        yield from _broken(relation, rows, asked, key, (currencies, units, held))


def _alone(totals: Any, figures: Any) -> npt.NDArray[np.bool_]:
    """Which rows of the whole service have no row by practice beside them: their figure is all there is to go by."""
    alone: npt.NDArray[np.bool_] = totals & ~np.isin(figures, figures[~totals]) if totals.any() else totals
    return alone


def _broken(relation: Relation, rows: Rows, asked: Asked, key: Any, held: tuple[Column, Any, Any]) -> Iterator[Finding]:
    currencies, units, counted = held
    whole = _is(currencies, (relation.whole,)) & counted
    parts = _is(currencies, relation.parts) & counted
    if not whole.any() or not parts.any():
        return
    both = whole | parts
    _, first, group = np.unique(key[both], return_index=True, return_inverse=True)
    size, at = len(first), np.flatnonzero(both)
    wholes = _added(group, np.where(whole, units, 0)[both], size)
    sums = _added(group, np.where(parts, units, 0)[both], size)
    given = (np.bincount(group, whole[both], size) > 0) & (np.bincount(group, parts[both], size) > 0)
    wrong: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for which in np.flatnonzero(given & (wholes != sums)).tolist():
        if is_broken(relation, int(sums[which]), int(wholes[which])):
            place = int(at[first[which]])
            found = (place, int(sums[which]), int(wholes[which]))
            wrong.setdefault((rows.services[place], rows.months[place]), []).append(found)
    for (service, month), found_all in sorted(wrong.items()):
        place, in_parts, in_whole = min(found_all)
        practice = (rows.practices[place] or rows.places[place].value) if relation.by_practice else ""
        expected = expected_by(relation, in_parts, practice=practice, others=len(found_all) - 1)
        figure = (service, month, relation.whole)
        yield from finding(relation.rule, figure, asked, expected, value=quantity_text(in_whole), row=rows.rows[place])


def _whose(practice: Column) -> tuple[Column, Column]:
    """Whose activity each row counts, and of which kind its place is, however either was written."""
    placed = [place_from(text) for text in practice.values]
    whose = Column.of([code or place.value for place, code in placed])
    kinds = Column.of([place.value for place, _ in placed])
    return Column(whose.values, whose.codes[practice.codes]), Column(kinds.values, kinds.codes[practice.codes])


def _is(currencies: Column, codes: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    wanted: npt.NDArray[np.bool_] = np.array([value in codes for value in currencies.values], bool)[currencies.codes]
    return wanted


def _added(group: Any, units: Any, size: int) -> npt.NDArray[np.int64]:
    """Exact sums by group."""
    sums = np.zeros(size, np.int64)
    np.add.at(sums, group, units)
    return sums
