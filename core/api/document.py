"""The OpenAPI document of all addresses for machines.

It is made from the routes of the application, the words of their views, and what each room says of them (`add_part`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from apispec import APISpec
from flask import Flask
from werkzeug.routing import Rule

from core.api.operations import Operation
from core.api.schemas import PROBLEM, Schema, members
from core.permissions import Permission

API = "/api/v1"
_VARIABLE = re.compile(r"<int:([a-z_]+)>")
_LARGEST_ID = 2**31 - 1
_ABOUT = (
    "For the systems of providers. A token that a provider manager issued says who acts; the provider is that of the "
    "token. Errors are problem details (RFC 9457). Nothing that identifies a patient is taken: the place is named, the "
    "value never, and nothing is kept."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a room says of its addresses: a name for them, operations by the names of their views, and shapes."""

    name: str
    about: str
    operations: Mapping[str, Operation]
    schemas: Mapping[str, Schema]


_parts: dict[str, Part] = {}


def add_part(part: Part) -> None:
    """Add a room's part to the document. Views and shapes of two parts have different names."""
    for other in _parts.values():
        if other.name != part.name and (
            set(other.operations) & set(part.operations) or set(other.schemas) & set(part.schemas)
        ):
            raise ValueError(f"“{part.name}” describes what “{other.name}” describes already")
    _parts[part.name] = part


def described() -> dict[str, tuple[Part, Operation]]:
    """Every operation by the name of its view, with the part it belongs to."""
    return {name: (part, each) for part in _parts.values() for name, each in part.operations.items()}


def document_of(app: Flask) -> dict[str, Any]:
    """The document of this application's addresses for machines. A route without a description is a fault of ours."""
    document = APISpec(
        title="Returns of providers",
        version="1",
        openapi_version="3.1.0",
        info={"description": _ABOUT},
        security=[{"token": []}],
        tags=[{"name": part.name, "description": part.about} for part in _parts.values()],
    )
    scheme = {"type": "http", "scheme": "bearer", "description": "A token issued under Your account: `ccb_…`."}
    document.components.security_scheme("token", scheme)
    document.components.schema("Problem", members(PROBLEM))
    for part in _parts.values():
        for name, schema in part.schemas.items():
            document.components.schema(name, schema)
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if str(rule).startswith(f"{API}/"):
            _describe(document, app, rule)
    made: dict[str, Any] = document.to_dict()
    return made


def _describe(document: APISpec, app: Flask, rule: Rule) -> None:
    view = app.view_functions[rule.endpoint]
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    operation = _operation(view.__name__, view.__doc__ or "", view.__dict__.get("policy"))
    document.path(
        path=_VARIABLE.sub(r"{\1}", str(rule)),
        operations={method.lower(): {**operation} for method in methods},
        parameters=[_in_path(name) for name in _VARIABLE.findall(str(rule))],
    )


def _operation(name: str, words: str, policy: object) -> Operation:
    part, told = described()[name]
    said = cleandoc(words)
    summary, _, rest = said.partition("\n\n")
    needs = f"The token needs the act “{policy.value}”." if isinstance(policy, Permission) else "Needs no token."
    more: Operation = {} if isinstance(policy, Permission) else {"security": []}
    description = "\n\n".join(filter(None, [rest.replace("\n", " "), needs]))
    return {
        "operationId": name,
        "summary": summary.replace("\n", " "),
        "description": description,
        "tags": [part.name],
        **told,
        **more,
    }


def _in_path(name: str) -> Schema:
    schema = {"type": "integer", "minimum": 1, "maximum": _LARGEST_ID}
    return {"in": "path", "name": name, "required": True, "schema": schema}
