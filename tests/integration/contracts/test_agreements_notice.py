"""Terminating a contract with shorter notice than it asks for: only as both parties agreed, kept with its reason."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from contracts.agreements.actions.ending import terminate_contract
from contracts.agreements.models.issues import Termination
from contracts.agreements.queries.contracts import find_termination, get_contract
from core.audit_trail.queries import history_of
from core.db import bookkeeping, transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from tests.builders_contracts import HREF, Contracting, a_signed_contract
from tests.builders_rounds import AT, DAY
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

WHY = "The ward closes in April; both boards agreed by letter."


def terminated(contract_id: int, by: Actor, *, ends: date, shorter: str | None = None) -> None:
    with transaction():
        terminate_contract(
            contract_id=contract_id, notice_given_on=DAY, first_day_without=ends, reason="No staff.", by=by, at=AT,
            on=DAY, href=HREF, shorter=shorter,
        )  # fmt: skip


@pytest.mark.usefixtures("database")
def test_short_notice_is_refused_and_nothing_is_kept() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    for day in (date(2008, 4, 2), date(2008, 9, 3)):
        with pytest.raises(Refusal, match=r"^The contract asks for 6 months’ notice: notice given on 3 March 2008 "):
            terminated(contract_id, people.commissioner, ends=day)
    with pytest.raises(Refusal, match=r"^Say why both parties agreed"):
        terminated(contract_id, people.commissioner, ends=date(2008, 4, 2), shorter="")
    with pytest.raises(NotAllowed):
        terminated(contract_id, people.provider, ends=date(2008, 4, 2), shorter=WHY)
    assert find_termination(contract_id) is None
    assert get_contract(contract_id).terminated_on is None
    terminated(contract_id, people.commissioner, ends=date(2008, 9, 4))
    kept = find_termination(contract_id)
    assert kept is not None
    assert kept.short_notice is None


@pytest.mark.usefixtures("database")
def test_shorter_notice_is_kept_with_its_reason_and_frozen() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    terminated(contract_id, people.commissioner, ends=date(2008, 5, 1), shorter=f" {WHY} ")
    kept = find_termination(contract_id)
    assert kept is not None
    assert kept.short_notice == WHY
    assert history_of("contract", contract_id)[0].did == (
        "terminated it from 1 May 2008 (notice given on 3 March 2008, shorter than the contract asks for as both "
        f"parties agreed: {WHY}): No staff."
    )
    with pytest.raises(DatabaseError, match="frozen"), bookkeeping() as session:
        session.execute(update(Termination).values(short_notice=None))


@pytest.mark.usefixtures("app")
def test_the_page_asks_for_it_and_shows_it(app: Flask, person: Person) -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    del app
    sign_in_as(person, people.commissioner).visit(f"/contracts/{contract_id}/terminate")
    assert "The contract asks for 6 months’ notice" in person.words
    days = {"notice_given_on-day": "3", "notice_given_on-month": "3", "notice_given_on-year": "2008"}
    days |= {"first_day_without-day": "1", "first_day_without-month": "5", "first_day_without-year": "2008"}
    person.send({**days, "reason": "No staff."}, "Terminate the contract", status=422)
    assert "4 September 2008 at the earliest" in person.words
    person.send({"shorter": WHY}, "Terminate the contract", status=422)
    assert "Tick that both parties agreed to shorter notice, or take out why" in person.words
    person.send({"shorter": "", "is_shorter": "y"}, "Terminate the contract", status=422)
    assert "Say why both parties agreed to shorter notice." in person.words
    person.send({"shorter": "NHS number 943 476 5919 agreed."}, "Terminate the contract", status=422)
    person.send({"shorter": WHY}, "Terminate the contract")
    assert f"Both parties agreed to shorter notice than the contract asks for: {WHY}" in person.words
