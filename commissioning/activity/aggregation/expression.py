"""The one Ibis expression, for all engines: each cell is looked up, and what was found is counted in one scan.

Only comparing, looking up, adding and counting stand in it, in which engines do not differ.
"""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from commissioning.activity.aggregation.lookups import BLANK, Lookup, Plan

_WHOLE = "^[0-9]{1,9}$"
_MOST = 999_999_999
_SMALL = 32_000


def counted(table: Table, plan: Plan, names: Mapping[str, str]) -> Table:
    """Lines and sums for every combination of what the cells were found to say.

    `table` has the columns under their `names`. In the result `k0`… are numbers of lookups, `y0`… months of typed days,
    `lines` counts, `s0`, `u0`, `b0`… are sum, unreadable and blank quantities.
    """
    looked_up = table
    for place, lookup in enumerate(plan.lookups):
        column = table[names[lookup.column]]
        texts = _memory(lookup, place)
        looked_up = looked_up.left_join(texts, _text(column, lookup.width).identical_to(texts[f"t{place}"]))
    keyed = looked_up.select(
        **{f"k{place}": looked_up[f"i{place}"] for place in range(len(plan.lookups))},
        **{f"y{place}": _month(looked_up[names[c]]) for place, c in enumerate(plan.typed_days)},
        **{f"a{place}": looked_up[names[c]] for place, c in enumerate(plan.added)},
    )
    groups = [name for name in keyed.columns if not name.startswith("a")]
    return keyed.group_by(groups).aggregate(lines=keyed.count(), **_sums(keyed, len(plan.added)))


def _memory(lookup: Lookup, place: int) -> Table:
    is_small = len(lookup.numbers) < _SMALL and not lookup.width
    return ibis.memtable(
        pa.table(
            {
                f"t{place}": pa.array([None, *lookup.numbers], pa.string()),
                f"i{place}": pa.array([BLANK, *lookup.numbers.values()], pa.int16() if is_small else pa.int32()),
            }
        )
    )


def _text(column: Value, width: int) -> Value:
    text = column if column.type().is_string() else column.cast("string")
    return text.left(width + 1) if width else text


def _month(column: Value) -> Value:
    return (column.year() * 12 + column.month() - 1).cast("int32")


def _sums(table: Table, added: int) -> dict[str, Value]:
    sums: dict[str, Value] = {}
    for place in range(added):
        cell = table[f"a{place}"]
        whole = _is_whole(cell)
        is_blank = (cell.isnull() | (cell == "")) if cell.type().is_string() else cell.isnull()
        value = cell.try_cast("int64") if cell.type().is_string() else cell.cast("int64")
        sums[f"s{place}"] = ibis.ifelse(whole, value, 0).sum().cast("int64")
        sums[f"b{place}"] = is_blank.sum().cast("int64")
        sums[f"u{place}"] = (~is_blank & ~whole).sum().cast("int64")
    return sums


def _is_whole(cell: Value) -> Value:
    if cell.type().is_string():
        return cell.re_search(_WHOLE).fill_null(False)
    within = (cell >= 0) & (cell <= _MOST)
    if not cell.type().is_integer():
        within &= cell == cell.floor()
    return within.fill_null(False)
