"""Finance pays: a run, its release by a second person, the file, what became of it, the statement of a practice."""

import io
import zipfile
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from core.permissions import Actor
from tests.builders import AT
from tests.builders_payments import Payments
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/payments"
DAY = {"pays_on-day": "30", "pays_on-month": "5", "pays_on-year": "2008"}
PAID_ON = {"paid_on-day": "1", "paid_on-month": "4", "paid_on-year": "2008"}


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def test_a_run_from_what_is_due_to_the_statement(app: Flask) -> None:
    payments = Payments()
    payments.set_aside("25")
    payments.due("100.00", what="4 × Joint injection at £25.00 = £100.00")
    payments.due("-10.01")
    payments.due("-5.00", payments.second_practice)
    maker = _as(app, payments.finance).visit(ROOT)
    assert "Nothing is due today" in maker.words
    maker.follow("Make a payment run").send(DAY)
    assert maker.heading == "Payment run EP-000001"
    assert "Below nothing, so carried to the next run: Practice 2 (-£3.75)." in maker.words
    assert [row[3:6] for row in maker.table("What each practice gets")[1:]] == [
        ["89.99", "22.50", "67.49"],
        ["−5.00", "−1.25", "−3.75"],
    ]
    assert "You made this run. Another person of finance releases it." in maker.words
    assert "Release this run" not in maker.words
    maker.visit(f"{ROOT}/runs/1/release")
    assert "You made this run. Another person of finance releases it." in maker.words
    assert "Release this run" not in maker.words
    assert maker.client.get(f"{ROOT}/runs/1/file.csv").status_code == 404

    second = _as(app, payments.payer).visit(f"{ROOT}/runs/1")
    assert "You made this run" not in second.words
    second.visit("/")
    second.follow("Release payment run EP-000001").follow("Release this run").send(button="Release this run")
    assert "The run is released" in second.words or "Released" in second.words
    files = [second.client.get(f"{ROOT}/runs/1/file.csv").data for _ in range(2)]
    assert files[0] == files[1]
    assert b"X82001,Practice 1,EP-000001-00001,INV,75.00,30/05/2008" in files[0]
    zipped = [second.client.get(f"{ROOT}/runs/1/statements/1.zip").data for _ in range(2)]
    assert zipped[0] == zipped[1]
    assert zipfile.ZipFile(io.BytesIO(zipped[0])).namelist() == ["statement-ep-000001-x82001.pdf"]
    assert len(second.visit(f"{ROOT}/runs/1").table("Files taken away")) == 5
    second.follow("Record what became of it").send({"result": "paid", "bank_reference": "BACS 7", **PAID_ON})
    assert "Recorded for 2 lines" in second.words

    manager = _as(app, payments.manager).visit(ROOT)
    assert manager.table("Payments to your practice")[1][:2] == ["EP-000001", "30 May 2008"]
    manager.follow("EP-000001")
    assert "£67.49 is paid to Practice 1 on 30 May 2008: £89.99 less £22.50 set aside for DacCom." in manager.words
    rows = manager.table("What every pound is for")
    assert rows[-1][3:6] == ["89.99", "22.50", "67.49"]
    assert rows[1][-1] == "Paid on 1 April 2008"
    pdf = manager.client.get(f"{ROOT}/runs/1/practices/{payments.first}/statement.pdf")
    assert pdf.data.startswith(b"%PDF")


def test_each_sees_what_concerns_them(app: Flask) -> None:
    payments = Payments()
    payments.due("10.00")
    payments.due("5.00", payments.second_practice)
    payments.released()
    own, other = (f"/runs/1/practices/{each}" for each in (payments.first, payments.second_practice))
    pages = ("", "/runs/1", own, other, f"{other}/statement.pdf", "/settings", "/runs/1/file.csv", "/runs/1/outcome")
    seen = {
        payments.finance: (200, 200, 200, 200, 200, 200, 200, 200),
        payments.auditor: (200, 200, 200, 200, 200, 200, 403, 403),
        payments.manager: (200, 404, 200, 404, 404, 404, 403, 403),
        payments.neighbour: (200, 404, 404, 404, 404, 200, 403, 403),
        payments.lead: (403,) * 8,
        payments.provider: (403,) * 8,
    }
    for actor, expected in seen.items():
        person = _as(app, actor)
        found = tuple(person.client.get(f"{ROOT}{page}", follow_redirects=False).status_code for page in pages)
        assert found == expected, actor.name
    assert "EP-000001" not in _as(app, payments.neighbour).visit(ROOT).words


def test_layout_and_set_aside_hold_once_approved(app: Flask) -> None:
    payments = Payments()
    person = _as(app, payments.finance).visit(f"{ROOT}/settings")
    assert "laid out as usual" in person.words
    starts = {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2008", "source": "Interface document"}
    person.follow("Propose another layout").send({"columns": "Ref: reference", **starts}, status=422)
    assert "A column with “practice code” is missing" in person.words
    columns = "Ref: reference\nVendor: practice code\nCentre: text =4411\nSum: amount"
    person.send({"columns": columns, "sign": "behind", **starts})
    person.visit(f"{ROOT}/settings/set-asides/propose").send(
        {"scheme": str(payments.scheme_id), "percent": "25", **starts}
    )
    other = _as(app, payments.payer)
    for decided in ("layouts", "set-asides"):
        person.visit(f"{ROOT}/settings/{decided}/1/decide").send({"verdict": "withdrawn"}, status=422)
        other.visit(f"{ROOT}/settings/{decided}/1/decide").send({"verdict": "approved"})
    assert "as your trust approved it" in other.words
    payments.due("-1.00")
    payments.due("9.00")
    payments.released()
    assert other.client.get(f"{ROOT}/runs/1/file.csv").text.splitlines() == [
        "Ref,Vendor,Centre,Sum",
        "EP-000001-00001,X82001,'=4411,0.75-",
        "EP-000001-00002,X82001,'=4411,6.75",
    ]
