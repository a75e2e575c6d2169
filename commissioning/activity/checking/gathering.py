"""Errors of rows gathered column by column: which rows are bad, and the first of each kind told one by one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from commissioning.activity.rules.checks.findings import Finding, Severity
from commissioning.activity.rules.checks.persons import personal_text
from core.problems import Problem
from core.spreadsheets.tables import Column, Table

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[Any]

MOST_TOLD = 200


@dataclass(slots=True)
class Gathered:
    """The rows of a table that cannot be taken, and why. A cell that reading found unreadable is told once.

    `settled`: rows of which everything is said, such as one of totals; of them no other cell is told.
    """

    table: Table
    bad: Mask
    findings: list[Finding] = field(default_factory=list)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    unreadable: set[tuple[int, str]] = field(default_factory=set)
    settled: Mask | None = None

    @classmethod
    def of(cls, table: Table, faults: Sequence[Problem]) -> "Gathered":
        """A table with the cells that reading found unreadable."""
        gathered = cls(table, np.zeros(len(table), bool))
        numbers = np.asarray(table.rows)
        for fault in faults:
            gathered.bad |= numbers == (fault.row or 0)
            gathered.unreadable.add((fault.row or 0, fault.column))
            gathered.findings.append(
                Finding(
                    rule="cell",
                    severity=Severity.ERROR,
                    expected=fault.expected,
                    row=fault.row,
                    column=fault.column,
                    value=fault.value,
                )
            )
        return gathered

    def note(self, mask: Mask, rule: str, column: str, expected: Callable[[int], str]) -> None:
        """Rows that break a rule in a column; `expected` says for a place in the table what was expected there."""
        if self.settled is not None:
            mask = mask & ~self.settled
        if not mask.any():
            return
        cells = self.table.columns[column]
        for place in np.flatnonzero(mask).tolist():
            row = self.table.rows[place]
            if (row, column) in self.unreadable:
                continue
            self.told[rule, column] += 1
            if self.told[rule, column] > MOST_TOLD:
                break
            value = cells.values[cells.codes[place]]
            self.findings.append(
                Finding(
                    rule=rule,
                    severity=Severity.ERROR,
                    expected=expected(place),
                    row=row,
                    column=column,
                    value="" if personal_text(value) else value,
                )
            )
        self.bad |= mask
        more = int(mask.sum()) - MOST_TOLD
        if self.told[rule, column] > MOST_TOLD and more > 0:
            said = f"the same in {more:,} more row{'' if more == 1 else 's'}"
            self.findings.append(Finding(rule=rule, severity=Severity.ERROR, expected=said, column=column))

    def note_texts(self, rule: str, column: str, fault: Callable[[str], str]) -> Mask:
        """Judge every distinct text of a column once; the rows whose text is wrong."""
        cells = self.table.columns[column]
        return self.note_coded(rule, column, cells, [fault(text) for text in cells.values])

    def note_coded(self, rule: str, column: str, cells: Column, faults: Sequence[str]) -> Mask:
        """The rows whose distinct text has a fault."""
        wrong: Mask = np.array([bool(each) for each in faults], bool)[cells.codes]
        self.note(wrong, rule, column, lambda place: faults[cells.codes[place]])
        return wrong

    def note_pairs(self, rule: str, column: str, pair: tuple[Column, Column], fault: Callable[[str, str], str]) -> None:
        """Judge every pair of distinct texts that meet in a row that is good so far."""
        first, second = pair
        size = len(second.values)
        key: Places = first.codes.astype(np.int64) * size + second.codes
        good = ~self.bad
        faults = {
            each: said
            for each in np.unique(key[good]).tolist()
            if (said := fault(first.values[each // size], second.values[each % size]))
        }
        if faults:
            wrong: Mask = np.isin(key, list(faults)) & good
            self.note(wrong, rule, column, lambda place: faults[int(key[place])])


def one_key(columns: Sequence[Column]) -> Places:
    """One whole number for every row, the same for the same texts in these columns."""
    key: Places = np.zeros(len(columns[0].codes), np.int64)
    size = 1
    for column in columns:
        width = max(len(column.values), 1)
        if size > (1 << 62) // width:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            size = int(key.max(initial=0)) + 1
        key = key * width + column.codes
        size *= width
    return key
