"""The activity plan of a draft: planned, written by hand, taken out, issued; who may, what is refused, the trail."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from contracts.agreements.actions import plan as acts
from contracts.agreements.actions.drafting import change_particulars
from contracts.agreements.actions.schedules import take_out_schedule
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import content_of, get_contract, get_schedule
from contracts.agreements.queries.figures import services_at_hand
from contracts.agreements.rules.content import content_from
from contracts.agreements.rules.figures import plan_line_of
from contracts.agreements.rules.planning import LineWritten
from contracts.agreements.rules.schedules import ScheduleKind
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from tests.builders_contracts import Contracting, a_contract, issued, particulars_of, put_to_groups, with_schedule
from tests.builders_figures import PODIATRY, a_schedule, planned_service

pytestmark = pytest.mark.usefixtures("database")
WALLS = ["finance", "auditor", "lead", "member", "provider", "stranger", "lead_elsewhere"]


def _drafted(people: Contracting) -> tuple[int, int]:
    contract_id = a_contract(people)
    return contract_id, a_schedule(contract_id, people, ScheduleKind.ACTIVITY_PLAN)


def _write(place: tuple[int, int], people: Contracting, planned: int, total: int, **months: int) -> None:
    """Months by hand of the only line: those named (`m2008_04=…`), the others 100 as planned."""
    (row,) = get_schedule(*place).plan
    wanted = {each.month: each.units for each in row.months}
    wanted |= {month.removeprefix("m").replace("_", "-"): units for month, units in months.items()}
    written = LineWritten(line_id=row.id, planned=planned, months=wanted)
    with transaction():
        acts.write_plan(
            contract_id=place[0],
            schedule_id=place[1],
            written=[written],
            totals={"PODIATRY": total},
            by=people.commissioner,
        )


def test_a_service_is_planned_by_group_and_month_and_stands_in_the_text() -> None:
    people = Contracting()
    place = _drafted(people)
    before = get_contract(place[0]).version
    planned_service(*place, people.commissioner)
    contract = get_contract(place[0])
    (figures,) = content_now(contract).schedules[0].figures
    line = plan_line_of(figures)
    assert (figures.key, line.called, line.planned) == ("PODIATRY/DAC", "Podiatry for DacCom", 1200)
    assert set(line.months.values()) == {100}
    assert contract.version == before + 1
    assert history_of("contract", place[0])[0].did == "planned 1,200 contacts of Podiatry, phased in equal parts"


def test_a_service_is_planned_once_and_anew_on_purpose() -> None:
    people = Contracting()
    place = _drafted(people)
    planned_service(*place, people.commissioner)
    with pytest.raises(Refusal, match=r"^Podiatry is planned already\. Plan it anew, or write its months\.$"):
        planned_service(*place, people.commissioner)
    planned_service(*place, people.commissioner, anew=True, total=24, parts={})
    (row,) = get_schedule(*place).plan
    assert (row.group_code, row.planned, {each.units for each in row.months}) == ("", 24, {2})
    assert history_of("contract", place[0])[0].did == (
        "changed the plan of Podiatry from 1,200 contacts to 24 contacts, phased in equal parts"
    )
    second = a_schedule(place[0], people, ScheduleKind.ACTIVITY_PLAN)
    with pytest.raises(Refusal, match=r"^Podiatry is planned in “Indicative activity plan” already\.$"):
        planned_service(place[0], second, people.commissioner)


@pytest.mark.parametrize("who", WALLS)
def test_others_plan_nothing(who: str) -> None:
    people = Contracting()
    place = _drafted(people)
    with pytest.raises(NotAllowed):
        planned_service(*place, getattr(people, who))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"parts": {"DAC": Fraction(1100)}},
            "Podiatry: the groups add up to 1,100 contacts, but the service has 1,200",
        ),
        ({"parts": {"WAT": Fraction(1200)}}, "The contract does not cover the group WAT. Add it to the particulars"),
        ({"first": "2007-04"}, "Choose months of the contract"),
    ],
)
def test_refuses_what_does_not_fit_the_contract(changes: dict[str, Any], told: str) -> None:
    people = Contracting()
    place = _drafted(people)
    with pytest.raises(Refusal) as refused:
        planned_service(*place, people.commissioner, **changes)
    assert told in str(refused.value)
    assert get_schedule(*place).plan == []


def test_a_plan_stands_in_a_schedule_of_its_kind_and_of_a_draft_only() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    prices = with_schedule(contract_id, people)
    with pytest.raises(Refusal, match="is no schedule of the kind “Indicative activity plan”"):
        planned_service(contract_id, prices, people.commissioner)
    plan = a_schedule(contract_id, people, ScheduleKind.ACTIVITY_PLAN)
    planned_service(contract_id, plan, people.commissioner)
    issue = issued(contract_id, people)
    assert [each.key for each in content_from(content_of(issue)).schedules[1].figures] == ["PODIATRY/DAC"]
    with pytest.raises(Refusal, match=r"WH/01 is issued for signature|no draft"):
        planned_service(contract_id, plan, people.commissioner, anew=True, total=1)


def test_months_written_by_hand_add_up_or_are_refused() -> None:
    people = Contracting()
    place = _drafted(people)
    planned_service(*place, people.commissioner)
    with pytest.raises(Refusal) as refused:
        _write(place, people, 1200, 1200, m2008_04=120)
    assert str(refused.value) == (
        "Podiatry for DacCom: the months add up to 1,220 contacts, but 1,200 are planned in all: 20 too many."
    )
    with pytest.raises(Refusal, match="the groups add up to 1,220 contacts, but the service has 1,200 in all: 20 too"):
        _write(place, people, 1220, 1200, m2008_04=120)
    with pytest.raises(Refusal, match=r"^Nothing was changed"):
        _write(place, people, 1200, 1200)
    with pytest.raises(Refusal, match="Planned activity is a whole number from 0"):
        _write(place, people, 1200, 1200, m2008_04=-1)
    _write(place, people, 1200, 1200, m2008_04=120, m2008_05=80)
    (row,) = get_schedule(*place).plan
    assert [each.units for each in row.months][:3] == [120, 80, 100]
    assert row.is_overwritten
    assert history_of("contract", place[0])[0].did == (
        "changed months of the activity plan by hand: Podiatry for DacCom, from 100 in April 2008, 100 in May 2008 "
        "to 120 in April 2008, 80 in May 2008"
    )


def test_a_line_is_taken_out_and_a_schedule_with_all_of_them() -> None:
    people = Contracting()
    place = _drafted(people)
    planned_service(*place, people.commissioner)
    (row,) = get_schedule(*place).plan
    for _ in range(2):
        if get_schedule(*place).plan:
            with transaction():
                acts.take_out_planned_line(
                    contract_id=place[0], schedule_id=place[1], line_id=row.id, by=people.commissioner
                )
            assert history_of("contract", place[0])[0].did == "took Podiatry for DacCom out of the activity plan"
    with pytest.raises(Refusal, match=r"^That line is not planned here any more\.$"), transaction():
        acts.take_out_planned_line(contract_id=place[0], schedule_id=place[1], line_id=row.id, by=people.commissioner)
    planned_service(*place, people.commissioner)
    with transaction():
        take_out_schedule(contract_id=place[0], schedule_id=place[1], by=people.commissioner)
    assert content_now(get_contract(place[0])).schedules == []


def test_a_term_changed_afterwards_stands_in_the_way_of_issuing() -> None:
    people = Contracting()
    place = _drafted(people)
    planned_service(*place, people.commissioner)
    with transaction():
        wanted = replace(particulars_of(people), ends_on=date(2009, 1, 31))
        change_particulars(contract_id=place[0], wanted=wanted, by=people.commissioner)
    with pytest.raises(Refusal) as refused:
        issued(place[0], people)
    assert "“Indicative activity plan” does not hold: Podiatry for DacCom: February 2009 has 100" in str(refused.value)
    _write(place, people, 1000, 1000, m2009_02=0, m2009_03=0)
    assert issued(place[0], people).number == 1


def test_services_come_from_budget_lines_and_the_catalogue() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    put_to_groups(people)
    assert services_at_hand(get_contract(contract_id))["PHYSIO"] == "Physiotherapy"
    assert PODIATRY.service not in services_at_hand(get_contract(contract_id))
