"""The pages on the verification standard: a row for every requirement of levels 1 and 2, and evidence that exists."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tests.architecture.test_sizes import ROOT
from tests.security.requirements import requirements

PAGES = sorted((ROOT / "docs" / "security").glob("asvs-*.md"))
IN_ORDER = ("met", "not met", "not applicable")
STANDINGS = set(IN_ORDER)
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
_NAMED = re.compile(
    r"`((?:app\.py|core|commissioning|budgets|contracts|les|templates|static|tests|docs|migrations)[\w./-]*)(?:::(\w+))?`"
)
INDEX = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A requirement, its level, and how it stands."""

    level: int
    asks: str
    standing: str
    shown: str


@cache
def _rows() -> Mapping[str, Row]:
    rows: dict[str, Row] = {}
    for page in PAGES:
        for number, level, asks, standing, shown in _ROW.findall(page.read_text(encoding="utf-8")):
            assert number not in rows, f"{number} has two rows"
            rows[number] = Row(level=int(level), asks=asks, standing=standing, shown=shown)
    return rows


def test_every_requirement_has_its_row_at_its_level() -> None:
    assert {number: row.level for number, row in _rows().items()} == requirements()


def test_each_row_says_how_it_stands_and_shows_it() -> None:
    for number, row in _rows().items():
        assert row.standing in STANDINGS, number
        named = _NAMED.findall(row.shown)
        assert named or row.standing != "met", f"{number}: name the file or test that shows it"
        for path, test in named:
            assert (ROOT / path).exists(), f"{number}: no such file: {path}"
            assert not test or test in _functions(path), f"{number}: no such test: {test}"


@cache
def _functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_index_counts_them() -> None:
    rows = _rows().values()
    counts = {standing: sum(row.standing == standing for row in rows) for standing in STANDINGS}
    told = f"{len(rows)} requirements: " + ", ".join(f"{counts[each]} {each}" for each in IN_ORDER)
    assert told in INDEX, f"docs/security.md must say: {told}"
