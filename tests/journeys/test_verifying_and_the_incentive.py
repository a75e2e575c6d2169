"""A sample, a visit, a finding that the practice accepts, a recovery; and the incentive from plan to payments."""

import io
import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from core.permissions import Actor
from tests.builders import AT
from tests.builders_incentive import WRITTEN, Incentive
from tests.builders_verification import AT_VISIT, SEPTEMBER, Verification, all_is_paid
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/verification"


@pytest.fixture
def _paid() -> Iterator[None]:
    with all_is_paid():
        yield


def _as(app: Flask, actor: Actor, path: str) -> Person:
    return sign_in_as(Person(app.test_client()), actor).visit(path)


def _day(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


@pytest.mark.usefixtures("_paid")
def test_from_a_sample_to_a_recovery(app: Flask) -> None:
    verification = Verification()
    with time_machine.travel(SEPTEMBER):
        person = _as(app, verification.commissioner, ROOT)
        assert "No sample is drawn yet." in person.words
        person.follow("Draw a sample", within="main")
        person.send({"name": "First quarter", "schemes": str(verification.scheme_id), "size": "5"}, status=422)
        assert "Choose at least one quarter." in person.words
        person.send({"schemes": str(verification.scheme_id), "quarters": "2008-09-1", "size": "5", "seed": "dice"})
        assert "2 claims are drawn and frozen." in person.words
        person.follow("Arrange a visit Practice 1", within="main")
        person.send({**_day("visit_on", 10, 9, 2008), "visitors": "Head of primary care"})
        assert person.heading == "First quarterVisit to Practice 1"
    with time_machine.travel(AT_VISIT):
        person = _as(app, verification.commissioner, f"{ROOT}/visits/1")
        person.follow("Joint injection EC-000001", within="main")
        person.send({"checked": "ten", "verified": "8"}, status=422)
        assert "Items looked at: write a whole number." in person.words
        person.send({"checked": "10", "verified": "8", "reason": "no_record", "items": "3, 7"})
        person.follow("Send the report", within="main").send({"summary": "Two are not on record."})
        _the_practice_accepts(verification, app)
        person.visit(f"{ROOT}/visits/1").send(button="Propose what is recovered")
        assert "£84.00 is proposed for recovery." in person.words
        assert person.table("Proposed for recovery")[1][2] == "-£84.00"
        _walls_and_files(verification, app)


def _the_practice_accepts(verification: Verification, app: Flask) -> None:
    manager = _as(app, verification.manager, "/").follow("Answer the report of a verification visit", within="main")
    assert manager.table("1 line claimed")[1][4:9] == ["10", "8", "There is no record of it", "3, 7", "84.00"]
    manager.follow("Answer the report", within="main").send({"answer": "appealed"}, status=422)
    assert "Why you appeal is missing." in manager.words
    manager.send({"answer": "accepted"})
    assert "Findings stand" in manager.words


def _walls_and_files(verification: Verification, app: Flask) -> None:
    pages = ("", "/plans/1", "/visits/1", "/visits/1/report.pdf", "/visits/1/findings.csv", "/peers", "/peers.svg")
    expected = {
        verification.commissioner: (200,) * 7,
        verification.auditor: (200,) * 7,
        verification.manager: (200, 404, 200, 200, 200, 200, 404),
        verification.other_manager: (200, 404, 404, 404, 404, 200, 404),
        verification.lead: (403,) * 7,
        verification.neighbour: (200, 404, 404, 404, 404, 200, 404),
    }
    for actor, statuses in expected.items():
        person = _as(app, actor, "/")
        found = tuple(person.client.get(f"{ROOT}{page}").status_code for page in pages)
        assert found == statuses, actor.name
    peers = _as(app, verification.commissioner, f"{ROOT}/peers")
    assert "A reason to ask, never proof" in peers.words
    assert [row[2] for row in peers.table("Items claimed of practices")[1:]] == ["40", "10"]
    auditor = _as(app, verification.auditor, f"{ROOT}/plans/1")
    assert "Arrange a visit" not in auditor.words
    assert b'"seed":"dice"' in auditor.client.get(f"{ROOT}/plans/1/frame.json").data
    for page in ("/plans/1/sample.csv", "/plans/1/sample.xlsx", "/plans.csv", "/peers.csv", "/peers.xlsx"):
        assert auditor.client.get(f"{ROOT}{page}").status_code == 200, page


def test_the_incentive_from_its_plan_to_payments(app: Flask) -> None:
    with time_machine.travel(AT):
        incentive = Incentive()
        person = _as(app, incentive.commissioner, "/les/incentive").follow("Plan an incentive", within="main")
        told = {"scheme": str(incentive.scheme_id), "year": "2008/09", "instalments": "Targets; 0.64", "source": "Rule"}
        person.send({**told, **_day("list_on", 1, 4, 2008)}, status=422)
        assert "Line 1 of the instalments is to be a name;" in person.words
        person.send({"instalments": WRITTEN})
        assert person.heading.endswith("Incentive 2008/09")
        _freed_up(person, _as(app, incentive.finance, "/"))
        person.visit("/les/incentive/1").follow("Judge its condition Targets", within="main")
        person.send({"party": str(incentive.trust.ids["DAC"]), "verdict": "met", "reason": "Minute of the board"})
        person.follow("Propose it Targets", within="main")
        assert person.table("2 practices to propose")[-1][3:] == [
            "8,320.64",
            "3,000.00",
            "5,320.64",
            "1,330.16",
            "3,990.48",
        ]
        person.send(button="Propose these payments")
        assert "2 payments are proposed." in person.words
        person.follow("2,120.00", within="main")
        assert "8,000 patients × £0.64 = £5,120.00, less freed-up resources of £3,000.00: £2,120.00." in person.words
        finance = _as(app, incentive.finance, "/les/incentive/1")
        finance.follow("Waits for a second person (£5,320.64)", within="main").send(
            {"verdict": "approved", "exception": "As agreed"}
        )
        assert "The payments that waited are approved." in finance.words
        _who_sees_what(incentive, app)


def _freed_up(person: Person, finance: Person) -> None:
    person.follow("Upload what was freed up", within="main")
    wrong = (io.BytesIO(b"code,amount\nX82001,3000\nX1,5\nX82001,1.005\n"), "freed.csv")
    person.send({"file": wrong, "source": "Final statements"}, status=422)
    assert [row[1:3] for row in person.table("3 problems in the file")[1:]] == [
        ["3", "code"],
        ["4", "amount"],
        ["4", "code"],
    ]
    right = (io.BytesIO(b"code,amount\nX82001,3000\nX82002,0\nX82009,0\n"), "freed.csv")
    person.send({"file": right, "source": "Final statements"})
    finance.visit("/").follow("Decide over what practices freed up, DES-001 PbC incentive", within="main").send(
        {"verdict": "approved"}
    )
    assert "It is approved." in finance.words


def _who_sees_what(incentive: Incentive, app: Flask) -> None:
    own, other = incentive.practices["X82001"], incentive.practices["X82002"]
    schemes = incentive.schemes
    pages = ("", "/1", f"/1/practices/{own}", f"/1/practices/{other}", "/1/incentive.csv", "/1/statement.pdf")
    expected = {
        incentive.commissioner: (200,) * 6,
        schemes.auditor: (200,) * 6,
        schemes.manager: (200, 200, 200, 404, 200, 404),
        schemes.lead: (200, 200, 403, 403, 403, 403),
        schemes.neighbour: (200, 404, 404, 404, 404, 404),
        schemes.provider: (403,) * 6,
    }
    for actor, statuses in expected.items():
        person = _as(app, actor, "/")
        found = tuple(person.client.get(f"/les/incentive{page}").status_code for page in pages)
        assert found == statuses, actor.name
    auditor = _as(app, schemes.auditor, "/les/incentive/1")
    links = re.findall(r'href="(/les/incentive/[^"#]+)"', auditor.client.get("/les/incentive/1").text)
    assert links
    assert {auditor.client.get(each).status_code for each in links} == {200}
    manager = _as(app, schemes.manager, "/les/incentive/1")
    assert "£2,120.00 is due to 1 practice" in manager.words
    assert "Practice 2" not in manager.words
    assert b"Practice 2" not in manager.client.get("/les/incentive/1/incentive.csv").data
    lead = _as(app, schemes.lead, "/les/incentive/1")
    assert lead.table("By group")[1][0:2] == ["DacCom", "2"]
    assert "Practice 1" not in lead.words
    assert "Hertsmere" not in lead.words
