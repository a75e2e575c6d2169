"""Builders for the addresses for machines: a token, and a client that shows it."""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from core.db import transaction
from core.people.actions.tokens import issue_token
from core.permissions import Actor, Permission
from tests.builders_activity import APRIL, HEADER, MAY_AT, MAY_DAY, lines_for

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide" / "api.md"
RETURNS = "/api/v1/returns"
BOTH = frozenset({Permission.SEE_ACTIVITY, Permission.SUBMIT_ACTIVITY})
PURPOSE = "returns every month"


def a_token(by: Actor, scope: frozenset[Permission] = BOTH, *, expires_on: date = date(2009, 5, 1)) -> str:
    """The secret of a token of this person."""
    with transaction():
        _, secret = issue_token(purpose=PURPOSE, scope=scope, expires_on=expires_on, by=by, on=MAY_DAY, at=MAY_AT)
    return secret


def rows_for(month: str = APRIL, contacts: int | str = 30) -> list[dict[str, Any]]:
    """The rows of `lines_for` as data."""
    names = HEADER.split(",")
    rows: list[dict[str, Any]] = [dict(zip(names, line.split(","), strict=True)) for line in lines_for(month)]
    rows[0]["quantity"] = contacts
    return rows


def a_body(rows: Sequence[object] | None = None, **more: object) -> dict[str, object]:
    """A return as JSON."""
    return {"month": APRIL, "rows": rows_for() if rows is None else list(rows), **more}


class Machine:
    """A system of a provider, which shows its token with each request."""

    def __init__(self, app: Flask, secret: str) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str) -> TestResponse:
        """Ask for an address."""
        return self.client.get(path, headers=self.headers)

    def send(
        self, body: object = None, *, query: str = "", key: str = "", to: str = RETURNS, **options: Any
    ) -> TestResponse:
        """Send an activity return as JSON, or whatever `options` say."""
        headers = self.headers | ({"Idempotency-Key": key} if key else {}) | options.pop("headers", {})
        if "data" not in options:
            options["json"] = a_body() if body is None else body
        return self.client.post(f"{to}{query}", headers=headers, **options)


def of_guide(address: str) -> Any:
    """The JSON that the guide sends to an address, in its one example of rows."""
    pattern = rf"example{re.escape(address)} [^`]*?-d '(\{{.*\}})'"
    (found,) = re.findall(pattern, GUIDE.read_text(encoding="utf-8"))
    return json.loads(found)


def said(answer: TestResponse) -> str:
    """The sentence of a refusal; it must be told as a problem."""
    assert answer.mimetype == "application/problem+json", (answer.status_code, answer.mimetype)
    told = answer.json or {}
    assert told["status"] == answer.status_code
    return str(told["detail"])
