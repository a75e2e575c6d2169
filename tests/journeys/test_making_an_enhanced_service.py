"""An enhanced service from the first line to an approved specification with a price and a budget, page by page."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.builders import AT
from tests.builders_schemes import Schemes
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/schemes"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def schemes(app: Flask) -> Schemes:
    """A trust with its people and a service."""
    del app
    return Schemes()


def _day(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def test_a_commissioner_writes_it_and_finance_approves_it(schemes: Schemes, app: Flask) -> None:
    person = sign_in_as(Person(app.test_client()), schemes.commissioner).visit(ROOT)
    assert "There is no enhanced service yet that concerns you. Add the first one." in person.words
    person.follow("Add a scheme", within="main")
    person.send({"name": "Minor surgery", "service": str(schemes.services["MINOR"]), "clinical_lead": "Clinical lead"})
    assert person.heading == "LES-001, local enhanced serviceMinor surgery"
    _write(person)
    _price(person)
    person.follow("Go on writing version 1", within="main")
    assert "missing before it can be approved" not in person.words
    person.send(button="Put it forward for approval")
    assert "Waiting for approval" in person.words
    assert "Approve this version" not in person.words
    _approve(sign_in_as(Person(app.test_client()), schemes.finance))
    _budget(person, sign_in_as(Person(app.test_client()), schemes.finance))
    manager = sign_in_as(Person(app.test_client()), schemes.manager).visit(ROOT).follow("Minor surgery", within="main")
    assert "40 × Joint injection at £42.00 (price from 1 April 2008) = £1,680.00." in manager.words
    manager.follow("Read the specification, version 1", within="main")
    assert "Nothing in this specification defines anew" in manager.words


def test_the_next_version_is_compared_with_the_one_before(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.approved()
    person = sign_in_as(Person(app.test_client()), schemes.commissioner).visit(f"{ROOT}/{scheme_id}")
    person.send(button="Begin the next version")
    assert "Version 2 is begun" in person.words
    person.follow("Change Aims", within="main")
    person.send({"text": "What is said of aims, and more."})
    person.follow("Compare with another version", within="main")
    assert person.heading.endswith("Version 1 against version 2")
    assert "and more" in person.words


def test_a_version_is_given_back_with_a_reason(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    schemes.price(scheme_id)
    schemes.submit(version_id)
    finance = sign_in_as(Person(app.test_client()), schemes.finance).visit(f"{ROOT}/versions/{version_id}")
    finance.follow("Give it back into draft", within="main")
    finance.send({"reason": " "}, status=422)
    assert "The reason is missing. Write it in a sentence." in finance.words
    finance.send({"reason": "Say more of the need."})
    assert "Version 1 is a draft again." in finance.words


def _write(person: Person) -> None:
    person.follow("Go on writing version 1", within="main")
    assert "Section 1, Aims, is empty." in person.words
    person.follow("Change the control block", within="main")
    control = {"author": "Head of primary care", "ratified_by": "Committee", "outcome": "Share done in practices"}
    days = _day("starts_on", 1, 4, 2008) | _day("review_on", 31, 12, 2008) | _day("expires_on", 1, 4, 2009)
    person.send({**control, **days})
    person.follow("Write the terms of payment", within="main")
    person.send({"form_of_payment": "staged", "written": "Joint injection"}, status=422)
    assert "“By stage reached” pays for 2 to 12 things, one a line, and 1 stand here." in person.words
    person.send({"form_of_payment": "per_item", "written": "Joint injection; injection; 120", "practice_cap": "5,000"})
    assert "The terms of payment are saved." in person.words
    for heading in ("Aims", "Service", "Training and accreditation", "Data reported for payment"):
        person.follow(f"Write {heading}", within="main").send({"text": f"What is said of {heading}."})
    for heading in ("Finance", "Monitoring", "Termination"):
        person.follow(f"Write {heading}", within="main").send({"text": f"What is said of {heading}."})


def _price(person: Person) -> None:
    person.follow("Propose a price", within="main")
    person.send({"amount": "", "source": "Illustrative", **_day("valid_from", 1, 4, 2008)}, status=422)
    assert "Enter a price in pounds and the day from which it holds." in person.words
    person.send({"amount": "£42", "source": "Illustrative", **_day("valid_from", 1, 4, 2008)})
    assert "Waits for a second person" in person.words


def _approve(finance: Person) -> None:
    finance.visit("/").follow("Approve LES-001 Minor surgery, version 1", within="main")
    finance.follow("Approve this version", within="main")
    assert "These prices are approved with it:" in finance.words
    finance.send(button="Approve this version")
    assert "Version 1 is approved and frozen." in finance.words


def _budget(person: Person, finance: Person) -> None:
    person.visit(f"{ROOT}/1").follow("Tie a budget to the round", within="main")
    assert "No round of 2008/09 is signed off." in person.words
    person.visit(f"{ROOT}/1").follow("Enter a budget", within="main")
    person.send({"amount": "60,000", "source": "Minute of the board"})
    assert "It holds once a second person approved it." in person.words
    person.follow("Waits for a second person", within="main").send({"verdict": "withdrawn", "reason": "A slip"})
    person.follow("Enter a budget", within="main").send({"amount": "61,000", "source": "Minute of the board"})
    finance.visit("/").follow("Decide over a budget of LES-001 Minor surgery", within="main")
    finance.send({"verdict": "approved"})
    assert "The budget is approved." in finance.words
    assert finance.table("Budgets")[1][2:4] == ["61,000.00", ""]
