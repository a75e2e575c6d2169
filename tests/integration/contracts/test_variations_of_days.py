"""The last day and what it does to variations: none before it takes effect, none of what is terminated, its money."""

from datetime import date

import pytest

from contracts.agreements.actions.ending import terminate_contract
from contracts.agreements.models.contracts import Contract
from contracts.variations.actions import drafting, writing
from contracts.variations.queries.variations import get_variation, list_changes
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.pieces import fact_key
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import Refusal
from core.permissions import Actor
from tests.builders_contracts import (
    Contracting,
    a_contract,
    issued,
    put_to_groups,
    signed_by,
    with_schedule,
    written_line,
)
from tests.builders_rounds import AT, DAY
from tests.builders_variations import (
    a_draft,
    a_varied_contract,
    an_agreed_variation,
    details,
    proposed,
    signed,
    text_of_variation,
    with_money,
    worded,
)

pytestmark = pytest.mark.usefixtures("database")
DURATION = VariationKind.DURATION
NEW_YEAR = date(2009, 1, 1)
CHRISTMAS = date(2008, 12, 25)


def ending(variation_id: int, ends_on: date, by: Actor) -> None:
    with transaction():
        writing.write_last_day(variation_id=variation_id, ends_on=ends_on, by=by)


def terminated(contract: Contract, people: Contracting, first_day_without: date) -> None:
    with transaction():
        terminate_contract(
            contract_id=contract.id,
            notice_given_on=DAY,
            first_day_without=first_day_without,
            reason="The service moves.",
            by=people.commissioner,
            at=AT,
            on=DAY,
            href="/contracts/1",
        )


def test_money_holds_no_longer_than_the_contract() -> None:
    people = Contracting()
    put_to_groups(people)
    contract_id = a_contract(people, ends_on=date(2008, 12, 31))
    with_schedule(contract_id, people)
    written_line(contract_id, 50_000_00, people.commissioner)
    issued(contract_id, people)
    contract = signed_by(contract_id, people.commissioner, people.provider)
    variation_id = a_draft(contract, people.commissioner)
    with_money(variation_id, people.commissioner, 12_000_00)
    effect = text_of_variation(variation_id).effect
    assert (effect.full_year, effect.part_year, effect.whole_life) == (12_000_00, 3_000_00, 3_000_00)


def test_no_contract_ends_before_its_variation_takes_effect_whichever_day_moves() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner, kind=DURATION)
    ending(variation_id, CHRISTMAS, people.commissioner)
    with transaction():
        drafting.change_details(
            variation_id=variation_id,
            details=details(kind=DURATION, effective_from=NEW_YEAR),
            by=people.commissioner,
        )
    with pytest.raises(
        Refusal, match="would end on 25 December 2008, before the variation takes effect on 1 January 2009"
    ):
        proposed(variation_id, people.commissioner)
    db.session.rollback()
    assert get_variation(variation_id).is_draft


def test_no_contract_ends_before_a_signed_variation_takes_effect() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner, kind=DURATION)
    ending(variation_id, CHRISTMAS, people.commissioner)
    an_agreed_variation(contract, people, effective_from=NEW_YEAR)
    sentence = (
        "The contract would end on 25 December 2008, before variation 2, which is signed, takes effect on "
        "1 January 2009. Choose that day or a later one."
    )
    with pytest.raises(Refusal) as refused:
        proposed(variation_id, people.commissioner)
    assert str(refused.value) == sentence
    db.session.rollback()
    with pytest.raises(Refusal) as refused:
        ending(variation_id, date(2008, 12, 31), people.commissioner)
    assert str(refused.value) == sentence.replace("25", "31")
    db.session.rollback()
    ending(variation_id, NEW_YEAR, people.commissioner)


def test_no_variation_moves_the_last_day_of_a_terminated_contract() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    before = a_draft(contract, people.commissioner, kind=DURATION)
    ending(before, date(2010, 3, 31), people.commissioner)
    terminated(contract, people, NEW_YEAR)
    after = a_draft(contract, people.commissioner, kind=DURATION)
    sentence = "The contract is terminated: its last day is 31 December 2008, and no variation changes that"
    with pytest.raises(Refusal, match=sentence):
        ending(after, date(2010, 3, 31), people.commissioner)
    db.session.rollback()
    with pytest.raises(Refusal, match=sentence):
        proposed(before, people.commissioner)


def test_value_over_the_whole_life_moves_only_with_the_last_day_and_stays_above_the_year() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner, kind=DURATION, life_value=-999_999_00)
    worded(variation_id, people.commissioner)
    with pytest.raises(Refusal, match=r"adds -£999,999\.00 to the value over the whole life, but the last day stays"):
        proposed(variation_id, people.commissioner)
    db.session.rollback()
    ending(variation_id, date(2008, 12, 31), people.commissioner)
    with pytest.raises(Refusal) as refused:
        proposed(variation_id, people.commissioner)
    assert str(refused.value) == (
        "The value over the whole life would be -£899,999.00, less than that for the year, £100,000.00. "
        "Take less off it."
    )


def test_taking_back_nothing_in_particular_takes_nothing_back() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner, kind=DURATION)
    ending(variation_id, date(2010, 3, 31), people.commissioner)
    with pytest.raises(Refusal, match="The draft does not change that any more"), transaction():
        writing.drop_change(variation_id=variation_id, key="", by=people.commissioner)
    assert {each.key for each in list_changes(variation_id)} == {"term", fact_key("ends_on")}
    with transaction():
        writing.drop_change(variation_id=variation_id, key="term", by=people.commissioner)
    assert list_changes(variation_id) == []
    did = history_of("contract-variation", variation_id)[0].did
    assert did == "took the change of “Term, extension and notice” back"


def test_a_schedule_that_is_taken_out_is_not_worded_anew_and_comes_back_whole() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with pytest.raises(Refusal, match="in at most 160 characters"), transaction():
        writing.add_schedule(
            variation_id=variation_id, title="x" * 161, text="Both.", follows="", by=people.commissioner
        )
    added = an_agreed_schedule(contract, people)
    with transaction():
        writing.take_out_part(variation_id=variation_id, key=added, by=people.commissioner)
    with pytest.raises(Refusal, match="The draft takes that out"):
        worded(variation_id, people.commissioner, part=added)


def an_agreed_schedule(contract: Contract, people: Contracting) -> str:
    """A schedule that a signed variation added; its key."""
    added = a_draft(contract, people.provider)
    with transaction():
        writing.add_schedule(variation_id=added, title="Weekends", text="Both.", follows="", by=people.provider)
    proposed(added, people.provider)
    signed(added, people.commissioner, people.provider)
    return "added-2-1"
