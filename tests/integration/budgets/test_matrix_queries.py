"""The matrix asks the database as often for sixty lines as for six, and at most twelve times."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders_reading import a_workbook_of, keep, read_as
from tests.builders_rounds import Field, a_policy
from tests.counting import selects_in, statements


def queries_of(client: FlaskClient, path: str) -> int:
    with statements() as asked:
        assert client.get(path).status_code == 200
    return len(selects_in(asked))


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
