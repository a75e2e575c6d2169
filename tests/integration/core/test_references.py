"""What rows name by the hundred thousand is held as by foreign keys, many rows at once. Both engines."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import column, delete, func, select, table, update
from sqlalchemy.exc import IntegrityError

from commissioning.activity.actions import bulk
from commissioning.activity.models.submissions import Row
from core.db import Model, db
from tests.builders_activity import a_field, submitted

_ROWS = Model.metadata.tables[Row.__tablename__]


def a_row(**changed: object) -> dict[str, Any]:
    field = a_field()
    submission = submitted(field)
    named = {"submission_id": submission.id, "service_id": field.services["DIAB"], "practice_id": None}
    rest = {"row": 99, "team": "", "is_total": False, "month": "2008-04", "currency": "contact", "units": 1}
    return {**named, **rest, **changed}


def write(*rows: Mapping[str, object]) -> None:
    names = tuple(column.name for column in _ROWS.columns)
    bulk.write(_ROWS, names, [tuple(row[name] for name in names) for row in rows])
    db.session.rollback()


def test_rows_that_name_what_is_there_are_written(database: Flask) -> None:
    with database.app_context():
        row = a_row()
        write(row, {**row, "row": 100})


@pytest.mark.parametrize("by", ["submission_id", "service_id", "practice_id"])
def test_one_row_among_many_that_names_nothing_is_refused(database: Flask, by: str) -> None:
    with database.app_context():
        row = a_row()
        with pytest.raises((IntegrityError, ForeignKeyViolation), match="what activity_row names is not there"):
            write(row, {**row, "row": 100, by: 1_000_000}, {**row, "row": 101})
        db.session.rollback()


@pytest.mark.parametrize(
    ("named", "by"),
    [("activity_submission", "submission_id"), ("catalogue_service", "service_id"), ("parties_party", "practice_id")],
)
@pytest.mark.parametrize("act", ["delete", "rename"])
def test_what_rows_name_stays(database: Flask, named: str, by: str, act: str) -> None:
    with database.app_context():
        submitted(a_field())
        held = db.session.execute(select(func.max(_ROWS.c[by]))).scalar_one()
        there = table(named, column("id"))
        tried = delete(there) if act == "delete" else update(there).values(id=held + 1_000_000)
        with pytest.raises(IntegrityError):
            db.session.execute(tried.where(there.c.id == held))
        db.session.rollback()
        assert db.session.execute(select(func.count()).where(there.c.id == held)).scalar_one() == 1
