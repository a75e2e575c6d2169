"""Variations: drafted, proposed, answered, signed; who may, what is refused, what stays, what the trail says."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from contracts.agreements.actions.ending import terminate_contract
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.queries.money import committed_by_line
from contracts.agreements.queries.register import open_variations
from contracts.variations.actions import drafting, proposing, writing
from contracts.variations.actions.signing import sign_variation
from contracts.variations.models import SUBJECT, ProposedText
from contracts.variations.queries.content import base_of
from contracts.variations.queries.register import Asked, list_to_answer, list_variations
from contracts.variations.queries.variations import find_seen, get_variation, list_changes
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.pieces import fact_key
from contracts.variations.rules.states import Stage, State
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.money import as_pence
from core.permissions import Actor
from core.signatures.queries import list_signatures
from tests.at_once import at_once
from tests.builders_contracts import Contracting, a_contract, a_signed_contract, issued, with_schedule
from tests.builders_rounds import AT, DAY
from tests.builders_variations import (
    HREF,
    OCTOBER,
    PRICES,
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


def withdrawn(variation_id: int, by: Actor, reason: str = "Not needed.") -> None:
    with transaction():
        proposing.withdraw_variation(variation_id=variation_id, reason=reason, by=by, at=AT, on=DAY, href=HREF)


def disputed(variation_id: int, by: Actor, reason: str = "The price is wrong.") -> None:
    with transaction():
        proposing.dispute_variation(variation_id=variation_id, reason=reason, by=by, at=AT, on=DAY, href=HREF)


def settled(variation_id: int, by: Actor, reason: str = "We agreed on the telephone.") -> None:
    with transaction():
        proposing.settle_dispute(variation_id=variation_id, reason=reason, by=by, at=AT, on=DAY, href=HREF)


def test_a_signed_variation_changes_the_contract_from_its_day_and_nothing_that_was_signed() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.provider)
    worded(variation_id, people.provider, "Paid monthly, weekends too.")
    with_money(variation_id, people.provider, 10_000_00)
    proposed(variation_id, people.provider)
    assert base_of(contract).as_at(OCTOBER).content.parts == base_of(contract).content.parts, "proposed is not agreed"
    variation = signed(variation_id, people.provider, people.commissioner)
    assert (variation.stage, variation.signed_on, variation.is_retrospective) == (Stage.SIGNED, DAY, False)

    base = base_of(get_contract(contract.id))
    before, after = (base.as_at(on).content for on in (date(2008, 9, 30), OCTOBER))
    assert before == base.content
    prices = next(part for part in after.parts if part.key == PRICES)
    assert prices.text == "Paid monthly, weekends too."
    assert [each.pence for each in prices.amounts] == [55_000_00]
    assert after.facts["year_value"] == 105_000_00
    assert as_pence(base.contract.year_value) == 105_000_00, "the register shows all that is signed"
    assert committed_by_line(people.pct, "2008/09") == {"PHYSIO": 55_000_00}
    assert [each.organisation for each in list_signatures(SUBJECT, variation_id)] == [
        "Provider services",
        "West Hertfordshire PCT",
    ]
    did = [each.did for each in history_of(SUBJECT, variation_id)]
    own = [each for each in did if "signing for" not in each]
    assert own == [
        "signed it for West Hertfordshire PCT; with that it is agreed",
        "signed it for Provider services",
        "proposed it",
        "changed Physiotherapy by £10,000.00 in a full year",
        "worded “Prices” anew: 1 paragraph added, 1 removed",
        "started the draft of variation 1 of WH/01: Weekend visits (Service)",
    ]


def test_a_longer_term_moves_the_last_day_the_notice_and_the_clause() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    kind = VariationKind.DURATION
    variation_id = a_draft(contract, people.commissioner, kind=kind, title="One more year", life_value=100_000_00)
    with transaction():
        writing.write_last_day(variation_id=variation_id, ends_on=date(2010, 3, 31), by=people.commissioner)
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    contract = get_contract(contract.id)
    assert (contract.ends_on, contract.notice_by_on) == (date(2010, 3, 31), date(2009, 9, 30))
    assert as_pence(contract.whole_value) == 200_000_00
    content = base_of(contract).as_at(date(2009, 6, 1)).content
    assert content.facts["ends_on"] == "2010-03-31"
    term = next(part.text for part in content.parts if part.key == "term")
    assert term.startswith("This contract runs from 1 April 2008 to 31 March 2010, both days included.")
    value = next(part.text for part in content.parts if part.key == "value")
    assert "£200,000.00" in value


def test_the_second_to_change_one_part_sees_the_conflict_and_loses_nothing() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    first, second = (a_draft(contract, by) for by in (people.commissioner, people.provider))
    worded(first, people.commissioner, "Paid weekly.")
    worded(second, people.provider, "Paid daily.")
    proposed(first, people.commissioner)
    with pytest.raises(Refusal) as refused:
        proposed(second, people.provider)
    assert str(refused.value) == (
        "Variations 1 and 2 both change “Prices” from 1 October 2008. "
        "Variation 1 says “Paid weekly.”; variation 2 says “Paid daily.”."
    )
    db.session.rollback()
    assert get_variation(second).is_draft
    assert len(list_changes(second)) == 1
    disputed(first, people.provider)
    proposed(second, people.provider)
    settled(first, people.provider)
    signed(second, people.commissioner, people.provider)
    with pytest.raises(Refusal, match="Variations 1 and 2 both change “Prices”"):
        signed(first, people.commissioner)


def test_a_variation_upon_another_is_no_conflict() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    an_agreed_variation(contract, people, "Paid monthly.")
    an_agreed_variation(contract, people, "Paid quarterly.", effective_from=date(2008, 11, 1))
    base = base_of(contract)
    texts = {
        on: next(part.text for part in base.as_at(on).content.parts if part.key == PRICES)
        for on in (date(2008, 9, 30), OCTOBER, date(2008, 11, 1))
    }
    assert list(texts.values()) == ["Paid in twelfths.", "Paid monthly.", "Paid quarterly."]


def test_retrospective_variations_say_so() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(
        contract, people.commissioner, kind=VariationKind.CORRECTION, effective_from=date(2008, 4, 1)
    )
    worded(variation_id, people.commissioner)
    proposed(variation_id, people.commissioner)
    variation = signed(variation_id, people.commissioner, people.provider, on=date(2008, 5, 2))
    assert variation.is_retrospective
    assert variation.state_on(date(2008, 5, 2)) is State.IN_EFFECT


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"effective_from": date(2008, 3, 31)},
            (
                "Variation 1 would take effect on 31 March 2008, before the contract begins on 1 April 2008. "
                "Let it take effect on that day or later."
            ),
        ),
        ({"title": " "}, "Say in a few words what the variation changes, in at most 160 characters."),
        ({"reason": ""}, "Say why the contract is varied. The other party reads this."),
        (
            {"kind": VariationKind.DURATION, "effective_to": date(2008, 12, 31)},
            "A variation of the duration holds until the contract ends: leave its last day blank.",
        ),
        ({"life_value": 1}, "Only a variation of the duration adds to the value over the whole life by itself."),
    ],
)
def test_refuses_to_start_what_cannot_be(changes: dict[str, object], sentence: str) -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    with pytest.raises(Refusal) as refused:
        a_draft(contract, people.commissioner, **changes)
    assert str(refused.value) == sentence


def test_refuses_to_vary_what_is_not_signed() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    issued(contract_id, people)
    with pytest.raises(Refusal) as refused:
        a_draft(get_contract(contract_id), people.commissioner)
    assert str(refused.value) == "WH/01 is not signed, so there is nothing to vary. Change the draft instead."


def test_only_parties_propose_and_only_the_drafting_party_changes_its_draft() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    for stranger in (people.lead, people.idle_provider):
        with pytest.raises(NotAllowed):
            a_draft(contract, stranger)
    variation_id = a_draft(contract, people.commissioner)
    assert find_seen(contract.id, 1, by=people.provider) is None, "a draft is its organisation’s own"
    assert find_seen(contract.id, 1, by=people.colleague) is not None
    with pytest.raises(NotAllowed):
        worded(variation_id, people.provider)
    worded(variation_id, people.colleague)


def test_proposing_freezes_and_tells_and_is_refused_for_another_text() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with pytest.raises(Refusal) as refused:
        proposed(variation_id, people.commissioner)
    assert str(refused.value) == "Variation 1 changes nothing: say what of the contract changes."
    worded(variation_id, people.commissioner)
    with pytest.raises(OutOfDate), transaction():
        proposing.propose_variation(
            variation_id=variation_id, seen_hash="0" * 64, by=people.commissioner, at=AT, on=DAY, href=HREF
        )
    proposed(variation_id, people.commissioner)
    assert open_variations([contract.id]) == {contract.id: 1}
    assert [each.id for each in list_to_answer(by=people.provider)] == [variation_id]
    frozen = "Variation 1 is proposed, and its text is frozen"
    with pytest.raises(Refusal, match=frozen):
        worded(variation_id, people.commissioner, "Paid otherwise.")
    with pytest.raises(Refusal, match=frozen):
        with_money(variation_id, people.commissioner)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(update(ProposedText).values(content_hash="0" * 64))


def test_nobody_signs_for_another_or_what_changed_since_or_a_withdrawn_one() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    worded(variation_id, people.commissioner)
    proposed(variation_id, people.commissioner)
    for stranger in (people.idle_provider, people.lead_of_watcom):
        with pytest.raises(NotAllowed):
            signed(variation_id, stranger)
    signed(variation_id, people.lead)
    assert get_variation(variation_id).stage is Stage.PROPOSED, "a group assents, which binds nobody"
    withdrawn(variation_id, people.commissioner)
    with pytest.raises(Refusal) as refused:
        signed(variation_id, people.provider)
    assert str(refused.value) == "Variation 1 was withdrawn."
    assert open_variations([contract.id]) == {}


def test_a_dispute_holds_signing_up_until_it_is_settled_by_whoever_raised_it() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    worded(variation_id, people.commissioner)
    proposed(variation_id, people.commissioner)
    with pytest.raises(Refusal, match=r"Your own organisation proposed it\. Withdraw it instead\."):
        disputed(variation_id, people.commissioner)
    with pytest.raises(Refusal, match="Say what is disputed, and why"):
        disputed(variation_id, people.provider, " ")
    disputed(variation_id, people.provider)
    with pytest.raises(Refusal, match=r"Variation 1 is disputed\. It can be signed once the dispute is settled\."):
        signed(variation_id, people.commissioner)
    with pytest.raises(Refusal, match="The party that disputed it says when the dispute is settled"):
        settled(variation_id, people.commissioner)
    settled(variation_id, people.provider)
    assert signed(variation_id, people.commissioner, people.provider).stage is Stage.SIGNED
    with pytest.raises(Refusal, match="Variation 1 is signed by both parties and cannot be withdrawn"):
        withdrawn(variation_id, people.commissioner)


def test_only_the_proposer_withdraws() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.provider)
    worded(variation_id, people.provider)
    proposed(variation_id, people.provider)
    with pytest.raises(Refusal, match=r"Only the party that proposed variation 1 withdraws it\. Dispute it instead\."):
        withdrawn(variation_id, people.commissioner)
    with pytest.raises(Refusal, match="Say why it is withdrawn"):
        withdrawn(variation_id, people.provider, "")
    withdrawn(variation_id, people.provider)
    with pytest.raises(Refusal, match="Variation 1 was withdrawn already"):
        withdrawn(variation_id, people.provider)


def test_money_is_held_to_the_budget_line_and_to_what_the_contract_has() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with pytest.raises(
        Refusal, match=r"Physiotherapy for DacCom: £65,000\.00 is £3,620\.00 more than the line has left"
    ):
        with_money(variation_id, people.commissioner, 30_000_00)
    db.session.rollback()
    with pytest.raises(Refusal, match=r"Physiotherapy for DacCom would come to -£10,000\.00"):
        with_money(variation_id, people.commissioner, -120_000_00)
    db.session.rollback()
    with pytest.raises(Refusal, match="The contract does not cover the group WAT"):
        with_money(variation_id, people.commissioner, group="WAT")
    db.session.rollback()
    with_money(variation_id, people.commissioner, 20_000_01)
    effect = text_of_variation(variation_id).effect
    assert (effect.full_year, effect.part_year, effect.whole_life) == (20_000_01, 10_000_01, 10_000_01)
    with pytest.raises(Refusal, match="Nothing was changed"):
        with_money(variation_id, people.commissioner, 20_000_01)
    with_money(variation_id, people.commissioner, 0)
    assert text_of_variation(variation_id).changes == ()


def test_parts_are_added_taken_out_and_taken_back() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with transaction():
        writing.add_schedule(
            variation_id=variation_id, title="Weekends", text="Both days.", follows=PRICES, by=people.commissioner
        )
    with pytest.raises(Refusal, match=r"“Prices” commits money of budget lines\."), transaction():
        writing.take_out_part(variation_id=variation_id, key=PRICES, by=people.commissioner)
    with pytest.raises(Refusal, match="Choose a schedule of the contract"), transaction():
        writing.take_out_part(variation_id=variation_id, key="term", by=people.commissioner)
    (change,) = text_of_variation(variation_id).changes
    assert (change.key, change.before, change.follows) == ("added-1-1", None, PRICES)
    with transaction():
        writing.drop_change(variation_id=variation_id, key="added-1-1", by=people.commissioner)
    assert text_of_variation(variation_id).changes == ()
    with pytest.raises(Refusal, match="The draft does not change that any more"), transaction():
        writing.drop_change(variation_id=variation_id, key="added-1-1", by=people.commissioner)
    with pytest.raises(Refusal, match="Only a variation of the kind “Duration” changes the last day"), transaction():
        writing.write_last_day(variation_id=variation_id, ends_on=date(2010, 3, 31), by=people.commissioner)
    for key in ("value", "nothing-1", fact_key("ends_on")):
        with pytest.raises(Refusal, match="Choose a clause or a schedule of the contract"):
            worded(variation_id, people.commissioner, part=key)
        db.session.rollback()


def test_a_draft_written_upon_what_is_no_longer_so_is_refused_with_both_wordings() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    late = a_draft(contract, people.provider, effective_from=date(2008, 11, 1))
    worded(late, people.provider, "Paid daily.")
    an_agreed_variation(contract, people, "Paid monthly.")
    with pytest.raises(Refusal) as refused:
        proposed(late, people.provider)
    assert "“Prices”: on 1 November 2008 the contract says “Paid monthly.”" in str(refused.value)


def test_what_was_terminated_meanwhile_is_not_signed_nor_prolonged() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    worded(variation_id, people.commissioner)
    proposed(variation_id, people.commissioner)
    longer = a_draft(contract, people.commissioner, kind=VariationKind.DURATION)
    with transaction():
        terminate_contract(
            contract_id=contract.id, notice_given_on=DAY, first_day_without=date(2008, 9, 5), reason="No staff.",
            by=people.commissioner, at=AT, on=DAY, href=HREF,
        )  # fmt: skip
    with pytest.raises(Refusal, match="after the contract ends on 4 September 2008"):
        signed(variation_id, people.provider)
    with (
        pytest.raises(
            Refusal, match="The contract is terminated: its last day is 4 September 2008, and no variation changes that"
        ),
        transaction(),
    ):
        writing.write_last_day(variation_id=longer, ends_on=date(2010, 3, 31), by=people.commissioner)


def test_changing_the_days_changes_the_part_of_the_year() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with_money(variation_id, people.commissioner, 12_000_00)
    with transaction():
        drafting.change_details(
            variation_id=variation_id, details=details(effective_from=date(2009, 1, 1)), by=people.commissioner
        )
    assert text_of_variation(variation_id).effect.part_year == 3_000_00
    with pytest.raises(Refusal, match="Nothing was changed"), transaction():
        drafting.change_details(
            variation_id=variation_id, details=details(effective_from=date(2009, 1, 1)), by=people.commissioner
        )


def test_the_register_shows_what_concerns_the_reader_as_asked() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    an_agreed_variation(contract, people)
    a_draft(contract, people.provider, title="Own draft", kind=VariationKind.PRICE)

    def shown(by: Actor, on: date = DAY, **asked: str) -> list[int]:
        return [each.number for each in list_variations(Asked(**asked), by=by, on=on)]

    assert shown(people.commissioner) == [1]
    assert sorted(shown(people.provider)) == [1, 2]
    assert shown(people.lead) == [1]
    assert shown(people.lead_of_watcom) == []
    assert shown(people.stranger) == []
    assert shown(people.provider, kind="price") == [2]
    assert shown(people.provider, text="own dr") == [2]
    assert shown(people.commissioner, state="in_effect") == []
    assert shown(people.commissioner, OCTOBER, state="in_effect") == [1]
    assert shown(people.commissioner, state="agreed") == [1]
    assert shown(people.commissioner, year="2007/08") == []


def test_two_who_sign_last_at_once_agree_it_once(database: Flask) -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    worded(variation_id, people.commissioner)
    proposed(variation_id, people.commissioner)
    proposal = get_variation(variation_id).proposal
    assert proposal is not None
    seen = proposal.content_hash

    def sign(by: Actor) -> object:
        return sign_variation(variation_id=variation_id, seen_hash=seen, by=by, at=AT, on=DAY, href=HREF)

    told = at_once(database, lambda: sign(people.commissioner), lambda: sign(people.provider))
    assert told == ["done", "done"]
    db.session.rollback()
    assert get_variation(variation_id).stage is Stage.SIGNED
    assert len(list_signatures(SUBJECT, variation_id)) == 2


def test_another_contract_sees_what_a_variation_committed() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with_money(variation_id, people.commissioner, 20_000_00)
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    a_signed_contract(people, reference="WH/02")
    assert committed_by_line(people.pct, "2008/09") == {"PHYSIO": 60_000_00}
