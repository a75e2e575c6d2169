"""Small numbers in a table of counts: which cells and totals are not shown, so that no hidden one can be worked out.

A count of 1 up to the threshold is hidden, in the table and in its totals; a nought is shown, because it says that
there is nobody. A hidden count could still follow from the rest of its row or column, so others are hidden with it
until each hidden one has at least two values that agree with everything shown, and each small cell at least two small
values: also for a reader who knows this rule, and so that no nought is hidden.

Counts of a table with its totals are tied together row by row and column by column. One count can be another one only
where counts along a ring of hidden cells, row and column in turn, can each move by one. `hide_small` looks for the
cheapest such ring for each hidden cell that lies on none yet (complementary suppression; see L. H. Cox, Journal of the
American Statistical Association, 1980): first the one that hides the fewest totals, then the smallest counts. A reader
who also knows other tables of the same counts is beyond this rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

THRESHOLD: Final = 5

Counts = Sequence[Sequence[int | None]]
Cell = tuple[int, int]
_Cost = tuple[int, int, int]
_FREE: Final = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What is not shown: cells by row and column, totals of rows and of columns by number, and the total of all."""

    cells: frozenset[Cell] = frozenset()
    row_totals: frozenset[int] = frozenset()
    column_totals: frozenset[int] = frozenset()
    total: bool = False

    def hides(self, row: int, column: int) -> bool:
        """Whether the cell is hidden."""
        return (row, column) in self.cells


def hide_small(
    table: Counts,
    *,
    threshold: int = THRESHOLD,
    row_totals: bool = True,
    column_totals: bool = True,
    total: bool = True,
) -> Hidden:
    """What of a table of counts is not shown, given which totals stand beside it.

    Rows of equal length; None is a cell without a figure: it is shown as that and counts nothing. A threshold of 0
    hides nothing. Raises ValueError for a count below zero, rows of unequal length and a threshold below zero.

    >>> hidden = hide_small([[3, 20, 31], [40, 50, 60]])
    >>> sorted(hidden.cells), hidden.row_totals
    ([(0, 0), (0, 1), (1, 0), (1, 1)], frozenset())
    """
    _check(table, threshold)
    grid = _Grid(table, row_totals=row_totals, column_totals=column_totals, total=total)
    small = [cell for cell in grid.small(threshold) if cell not in grid.unseen]
    grid.hidden.update(small)
    for cell in sorted(small, key=lambda each: (grid.value(each), each)):
        grid.protect(cell, threshold)
    return grid.result()


def _check(table: Counts, threshold: int) -> None:
    if threshold < 0:
        raise ValueError("a threshold of 0 or more")
    if len({len(row) for row in table}) > 1:
        raise ValueError("rows of equal length")
    if any(count is not None and count < 0 for row in table for count in row):
        raise ValueError("counts of 0 or more")


