"""Plan against actual from the database: states of months, adjustments, groups, the contract in each month."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.activity.rules.months import Frequency
from commissioning.organisations.actions.practices import move_practice
from commissioning.organisations.queries.lines import parties_by_code
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.rules.payment_terms import CostPerCase
from contracts.monitoring.queries.plans import list_watched, list_years_watched
from contracts.monitoring.queries.watched import watched
from contracts.monitoring.rules.money import money_compared
from contracts.monitoring.rules.months import NOBODY, State, comparison, comparison_by_group
from contracts.variations.rules.composition import VariationKind
from core.db import db, transaction
from core.parties.rules import PartyKind
from tests.builders_variations import DAC_LINE, a_draft, proposed, signed, with_months, with_terms
from tests.builders_watched import ON, VOLUME, YEAR, Watching, podiatry, units_of, watched_on
from tests.counting import statements

pytestmark = pytest.mark.usefixtures("database")
FULL = {"X1": 60, "X2": 50, "X3": 45}


def test_months_are_frozen_provisional_nil_missing_or_to_come() -> None:
    people = Watching()
    contract = people.contract()
    people.returned("2008-04", FULL, freeze=True)
    people.returned("2008-05", FULL)
    people.nil("2008-07")
    found = podiatry(contract)
    assert units_of(found) == {
        "2008-04": (155, "frozen"),
        "2008-05": (155, "provisional"),
        "2008-07": (0, "provisional"),
    }
    assert found.missing("2008-09") == ["2008-06", "2008-08", "2008-09"]
    states = {each.month: each.returned.state for each in found.months}
    assert states["2008-09"] is State.MISSING
    assert states["2008-10"] is State.TO_COME
    compared = comparison(found.compared("2008-09"))
    assert [compared.plan, int(compared.actual)] == [450, 310]
    assert found.months[2].returned.why_not == "No figure was returned."
    assert found.months[3].returned.is_nil


def test_a_figure_leads_to_the_return_and_the_plan_to_its_part() -> None:
    people = Watching()
    contract = people.contract()
    people.returned("2008-04", FULL)
    april = podiatry(contract).months[0]
    assert april.returned.sources == ((people.expectation_id, "2008-04"),)
    assert april.plan is not None
    assert (april.plan.part, april.plan.terms_key) == ("activity_plan-1", "prices-1:terms/PODIATRY")


def test_a_practice_counts_for_its_group_of_that_month_and_what_has_none_stays_nobodys() -> None:
    people = Watching()
    contract = people.contract()
    for month in ("2008-04", "2008-05"):
        people.returned(month, {"X1": 60, "X2": 50, "X3": 45, "X4": 7, "nobody": 3})
    moved = parties_by_code(people.pct, PartyKind.PRACTICE)["X2"]
    with transaction():
        move_practice(practice_id=moved.id, group_id=people.watcom, from_on=date(2008, 5, 1), by=people.commissioner)
    april, may = podiatry(contract).months[:2]
    assert april.actual_by_group == {"DAC": 110, "WAT": 45, NOBODY: 10}
    assert may.actual_by_group == {"DAC": 60, "WAT": 95, NOBODY: 10}
    groups = comparison_by_group([april, may])
    assert list(groups) == ["DAC", "WAT", NOBODY]
    assert (groups[NOBODY].plan, groups[NOBODY].percent) == (0, None)


def test_an_adjustment_counts_in_the_month_it_is_posted_to() -> None:
    people = Watching()
    contract = people.contract()
    people.returned("2008-04", FULL, freeze=True)
    people.returned("2008-05", FULL)
    people.adjusted("2008-04", "2008-05", -4)
    people.adjusted("2008-04", "2008-06", -6)
    held = watched_on(contract)
    april, may, june = held.services[0].months[:3]
    assert [april.actual, may.actual, june.actual] == [155, 151, None]
    assert [may.actual_by_group["DAC"], may.adjusted] == [106, -4]
    assert june.adjusted == -6, "it waits for the month"
    assert [each.posted_to for each in held.adjusted(held.services[0])] == ["2008-05", "2008-06"]
    assert comparison([april, may, june]).actual == 306


def test_a_nil_return_of_a_quarter_is_nought_in_each_of_its_months() -> None:
    people = Watching(frequency=Frequency.QUARTERLY)
    contract = people.contract()
    people.nil("2008-04", last="2008-06")
    assert units_of(podiatry(contract)) == dict.fromkeys(("2008-04", "2008-05", "2008-06"), (0, "provisional"))


def test_a_return_sent_again_counts_once_and_other_currencies_do_not() -> None:
    people = Watching()
    contract = people.contract()
    people.sent("2008-04", ["PODIATRY,X1,2008-04,contact,10", "PODIATRY,X1,2008-04,first_contact,4"])
    people.sent("2008-04", ["PODIATRY,X1,2008-04,contact,30", "PODIATRY,total,2008-04,contact,30"])
    assert units_of(podiatry(contract)) == {"2008-04": (30, "provisional")}


def test_another_providers_returns_do_not_count() -> None:
    people = Watching()
    contract = people.contract()
    people.returned("2008-04", FULL)
    other = get_contract(contract.id)
    other.provider_id = people.trust
    (found,) = watched([other], YEAR, on=ON)
    assert units_of(found.services[0]) == {}
    assert {each.returned.why_not for each in found.services[0].months[:6]} == {"No return is expected for it."}
    db.session.rollback()


def test_the_plan_of_a_month_is_that_of_the_contract_in_that_month() -> None:
    people = Watching()
    contract = people.contract()
    people.returned("2008-09", FULL)
    people.returned("2008-10", FULL)
    draft = a_draft(
        contract,
        people.commissioner,
        kind=VariationKind.ACTIVITY,
        effective_from=date(2008, 10, 15),
        effective_to=date(2008, 12, 10),
    )
    months = dict.fromkeys(("2008-10", "2008-11", "2008-12"), 130)
    with_months(draft, people.commissioner, 1290, months, DAC_LINE)
    proposed(draft, people.commissioner)
    before = [each.planned for each in podiatry(contract).months]
    assert before == [150] * 12, "what is only proposed plans nothing"
    signed(draft, people.commissioner, people.provider)
    found = podiatry(contract)
    assert [each.planned for each in found.months] == [150] * 6 + [180] * 3 + [150] * 3
    october, december = found.months[6].plan, found.months[8].plan
    assert october is not None
    assert december is not None
    assert (october.on, december.on) == (date(2008, 10, 31), date(2008, 12, 10))
    assert october.variations == (1,)


def test_new_terms_make_an_account_of_their_own() -> None:
    people = Watching()
    contract = people.contract()
    for month in ("2008-09", "2008-10"):
        people.returned(month, {"X1": 110, "X3": 50})
    draft = a_draft(contract, people.commissioner, kind=VariationKind.PRICE, effective_from=date(2008, 10, 1))
    with_terms(draft, people.commissioner, replace(VOLUME, terms=CostPerCase(price=60_00)))
    proposed(draft, people.commissioner)
    signed(draft, people.commissioner, people.provider)
    found = money_compared(podiatry(contract).months, "2008-10", unit="contacts")
    september = 156 * 50_00 + 4 * 25_00
    assert found.actual == september + 160 * 60_00
    assert found.plan == 150 * 50_00 + 150 * 60_00


def test_after_a_termination_nothing_is_planned() -> None:
    people = Watching()
    contract = people.contract()
    kept = get_contract(contract.id)
    kept.terminated_on = date(2008, 7, 1)
    (found,) = watched([kept], YEAR, on=ON)
    assert found.months == ("2008-04", "2008-05", "2008-06")
    db.session.rollback()


def test_who_sees_which_contracts() -> None:
    people = Watching()
    contract = people.contract()
    people.contract(reference="WH/02", group_ids=(people.dacom,), by_group=False)
    seen = {
        by.name: [each.reference for each in list_watched(YEAR, by=by)]
        for by in (people.commissioner, people.provider, people.idle_provider, people.lead_of_watcom, people.stranger)
    }
    assert list(seen.values()) == [["WH/01", "WH/02"], ["WH/01", "WH/02"], [], ["WH/01"], []]
    assert list_years_watched(by=people.commissioner) == ["2008/09"]
    assert list_years_watched(by=people.stranger) == []
    assert contract.reference == "WH/01"


def test_many_contracts_take_as_many_queries_as_one() -> None:
    people = Watching()
    first = people.contract()
    people.returned("2008-04", FULL)
    one = _counted([first.id])
    several = [people.contract(reference=f"WH/1{turn}").id for turn in range(4)]
    assert _counted([first.id, *several]) == one <= 15


def _counted(contract_ids: list[int]) -> int:
    db.session.expire_all()
    contracts = [get_contract(each) for each in contract_ids]

    with statements() as asked:
        found = watched(contracts, YEAR, on=ON)
    assert all(units_of(each.services[0]) for each in found)
    return len(asked)
