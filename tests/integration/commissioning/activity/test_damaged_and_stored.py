"""Damaged returns where they arrive: nothing of one is stored or recorded, on either engine, nor shown on a page."""

import io
from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from commissioning.activity.actions.submitting import submit_return
from commissioning.activity.imports.files import read_return
from commissioning.activity.models.submissions import Row, RowSum, StoredFinding, Submission, SubmittedFile
from commissioning.activity.rules.checks.findings import HasFindings
from core.attachments.models import Attachment
from core.audit_trail.models import AuditEvent
from core.db import db, transaction
from core.spreadsheets.tables import Upload
from tests.builders_activity import APRIL, MAY_AT, MAY_DAY, Field, a_field, a_file, submitted
from tests.damaged_returns.all import ALL
from tests.journeys.signing_in import sign_in_as
from tests.person import Person, checked_html

KEPT = (Submission, SubmittedFile, Row, RowSum, StoredFinding, Attachment, AuditEvent)


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


def _kept() -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in KEPT]


def _submits(field: Field, name: str, content: bytes) -> None:
    with transaction():
        submit_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            read=read_return(Upload(name, content)),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        )


@pytest.mark.usefixtures("database")
def test_nothing_of_any_damaged_return_is_stored_or_recorded() -> None:
    field = a_field()
    before = _kept()
    for damaged in ALL:
        with pytest.raises(HasFindings) as refused:
            _submits(field, damaged.file, damaged.content)
        assert str(refused.value).startswith("Nothing was stored: "), damaged.name
        assert any(damaged.says in found.expected for found in refused.value.findings), damaged.name
    assert _kept() == before


def test_every_damaged_return_ends_in_a_page_that_says_what_is_wrong(app: Flask, person: Person) -> None:
    del app
    field = a_field()
    path = f"/activity/returns/{field.expectation_id}/{APRIL}/send"
    sign_in_as(person, field.provider).visit(path)
    before = _kept()
    for damaged in ALL:
        answer = person.client.post(path, data={**_form(person), "file": (io.BytesIO(damaged.content), damaged.file)})
        assert answer.status_code in {200, 422}, (damaged.name, answer.status_code)
        assert "Traceback" not in answer.text, damaged.name
        checked_html(answer.text, path)
        said = damaged.says if damaged.file else "Choose a file."
        assert said in unescape(answer.text), damaged.name
        for secret in damaged.hides:
            assert secret not in answer.text, damaged.name
    assert _kept() == before


def _form(person: Person) -> dict[str, str]:
    """What the form holds that people do not see."""
    return {
        str(each.get("name")): str(each.get("value", ""))
        for each in person.page.iter()
        if each.get("name") and each.get("type") in {"hidden", "submit"}
    }


@pytest.mark.usefixtures("database")
def test_the_same_file_again_is_told_so_whatever_its_name_and_stores_nothing() -> None:
    field = a_field()
    submitted(field)
    before = _kept()
    for name in ("return.csv", "another name.csv"):
        with pytest.raises(Exception, match=r"^This very file was submitted already, as number 1\."):
            _submits(field, name, a_file().content)
    assert _kept() == before
