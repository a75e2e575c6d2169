"""Whole numbers that somebody sends are read in one place, which holds against any digits: no page fails of them."""

import ast

from tests.architecture.test_sizes import PYTHON, ROOT

READERS = ("core/record_numbers.py", "core/identifiers.py", "budgets/rounds/exports/text_tables.py")
"""The last one only asks whether a cell of a table stands to the right."""
ASKED = {"isdigit", "isdecimal", "isnumeric"}


def test_digits_that_are_sent_are_read_by_record_number() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] != "tests" and str(path.relative_to(ROOT)) not in READERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ASKED
    ]
    assert found == [], (
        "“²” is a digit that int() refuses, and so are 5,000 nines: use core.record_numbers.record_number"
    )
