"""No binary floating point in rules or money (TRAPS 10, 27)."""

import ast
from pathlib import Path

from sqlalchemy import Float, Numeric

from core.db import Base
from tests.architecture.test_sizes import PYTHON, ROOT

PURE = (
    "core/money.py",
    "core/apportion.py",
    "core/periods.py",
    "core/funnel.py",
    "core/small_numbers.py",
    "core/spc.py",
    "core/spc_limits.py",
    "core/spc_signals.py",
)


def _is_pure(path: Path) -> bool:
    named = str(path.relative_to(ROOT))
    return named in PURE or named.startswith("budgets/method/") or "rules" in {path.stem, path.parent.name}


def _floats_in(tree: ast.AST) -> list[int]:
    """Lines with a float literal, or the name `float` anywhere but in a question whether something is one."""
    asked = {
        id(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance"
        for name in ast.walk(node)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float" and id(node) not in asked)
    ]


def test_rules_and_money_know_no_float() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in filter(_is_pure, PYTHON)
        if (lines := _floats_in(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert not found, f"money is whole pence and shares are exact fractions; a float stands at {found}"


def test_no_column_holds_a_float_or_numeric(app: object) -> None:  # noqa: ARG001 all tables are known once the app is made
    wrong = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Float | Numeric)
    ]
    assert not wrong, f"use core.db.Pence or exact text: {wrong}"
