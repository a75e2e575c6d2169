"""Lines of money: tied to budget lines, never over them without an exception of a second person."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from contracts.agreements.actions import drafting, money
from contracts.agreements.actions.schedules import add_schedule
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.queries.money import budgets_at_hand, list_exceptions, list_lines, wanted_by
from contracts.agreements.queries.register import lines_without_contract
from contracts.agreements.rules.schedules import ScheduleKind
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders_contracts import Contracting, a_contract, issued, put_to_groups, with_schedule, written_line
from tests.builders_rounds import AT

pytestmark = pytest.mark.usefixtures("database")
HOLDS = 61_380_00  # £100,000 of physiotherapy, 2.3% uplift, 60% of the people in DacCom


def an_exception(contract_id: int, amount: int, by: Actor, reason: str = "The ward opens early.") -> None:
    with transaction():
        money.record_exception(
            contract_id=contract_id, line="PHYSIO", group="DAC", amount=amount, reason=reason, by=by, at=AT
        )


def test_a_line_is_tied_to_what_the_groups_line_holds() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    told = r"^No calculation for 2008/09 is put to the groups, so there is no budget line to commit\. Put one to them"
    with pytest.raises(Refusal, match=told):
        written_line(contract_id, 1, people.commissioner)
    put_to_groups(people)
    budgets = budgets_at_hand(people.pct, "2008/09")
    assert budgets is not None
    assert budgets.lines["PHYSIO"].holds["DAC"] == HOLDS
    written_line(contract_id, HOLDS, people.commissioner)
    assert wanted_by(list_lines(contract_id)) == {("PHYSIO", "DAC"): HOLDS}
    assert history_of("contract", contract_id)[0].did == "committed £61,380.00 of Physiotherapy"
    part = content_now(get_contract(contract_id)).schedules[-1]
    assert (part.key, part.total) == ("money", HOLDS)
    written_line(contract_id, 0, people.commissioner)
    assert list_lines(contract_id) == []


def test_more_than_the_line_holds_over_all_contracts_is_refused_in_words() -> None:
    people = Contracting()
    put_to_groups(people)
    written_line(a_contract(people), 40_000_00, people.commissioner)
    second = a_contract(people, reference="WH/02")
    told = (
        r"^Physiotherapy for DacCom: £21,380\.01 is £0\.01 more than the line has left \(£61,380\.00, of which "
        r"£40,000\.00 is in other contracts\)\. Commit less, or have a second person record an exception"
    )
    with pytest.raises(Refusal, match=told):
        written_line(second, 21_380_01, people.commissioner)
    written_line(second, 21_380_00, people.commissioner)


def test_two_who_commit_the_same_money_at_once_do_not_both(database: Flask) -> None:
    people = Contracting()
    put_to_groups(people)
    first, second = a_contract(people), a_contract(people, reference="WH/02")
    told = at_once(
        database,
        lambda: money.write_line(contract_id=first, line="PHYSIO", amounts={"DAC": 40_000_00}, by=people.commissioner),
        lambda: money.write_line(contract_id=second, line="PHYSIO", amounts={"DAC": 40_000_00}, by=people.colleague),
    )
    assert sum("more than the line has left" in each for each in told) == 1, told
    assert len(list_lines(first)) + len(list_lines(second)) == 1


def test_a_discarded_draft_frees_its_money() -> None:
    people = Contracting()
    put_to_groups(people)
    first = a_contract(people)
    written_line(first, HOLDS, people.commissioner)
    assert lines_without_contract(people.pct, "2008/09") == []
    with transaction():
        drafting.discard_draft(contract_id=first, reason="No.", by=people.commissioner, at=AT)
    assert [each.code for each in lines_without_contract(people.pct, "2008/09")] == ["PHYSIO"]
    written_line(a_contract(people, reference="WH/02"), HOLDS, people.commissioner)


def test_an_exception_is_recorded_by_a_second_person_with_a_reason() -> None:
    people = Contracting()
    put_to_groups(people)
    contract_id = a_contract(people)
    told = r"^You drafted this contract\. An exception is recorded by a second person\.$"
    with pytest.raises(Refusal, match=told):
        an_exception(contract_id, 1_00, people.commissioner)
    with pytest.raises(Refusal, match=r"^Say why the contract may commit more than the line holds\.$"):
        an_exception(contract_id, 1_00, people.finance, " ")
    for who in (people.lead, people.provider, people.auditor, people.stranger):
        with pytest.raises(NotAllowed):
            an_exception(contract_id, 1_00, who)
    an_exception(contract_id, 100_00, people.finance)
    written_line(contract_id, HOLDS + 100_00, people.commissioner)
    with pytest.raises(Refusal, match="more than the line has left"):
        written_line(contract_id, HOLDS + 100_01, people.commissioner)
    assert history_of("contract", contract_id)[1].did == (
        "allowed up to £100.00 over Physiotherapy for DacCom: The ward opens early."
    )
    assert [each.name for each in list_exceptions(contract_id)] == ["PCT finance"]


def test_nobody_uses_an_exception_of_their_own() -> None:
    people = Contracting()
    put_to_groups(people)
    contract_id = a_contract(people)
    an_exception(contract_id, 100_00, people.colleague)
    with pytest.raises(
        Refusal, match=r"^You recorded the exception for this line\. Somebody else writes the amount\.$"
    ):
        written_line(contract_id, HOLDS + 1, people.colleague)
    written_line(contract_id, HOLDS, people.colleague)
    with pytest.raises(Refusal, match=r"^You drafted this contract\."):
        an_exception(contract_id, 200_00, people.colleague)


def test_lines_are_of_groups_covered_and_within_the_value() -> None:
    people = Contracting()
    put_to_groups(people)
    contract_id = a_contract(people, year_value=50_00, whole_value=50_00)
    told = r"^The contract does not cover the group WAT\. Add it to the particulars first\.$"
    with pytest.raises(Refusal, match=told):
        written_line(contract_id, 1, people.commissioner, "WAT")
    told = r"^The lines of money add up to £50\.01, more than the value for the year, £50\.00\.$"
    with pytest.raises(Refusal, match=told):
        written_line(contract_id, 50_01, people.commissioner)
    with pytest.raises(Refusal, match=r"have no line of that code"), transaction():
        money.write_line(contract_id=contract_id, line="NONE", amounts={"DAC": 1}, by=people.commissioner)
    with pytest.raises(Refusal, match=r": an amount is not negative\."):
        written_line(contract_id, -1, people.commissioner)


def test_a_group_with_lines_stays_covered_and_a_year_with_lines_stays() -> None:
    people = Contracting()
    put_to_groups(people)
    contract_id = a_contract(people)
    written_line(contract_id, 1_00, people.commissioner)
    kept = get_contract(contract_id).particulars
    cases: list[tuple[dict[str, Any], str]] = [
        ({"group_ids": ()}, "The draft has lines of money of DacCom."),
        ({"year": "2007/08", "starts_on": kept.starts_on.replace(month=3)}, "The draft has lines of money of 2008/09."),
    ]
    for changes, told in cases:
        with pytest.raises(Refusal, match=told), transaction():
            drafting.change_particulars(
                contract_id=contract_id, wanted=replace(kept, **changes), by=people.commissioner
            )


def test_lines_stand_in_the_schedule_of_prices_and_others_write_none() -> None:
    people = Contracting()
    put_to_groups(people)
    contract_id = a_contract(people)
    with transaction():
        add_schedule(
            contract_id=contract_id, kind=ScheduleKind.QUALITY, title="Quality", text="Good.", by=people.commissioner
        )
    with_schedule(contract_id, people)
    written_line(contract_id, 1_00, people.commissioner)
    assert {part.key: part.total for part in content_now(get_contract(contract_id)).schedules} == {
        "quality-1": 0,
        "prices-1": 1_00,
    }
    for who in (people.finance, people.lead, people.provider, people.auditor, people.stranger):
        with pytest.raises(NotAllowed):
            written_line(contract_id, 2_00, who)
    issued(contract_id, people)
    with pytest.raises(Refusal, match="its text is frozen"):
        written_line(contract_id, 2_00, people.commissioner)
