"""Inputs filled from what commissioning holds, and the round of the demo year."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from budgets.rounds import queries, rules
from budgets.rounds.actions.filling import fill_inputs_from_stored
from budgets.rounds.demo import seed_demo_round
from budgets.rounds.exports.workbooks import workbook_as_zip
from budgets.rounds.models import Inputs, Source
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.rules import ServiceLine
from commissioning.organisations.actions.populations import record_populations
from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.rules.values import GroupLine, MembershipLine, PopulationLine
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from tests.builders_rounds import AT, DAY, OPENED, Field, a_round, some_inputs

pytestmark = pytest.mark.usefixtures("database")
EXAMPLE = Path(__file__).resolve().parents[3] / "examples/west-herts-2008-09"


def _record(people: Field, *services: str, counted_on: date = date(2008, 1, 1)) -> None:
    """DacCom with one practice of 7,000 and WatCom with one of 3,000; the services named."""
    by, pct = people.commissioner, people.pct
    with transaction():
        record_organisations(
            commissioner_id=pct,
            localities=("Dacorum",),
            groups=(
                GroupLine(code="DAC", name="DacCom", locality="Dacorum"),
                GroupLine(code="WAT", name="WatCom", locality="Dacorum"),
            ),
            practices=[
                MembershipLine(practice="X00001", name="Practice 1", group="DAC"),
                MembershipLine(practice="X00002", name="Practice 2", group="WAT"),
            ],
            providers=(),
            on=OPENED,
            by=by,
        )
    counted = [
        PopulationLine(practice=code, on=counted_on, registered=Decimal(people), weighted={"weighted": Decimal(people)})
        for code, people in (("X00001", 7000), ("X00002", 3000))
    ]
    with transaction():
        record_populations(commissioner_id=pct, lines=counted, by=by, at=AT)
    lines = [ServiceLine(code=code, name=f"Service {code}", category="Adult services") for code in services]
    with transaction():
        record_services(commissioner_id=pct, lines=lines, by=by)


def _fill(round_id: int, inputs_id: int, by: Actor) -> Inputs:
    with transaction():
        return fill_inputs_from_stored(round_id=round_id, inputs_id=inputs_id, write=workbook_as_zip, by=by, at=AT)


def test_people_and_services_come_from_what_is_stored_and_money_from_earlier_inputs() -> None:
    people = Field()
    earlier = some_inputs(a_round(people.commissioner).id, people.commissioner)
    _record(people, "PHYSIO", "WOUND")
    stored = _fill(earlier.round_id, earlier.id, people.finance)
    workbook = queries.workbook_of(stored)
    assert (stored.number, stored.source) == (2, Source.STORED)
    assert [(group.code, group.locality) for group in workbook.groups] == [("DAC", "Dacorum"), ("WAT", "Dacorum")]
    assert [population.registered for population in workbook.populations] == [7000, 3000]
    assert [(service.code, service.name, str(service.method)) for service in workbook.services] == [
        ("PHYSIO", "Service PHYSIO", "capitation"),
        ("WOUND", "Service WOUND", "capitation"),
    ]
    assert workbook.cost_centres == queries.workbook_of(earlier).cost_centres
    assert [notice.code for notice in queries.notices_of(stored)] == ["new_service"]


def test_refuses_what_does_not_go_together_with_every_problem() -> None:
    """The ledger has a line for physiotherapy, which the catalogue does not know."""
    people = Field()
    earlier = some_inputs(a_round(people.commissioner).id, people.commissioner)
    _record(people, "WOUND", counted_on=date(2007, 1, 1))
    with pytest.raises(rules.InputsRefused) as refused:
        _fill(earlier.round_id, earlier.id, people.finance)
    assert {problem.file for problem in refused.value.problems} >= {"cost_centres.csv", "activity.csv"}
    assert len(queries.list_inputs(earlier.round_id)) == 1


def test_refuses_inputs_of_another_commissioner() -> None:
    people = Field()
    other = some_inputs(a_round(people.stranger).id, people.stranger)
    found = a_round(people.commissioner)
    with pytest.raises(Refusal, match=r"^These inputs belong to another commissioner\.$"):
        _fill(found.id, other.id, people.commissioner)


def test_only_those_who_prepare_fill_inputs() -> None:
    people = Field()
    earlier = some_inputs(a_round(people.commissioner).id, people.commissioner)
    for actor in (people.lead, people.auditor, people.stranger):
        with pytest.raises(NotAllowed):
            _fill(earlier.round_id, earlier.id, actor)


def test_earlier_inputs_of_another_year_may_be_carried_on_and_the_audit_says_so() -> None:
    people = Field()
    earlier = some_inputs(a_round(people.commissioner).id, people.commissioner)
    _record(people, "PHYSIO")
    following = a_round(people.commissioner, "2009/10")
    stored = _fill(following.id, earlier.id, people.finance)
    assert queries.policy_of(stored).year == "2009/10"
    assert history_of("round", following.id)[0].did == "filled inputs 1 from what is stored"


def test_the_demo_round_holds_the_example_calculated_and_not_shown() -> None:
    people = Field()
    with transaction():
        stored = seed_demo_round(by=people.commissioner, on=DAY, folder=EXAMPLE)
    assert (stored.round.year, str(stored.gross), stored.shown) == ("2008/09", "48717425.78", None)
    assert stored.inputs.services == 28
