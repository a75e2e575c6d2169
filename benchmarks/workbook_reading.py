"""Reading and checking a workbook with 1,000,000 rows of activity, against pandas reading that one file alone.

`python -m benchmarks.workbook_reading` prints both and ends with 1 where a limit is passed: 2.5 times, 1.5 GB.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from budgets.rounds.imports.workbooks import read_workbook

ROWS = 1_000_000
MOST_TIMES = 2.5
MOST_GIGABYTES = 1.5
_SEED = 2008
_REPEATS = 5
_POLICY = """year = "2008/09"
[capitation]
date = "2008-01-01"
population = "weighted"
[activity]
from = "2007-01"
to = "2007-12"
minimum_months = 6
fallback = ["cost_centre", "capitation"]
"""


def main() -> int:
    """Measure and print; 0 where both limits hold."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_workbook(folder)
        measured = json.loads(
            subprocess.run(  # noqa: S603 - this very module, in a process of its own so that its memory is its own
                [sys.executable, "-m", "benchmarks.workbook_reading", "--measure", place],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
    times = measured["ours"] / measured["pandas"]
    print(f"workbook of {ROWS:,} activity rows, read and checked: {measured['ours']:.2f} s")
    print(f"pandas.read_csv(dtype=str) of activity.csv alone:     {measured['pandas']:.2f} s")
    print(
        f"ratio {times:.2f} (limit {MOST_TIMES}), peak memory {measured['gigabytes']:.2f} GB (limit {MOST_GIGABYTES})"
    )
    return 0 if times <= MOST_TIMES and measured["gigabytes"] <= MOST_GIGABYTES else 1


def make_workbook(folder: Path, rows: int = ROWS) -> None:
    """A workbook of 60 services and 400 practices, the same for the same number of rows."""
    generator = random.Random(_SEED)  # noqa: S311 - figures for a benchmark
    services = [f"SV{number:03d}" for number in range(60)]
    practices = [f"X{80000 + number}" for number in range(400)]
    keys = (
        f"{service},{practice},2007-{month:02d},{currency}"
        for service in services
        for practice in practices
        for month in range(1, 13)
        for currency in ("contact", "first_contact", "follow_up_contact", "bed_day")
    )
    with (folder / "activity.csv").open("w", encoding="utf-8") as file:
        file.write("service,practice,month,currency,quantity\n")
        file.writelines(f"{key},{generator.randint(0, 900)}\n" for key, _ in zip(keys, range(rows), strict=False))
    _write(folder, "groups", "code,name", [f"G{number},Group {number}" for number in range(5)])
    _write(folder, "practices", "code,name,group", [f"{code},Practice,G{n % 5}" for n, code in enumerate(practices)])
    _write(
        folder,
        "populations",
        "practice,date,registered,weighted",
        [f"{code},2008-01-01,6000,5900.5" for code in practices],
    )
    _write(folder, "services", "code,name,method", [f"{code},Service,activity" for code in services])
    _write(folder, "cost_centres", "code,service,amount", [f"C{code},{code},1000000.00" for code in services])
    (folder / "policy.toml").write_text(_POLICY, encoding="utf-8")


def _write(folder: Path, sheet: str, header: str, rows: list[str]) -> None:
    (folder / f"{sheet}.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")


def measure(folder: Path) -> None:
    """Print the shortest of several runs of each, taken in turn, and this process's peak memory."""
    ours, theirs = [], []
    for _ in range(_REPEATS):
        theirs.append(_seconds(lambda: pd.read_csv(folder / "activity.csv", dtype=str)))
        ours.append(_seconds(lambda: _read_whole(folder)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    print(json.dumps({"ours": min(ours), "pandas": min(theirs), "gigabytes": peak}))


def _read_whole(folder: Path) -> None:
    read = read_workbook(folder)
    if read.workbook is None or len(read.workbook.activity) != ROWS:
        raise AssertionError(f"the workbook was not read whole: {read.problems[:3]}")


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]))
    else:
        sys.exit(main())
