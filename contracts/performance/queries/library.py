"""The library of KPIs that comes with the application, as data: editable examples, nobody’s policy."""

import tomllib
from functools import cache
from pathlib import Path

from contracts.performance.rules.library import Example, example_from

_FILE = Path(__file__).resolve().parents[1] / "library" / "kpis.toml"


@cache
def list_examples() -> tuple[Example, ...]:
    """The examples in the order of the file, each checked as it is read."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["kpi"]
    return tuple(example_from(entry) for entry in entries)


def find_example(key: str) -> Example | None:
    """The example of that key."""
    return next((each for each in list_examples() if each.key == key), None)
