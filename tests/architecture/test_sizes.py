"""Small files, small functions, short templates: what does not fit is split by noun."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "commissioning", "budgets", "contracts", "les")
PYTHON = [p for name in (*PACKAGES, "demo") for p in sorted((ROOT / name).rglob("*.py"))] + [ROOT / "app.py"]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_stay_within_their_limits() -> None:
    """Python 300 lines, tests 500, templates 120; app.py 120."""
    limits = [(PYTHON, 300), (TESTS, 500), (TEMPLATES, 120), ([ROOT / "app.py"], 120)]
    too_long = {_named(p): _lines(p) for paths, limit in limits for p in paths if _lines(p) > limit}
    assert not too_long, f"split these by noun into a folder of the same name: {too_long}"


def test_functions_stay_within_forty_lines() -> None:
    too_long = {}
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 40:
                    too_long[f"{_named(path)}:{node.name}"] = length
    assert not too_long, f"a function does one thing; these do more: {too_long}"


@pytest.mark.parametrize("name", sorted(FORBIDDEN_NAMES))
def test_no_room_for_things_without_a_home(name: str) -> None:
    inside = [p for package in (*PACKAGES, "templates", "tests") for p in (ROOT / package).rglob(f"{name}*")]
    found = [_named(p) for p in inside if p.stem == name and p.suffix != ".csv"]
    assert not found, f"{found}: call it by what it holds"


def test_acts_are_called_actions() -> None:
    """In this field a service is what a nurse gives: no file of acts is called so."""
    found = [_named(p) for p in PYTHON if p.stem in {"service", "services"} and (p.parent / "models.py").exists()]
    assert not found, f"{found}: acts stand in `actions`"


def test_every_room_says_what_it_is() -> None:
    """The `__init__.py` of a package is a few lines of English and no code."""
    silent = []
    for name in PACKAGES:
        for path in (ROOT / name).rglob("__init__.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if not ast.get_docstring(tree):
                silent.append(_named(path))
    assert not silent, f"say in a sentence what this is: {silent}"
