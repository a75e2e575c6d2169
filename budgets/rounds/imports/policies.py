"""The policy of a workbook: policy.toml or the sheet `policy`, with what was set beside it, as a Policy."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from budgets.method.policy import Policy
from budgets.method.policy_keys import dotted_keys, policy_as_far_as_read, shown
from budgets.method.sheets import POLICY_FILE, POLICY_SHAPE, POLICY_SHEET
from budgets.rounds.imports.rows import SheetReader
from core.identifiers import has_identifier
from core.problems import Notice, Problem
from core.spreadsheets.screening import identifier_at
from core.spreadsheets.tables import Table

_LINE = re.compile(r"\(at line (\d+)")
_FIRST_OF_MONTH = re.compile(r"\d{4}-\d\d-01", re.ASCII)
_MONTHS = ("activity.from", "activity.to")
_MAY_BE_EMPTY = ("activity.fallback",)
_SETTING = "--set"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPolicy:
    """A policy as far as it could be read: stand-ins for the keys `unread`, and None where there is none at all.

    `rows`: the row of each key in the sheet `policy`.
    """

    policy: Policy | None = None
    unread: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    rows: Mapping[str, int] = field(default_factory=dict)


def policy_in_text(text: str | None, overrides: Mapping[str, str]) -> ReadPolicy:
    """The policy of a policy.toml, `overrides` by dotted key taking the place of what it says."""
    if text is None:
        return _no_policy("this file; it is missing")
    try:
        values = dotted_keys(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        line = _LINE.search(str(wrong))
        return _no_policy(f"a file in TOML: {wrong}", int(line[1]) if line else None)
    except RecursionError:
        return _no_policy("a file in TOML without tables nested without end")
    except ValueError:
        return _no_policy("a file in TOML with numbers of a usual length")
    found = _policy_of(values, overrides, POLICY_FILE)
    return replace(found, problems=[*_hidden_identifiers(text, values), *found.problems])


def policy_in_sheet(table: Table | None, overrides: Mapping[str, str], lost_rows: Collection[int] = ()) -> ReadPolicy:
    """The policy of the sheet `policy`. A key without a value counts as left out, but a list may be empty.

    `lost_rows`: rows with a cell that could not be read, as was told already.
    """
    if table is None:
        return ReadPolicy(problems=[Problem(file=POLICY_SHEET, expected="this sheet; it is missing")])
    sheet = SheetReader(POLICY_SHAPE, table, POLICY_SHEET)
    if sheet.problems:
        return ReadPolicy(problems=sheet.problems, notices=sheet.notices)
    values: dict[str, object] = {}
    rows: dict[str, int] = {}
    lost: set[str] = set()
    for row in sheet.rows():
        key = row.text("key") if row.number in lost_rows else row.needed("key")
        value = row.text("value")
        if key in rows:
            sheet.note(row.number, "key", key, f"each key once; this one stands in row {rows[key]} too")
        rows.setdefault(key, row.number)
        if row.number in lost_rows:
            lost.add(key)
        elif key and (value or key in _MAY_BE_EMPTY):
            is_first = key in _MONTHS and _FIRST_OF_MONTH.fullmatch(value)
            values.setdefault(key, value[:7] if is_first else value)
    found = _policy_of(dict.fromkeys(lost, "") | values, overrides, POLICY_SHEET)
    told = [problem for problem in found.problems if problem.column not in lost]
    return replace(found, problems=[*sheet.problems, *in_their_rows(told, rows)], notices=sheet.notices, rows=rows)


def in_their_rows(problems: Collection[Problem], rows: Mapping[str, int]) -> list[Problem]:
    """Problems of policy keys with the rows in which these stand."""
    return [
        replace(problem, row=rows[problem.column])
        if problem.file == POLICY_SHEET and problem.row is None and problem.column in rows
        else problem
        for problem in problems
    ]


def _no_policy(expected: str, row: int | None = None) -> ReadPolicy:
    return ReadPolicy(problems=[Problem(file=POLICY_FILE, row=row, expected=expected)])


def _policy_of(values: Mapping[str, object], overrides: Mapping[str, str], file: str) -> ReadPolicy:
    """The policy with what was set; what is wrong with a setting is told as such."""
    policy, unread, problems = policy_as_far_as_read(_overridden(values, overrides), file)
    told = [replace(problem, file=_SETTING) if problem.column in overrides else problem for problem in problems]
    return ReadPolicy(policy=policy, unread=unread, problems=told)


def _hidden_identifiers(text: str, values: Mapping[str, object]) -> list[Problem]:
    """Keys whose value holds an identifier that the text does not show, being written with escapes."""
    if has_identifier(text):
        return []
    return [identifier_at(POLICY_FILE, None, key) for key, value in values.items() if has_identifier(shown(value))]


def _overridden(values: Mapping[str, object], overrides: Mapping[str, str]) -> dict[str, object]:
    """The keys with those set taking precedence; an empty table that gets a key is there no longer empty."""
    tables = {key.partition(".")[0] for key in overrides}
    return {key: value for key, value in values.items() if not (key in tables and value == {})} | dict(overrides)
