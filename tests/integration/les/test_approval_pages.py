"""Pages of approval: who sees which, deciding and cutting on them, many with one press, adjustments, rules, home."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from core.permissions import Actor
from les.claims.models.dues import Due
from les.claims.queries.approving import get_claim
from les.claims.rules.kinds import State
from tests.builders_approvals import JULY, Approvals
from tests.counting import asked_by
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/approvals"


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with time_machine.travel(JULY):
        yield


@pytest.fixture
def approvals(app: Flask) -> Approvals:
    """A trust with schemes and approvers."""
    del app
    return Approvals()


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def test_each_sees_what_concerns_them(approvals: Approvals, app: Flask) -> None:
    scheme_id = approvals.approved()
    claim_id = approvals.claim(scheme_id)
    own, other = approvals.propose(scheme_id), approvals.propose(scheme_id, practice_id=approvals.practice("X82002"))
    pages: tuple[str, ...] = (
        "",
        f"/{claim_id}",
        f"/{claim_id}/evidence",
        f"/{claim_id}/payment",
        "/adjustments",
        "/rules",
    )
    pages += (f"/adjustments/{own}", f"/adjustments/{other}", f"/adjustments/{other}/decide", "/waiting.csv")
    seen = {
        approvals.commissioner: (200, 200, 200, 403, 200, 200, 200, 200, 200, 200),
        approvals.finance: (200, 200, 403, 200, 200, 200, 200, 200, 200, 200),
        approvals.auditor: (200, 200, 403, 403, 200, 200, 200, 200, 403, 200),
        approvals.manager: (404, 404, 403, 403, 200, 404, 200, 404, 403, 404),
        approvals.neighbour: (200, 404, 404, 403, 200, 200, 404, 404, 404, 200),
        approvals.lead: (403,) * 10,
        approvals.provider: (403,) * 10,
    }
    for actor, expected in seen.items():
        client = _as(app, actor).client
        with app.app_context():
            assert tuple(client.get(f"{ROOT}{path}").status_code for path in pages) == expected, actor.name
    assert "EA-000002" not in _as(app, approvals.manager).visit(f"{ROOT}/adjustments").words


def test_two_people_approve_a_claim_on_its_pages(approvals: Approvals, app: Flask) -> None:
    scheme_id = approvals.approved()
    approvals.window()
    approvals.budget(scheme_id, "300.00")
    claim_id = approvals.claim(scheme_id, items=(("joint-injection", 10, "420.00"), ("excision", 2, "80.00")))
    line_id = get_claim(claim_id).lines[1].id
    home = _as(app, approvals.commissioner).visit("/")
    assert "1 claim waits for its evidence to be approved" in home.words
    person = home.follow("1 claim waits for its evidence to be approved").follow("EC-000001").follow("Decide: evidence")
    person.send({"verdict": "approved", f"left_{line_id}": "40.00"}, status=422)
    assert "Excision: say both what is left of it and why." in person.words
    person.send({f"left_{line_id}": "40.00", f"reason_{line_id}": "wrong_count", "verdict": "approved"})
    assert "EC-000001 is approved." in person.words
    assert person.table("Lines of the claim")[2][5:] == ["40.00", "40.00", "The count is wrong"]
    assert "Evidence approved: £460.00" in person.words
    assert "Decide:" not in person.words
    finance = _as(app, approvals.finance).visit(f"{ROOT}/{claim_id}").follow("Decide: payment")
    finance.send({"verdict": "approved"}, status=422)
    assert "£160.00 less than is to be approved. Say under “Exception”" in finance.words
    finance.send({"verdict": "approved", "exception": "The board agreed to it in June"})
    assert "Approved for payment" in finance.words
    assert "The board agreed to it in June" in finance.words
    db.session.rollback()
    assert db.session.scalar(select(func.sum(Due.amount))) == Decimal("460.00")
    manager = _as(app, approvals.manager).visit("/messages").words
    assert "£460.00 is due on 15 August 2008: Joint injection £420.00 and Excision £40.00." in manager


def test_a_page_opened_before_somebody_else_decided_is_told_so(approvals: Approvals, app: Flask) -> None:
    claim_id = approvals.claim(approvals.approved(), is_late=True)
    first = _as(app, approvals.commissioner).visit(f"{ROOT}/{claim_id}/late")
    second = _as(app, approvals.second).visit(f"{ROOT}/{claim_id}/late")
    first.send({"verdict": "approved", "words": "The surgery was flooded"})
    second.send({"verdict": "declined", "words": "Too late"}, status=422)
    assert "EC-000001 does not wait for this: submitted." in second.words
    assert get_claim(claim_id).state is State.SUBMITTED


def test_many_are_approved_with_one_press(approvals: Approvals, app: Flask) -> None:
    scheme_id = approvals.approved()
    approvals.claim(scheme_id, at=JULY.replace(day=1))
    approvals.claim(scheme_id, code="X82002", begun_by_id=approvals.commissioner.person_id)
    person = _as(app, approvals.commissioner).visit(ROOT)
    rows = person.table("2 claims wait")
    assert [(row[1], row[6], row[7], row[8]) for row in rows[1:]] == [
        ("EC-000001", "7", "420.00", "Over budget"),
        ("EC-000002", "0", "420.00", "Over budget"),
    ]
    ticks = [each.get("value") for each in person.page.iter() if each.get("name") == "claim"]
    person.send({"claim": ticks})
    assert "1 claim is approved: EC-000001." in person.words
    assert "EC-000002 is not approved. You wrote or submitted EC-000002." in person.words
    person.visit(ROOT).send({"claim": []}, button="Approve the evidence of all ticked")
    assert "Tick the claims that you approve." in person.words
    assert "No claim fits" in person.visit(f"{ROOT}?age=20").words
    assert "EC-000001" in person.client.get(f"{ROOT}/waiting.csv?step=payment").text
    assert person.client.get(f"{ROOT}/waiting.xlsx").status_code == 200


def test_the_list_makes_no_more_queries_for_more_claims(approvals: Approvals, app: Flask) -> None:
    schemes = [approvals.approved(name=f"Scheme {number}") for number in range(4)]
    approvals.claim(schemes[0])
    person = _as(app, approvals.auditor).visit(ROOT)
    before = asked_by(person, ROOT)
    for scheme_id in schemes:
        approvals.claim(scheme_id, code="X82002")
    assert asked_by(person, ROOT) == before


def test_a_claw_back_in_parts_from_the_page_of_a_line(approvals: Approvals, app: Flask) -> None:
    scheme_id = approvals.approved()
    line_id = approvals.due(approvals.claim(scheme_id))
    person = _as(app, approvals.commissioner).visit(f"{ROOT}/adjustments/propose?line={line_id}")
    asked = {"amount": "-100.00", "what": "Two were not done", "parts": "3"}
    person.send(asked, status=422)
    assert "Say on which day the first part is due." in person.words
    person.send({**asked, "first_on-day": "1", "first_on-month": "9", "first_on-year": "2008"})
    assert person.heading.endswith("EA-000001: −£100.00")
    assert "You proposed this. Another person of finance decides over it." in person.words
    assert [row[1:] for row in person.table("Parts")[1:]] == [
        ["1 of 3", "1 September 2008", "−33.34"],
        ["2 of 3", "1 October 2008", "−33.33"],
        ["3 of 3", "1 November 2008", "−33.33"],
        ["", "", "−100.00"],
    ]
    finance = (
        _as(app, approvals.finance).visit("/").follow("Decide over EA-000001, Practice 1").follow("Decide over it")
    )
    assert "You proposed this" not in finance.words
    finance.send({"verdict": "approved"})
    assert "EA-000001 is approved." in finance.words
    db.session.rollback()
    days = list(db.session.scalars(select(Due.due_on).where(Due.adjustment_id.is_not(None)).order_by(Due.due_on)))
    assert days == [date(2008, 9, 1), date(2008, 10, 1), date(2008, 11, 1)]
    manager = _as(app, approvals.manager).visit(f"{ROOT}/adjustments?state=approved")
    assert len(manager.table("3 adjustments")) == 5
    assert "−33.34" in manager.words
    assert "EA-000001" in manager.client.get(f"{ROOT}/adjustments.csv").text
    assert "History" not in manager.visit(f"{ROOT}/adjustments/1").words


def test_rules_hold_once_a_second_person_approved_them(approvals: Approvals, app: Flask) -> None:
    person = _as(app, approvals.finance).visit(f"{ROOT}/rules")
    assert "Nobody has set rules that hold today" in person.words
    person.follow("Propose other rules")
    asked = {"valid_from-day": "10", "valid_from-month": "7", "valid_from-year": "2008", "source": "Standing orders"}
    asked |= {"second_from": "1000.00", "third_from": "500.00", "budget_check": "stop", "evidence_months": "24"}
    person.send(asked, status=422)
    assert "The band from £1,000.00 needs more people than the one below it." in person.words
    person.send({**asked, "third_from": ""})
    person.follow("Waits for a second person").send({"verdict": "withdrawn", "words": ""}, status=422)
    second = _as(app, approvals.commissioner).visit("/").follow("Decide over rules of approval")
    second.send({"verdict": "approved"})
    assert "from £0.00 one person of finance; from £1,000.00 two people of finance" in second.words
    assert "Since 10 July 2008, from Standing orders." in second.words
    person.visit(f"{ROOT}/rules/1/decide").send({"verdict": "withdrawn", "words": "A slip"}, status=422)
    assert "This is decided already: approved." in person.words
    for actor, status in ((approvals.manager, 403), (approvals.auditor, 403), (approvals.neighbour, 404)):
        assert _as(app, actor).client.get(f"{ROOT}/rules/1/decide").status_code == status