class _Grid:
    """The table with its totals as one more row and column, and what of it is hidden so far.

    Seen as a net whose knots are the rows and columns: a cell is the thread between its row and its column. Totals
    count against their row or column: a way round that passes cell and total moves both up, or both down.
    """

    def __init__(self, table: Counts, *, row_totals: bool, column_totals: bool, total: bool) -> None:
        self.rows, self.columns = len(table), len(table[0]) if table else 0
        plain = [[count or 0 for count in row] for row in table]
        self.values = [[*row, sum(row)] for row in plain]
        self.values.append([sum(column) for column in zip(*self.values, strict=True)] if table else [0])
        last_row, last_column = self.rows, self.columns
        self.unseen: set[Cell] = set()
        if not row_totals:
            self.unseen |= {(row, last_column) for row in range(self.rows)}
        if not column_totals:
            self.unseen |= {(last_row, column) for column in range(self.columns)}
        if not total:
            self.unseen.add((last_row, last_column))
        self.hidden: set[Cell] = set(self.unseen)

    def value(self, cell: Cell) -> int:
        return self.values[cell[0]][cell[1]]

    def small(self, threshold: int) -> list[Cell]:
        """The counts and totals of 1 up to the threshold."""
        return [
            (row, column)
            for row, counts in enumerate(self.values)
            for column, count in enumerate(counts)
            if 1 <= count <= threshold
        ]

    def protect(self, cell: Cell, threshold: int) -> None:
        """Hide the cheapest ring on which the cell can be one more, or one less, and still is small.

        A small total whose counts are all 1 can be no less: then the ring may take it above the threshold.
        """
        up, down = (self._ring(cell, goes_up=goes_up) for goes_up in (True, False))
        rings = [up] if down is None else [down] if up is None or self.value(cell) >= threshold else [up, down]
        _, cells = min(ring for ring in rings if ring is not None)
        self.hidden |= set(cells)

    def _ring(self, cell: Cell, *, goes_up: bool) -> tuple[_Cost, list[Cell]] | None:
        """The cheapest way from the cell's one end back to its other end, if it can move that way."""
        row, column = cell
        if not goes_up and self.value(cell) < 2:
            return None
        begins_at_column = goes_up is not self._is_margin(cell)
        knots = (-1 - row, column)
        start, end = (knots[1], knots[0]) if begins_at_column else knots
        return self._cheapest(start, end, without=cell)

    def _cheapest(self, start: int, end: int, *, without: Cell) -> tuple[_Cost, list[Cell]] | None:
        """The cheapest way between two knots (columns are 0, 1, …, rows are −1, −2, …), as its cost and cells."""
        heap: list[tuple[_Cost, int]] = [(_FREE, start)]
        best: dict[int, _Cost] = {start: _FREE}
        came: dict[int, tuple[int, Cell]] = {}
        while heap:
            cost, knot = heappop(heap)
            if knot == end:
                return cost, _way_back(came, start, end)
            if cost > best[knot]:
                continue
            for cell, other in self._threads(knot):
                if cell != without and self._may_go(cell, from_row=knot < 0):
                    step = self._cost(cell)
                    dearer = (cost[0] + step[0], cost[1] + step[1], cost[2] + step[2])
                    if other not in best or dearer < best[other]:
                        best[other], came[other] = dearer, (knot, cell)
                        heappush(heap, (dearer, other))
        return None

    def _threads(self, knot: int) -> Iterator[tuple[Cell, int]]:
        if knot < 0:
            return (((-1 - knot, column), column) for column in range(self.columns + 1))
        return (((row, knot), -1 - row) for row in range(self.rows + 1))

    def _may_go(self, cell: Cell, *, from_row: bool) -> bool:
        """Whether the cell can be moved by one that way: up if it may be hidden, down if at least one would be left."""
        goes_up = from_row is not self._is_margin(cell)
        least = 1 if cell not in self.unseen else 0
        return self.value(cell) >= (least if goes_up else least + 1)

    def _is_margin(self, cell: Cell) -> bool:
        """Whether it is a total of a row or of a column; the total of all counts like a cell."""
        return (cell[0] == self.rows) is not (cell[1] == self.columns)

    def _cost(self, cell: Cell) -> _Cost:
        """What hiding it costs: totals first, then what is lost from sight, then how many cells."""
        if cell in self.hidden:
            return _FREE
        is_total = cell[0] == self.rows or cell[1] == self.columns
        return (1 if is_total else 0, self.value(cell), 1)

    def result(self) -> Hidden:
        """What is hidden, without totals that are not shown anyway."""
        cells = self.hidden - self.unseen
        return Hidden(
            cells=frozenset(cell for cell in cells if cell[0] < self.rows and cell[1] < self.columns),
            row_totals=frozenset(row for row, column in cells if column == self.columns and row < self.rows),
            column_totals=frozenset(column for row, column in cells if row == self.rows and column < self.columns),
            total=(self.rows, self.columns) in cells,
        )


def _way_back(came: Mapping[int, tuple[int, Cell]], start: int, end: int) -> list[Cell]:
    """The cells by which a way came from its start to its end."""
    way: list[Cell] = []
    knot = end
    while knot != start:
        knot, cell = came[knot]
        way.append(cell)
    return way
