"""Small numbers: no hidden count follows from what is shown, which is shown by searching for other tables."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.small_numbers import Hidden, hide_small

Table = Sequence[Sequence[int]]
SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 3))
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))
TABLES = SHAPES.flatmap(
    lambda shape: st.lists(st.lists(COUNTS, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0])
)


def tables_near(table: Table, hidden: Hidden, totals: tuple[bool, bool, bool]) -> Iterator[list[list[int]]]:
    """Every table whose hidden cells differ by at most one from the true one, are at least 1, and agree with all shown.

    A reader has more to choose from than these: what is uncertain among them is uncertain to the reader.
    """
    places = sorted(hidden.cells)
    for moves in product((-1, 0, 1), repeat=len(places)):
        other = [list(row) for row in table]
        for (row, column), move in zip(places, moves, strict=True):
            other[row][column] += move
        if all(other[row][column] >= 1 for row, column in places) and agrees(table, other, hidden, totals):
            yield other


def agrees(table: Table, other: Table, hidden: Hidden, totals: tuple[bool, bool, bool]) -> bool:
    was, now = totals_of(table), totals_of(other)
    by_row = all(a == b for n, (a, b) in enumerate(zip(was[0], now[0], strict=True)) if n not in hidden.row_totals)
    by_column = all(
        a == b for n, (a, b) in enumerate(zip(was[1], now[1], strict=True)) if n not in hidden.column_totals
    )
    return (
        (by_row or not totals[0])
        and (by_column or not totals[1])
        and (was[2] == now[2] or hidden.total or not totals[2])
        and all(now[0][row] >= 1 for row in hidden.row_totals)
        and all(now[1][column] >= 1 for column in hidden.column_totals)
    )


def totals_of(table: Table) -> tuple[list[int], list[int], int]:
    rows = [sum(row) for row in table]
    return rows, [sum(column) for column in zip(*table, strict=True)], sum(rows)


def fixed(
    table: Table, hidden: Hidden, totals: tuple[bool, bool, bool] = (True, True, True), threshold: int = 5
) -> set[str]:
    """What is hidden and can be nothing else, or is a small cell and nothing else small, as far as this sees."""
    left = {f"cell {cell}": table[cell[0]][cell[1]] for cell in hidden.cells}
    rows, columns, whole = totals_of(table)
    left |= {f"row {row}": rows[row] for row in hidden.row_totals}
    left |= {f"column {column}": columns[column] for column in hidden.column_totals}
    left |= {"total": whole} if hidden.total else {}
    open_still = set(left)
    for other in tables_near(table, hidden, totals):
        rows, columns, whole = totals_of(other)
        now = {f"cell {cell}": other[cell[0]][cell[1]] for cell in hidden.cells}
        now |= {f"row {row}": rows[row] for row in hidden.row_totals}
        now |= {f"column {column}": columns[column] for column in hidden.column_totals}
        now |= {"total": whole} if hidden.total else {}
        open_still -= {
            name
            for name in open_still
            if now[name] != left[name]
            and (left[name] > threshold or now[name] <= threshold or not name.startswith("cell"))
        }
        if not open_still:
            break
    return open_still


@settings(max_examples=200, deadline=None)
@given(TABLES, st.integers(0, 8), st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_every_hidden_count_has_at_least_two_values_that_agree_with_all_shown(
    table: list[list[int]], threshold: int, totals: tuple[bool, bool, bool]
) -> None:
    hidden = hide_small(table, threshold=threshold, row_totals=totals[0], column_totals=totals[1], total=totals[2])
    assert not fixed(table, hidden, totals, threshold if threshold > 1 else 0)


@settings(deadline=None)
@given(TABLES, st.integers(0, 8))
def test_every_small_count_and_total_is_hidden_and_no_nought_is(table: list[list[int]], threshold: int) -> None:
    hidden = hide_small(table, threshold=threshold)
    rows, columns, whole = totals_of(table)
    for row, counts in enumerate(table):
        for column, count in enumerate(counts):
            assert hidden.hides(row, column) or not 1 <= count <= threshold
            assert not (hidden.hides(row, column) and count == 0)
    assert {row for row, sum_ in enumerate(rows) if 1 <= sum_ <= threshold} <= hidden.row_totals
    assert {column for column, sum_ in enumerate(columns) if 1 <= sum_ <= threshold} <= hidden.column_totals
    assert hidden.total or not 1 <= whole <= threshold


@settings(deadline=None)
@given(TABLES)
def test_hides_nothing_where_nothing_is_small(table: list[list[int]]) -> None:
    large = [[count + 6 if count else 0 for count in row] for row in table]
    assert hide_small(large) == Hidden()
    assert hide_small(table, threshold=0) == Hidden()


def test_the_search_finds_what_hiding_only_the_small_would_give_away() -> None:
    table = [[3, 20, 31], [40, 50, 60]]
    assert fixed(table, Hidden(cells=frozenset({(0, 0)}))) == {"cell (0, 0)"}
    assert fixed(table, Hidden(cells=frozenset({(0, 0), (0, 1)}))) == {"cell (0, 0)", "cell (0, 1)"}


def test_hides_the_smallest_ring_of_cells_before_any_total() -> None:
    hidden = hide_small([[3, 20, 31], [40, 70, 60], [90, 80, 7]])
    assert hidden.cells == {(0, 0), (0, 2), (2, 0), (2, 2)}
    assert (hidden.row_totals, hidden.column_totals, hidden.total) == (frozenset(), frozenset(), False)


def test_a_small_total_of_ones_alone_is_hidden_with_what_it_needs() -> None:
    for table in ([[1, 1]], [[1], [1]], [[1, 1], [1, 0]]):
        assert not fixed(table, hide_small(table, threshold=2), threshold=2)


def test_two_small_counts_of_one_each_do_not_give_each_other_away() -> None:
    table = [[1, 1, 0], [1, 1, 0]]
    assert not fixed(table, hide_small(table))


def test_hides_totals_where_a_small_count_stands_alone() -> None:
    hidden = hide_small([[3, 0], [0, 40]])
    assert hidden.cells >= {(0, 0)}
    assert 0 in hidden.row_totals
    assert 0 in hidden.column_totals


def test_needs_no_second_cell_in_a_row_whose_total_is_not_shown() -> None:
    hidden = hide_small([[3, 20], [40, 50]], row_totals=False, column_totals=False, total=False)
    assert hidden == Hidden(cells=frozenset({(0, 0)}))


def test_a_cell_without_a_figure_is_shown_as_that() -> None:
    hidden = hide_small([[3, None, 20], [40, None, 50]])
    assert not [cell for cell in hidden.cells if cell[1] == 1]
    assert hide_small([]) == hide_small([[]]) == Hidden()


@pytest.mark.parametrize(
    ("table", "threshold", "words"),
    [([[1], [1, 2]], 5, "rows of equal length"), ([[-1]], 5, "counts of 0 or more"), ([[1]], -1, "threshold of 0")],
)
def test_refuses_what_is_no_table_of_counts(table: list[list[int]], threshold: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        hide_small(table, threshold=threshold)
