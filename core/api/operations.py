"""Pieces of operations for the OpenAPI document: parameters, and what is answered."""

from http import HTTPStatus
from typing import Any

from core.api.body import JSON
from core.api.keys import LONGEST_KEY
from core.api.schemas import MONTH, Schema, named
from core.problem_details import PROBLEM_JSON

Operation = dict[str, Any]
FILE: Schema = {"schema": {"type": "string"}}
KEY: Schema = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "A key of your own: the same return under the same key is submitted once, and answered alike.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]+$", "minLength": 1, "maxLength": LONGEST_KEY},
}
_FLAG: Schema = {"type": "boolean", "default": False}


def query(name: str, schema: Schema, words: str) -> Schema:
    """A parameter of the address."""
    return {"in": "query", "name": name, "schema": schema, "description": words}


def flag(name: str, words: str) -> Schema:
    """A parameter of the address that says true or false; false where it is left out."""
    return query(name, _FLAG, words)


DRY_RUN = flag("dry_run", "Only say what would be found; nothing is stored.")
SINCE = query("since", MONTH, "From this month on; the last twelve months where it is left out.")


def answer(words: str, schema: str, kind: str = JSON) -> Schema:
    """What is answered, of the shape of that name."""
    return {"description": words, "content": {kind: {"schema": named(schema)}}}


def refusals(*codes: int) -> dict[str, Schema]:
    """The statuses with which a request may be refused."""
    return {str(code): answer(f"{HTTPStatus(code).phrase}.", "Problem", PROBLEM_JSON) for code in codes}


def taken_or_not(*, stored: str, checked: str, problem: str) -> dict[str, Schema]:
    """The answers to what is sent: stored, stored before or only checked, not taken as it is, or refused."""
    where = {"description": "Where to read it again.", "schema": {"type": "string"}}
    before = {JSON: {"schema": {"anyOf": [named(checked), named(stored)]}}}
    return {
        "201": {**answer("Stored.", stored), "headers": {"Location": where}},
        "200": {
            "description": "With `dry_run`: what would be found. Else: what this key stored before.",
            "content": before,
        },
        "422": answer("It is not taken as it is.", problem, PROBLEM_JSON),
        **refusals(400, 401, 403, 409, 413, 415),
    }
