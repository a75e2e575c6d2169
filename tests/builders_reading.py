"""Builders of calculations to read: the example year, kept twice by a commissioner, and workbooks of many lines."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from flask import g

from budgets.method.calculation import calculate
from budgets.method.methods import method_from
from budgets.method.policy import Policy
from budgets.method.result import Calculation
from budgets.method.workbook import Activity, CostCentre, Service, Workbook, with_methods
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.scenarios import change_methods, copy_scenario
from budgets.rounds.queries import get_calculation, list_scenarios
from core.db import transaction
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from core.web import load_actor_with
from tests.builders_rounds import AT, Field, a_party, a_round, a_workbook, an_actor, opened
from tests.vectors.loader import load

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "west-herts-2008-09"
OTHER_METHODS = {"COMM-NUR": "capitation", "PODIATRY": "activity:60+capitation:40"}


@cache
def the_example() -> tuple[Workbook, Policy]:
    """The example year's workbook and policy."""
    return load(EXAMPLE)


@cache
def the_calculation() -> Calculation:
    """The example year's calculation."""
    return calculate(*the_example())


@cache
def the_other_calculation() -> Calculation:
    """The same with community nursing by capitation and podiatry partly so."""
    workbook, policy = the_example()
    return calculate(with_methods(workbook, {c: method_from(m) for c, m in OTHER_METHODS.items()}), policy)


class Reading(Field):
    """The example year's field: calculation 1 of the working budget, and 2 of a scenario with two other methods."""

    def __init__(self) -> None:
        super().__init__()
        hertsmere = a_party(PartyKind.PBC_GROUP, "HER", "Hertsmere", self.pct)
        self.lead_of_hertsmere = an_actor(hertsmere, Role.PBC_LEAD, "PbC lead of Hertsmere")
        self.member_of_hertsmere = an_actor(hertsmere, Role.PBC_MEMBER, "PbC member of Hertsmere")
        provider = a_party(PartyKind.PROVIDER, "5P3P", "Provider services", self.pct)
        self.provider = an_actor(provider, Role.PROVIDER_MANAGER, "Provider manager")
        self.first = keep(self.commissioner, *the_example())
        with transaction():
            copied = copy_scenario(calculation_id=self.first, name="More capitation", by=self.commissioner, at=AT)
            scenario_id = copied.id
        with transaction():
            change_methods(scenario_id=scenario_id, written=OTHER_METHODS, seen={}, by=self.commissioner, at=AT)
        with transaction():
            self.second = calculate_scenario(scenario_id=scenario_id, by=self.commissioner, at=AT)[0].id

    def show(self, calculation_id: int) -> None:
        """Open a calculation to the groups."""
        opened(get_calculation(calculation_id), self.commissioner, "Please answer by 20 March.")


def keep(by: Actor, workbook: Workbook, policy: Policy) -> int:
    """A new round of the actor's commissioner with these inputs, and their calculation; its id."""
    found = a_round(by)
    with transaction():
        upload_inputs(
            round_id=found.id,
            workbook=workbook,
            policy=policy,
            notices=(),
            file_name="budget.xlsx",
            file=b"the file",
            by=by,
            at=AT,
        )
    scenario = list_scenarios(found.id)[0]
    with transaction():
        return calculate_scenario(scenario_id=scenario.id, by=by, at=AT)[0].id


def a_workbook_of(lines: int) -> Workbook:
    """The smallest workbook with so many service lines."""
    codes = [f"LINE-{number:02d}" for number in range(lines)]
    return replace(
        a_workbook(),
        activity=Activity(),
        services=tuple(
            Service(code=code, name=f"Service {code}", method=method_from("capitation"), row=row)
            for row, code in enumerate(codes, start=2)
        ),
        cost_centres=tuple(
            CostCentre(code=f"C{row}", service=code, amount=1_000_000 + row, row=row)
            for row, code in enumerate(codes, start=2)
        ),
    )


def read_as(actor: Actor) -> None:
    """Let every request come from this person, until the next application is made."""
    g.pop("actor", None)
    load_actor_with(lambda: actor)
