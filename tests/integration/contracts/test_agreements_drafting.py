"""Drafting contracts: particulars, settings, schedules; who may, what is refused, what the trail says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.agreements.actions import drafting, schedules
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import find_discard, find_seen, get_contract, list_schedules
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.particulars import Setting
from contracts.agreements.rules.schedules import Frequency, ReturnAsked, ScheduleKind
from contracts.agreements.rules.states import Stage
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from tests.builders_contracts import (
    REVIEWS,
    Contracting,
    a_contract,
    issued,
    particulars_of,
    with_reviews,
    with_schedule,
)
from tests.builders_rounds import AT

pytestmark = pytest.mark.usefixtures("database")
WALLS = ["finance", "auditor", "lead", "member", "provider", "practice_manager", "stranger", "lead_elsewhere"]


def test_a_draft_is_started_with_its_legal_form() -> None:
    people = Contracting()
    contract = get_contract(a_contract(people))
    assert contract.particulars == particulars_of(people)
    assert (contract.stage, contract.notice_by_on) == (Stage.DRAFT, date(2008, 9, 30))
    told = "started the draft WH/01, Community services, with Provider services: Internal agreement"
    assert history_of("contract", contract.id)[0].did == told


@pytest.mark.parametrize("who", WALLS)
def test_others_start_no_contract(who: str) -> None:
    people = Contracting()
    with pytest.raises(NotAllowed):
        a_contract(people, getattr(people, who))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"form": LegalForm.BINDING}, "not a legally binding contract. Choose the other legal form."),
        ({"ends_on": date(2008, 3, 1)}, "The contract ends before it starts."),
        ({"reference": "wh 1"}, "A reference is 1 to 24 capital letters, digits, hyphens and slashes"),
        ({"whole_value": 1}, "The value over its whole life, £0.01, is less than that for the year, £100,000.00."),
        ({"kind": ContractType.SUB_CONTRACT}, "Choose the contract under which the sub-contract stands."),
        ({"provider_id": 99_999}, "Choose a provider of the commissioner."),
        ({"group_ids": (99_999,)}, "Choose the groups covered among those of the commissioner."),
        ({"year": "2010/11"}, "No day of the contract lies in 2010/11, the year of its value."),
    ],
)  # fmt: skip
def test_refuses_particulars_that_do_not_hold(changes: dict[str, Any], told: str) -> None:
    people = Contracting()
    with pytest.raises(Refusal) as refused:
        a_contract(people, **changes)
    assert told in str(refused.value)


def test_a_reference_is_used_once_and_a_discarded_one_never_again() -> None:
    people = Contracting()
    first = a_contract(people)
    for _ in range(2):
        with pytest.raises(Refusal, match=r"^Another contract has the reference WH/01\. Choose another\.$"):
            a_contract(people)
        if get_contract(first).is_draft:
            with transaction():
                drafting.discard_draft(contract_id=first, reason="Twice.", by=people.commissioner, at=AT)


def test_changing_says_what_was_changed() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    wanted = replace(particulars_of(people), title="Nursing", notice_months=3)
    with transaction():
        changed = drafting.change_particulars(contract_id=contract_id, wanted=wanted, by=people.commissioner)
        assert changed.notice_by_on == date(2008, 12, 31)
    assert history_of("contract", contract_id)[0].did == (
        "changed the notice period from 6 months to 3 months; the title from Community services to Nursing"
    )
    with pytest.raises(Refusal, match=r"^Nothing was changed: this is what the draft says already\.$"), transaction():
        drafting.change_particulars(contract_id=contract_id, wanted=wanted, by=people.commissioner)
    with pytest.raises(NotAllowed), transaction():
        drafting.change_particulars(contract_id=contract_id, wanted=wanted, by=people.stranger)


def test_settings_are_kept_with_their_source_and_count_as_a_change_of_the_contract() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    before = get_contract(contract_id).version
    with_reviews(contract_id, people)
    contract = get_contract(contract_id)
    assert [(each.name, each.value, each.source) for each in contract.settings] == [
        (REVIEWS.name, REVIEWS.value, REVIEWS.source)
    ]
    assert (contract.review_months, contract.version) == (3, before + 1)
    part = next(part for part in content_now(contract).parts if part.key == "settings")
    assert "| Contract review every | 3 months | Leads’ meeting of March 2008 |" in part.text
    for setting, told in (
        (Setting(name="review_months", value="2.5", source="x"), "is a whole number of months"),
        (Setting(name="payment_days", value="30", source=" "), "Say where “Payment after a valid invoice within”"),
    ):
        with pytest.raises(Refusal, match=told), transaction():
            drafting.change_settings(contract_id=contract_id, settings=[setting], by=people.commissioner)
    with transaction():
        drafting.change_settings(contract_id=contract_id, settings=[], by=people.commissioner)
    assert get_contract(contract_id).review_months is None


def test_a_discarded_draft_is_kept_with_its_reason_and_hidden_from_the_others() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    with pytest.raises(Refusal, match=r"^Say why the draft is discarded\.$"), transaction():
        drafting.discard_draft(contract_id=contract_id, reason=" ", by=people.commissioner, at=AT)
    with transaction():
        drafting.discard_draft(contract_id=contract_id, reason="Not needed.", by=people.commissioner, at=AT)
    kept = find_discard(contract_id)
    assert kept is not None
    assert (kept.reason, get_contract(contract_id).stage) == ("Not needed.", Stage.DISCARDED)
    assert find_seen(contract_id, by=people.finance) is not None
    assert find_seen(contract_id, by=people.provider) is None
    assert find_seen(contract_id, by=people.lead) is None


@pytest.mark.parametrize(
    ("who", "sees"),
    [("commissioner", True), ("finance", True), ("auditor", True), ("provider", True), ("lead", True), ("member", True),
     ("lead_of_watcom", False), ("idle_provider", False), ("practice_manager", False), ("stranger", False),
     ("lead_elsewhere", False)],
)  # fmt: skip
def test_only_those_whom_a_contract_concerns_see_it(who: str, *, sees: bool) -> None:
    people = Contracting()
    assert (find_seen(a_contract(people), by=getattr(people, who)) is not None) is sees


def test_schedules_keep_their_keys_whatever_becomes_of_their_order() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    by = people.commissioner
    first = with_schedule(contract_id, people)
    with transaction():
        second = schedules.add_schedule(
            contract_id=contract_id, kind=ScheduleKind.PRICES, title="More", text="", by=by
        ).id
    with transaction():
        schedules.move_schedule_up(contract_id=contract_id, schedule_id=second, by=by)
    assert [each.key for each in list_schedules(contract_id)] == ["prices-2", "prices-1"]
    with transaction():
        schedules.take_out_schedule(contract_id=contract_id, schedule_id=first, by=by)
    with transaction():
        schedules.add_schedule(contract_id=contract_id, kind=ScheduleKind.PRICES, title="Third", text="", by=by)
    assert [each.key for each in list_schedules(contract_id)] == ["prices-2", "prices-3"]
    with pytest.raises(Refusal, match=r"^“More” is the first schedule already\.$"), transaction():
        schedules.move_schedule_up(contract_id=contract_id, schedule_id=second, by=by)
    assert history_of("contract", contract_id)[0].did == "added the schedule “Third” (Prices and payment)"


def test_a_schedule_holds_no_script_and_is_written_by_drafters_only() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    schedule_id = with_schedule(contract_id, people)
    with pytest.raises(Refusal, match=r"^Line 1 holds HTML\."), transaction():
        schedules.write_schedule(
            contract_id=contract_id,
            schedule_id=schedule_id,
            title="x",
            text="<script>x</script>",
            by=people.commissioner,
        )
    for who in WALLS:
        with pytest.raises(NotAllowed), transaction():
            schedules.write_schedule(
                contract_id=contract_id, schedule_id=schedule_id, title="x", text="y", by=getattr(people, who)
            )


def test_a_schedule_asks_for_returns() -> None:
    people = Contracting()
    contract_id, by = a_contract(people), people.commissioner
    with transaction():
        kinds = (ScheduleKind.SPECIFICATIONS, ScheduleKind.REPORTING)
        first, second = (
            schedules.add_schedule(contract_id=contract_id, kind=kind, title=kind.value, text="", by=by).id
            for kind in kinds
        )
    asked = ReturnAsked(name="Activity", every=Frequency.MONTHLY, working_day=10, source="Local agreement")
    with transaction():
        schedules.ask_return(contract_id=contract_id, schedule_id=second, asked=asked, by=by)
    texts = {part.key: part.text for part in content_now(get_contract(contract_id)).parts}
    assert "| Activity | Every month | 10 | Local agreement |" in texts["reporting-1"]
    with pytest.raises(Refusal, match=r"is no schedule of the kind"), transaction():
        schedules.ask_return(contract_id=contract_id, schedule_id=first, asked=asked, by=by)
    late = replace(asked, name="Late", working_day=31)
    with pytest.raises(Refusal, match=r"^A return is due by working day 1 to 23 after its period\.$"), transaction():
        schedules.ask_return(contract_id=contract_id, schedule_id=second, asked=late, by=by)
    with transaction():
        kept = list_schedules(contract_id)
        schedules.take_out_return(contract_id=contract_id, schedule_id=second, return_id=kept[1].returns[0].id, by=by)
    assert [len(each.returns) for each in list_schedules(contract_id)] == [0, 0]


def test_nothing_issued_is_changed() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    schedule_id = with_schedule(contract_id, people)
    issued(contract_id, people)
    told = r"^WH/01 is issued for signature, and its text is frozen\. Take it back first to change it\.$"
    by = people.commissioner
    with pytest.raises(Refusal, match=told), transaction():
        schedules.write_schedule(contract_id=contract_id, schedule_id=schedule_id, title="x", text="y", by=by)
    with pytest.raises(Refusal, match=told), transaction():
        drafting.discard_draft(contract_id=contract_id, reason="x", by=by, at=AT)
    with pytest.raises(Refusal, match=told), transaction():
        drafting.change_settings(contract_id=contract_id, settings=[REVIEWS], by=by)
