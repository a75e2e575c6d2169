"""Pieces of JSON Schema, of which rooms make the shapes of what goes in and out; choices are those of rules."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Schema = dict[str, Any]

MONTH: Schema = {"type": "string", "pattern": r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", "examples": ["2008-04"]}
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
ID: Schema = {"type": "integer", "minimum": 1}
DAY: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
YES: Schema = {"type": "boolean"}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
WHY_NOT: Schema = {"type": "string", "description": "Why it would not be taken; blank where it would."}
ROW_NUMBER: Schema = {
    "type": ["integer", "null"],
    "description": "As in a file: the headings are row 1, so the first row of JSON is row 2.",
}
PROBLEM: Mapping[str, Schema] = {
    "type": TEXT,
    "title": TEXT,
    "status": {"type": "integer"},
    "detail": {"type": "string", "description": "What is wrong, where, and what to do, in a sentence."},
}


def one_of(values: type[StrEnum]) -> Schema:
    """One of the choices of the rules."""
    return {"type": "string", "enum": [each.value for each in values]}


def list_of(of: Schema) -> Schema:
    """A list of what has this shape."""
    return {"type": "array", "items": of}


def members(properties: Mapping[str, Schema], *, needed: tuple[str, ...] | None = None) -> Schema:
    """An object that has these members and no others; all of them are there unless `needed` says which."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties if needed is None else needed),
        "additionalProperties": False,
    }


def named(name: str) -> Schema:
    """The shape of that name in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def found(finding: str) -> dict[str, Schema]:
    """What was found: the first of the findings, each of the shape of that name, and how many there are in all."""
    return {"findings": list_of(named(finding)), "findings_in_all": COUNT}


def problem_with(more: Mapping[str, Schema]) -> Schema:
    """Problem details that may have further members."""
    return members({**PROBLEM, **more}, needed=tuple(PROBLEM))
