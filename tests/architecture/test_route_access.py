"""All routes × roles × own and other organisation, against a table in the repository (`route_access.csv`).

A new route without a row fails. `python -m tests.architecture.write_route_access` writes the table anew; read the
difference before committing it. Words: *open*, *sign in* (led to sign-in), *token* (401: a cookie opens
nothing there), *refused* (403), *hidden* (404).
"""

import csv
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.route_access import PEOPLE, TABLE, access_of, demo_application, routes_of
from tests.security.figures import note

TOKENS = "machines send it under a token of their provider; `tests/fuzz/test_api.py` and `test_api_tokens.py` try it"
SIGN_IN = "it leads to the sign-in page whoever sends it without its token; `attacked()` tries it as a visitor"
OPEN_TO_NOBODY = {
    "/api/v1/kpi-results": TOKENS,
    "/api/v1/les-claims": TOKENS,
    "/api/v1/returns": TOKENS,
    "/people/<int:person_id>/sign-in": SIGN_IN,
    "/people/sign-in/code": SIGN_IN,
}
"""Addresses that take something and let nobody of the table in, and why; the test keeps the list true."""


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo year with a second commissioner whose people see nothing of the first's."""
    path = tmp_path_factory.mktemp("access") / "access.sqlite"
    path.write_bytes(told_year.read_bytes())
    return demo_application(path)


def _table() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["route"], row["method"]): row for row in csv.DictReader(file)}


def test_every_route_has_a_row(demo: Flask) -> None:
    assert {(route.rule, route.method) for route in routes_of(demo)} == set(_table())


@pytest.mark.parametrize("who", PEOPLE)
def test_access_is_as_the_table_says(who: str, demo: Flask) -> None:
    table = _table()
    found = {(route.rule, route.method): access_of(demo, who, route) for route in routes_of(demo)}
    wrong = [
        f"{method} {rule}: {seen}, the table says {table[rule, method][who]}"
        for (rule, method), seen in found.items()
        if seen != table[rule, method][who]
    ]
    assert not wrong, "\n".join(wrong)
    note("routes × roles tried", len(found))
    note("routes × roles refused as expected", sum(seen != "open" for seen in found.values()))


def test_somebody_is_let_in_wherever_something_is_taken() -> None:
    """Where nobody is, its forms are tried by nobody: give it an example in the right state."""
    closed = {route for (route, method), row in _table().items() if method == "POST" and "open" not in row.values()}
    assert not closed - set(OPEN_TO_NOBODY), f"nobody is let in at {closed - set(OPEN_TO_NOBODY)}"
    assert not set(OPEN_TO_NOBODY) - closed, f"take off the list: {set(OPEN_TO_NOBODY) - closed}"


def test_nobody_sees_another_commissioners_records() -> None:
    """What names a record is hidden from, or refused to, another commissioner’s people, but by a secret of its own."""
    open_to_others = [
        row
        for (route, _), row in _table().items()
        if ("_id>" in route or "_code>" in route) and "<string:secret>" not in route
        for who in PEOPLE
        if who.startswith("other") and row[who] == "open"
    ]
    assert not open_to_others, open_to_others
