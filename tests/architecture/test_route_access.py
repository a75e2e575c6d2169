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
