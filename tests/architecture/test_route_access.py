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
    wrong = [
        f"{route.method} {route.rule}: {found}, the table says {table[route.rule, route.method][who]}"
        for route in routes_of(demo)
        if (found := access_of(demo, who, route)) != table[route.rule, route.method][who]
    ]
    assert not wrong, "\n".join(wrong)


def test_nobody_sees_another_commissioners_records() -> None:
    """Whatever names a record is hidden from, or refused to, the people of another commissioner."""
    open_to_others = [
        row
        for (route, _), row in _table().items()
        if "_id>" in route or "_code>" in route
        for who in PEOPLE
        if who.startswith("other") and row[who] == "open"
    ]
    assert not open_to_others, open_to_others
