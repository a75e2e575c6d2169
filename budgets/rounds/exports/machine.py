"""A calculation for machines: the JSON of docs/budget-method.md section 6, whole or of one group, and problems."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from budgets.method.result import Calculation
from budgets.method.written import as_dict, canonical_text
from core.problems import Problem

_BY_PRACTICE = ("practices", "practice_groups")


def calculation_as_json(calculation: Calculation, group: str = "") -> str:
    """The machine-readable form; with a group, only its part of every line.

    Whole, it is the canonical text: the SHA-256 of a file that holds it is the calculation's hash.
    """
    if not group:
        return canonical_text(calculation)
    practices = {practice for practice, of in calculation.practice_groups.items() if of == group}
    written = _of_group(as_dict(calculation), {facts.code for facts in calculation.groups}, group, practices)
    written["groups"] = [facts for facts in written["groups"] if facts["code"] == group]
    return json.dumps(written, ensure_ascii=False, indent=1)


def content_hash(calculation: Calculation) -> str:
    """The SHA-256 of the machine-readable form: equal for equal figures."""
    return hashlib.sha256(canonical_text(calculation).encode()).hexdigest()


def problems_as_json(problems: Iterable[Problem]) -> str:
    """Problems with their places."""
    listed = [
        {
            "file": problem.file,
            "row": problem.row,
            "column": problem.column,
            "value": problem.value,
            "expected": problem.expected,
        }
        for problem in problems
    ]
    return json.dumps({"problems": listed}, ensure_ascii=False, indent=1)


def _of_group(written: Any, groups: set[str], group: str, practices: set[str], name: str = "") -> Any:
    """The same, less what belongs to other groups: their places in every mapping by group and by practice."""
    if isinstance(written, list):
        return [_of_group(value, groups, group, practices) for value in written]
    if not isinstance(written, dict):
        return written
    kept = written
    if name in _BY_PRACTICE:
        kept = {key: value for key, value in written.items() if key in practices}
    elif written and written.keys() <= groups:
        kept = {key: value for key, value in written.items() if key == group}
    return {key: _of_group(value, groups, group, practices, key) for key, value in kept.items()}
