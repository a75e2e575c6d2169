"""Variations of the activity plan and of terms of payment: written, refused, agreed, and read as at a date."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.rules.figures import TermsLine, plan_lines_in, terms_lines_in
from contracts.agreements.rules.paying import payment
from contracts.agreements.rules.payment_terms import Block, CostPerCase
from contracts.agreements.rules.plan import PlanLine
from contracts.variations.actions import figures as acts
from contracts.variations.actions import writing
from contracts.variations.actions.drafting import change_details
from contracts.variations.models import SUBJECT
from contracts.variations.queries.content import base_of
from contracts.variations.queries.variations import get_variation, list_changes
from contracts.variations.rules.composition import VariationKind
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from tests.builders_contracts import Contracting
from tests.builders_figures import BAND, PODIATRY, VOLUME
from tests.builders_rounds import DAY
from tests.builders_variations import (
    DAC_LINE,
    OCTOBER,
    PLAN,
    PRICES,
    TERMS_LINE,
    WAT_LINE,
    a_draft,
    a_figured_contract,
    details,
    proposed,
    signed,
    text_of_variation,
    with_months,
    with_terms,
    worded,
)

pytestmark = pytest.mark.usefixtures("database")
MORE = {"2008-10": 130, "2008-11": 120}
SEPTEMBER = date(2008, 9, 30)


def plan_on(contract_id: int, on: date) -> dict[str, PlanLine]:
    content = base_of(get_contract(contract_id)).as_at(on).content
    return {line.group: line for part in content.parts for line in plan_lines_in(part.figures)}


def terms_on(contract_id: int, on: date) -> dict[str, TermsLine]:
    content = base_of(get_contract(contract_id)).as_at(on).content
    return {line.service: line for part in content.parts for line in terms_lines_in(part.figures)}


def taken_out(variation_id: int, people: Contracting, key: str) -> None:
    with transaction():
        acts.take_out_figures(variation_id=variation_id, key=key, by=people.commissioner)


def agreed(variation_id: int, people: Contracting) -> None:
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)


def test_a_line_of_the_plan_changes_from_the_first_day_and_the_others_stay() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    variation_id = a_draft(contract, people.commissioner, kind=VariationKind.ACTIVITY)
    with_months(variation_id, people.commissioner, 1250, MORE)
    agreed(variation_id, people)
    before, after = plan_on(contract.id, SEPTEMBER), plan_on(contract.id, OCTOBER)
    assert before["DAC"].planned == 1200
    assert (after["DAC"].planned, after["DAC"].months["2008-09"], after["DAC"].months["2008-10"]) == (1250, 100, 130)
    assert after["DAC"].is_overwritten
    assert before["WAT"] == after["WAT"]
    found = base_of(get_contract(contract.id)).as_at(OCTOBER)
    assert found.numbers == {PLAN: (1,)}
    own = [each.did for each in history_of(SUBJECT, variation_id) if "signing for" not in each.did]
    (told,) = [
        each for each in own if each.startswith("changed the plan of Podiatry for DacCom from 1,200 contacts in all")
    ]
    assert " to 1,250 contacts in all, 130 in October 2008, 120 in November 2008" in told


def test_months_that_do_not_add_up_are_refused_with_the_difference() -> None:
    people = Contracting()
    variation_id = a_draft(a_figured_contract(people), people.commissioner)
    with pytest.raises(Refusal) as refused:
        with_months(variation_id, people.commissioner, 1200, MORE)
    assert str(refused.value) == (
        "Podiatry for DacCom: the months add up to 1,250 contacts, but 1,200 are planned in all: 50 too many."
    )
    db.session.rollback()
    assert list_changes(variation_id) == []


@pytest.mark.parametrize(
    ("months", "changes", "sentence"),
    [
        (
            {"2008-04": 90, "2008-10": 110},
            {},
            (
                "Podiatry for DacCom: the variation takes effect on 1 October 2008, so April 2008 stays as planned. "
                "Only a correction changes months before."
            ),
        ),
        (
            {"2009-01": 90, "2008-10": 110},
            {"effective_to": date(2008, 12, 31)},
            "Podiatry for DacCom: the variation ends on 31 December 2008, so January 2009 stays as planned.",
        ),
        ({"2010-04": 10, "2008-10": 90}, {}, "Podiatry for DacCom: April 2010 has 10 contacts, but lies outside"),
        ({"2008-10": -1}, {}, "Planned activity is a whole number from 0 to 999,999,999."),
        ({}, {}, "Nothing was changed: this is what the contract says already."),
    ],
)
def test_months_for_which_it_does_not_hold_are_refused(
    months: dict[str, int], changes: dict[str, object], sentence: str
) -> None:
    people = Contracting()
    variation_id = a_draft(a_figured_contract(people), people.commissioner, **changes)
    with pytest.raises(Refusal) as refused:
        with_months(variation_id, people.commissioner, 1200, months)
    assert str(refused.value).startswith(sentence)


def test_a_correction_changes_earlier_months() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    variation_id = a_draft(contract, people.commissioner, kind=VariationKind.CORRECTION)
    with_months(variation_id, people.commissioner, 1200, {"2008-04": 90, "2008-10": 110})
    agreed(variation_id, people)
    assert plan_on(contract.id, OCTOBER)["DAC"].months["2008-04"] == 90


def test_a_draft_that_is_put_off_cannot_be_proposed_with_the_months_before() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with_months(variation_id, people.commissioner, 1250, MORE)
    with transaction():
        change_details(
            variation_id=variation_id, details=details(effective_from=date(2008, 12, 1)), by=people.commissioner
        )
    with pytest.raises(Refusal, match="so October 2008 and November 2008 stay as planned"):
        proposed(variation_id, people.commissioner)


def test_two_lines_of_one_schedule_are_no_conflict_and_one_line_is() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    first, second, third = (a_draft(contract, people.commissioner) for _ in range(3))
    with_months(first, people.commissioner, 1250, MORE)
    with_months(second, people.commissioner, 650, {"2008-10": 100}, WAT_LINE)
    with_months(third, people.commissioner, 1300, {"2008-10": 200})
    worded(third, people.commissioner, "Planned with the leads.", PLAN)
    for each in (first, second):
        agreed(each, people)
    after = plan_on(contract.id, OCTOBER)
    assert (after["DAC"].planned, after["WAT"].planned) == (1250, 650)
    with pytest.raises(Refusal) as refused:
        proposed(third, people.commissioner)
    assert "“Podiatry for DacCom”: on 1 October 2008 the contract says" in str(refused.value)


def test_two_that_are_put_for_one_line_conflict() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    first, second = (a_draft(contract, people.commissioner) for _ in range(2))
    with_months(first, people.commissioner, 1250, MORE)
    with_months(second, people.commissioner, 1300, {"2008-10": 200})
    proposed(first, people.commissioner)
    with pytest.raises(Refusal, match="Variations 1 and 2 both change “Podiatry for DacCom” from 1 October 2008"):
        proposed(second, people.commissioner)


def test_terms_of_payment_change_from_the_first_day_and_so_does_what_is_paid() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    variation_id = a_draft(contract, people.provider, kind=VariationKind.PRICE)
    dearer = replace(VOLUME, terms=replace(BAND, price=52_00))
    with_terms(variation_id, people.provider, dearer)
    proposed(variation_id, people.provider)
    signed(variation_id, people.commissioner, people.provider)
    (change,) = text_of_variation(variation_id).changes
    assert (change.key, change.name) == (TERMS_LINE, "Podiatry")
    paid = [str(payment(terms_on(contract.id, on)["PODIATRY"].terms, 10_300)) for on in (SEPTEMBER, OCTOBER)]
    assert paid == ["515000.00", "535600.00"]


def test_terms_that_cannot_be_are_refused() -> None:
    people = Contracting()
    variation_id = a_draft(a_figured_contract(people), people.commissioner)
    block = TermsLine(
        service="PODIATRY", service_name="Podiatry", terms=Block(amount=1), first_month="2008-10", last_month="2009-04"
    )
    for line, part, sentence in (
        (block, PRICES, "so nothing can be paid for April 2009"),
        (replace(VOLUME, unit=""), PRICES, "Say what is counted"),
        (replace(VOLUME, terms=replace(BAND, rate_above=Fraction(2))), PRICES, "marginal rate above the band"),
        (VOLUME, PRICES, "Nothing was changed: this is what the contract says already."),
        (VOLUME, PLAN, "Choose a schedule of the contract that holds such lines."),
        (VOLUME, "nothing-1", "Choose a schedule of the contract that holds such lines."),
    ):
        with pytest.raises(Refusal, match=sentence):
            with_terms(variation_id, people.commissioner, line, part)
        db.session.rollback()
    with_terms(variation_id, people.commissioner, replace(VOLUME, unit="visits"))
    with pytest.raises(Refusal, match="Nothing was changed: this is what the draft says already"):
        with_terms(variation_id, people.commissioner, replace(VOLUME, unit="visits"))


def test_a_service_is_planned_and_paid_for_besides() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    wanted = replace(
        PODIATRY, service="WOUNDS", service_name="Wound care", total=60, first="2008-10", parts={"DAC": Fraction(60)}
    )
    with transaction():
        acts.plan_service(variation_id=variation_id, part_key=PLAN, wanted=wanted, by=people.commissioner)
    case = TermsLine(service="WOUNDS", service_name="Wound care", unit="contacts", terms=CostPerCase(price=20_00))
    with_terms(variation_id, people.commissioner, case)
    agreed(variation_id, people)
    content = base_of(get_contract(contract.id)).as_at(OCTOBER).content
    plan, prices = (next(part for part in content.parts if part.key == key) for key in (PLAN, PRICES))
    assert [each.key for each in plan.figures] == ["PODIATRY/DAC", "PODIATRY/WAT", "WOUNDS/DAC"]
    assert [each.key for each in prices.figures] == ["PODIATRY", "WOUNDS"]
    assert sum(plan_lines_in(plan.figures)[2].months.values()) == 60
    assert base_of(get_contract(contract.id)).as_at(SEPTEMBER).content.parts == base_of(contract).content.parts


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Podiatry for DacCom is planned already. Change its months instead."),
        ({"service": "W", "parts": {"HER": Fraction(1200)}}, "The contract does not cover the group HER."),
        ({"service": "W", "service_name": "Wounds"}, "so April 2008, May 2008, June 2008 and 3 more stay as planned"),
        ({"service": "W", "first": "2010-04"}, "Choose months of the contract"),
        (
            {"service": "W", "first": "2008-10", "total": 1},
            "the groups add up to 1,200 contacts, but the service has 1",
        ),
    ],
)
def test_what_cannot_be_planned_besides_is_refused(changes: dict[str, Any], sentence: str) -> None:
    people = Contracting()
    variation_id = a_draft(a_figured_contract(people), people.commissioner)
    with pytest.raises(Refusal, match=sentence), transaction():
        acts.plan_service(
            variation_id=variation_id, part_key=PLAN, wanted=replace(PODIATRY, **changes), by=people.commissioner
        )


def test_lines_are_taken_out_and_taken_back() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with pytest.raises(Refusal, match="Podiatry for DacCom: the variation takes effect on 1 October 2008, so April"):
        taken_out(variation_id, people, DAC_LINE)
    db.session.rollback()
    taken_out(variation_id, people, TERMS_LINE)
    for key, sentence in ((TERMS_LINE, "The draft takes Podiatry out already"), (PRICES, "Choose a line that stands")):
        with pytest.raises(Refusal, match=sentence):
            taken_out(variation_id, people, key)
        db.session.rollback()
    assert history_of(SUBJECT, variation_id)[0].did == "took the terms of payment “Podiatry” out"
    with transaction():
        writing.drop_change(variation_id=variation_id, key=TERMS_LINE, by=people.commissioner)
    assert text_of_variation(variation_id).changes == ()
    assert history_of(SUBJECT, variation_id)[0].did == "took the change of “Podiatry” back"
    from_the_start = a_draft(contract, people.commissioner, effective_from=date(2008, 4, 1))
    taken_out(from_the_start, people, DAC_LINE)
    agreed(from_the_start, people)
    assert set(plan_on(contract.id, OCTOBER)) == {"WAT"}


def test_a_schedule_goes_with_its_lines_and_comes_back_with_them() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with_months(variation_id, people.commissioner, 1250, MORE)
    with transaction():
        acts.plan_service(
            variation_id=variation_id,
            part_key=PLAN,
            wanted=replace(PODIATRY, service="W", service_name="Wounds", first="2008-10"),
            by=people.commissioner,
        )
        writing.take_out_part(variation_id=variation_id, key=PLAN, by=people.commissioner)
    changes = text_of_variation(variation_id).changes
    assert {(each.key, each.after) for each in changes} == {(PLAN, None), (DAC_LINE, None), (WAT_LINE, None)}
    with pytest.raises(Refusal, match="The draft takes “Indicative activity plan” out"):
        with_months(variation_id, people.commissioner, 1250, MORE)
    db.session.rollback()
    with transaction():
        writing.drop_change(variation_id=variation_id, key=PLAN, by=people.commissioner)
    assert text_of_variation(variation_id).changes == ()
    with transaction():
        writing.take_out_part(variation_id=variation_id, key=PLAN, by=people.commissioner)
    agreed(variation_id, people)
    assert plan_on(contract.id, OCTOBER) == {}
    assert set(plan_on(contract.id, SEPTEMBER)) == {"DAC", "WAT"}
    assert PLAN not in {part.key for part in base_of(get_contract(contract.id)).as_at(OCTOBER).content.parts}


def test_taking_a_new_wording_back_leaves_the_lines_of_the_schedule() -> None:
    people = Contracting()
    variation_id = a_draft(a_figured_contract(people), people.commissioner)
    with_months(variation_id, people.commissioner, 1250, MORE)
    worded(variation_id, people.commissioner, "Planned with the leads.", PLAN)
    with transaction():
        writing.drop_change(variation_id=variation_id, key=PLAN, by=people.commissioner)
    assert [each.key for each in text_of_variation(variation_id).changes] == [DAC_LINE]


def test_a_shorter_term_is_refused_while_the_plan_lies_behind_it() -> None:
    people = Contracting()
    contract = a_figured_contract(people)
    variation_id = a_draft(contract, people.commissioner, kind=VariationKind.DURATION)
    with transaction():
        writing.write_last_day(variation_id=variation_id, ends_on=date(2009, 1, 31), by=people.commissioner)
    with pytest.raises(Refusal, match="February 2009 has 100 contacts, but lies outside the contract"):
        proposed(variation_id, people.commissioner)


def test_only_those_who_draft_it_change_its_figures() -> None:
    people = Contracting()
    variation_id = a_draft(a_figured_contract(people), people.commissioner)
    for stranger in (people.provider, people.lead, people.stranger, people.finance):
        with pytest.raises(NotAllowed):
            with_months(variation_id, stranger, 1250, MORE)
        with pytest.raises(NotAllowed):
            with_terms(variation_id, stranger, VOLUME)
    with_months(variation_id, people.colleague, 1250, MORE)
    proposed(variation_id, people.commissioner)
    with pytest.raises(Refusal):
        with_months(variation_id, people.commissioner, 1300, {"2008-10": 200})
    db.session.rollback()
    assert not get_variation(variation_id).is_draft
    assert get_variation(variation_id).state_on(DAY) == "proposed"
