"""Aggregating 50 million lines on DuckDB as `flask activity aggregate` does, against the bare GROUP BY in DuckDB.

The same Parquet file, threads and limit of memory; the bare one counts by the columns as they stand, looks nothing up,
checks nothing, and fetches its rows. Ours also looks every code up, writes the return and says what was not placed.
Limit: 1.3 times. Beside it pandas on a tenth of the lines, times ten: all of them would not fit into the memory of many
a machine.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from commissioning.activity.aggregation.engines import engine_named
from commissioning.activity.aggregation.mapping import ReturnMapping, read_mapping
from commissioning.activity.aggregation.running import aggregate
from commissioning.activity.aggregation.writing import write_return

LINES = 50_000_000
PANDAS_SHARE = 10
MOST_TIMES = 1.3
RUNS = 3
MEMORY = "2GB"
_LINES = """SELECT i AS line, 'SV' || (100 + i * 7 % 60) AS service, 'X8' || (1000 + i * 11 % 149) AS practice,
    DATE '2008-04-01' + (i % 91)::INTEGER AS seen_on, CASE WHEN i % 3 = 0 THEN 'F' ELSE 'U' END AS kind
    FROM range($lines) lines(i)"""
_BARE = """SELECT service, practice, date_trunc('month', seen_on) AS month, kind, count(*)
    FROM read_parquet('{target}') GROUP BY ALL"""


def main() -> int:
    """Measure, print, and fail when the ratio is over its limit."""
    with tempfile.TemporaryDirectory(prefix="aggregating") as folder:
        target = Path(folder) / "lines.parquet"
        if lines := duckdb.sql(_LINES, params={"lines": LINES}):
            lines.write_parquet(str(target))
        ours, bare = [], []
        for _ in range(RUNS):
            bare.append(_seconds(lambda: _bare(target)))
            ours.append(_seconds(lambda: _ours(target)))
        pandas = _seconds(lambda: _in_pandas(target)) * PANDAS_SHARE
    ratio = min(ours) / min(bare)
    print(
        f"aggregating {LINES:,} lines of Parquet: {min(ours):.1f} s against {min(bare):.1f} s of the bare GROUP BY: "
        f"{ratio:.2f} times (at most {MOST_TIMES}); pandas on a {PANDAS_SHARE}th of the lines, times {PANDAS_SHARE}: "
        f"{pandas:.1f} s, {pandas / min(bare):.2f} times"
    )
    return 0 if ratio <= MOST_TIMES else 1


def _mapping() -> ReturnMapping:
    lists = {
        "services": [f"SV{100 + number}" for number in range(60)],
        "practices": [f"X8{1000 + number}" for number in range(149)],
    }
    told = {
        "period": {"from": "2008-04", "to": "2008-06"},
        "service": {"column": "service"},
        "practice": {"column": "practice"},
        "month": {"column": "seen_on"},
        "count": [
            {"currency": "first_contact", "where": {"kind": ["F"]}},
            {"currency": "follow_up_contact", "where": {"kind": ["U"]}},
        ],
    }
    return read_mapping(told, lists)


def _ours(target: Path) -> None:
    tally = aggregate(_mapping(), [str(target)], engine_named("duckdb", MEMORY))
    write_return(target.with_suffix(".csv"), tally.rows, with_team=False)
    if tally.placed != LINES or sum(tally.rows.values()) != LINES:
        raise AssertionError("lines were lost")


def _bare(target: Path) -> None:
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        rows = connection.execute(_BARE.format(target=target)).fetchall()
    if sum(row[-1] for row in rows) != LINES:
        raise AssertionError("lines were lost")


def _in_pandas(target: Path) -> None:
    columns = ["service", "practice", "seen_on", "kind"]
    lines = pd.read_parquet(target, columns=columns, filters=[("line", "<", LINES // PANDAS_SHARE)])
    lines["month"] = pd.to_datetime(lines["seen_on"]).dt.strftime("%Y-%m")
    lines.groupby(["service", "practice", "month", "kind"]).size()


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
