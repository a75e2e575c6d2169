"""The matrix asks the database as often for sixty lines as for six, and at most twelve times."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from core.db import db
from tests.builders_reading import a_workbook_of, keep, read_as
from tests.builders_rounds import Field, a_policy


def queries_of(client: FlaskClient, path: str) -> int:
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("page", ["", "/matrix", "/lines/LINE-03", "/groups/DAC", "/bridge", "/downloads"])
def test_sixty_lines_need_no_more_queries_than_six(app: Flask, client: FlaskClient, page: str) -> None:
    del app
    field = Field()
    read_as(field.commissioner)
    few = keep(field.commissioner, a_workbook_of(6), a_policy())
    read_as(field.stranger)
    many = keep(field.stranger, a_workbook_of(60), a_policy())
    counts = []
    for actor, calculation_id in ((field.commissioner, few), (field.stranger, many)):
        read_as(actor)
        counts.append(queries_of(client, f"/budgets/calculations/{calculation_id}{page}"))
    assert counts[0] == counts[1] <= 12
