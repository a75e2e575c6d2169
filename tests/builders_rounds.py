"""Builders of budget rounds: a commissioner with its people, and the smallest workbook that says something."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from budgets.method.methods import method_from
from budgets.method.policy import Policy
from budgets.method.policy_keys import policy_from
from budgets.method.workbook import Activity, CostCentre, Group, Membership, Population, Service, Workbook
from budgets.rounds.actions.calculations import calculate_scenario, open_calculation_to_groups
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.rounds import open_round
from budgets.rounds.models import Inputs, Round, Scenario, Shown, StoredCalculation
from budgets.rounds.queries import list_scenarios
from core.db import bookkeeping, transaction
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.people.models import Grant, Person
from core.people.queries import find_actor
from core.permissions import Actor, Role

AT = datetime(2008, 3, 3, 10, 12, tzinfo=UTC)
DAY = AT.date()
OPENED = date(2006, 10, 1)
KEYS = {
    "year": "2008/09",
    "capitation.date": "2008-01-01",
    "capitation.population": "weighted",
    "activity.from": "2007-01",
    "activity.to": "2007-12",
    "activity.minimum_months": "1",
    "activity.fallback": "capitation",
    "uplift.percent": "2.3",
}


def a_party(kind: PartyKind, code: str, name: str, commissioner_id: int | None = None) -> int:
    """An organisation; its id."""
    with bookkeeping() as session:
        party = Party(kind=kind, code=code, name=name, commissioner_id=commissioner_id, opened_on=OPENED)
        session.add(party)
        session.flush()
        return party.id


def an_actor(organisation_id: int, role: Role, name: str = "") -> Actor:
    """Somebody with a role at an organisation."""
    with bookkeeping() as session:
        called = name or f"{role.value} of {organisation_id}"
        person = Person(
            email=f"{called.lower().replace(' ', '.')}@example.org",
            name=called,
            password_hash="none",
            password_is_temporary=False,
            session_stamp="stamp",
            is_active=True,
        )
        session.add(person)
        session.flush()
        session.add(Grant(person_id=person.id, role=role, organisation_id=organisation_id, starts_on=OPENED))
        person_id = person.id
    actor = find_actor(person_id=person_id, on=DAY)
    assert actor is not None
    return actor


class Field:
    """A commissioner with two groups, and its people; another commissioner with one of its own."""

    def __init__(self) -> None:
        self.pct = a_party(PartyKind.PCT, "5P3", "West Hertfordshire PCT")
        self.other_pct = a_party(PartyKind.PCT, "5P4", "Another PCT")
        group = a_party(PartyKind.PBC_GROUP, "DAC", "DacCom", self.pct)
        self.commissioner = an_actor(self.pct, Role.COMMISSIONER, "PCT commissioner")
        self.finance = an_actor(self.pct, Role.FINANCE, "PCT finance")
        self.auditor = an_actor(self.pct, Role.AUDITOR, "Auditor")
        self.lead = an_actor(group, Role.PBC_LEAD, "PbC lead of DacCom")
        self.stranger = an_actor(self.other_pct, Role.COMMISSIONER, "Commissioner elsewhere")
        elsewhere = a_party(PartyKind.PBC_GROUP, "FAR", "Far group", self.other_pct)
        self.lead_elsewhere = an_actor(elsewhere, Role.PBC_LEAD, "PbC lead elsewhere")


def a_workbook(method: str = "capitation", amount: int = 100_000_00) -> Workbook:
    """Two groups of one practice each, one service and its one cost centre."""
    return Workbook(
        groups=(Group(code="DAC", name="DacCom", row=2), Group(code="WAT", name="WatCom", row=3)),
        practices=(
            Membership(practice="X00001", name="Practice 1", group="DAC", row=2),
            Membership(practice="X00002", name="Practice 2", group="WAT", row=3),
        ),
        population_columns=("weighted",),
        populations=tuple(
            Population(
                practice=code,
                on=date(2008, 1, 1),
                registered=Fraction(people),
                weighted={"weighted": Fraction(people)},
                row=row,
            )
            for row, (code, people) in enumerate((("X00001", 6000), ("X00002", 4000)), start=2)
        ),
        services=(Service(code="PHYSIO", name="Physiotherapy", method=method_from(method), row=2),),
        cost_centres=(CostCentre(code="C1", service="PHYSIO", amount=amount, row=2),),
        activity=Activity(
            service=("PHYSIO",),
            practice=("X00001",),
            month=("2007-04",),
            currency=("contact",),
            quantity=(10,),
            row=(2,),
        ),
    )


def a_policy(**changes: str) -> Policy:
    """The policy of the smallest workbook; `uplift__percent="2.5"` changes a key."""
    keys = {**KEYS, **{key.replace("__", "."): value for key, value in changes.items()}}
    policy, problems = policy_from(keys)
    assert policy is not None, problems
    return policy


def a_round(by: Actor, year: str = "2008/09") -> Round:
    """An open round of the actor's commissioner."""
    with transaction():
        return open_round(commissioner_id=min(by.commissioner_ids), year=year, by=by, at=AT)


def some_inputs(
    round_id: int,
    by: Actor,
    workbook: Workbook | None = None,
    file: bytes = b"the file",
    policy: Policy | None = None,
) -> Inputs:
    """Stored inputs."""
    with transaction():
        return upload_inputs(
            round_id=round_id,
            workbook=workbook or a_workbook(),
            policy=policy or a_policy(),
            notices=(),
            file_name="budget.xlsx",
            file=file,
            by=by,
            at=AT,
        )


def a_scenario(by: Actor) -> Scenario:
    """The working budget of a new round."""
    found = a_round(by)
    some_inputs(found.id, by)
    return list_scenarios(found.id)[0]


def a_calculation(by: Actor, scenario: Scenario | None = None) -> StoredCalculation:
    """A kept calculation of a scenario."""
    scenario_id = (scenario or a_scenario(by)).id
    with transaction():
        return calculate_scenario(scenario_id=scenario_id, by=by, at=AT)[0]


def opened(stored: StoredCalculation, by: Actor, note: str = "For your comments by 20 March.") -> Shown:
    """The calculation opened to the groups, as a proposal does it, but without one."""
    calculation_id = stored.id
    with bookkeeping():
        return open_calculation_to_groups(calculation_id=calculation_id, note=note, by=by, at=AT)


def with_two_services(workbook: Workbook) -> Workbook:
    """The same with a second service line."""
    second = Service(code="WOUND", name="Wound care", method=method_from("equal"), row=3)
    line = CostCentre(code="C2", service="WOUND", amount=50_000_00, row=3)
    return replace(workbook, services=(*workbook.services, second), cost_centres=(*workbook.cost_centres, line))
