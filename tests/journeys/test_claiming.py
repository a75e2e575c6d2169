"""A practice claims: the commissioner sets the window, the practice fills in, submits, is asked, answers, replaces."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook

from core.db import db
from core.permissions import Actor
from les.claims.models.claims import Claim
from les.claims.queries.claims import get_claim
from les.claims.rules.kinds import State
from les.schemes.models.schemes import Scheme
from les.schemes.rules.terms import Form
from tests.builders_claims import FIRST, IN_JULY, Claims, injections
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/claims"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with time_machine.travel(IN_JULY):
        yield


@pytest.fixture
def claims(app: Flask) -> Claims:
    """A trust with windows for two quarters."""
    del app
    return Claims()


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def test_a_practice_claims_is_asked_and_answers(claims: Claims, app: Flask) -> None:
    claims.member_of("Joint injection; injection; 40")
    manager = _as(app, claims.manager)
    home = manager.visit("/").words
    assert "Claim for quarter 1 of 2008/09: 1 scheme" in home
    assert "Next payment day" in home
    manager.visit(ROOT)
    assert "Claim by 14 July 2008 (in 5 working days), to be paid on 11 August 2008." in manager.words
    manager.send(button="Begin the claim")
    assert "40 of Joint injection a year for the practice" in manager.words
    manager.send({"count_0": "45"}, button="Save and work it out")
    assert (
        "45 × Joint injection at £42.00 (price from 1 April 2008) = £1,890.00. 40 are left under the cap"
        in manager.words
    )
    manager.follow("Go on to submit it")
    manager.send(button="Submit this claim")
    assert "is submitted. Its receipt stands below" in manager.words
    assert "£1,680.00" in manager.words
    db.session.rollback()
    claim = db.session.query(Claim).one()
    receipt = manager.client.get(f"{ROOT}/{claim.id}/receipt.pdf")
    assert receipt.data.startswith(b"%PDF")
    assert receipt.data == manager.client.get(f"{ROOT}/{claim.id}/receipt.pdf").data

    commissioner = _as(app, claims.commissioner)
    rows = commissioner.visit(ROOT).table("1 claim")
    assert rows[1][0] == claim.number
    commissioner.visit(f"{ROOT}/{claim.id}").follow("Joint injection")
    commissioner.send({"words": "Which weeks were these done in?"}, button="Ask the practice")
    assert "Open query" in commissioner.words
    assert f"Answer the query about {claim.number}, Minor surgery" in manager.visit("/").words
    manager.visit(f"{ROOT}/{claim.id}").follow("Answer about Joint injection")
    manager.send({"words": "All of April."}, button="Say this")
    commissioner.visit(f"{ROOT}/{claim.id}/queries?line=1").send(button="Settle this query")
    assert "Open query" not in commissioner.visit(f"{ROOT}/{claim.id}").words


def test_a_claim_is_replaced_and_withdrawn(claims: Claims, app: Flask) -> None:
    claim = get_claim(claims.claimed(claims.member_of(), injections(40)))
    manager = _as(app, claims.manager)
    manager.visit(f"{ROOT}/{claim.id}").send(button="Replace it by a new claim")
    manager.send({"count_0": "38"}, button="Save and work it out")
    manager.follow("Go on to submit it")
    assert f"It replaces {claim.number}" in manager.words
    manager.send(button="Submit this claim")
    assert "This claim was replaced." in manager.visit(f"{ROOT}/{claim.id}").words
    totals = manager.visit(ROOT).table("Claimed in 2008/09 by scheme")
    assert totals[-1][1] == "1,596.00"
    manager.follow("EC-000002").follow("Withdraw it")
    manager.send({"reason": "Counted twice"}, button="Withdraw this claim")
    assert "EC-000002 is withdrawn." in manager.words


def test_each_sees_what_concerns_them(claims: Claims, app: Flask) -> None:
    scheme_id = claims.member_of()
    draft = claims.begin(scheme_id)
    other = claims.member_of(name="Stop smoking")
    submitted = claims.claimed(other, injections(2))
    pages = (f"/{draft}", f"/{submitted}", f"/{submitted}/receipt.pdf", "", "/windows", f"/{draft}/fill")
    seen = {
        claims.manager: (200, 200, 200, 200, 200, 200),
        claims.other_manager: (404, 404, 404, 200, 200, 404),
        claims.commissioner: (404, 200, 200, 200, 200, 403),
        claims.finance: (404, 200, 200, 200, 200, 403),
        claims.auditor: (404, 200, 200, 200, 200, 403),
        claims.lead: (403,) * 6,
        claims.provider: (403,) * 6,
        claims.neighbour: (404, 404, 404, 200, 200, 403),
    }
    for actor, expected in seen.items():
        person = _as(app, actor)
        assert tuple(person.client.get(f"{ROOT}{page}").status_code for page in pages) == expected, actor.name
    assert "EC-" not in _as(app, claims.other_manager).visit(ROOT).words
    assert "EC-" not in _as(app, claims.neighbour).visit(ROOT).words


def test_the_commissioner_sets_windows(claims: Claims, app: Flask) -> None:
    commissioner = _as(app, claims.commissioner)
    commissioner.visit(f"{ROOT}/windows")
    assert "Open: closes in 5 working days" in commissioner.words
    commissioner.follow("Change these days")
    commissioner.send({"closes_after": "12", "pays_after": "15"}, button="Save")
    commissioner.follow("Set the window for quarter 3 of 2008/09")
    commissioner.send(button="Set this window")
    assert "The window for quarter 3 of 2008/09 is set." in commissioner.words
    row = next(row for row in commissioner.table("Windows of claims") if row[0] == "Quarter 3 of 2008/09")
    assert row[1:4] == ["1 January 2009", "19 January 2009", "9 February 2009"]
    commissioner.follow("Quarter 1 of 2008/09")
    commissioner.send({"closes_on-day": "1"}, button="Set this window", status=422)
    assert "a claim that was in time must not become late afterwards" in commissioner.words


def _workbook(manager: Person, quarter: str = "/years/2008/quarters/1") -> bytes:
    return bytes(manager.client.get(f"{ROOT}{quarter}/workbook.xlsx").data)


def _bring(manager: Person, content: bytes, name: str = "claims.xlsx") -> Person:
    manager.visit(f"{ROOT}/years/2008/quarters/1/workbook")
    return manager.send({"file": (io.BytesIO(content), name)}, button="Look at this workbook")


def _filled(content: bytes, *counts: str | int | None) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book["claims"]
    column = next(cell.column for cell in sheet[1] if cell.value == "count")
    for row, count in enumerate(counts, start=2):
        sheet.cell(row=row, column=column).value = count
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_claims_for_all_schemes_at_once(claims: Claims, app: Flask) -> None:
    claims.member_of("Joint injection; injection; 40")
    claims.member_of("Retainer; year", name="Care homes", form=Form.BLOCK, element="retainer", price="400.00")
    claims.member_of("Quit; quitter", name="Stop smoking", element="quit", price="10.00")
    manager = _as(app, claims.manager)
    empty = _workbook(manager)
    assert empty == _workbook(manager)
    _bring(manager, _filled(empty, "=1+1", None, "9434765919"))
    assert "this cell holds a formula" in manager.words
    assert "9434765919" not in manager.words
    _bring(manager, _filled(empty, "a few", 2))
    assert "a whole number from 0 to 9,999,999" in manager.words
    assert "1 or yes to claim it" in manager.words
    assert db.session.query(Claim).count() == 0
    _bring(manager, _filled(empty, 45, 1, 0))
    assert manager.table("3 claims")[-1][3] == "1,780.00"
    manager.send(button="Submit all of these claims")
    assert "3 claims are submitted. Each has its receipt." in manager.words
    db.session.rollback()
    made = db.session.query(Claim).order_by(Claim.id).all()
    assert [(claim.is_nil, claim.file_hash is not None, len(claim.lines)) for claim in made] == [
        (False, True, 1),
        (False, True, 1),
        (True, True, 0),
    ]
    again = _filled(_workbook(manager), 45, 1, 0)
    _bring(manager, again).send(button="Submit all of these claims", status=422)
    assert "All of this is claimed for quarter 1 of 2008/09 already, exactly so." in manager.words
    _bring(manager, _filled(_workbook(manager), 44, 1, 0)).send(button="Submit all of these claims")
    db.session.rollback()
    states = [claim.state for claim in db.session.query(Claim).order_by(Claim.id)]
    assert states == [State.REPLACED, State.SUBMITTED, State.SUBMITTED, State.SUBMITTED]
    draft = claims.begin(made[1].scheme_id)
    _bring(manager, _filled(_workbook(manager), None, None, 3))
    assert "£10.00" in manager.words
    _bring(manager, _filled(_workbook(manager), None, 1))
    assert f"EC-{draft:06d} is a draft of the same claim" in manager.words
    claims.decide(claims.price(made[2].scheme_id, element="quit", amount=Decimal("11.00")))
    _bring(manager, _filled(empty, None, None, 3))
    assert "prices or days changed since" in manager.words


def test_fields_by_form_of_payment(claims: Claims, app: Flask) -> None:
    scheme_id = claims.member_of(
        "Monitored patient; patient", form=Form.PER_PATIENT_YEAR, element="monitored-patient", price="364.00"
    )
    claims.decide(
        claims.price(scheme_id, element="monitored-patient", amount=Decimal("400.00"), valid_from=FIRST.last_day)
    )
    manager = _as(app, claims.manager)
    manager.visit(ROOT).send(button="Begin the claim")
    values = {"count_0": "10", "then_0_0": "12", "from_0_0-day": "1", "from_0_0-month": "5", "from_0_0-year": "2008"}
    manager.send(values, button="Save and work it out")
    assert (
        "Monitored patient at £364.00 (price from 1 April 2008) a year, 1 April 2008 to 30 April 2008" in manager.words
    )
    assert "12 × Monitored patient at £400.00" in manager.words
    manager.send({"is_nil": "y"}, button="Save and work it out", status=422)
    assert "You say that there was nothing to claim, and that something was done." in manager.words


def test_a_change_of_price_has_a_field_before_and_after(claims: Claims, app: Flask) -> None:
    scheme_id = claims.member_of()
    claims.decide(claims.price(scheme_id, amount=Decimal("43.00"), valid_from=date(2008, 5, 1)))
    manager = _as(app, claims.manager)
    manager.visit(ROOT).send(button="Begin the claim")
    assert "Joint injection from 1 May 2008 to 30 June 2008" in manager.words
    manager.send({"count_0": "1", "count_1": "2"}, button="Save and work it out")
    assert [row[3] for row in manager.table("What this claim comes to")[1:]] == ["42.00", "86.00", "128.00"]


def test_what_a_claim_comes_to_is_told_as_one_types_and_nothing_is_kept(claims: Claims, app: Flask) -> None:
    claims.member_of("Joint injection; injection; 40")
    claim_id = claims.begin(db.session.query(Scheme).one().id)
    address = f"{ROOT}/{claim_id}/fill/working"
    manager = _as(app, claims.manager).visit(f"{ROOT}/{claim_id}/fill")
    token = next(each for each in manager.page.iter() if each.get("name") == "csrf_token").get("value")
    sent = {"csrf_token": token, "count_0": "45"}
    answer = manager.client.post(address, data=sent)
    assert answer.status_code == 200
    assert "As typed, this claim comes to <strong>£1,680.00</strong>" in answer.text
    assert "45 × Joint injection at £42.00" in answer.text
    assert "cut by a cap" in answer.text
    assert "Left under the caps of the year after this claim" in answer.text
    assert "Go on to submit it" not in answer.text
    assert (
        "Enter a whole number from 0 to 9,999,999" in manager.client.post(address, data={**sent, "count_0": "-1"}).text
    )
    assert (
        "there was nothing to claim" in manager.client.post(address, data={**sent, "count_0": "", "is_nil": "y"}).text
    )
    assert manager.client.post(address, data={"count_0": "45"}).status_code == 422
    assert _as(app, claims.other_manager).client.post(address, data=sent).status_code == 404
    assert manager.client.get(address).status_code == 405
    db.session.rollback()
    assert get_claim(claim_id).quantities == []


def test_what_was_typed_and_is_no_number_stays_to_be_mended(claims: Claims, app: Flask) -> None:
    claims.begin(claims.member_of())
    manager = _as(app, claims.manager).visit(f"{ROOT}/1/fill")
    manager.send({"count_0": "twelve"}, button="Save and work it out", status=422)
    assert _typed(manager) == "twelve"
    manager.send({"count_0": "401\u200b0001234"}, button="Save and work it out", status=422)
    assert _typed(manager) == ""
    manager.send({"count_0": "12"}, button="Save and work it out")
    assert _typed(manager) == "12"


def _typed(person: Person) -> str:
    """What stands in the first field for a count."""
    return next(each.get("value") or "" for each in person.page.iter() if each.get("name") == "count_0")
