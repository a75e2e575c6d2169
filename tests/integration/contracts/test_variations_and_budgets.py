"""What a variation takes of budget lines: checked before it is signed, and never told to one who may not know it."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from contracts.agreements.actions.money import record_exception
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.queries.money import committed_by_line
from contracts.agreements.rules.forms import LegalForm
from contracts.variations.queries.variations import get_variation
from core.db import db, transaction
from core.errors import Refusal
from core.permissions import Actor
from tests.builders_contracts import (
    Contracting,
    a_contract,
    a_signed_contract,
    issued,
    put_to_groups,
    with_schedule,
    written_line,
)
from tests.builders_rounds import AT
from tests.builders_variations import a_draft, a_varied_contract, proposed, signed, with_money
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


def an_exception(contract_id: int, by: Actor) -> None:
    with transaction():
        record_exception(
            contract_id=contract_id,
            line="PHYSIO",
            group="DAC",
            amount=4_000_00,
            reason="The ward opens early.",
            by=by,
            at=AT,
        )


def a_rival(people: Contracting, pence: int = 5_000_00) -> int:
    """The draft of a contract with the trust that commits money of the same line; its id."""
    contract_id = a_contract(people, reference="WH/02", provider_id=people.trust, form=LegalForm.NHS_CONTRACT)
    written_line(contract_id, pence, people.commissioner)
    return contract_id


@pytest.mark.usefixtures("database")
def test_a_provider_does_not_find_out_what_others_commit_but_nothing_over_the_line_is_signed() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.provider)
    with_money(variation_id, people.provider, 30_000_00)
    proposed(variation_id, people.provider)
    with pytest.raises(Refusal) as told:
        signed(variation_id, people.provider)
    assert "The budget does not hold this much of Physiotherapy for DacCom" in str(told.value)
    assert "£" not in str(told.value)
    db.session.rollback()
    with pytest.raises(Refusal, match=r"is £3,620\.00 more than the line has left"):
        signed(variation_id, people.commissioner)
    db.session.rollback()
    assert get_variation(variation_id).signed_on is None


@pytest.mark.usefixtures("database")
def test_a_provider_proposes_money_of_the_lines_of_its_contract_only() -> None:
    people = Contracting()
    put_to_groups(people)
    contract = get_contract(a_signed_contract(people))
    variation_id = a_draft(contract, people.provider)
    with pytest.raises(Refusal) as refused:
        with_money(variation_id, people.provider, 1_00)
    assert str(refused.value) == (
        "The contract commits nothing of that line. West Hertfordshire PCT proposes money of a line that is new to it."
    )
    db.session.rollback()
    with_money(a_draft(contract, people.commissioner), people.commissioner, 1_00)


@pytest.mark.usefixtures("database")
def test_a_variation_goes_over_a_line_by_an_exception_of_somebody_else() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.colleague)
    with pytest.raises(Refusal, match="or have a second person record an exception with the reason first"):
        with_money(variation_id, people.colleague, 30_000_00)
    db.session.rollback()
    an_exception(contract.id, people.colleague)
    with pytest.raises(Refusal) as refused:
        with_money(variation_id, people.colleague, 30_000_00)
    assert str(refused.value) == "You recorded the exception for this line. Somebody else writes the amount."
    db.session.rollback()
    with_money(variation_id, people.commissioner, 30_000_00)
    proposed(variation_id, people.colleague)
    signed(variation_id, people.commissioner, people.provider)
    again = a_draft(get_contract(contract.id), people.commissioner, effective_from=date(2008, 11, 1))
    with pytest.raises(Refusal, match="more than the line has left"):
        with_money(again, people.commissioner, 30_000_00)
    db.session.rollback()
    assert committed_by_line(people.pct, "2008/09") == {"PHYSIO": 65_000_00}


@pytest.mark.usefixtures("database")
def test_an_exception_is_for_drafts_and_what_is_signed() -> None:
    people = Contracting()
    put_to_groups(people)
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    issued(contract_id, people)
    with pytest.raises(Refusal, match="is issued for signature, and its text is frozen"):
        an_exception(contract_id, people.finance)


def test_pages_of_money_tell_a_provider_nothing_of_others(app: Flask) -> None:
    people = Contracting()
    with time_machine.travel(AT):
        contract = a_varied_contract(people)
        a_rival(people)
        for by in (people.provider, people.commissioner):
            a_draft(contract, by)
        own = "/contracts/1/variations/{}/money"
        provider = sign_in_as(Person(app.test_client()), people.provider)
        provider.visit(own.format(1))
        assert [row[0] for row in provider.table("Budget lines of 2008/09")] == ["Line", "Physiotherapy PHYSIO"]
        provider.follow("Physiotherapy")
        assert "leaves" not in provider.words
        assert "56,380.00" not in provider.words
        commissioner = sign_in_as(Person(app.test_client()), people.commissioner)
        commissioner.visit(own.format(2)).follow("Physiotherapy")
        assert "56,380.00" in commissioner.words


def test_how_a_variation_was_drafted_only_those_read_who_drafted_it(app: Flask) -> None:
    people = Contracting()
    with time_machine.travel(AT):
        contract = a_varied_contract(people)
        variation_id = a_draft(contract, people.commissioner)
        for pence in (20_000_00, 10_000_00):
            with_money(variation_id, people.commissioner, pence)
        proposed(variation_id, people.commissioner)
        read = {}
        for by in (people.provider, people.commissioner, people.finance, people.lead):
            read[by.name] = sign_in_as(Person(app.test_client()), by).visit("/contracts/1/variations/1").words
    asked = "changed Physiotherapy by £20,000.00"
    assert [name for name, words in read.items() if asked in words] == ["PCT commissioner", "PCT finance"]
    assert all("proposed it" in words for words in read.values())
