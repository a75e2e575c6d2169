"""The demo year: fills an empty database through the same acts people use, and serves it. Only on this machine.

Rooms give their part (`seed_…`, or the reading of a file); this module, like `app.py`, stands above all domains.
"""

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect

from budgets.rounds.demo import seed_demo_round
from commissioning.catalogue.actions.arrangements import record_arrangements
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.imports import arrangements_from, services_from
from commissioning.organisations.actions.populations import record_populations
from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.imports import groups_from, populations_from, practices_from
from commissioning.organisations.rules.values import HasProblems, ProviderLine, ProviderSort
from core import clock
from core.cli import refusals_in_words
from core.db import db, transaction
from core.parties.queries import list_parties
from core.parties.rules import PartyKind
from core.people.actions.demo import check_demo_database, seed_demo, seed_demo_people
from core.people.models import DemoMark, Person
from core.people.queries import demo_mark_exists, find_demo_mark, list_demo_people, person_exists
from core.people.rules import DEMO_WORDS
from core.permissions import Actor
from core.problems import Problem
from core.serving import address_of, serve
from core.spreadsheets.tables import Upload

EXAMPLES = Path(__file__).resolve().parent / "examples"
WORKBOOK = EXAMPLES / "west-herts-2008-09"
FIRST_DAY = date(2006, 10, 1)
TODAY = date(2008, 3, 18)
MORNING = time(9)
CALCULATED_ON = date(2008, 2, 12)
OUT_OF_SCOPE = "Outside the scope of practice based commissioning"
PROVIDERS = (
    ProviderLine(code="NBR", name="Neighbouring PCT", sort=ProviderSort.OTHER_PCT),
    ProviderLine(code="ACU", name="Local acute trust", sort=ProviderSort.NHS_TRUST),
    ProviderLine(code="GPC", name="GP-led clinic", sort=ProviderSort.GP_LED),
    ProviderLine(code="VOL", name="Hospice charity", sort=ProviderSort.VOLUNTARY),
)
commands = AppGroup("demo", help="The demo year, on this machine only.")
_Line = TypeVar("_Line")


def prepare_demo() -> bool:
    """Fill an empty database with the demo year and mark it; whether it was empty. Refuses one that is no demo."""
    if person_exists() or demo_mark_exists():
        check_demo_database()
        return False
    with transaction():
        clock.run_from(datetime.combine(FIRST_DAY, MORNING, clock.LONDON))
        administrator, commissioner = seed_demo(on=FIRST_DAY, at=clock.on_the_wall())
        _seed_commissioning(commissioner)
        practices = list_parties(kind=PartyKind.PRACTICE, commissioner_id=commissioner.organisation_id)
        seed_demo_people(by=administrator, on=FIRST_DAY, organisations=practices[:1])
        clock.run_from(datetime.combine(CALCULATED_ON, MORNING, clock.LONDON))
        seed_demo_round(by=commissioner, on=CALCULATED_ON, folder=WORKBOOK)
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
    record_populations(commissioner_id=trust, lines=populations, by=by, at=clock.now())
    services = _lines(services_from, WORKBOOK / "services.csv")
    record_services(commissioner_id=trust, lines=services, by=by, scope_reason=OUT_OF_SCOPE)
    arrangements = _lines(arrangements_from, EXAMPLES / "demo" / "arrangements.csv")
    record_arrangements(commissioner_id=trust, lines=arrangements, by=by)


def _lines(read: Callable[[Upload], tuple[list[_Line], list[Problem]]], path: Path) -> Sequence[_Line]:
    lines, problems = read(Upload(path.name, path.read_bytes()))
    if problems:
        raise HasProblems(problems)
    return lines


@commands.command("seed")
@with_appcontext
def seed_command() -> None:
    """Fill an empty database with the demo year and mark it as a demo for good."""
    with refusals_in_words():
        seeded = prepare_demo()
    click.echo("The demo year is in the database." if seeded else "The demo year was there already; nothing changed.")


@commands.command("run")
@with_appcontext
def run_command() -> None:
    """Bring the demo database up to date, fill it if it is empty, say where to go, and serve."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Set DEMO=1: this serves the demo year only.")
    with refusals_in_words():
        if inspect(db.engine).has_table(Person.__tablename__) and person_exists():
            check_demo_database()  # before a migration touches what is not ours
        db.session.remove()
        upgrade()
        prepare_demo()
        click.echo("Demo people, to sign in as with a button or with the password of all of them:")
        for person in list_demo_people():
            click.echo(f"  {person.email:<42}{person.name}")
        click.echo(f"  password: {DEMO_WORDS}\n")
        address = f"http://{address_of(current_app)}/"
        click.echo(f"Commissioning contracts and budgets: go to {address} (Ctrl+C stops it)")
        serve(current_app)
