"""The demo year: fills an empty database through the same acts people use, and keeps its time.

Rooms give their part (`seed_…`, or the reading of a file).
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

from sqlalchemy import inspect

from budgets.rounds.demo import seed_demo_round
from commissioning.activity.demo import seed_demo_returns
from commissioning.catalogue.actions.arrangements import record_arrangements
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.imports import arrangements_from, services_from
from commissioning.organisations.actions.populations import record_populations
from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.imports import groups_from, populations_from, practices_from
from commissioning.organisations.queries.providers import list_providers
from commissioning.organisations.rules.values import HasProblems, PopulationLine, ProviderLine, ProviderSort
from contracts.specifications.demo import seed_agreed_specification
from core import clock
from core.db import db, transaction
from core.parties.queries import list_parties
from core.parties.rules import PartyKind
from core.people.actions.demo import GROUPS, check_demo_database, seed_demo, seed_demo_people
from core.people.models import DemoMark
from core.people.queries import demo_mark_exists, find_demo_mark, person_exists
from core.permissions import Actor
from core.problems import Problem
from core.spreadsheets.tables import Upload
from demo.cast import activity_sides_of, cast_of, funding_sides_of, scheme_sides_of, sides_of
from demo.services import begin_services
from demo.story import play_story
from les.schemes.demo_funding import seed_decided_demo_funding
from les.schemes.demo_recommissioning import seed_demo_recommissioning

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
WORKBOOK = EXAMPLES / "west-herts-2008-09"
FIRST_DAY = date(2006, 10, 1)
LISTS_ON = date(2007, 4, 1)
TODAY = date(2008, 3, 18)
MORNING = time(9)
CALCULATED_ON = date(2008, 2, 12)
CLINIC = "GPC"
OUT_OF_SCOPE = "Outside the scope of practice based commissioning"
PROVIDERS = (
    ProviderLine(code="PROV", name="Provider services", sort=ProviderSort.OWN_ARM),
    ProviderLine(code="NBR", name="Neighbouring PCT", sort=ProviderSort.OTHER_PCT),
    ProviderLine(code="ACU", name="Local acute trust", sort=ProviderSort.NHS_TRUST),
    ProviderLine(code="GPC", name="GP-led clinic", sort=ProviderSort.GP_LED),
    ProviderLine(code="VOL", name="Hospice charity", sort=ProviderSort.VOLUNTARY),
)
_Line = TypeVar("_Line")


def prepare_demo(*, with_story: bool = True) -> bool:
    """Fill an empty database with the demo year and mark it; whether it was empty. Refuses one that is no demo.

    `with_story`: with what the groups, the provider and the commissioner do about the round; else it waits for them.
    """
    if person_exists() or demo_mark_exists():
        check_demo_database()
        return False
    with transaction():
        clock.run_from(datetime.combine(FIRST_DAY, MORNING, clock.LONDON))
        administrator, commissioner = seed_demo(on=FIRST_DAY, at=clock.on_the_wall())
        _seed_commissioning(commissioner)
        practices = list_parties(kind=PartyKind.PRACTICE, commissioner_id=commissioner.organisation_id)
        clinic = list_providers(commissioner.organisation_id)
        people_of = [*practices[:1], *(party for party, _ in clinic if party.code == CLINIC)]
        seed_demo_people(by=administrator, on=FIRST_DAY, organisations=people_of)
        cast = cast_of(CALCULATED_ON, [code for code, _ in GROUPS])
        if with_story:
            services = begin_services(cast, administrator)
            seed_agreed_specification(EXAMPLES / "demo", sides_of(cast))
            seed_decided_demo_funding(funding_sides_of(cast))
            services.pay_second_quarter()
            seed_demo_returns(activity_sides_of(cast), until=CALCULATED_ON)
            seed_demo_recommissioning(EXAMPLES / "demo" / "re-commissioning.toml", scheme_sides_of(cast), cast.leads)
        clock.run_from(datetime.combine(CALCULATED_ON, MORNING, clock.LONDON))
        working = seed_demo_round(by=commissioner, on=CALCULATED_ON, folder=WORKBOOK)
        if with_story:
            play_story(working, cast, services)
    keep_the_time_of_the_demo()
    return True


def keep_the_time_of_the_demo() -> None:
    """Let the clock of a demo go on from the demo's day: as long as the demo is old, so far from it is the day."""
    mark = find_demo_mark() if inspect(db.engine).has_table(DemoMark.__tablename__) else None
    if mark is not None:
        clock.run_apart(datetime.combine(TODAY, MORNING, clock.LONDON) - mark.marked_at)
    db.session.remove()


def _seed_commissioning(by: Actor) -> None:
    trust = by.organisation_id
    with (WORKBOOK / "groups.csv").open(encoding="utf-8-sig", newline="") as file:
        localities = list(dict.fromkeys(row["locality"] for row in csv.DictReader(file)))
    record_organisations(
        commissioner_id=trust,
        by=by,
        on=FIRST_DAY,
        localities=localities,
        groups=_lines(groups_from, WORKBOOK / "groups.csv"),
        practices=_lines(practices_from, WORKBOOK / "practices.csv"),
        providers=PROVIDERS,
    )
    populations = _lines(populations_from, WORKBOOK / "populations.csv")
    for lines in (_a_year_before(populations), populations):
        record_populations(commissioner_id=trust, lines=lines, by=by, at=clock.now())
    services = _lines(services_from, WORKBOOK / "services.csv")
    record_services(commissioner_id=trust, lines=services, by=by, scope_reason=OUT_OF_SCOPE)
    arrangements = _lines(arrangements_from, EXAMPLES / "demo" / "arrangements.csv")
    record_arrangements(commissioner_id=trust, lines=arrangements, by=by)


def _a_year_before(populations: Sequence[PopulationLine]) -> list[PopulationLine]:
    """The lists on which the incentive of 2007/08 is worked out: one in a hundred fewer. Illustrative."""
    return [replace(each, on=LISTS_ON, registered=each.registered * 99 // 100, weighted={}) for each in populations]


def _lines(read: Callable[[Upload], tuple[list[_Line], list[Problem]]], path: Path) -> Sequence[_Line]:
    lines, problems = read(Upload(path.name, path.read_bytes()))
    if problems:
        raise HasProblems(problems)
    return lines
