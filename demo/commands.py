"""`flask demo`: fill an empty database with the demo year, and serve it. Only on this machine."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect

from core.cli import refusals_in_words
from core.db import db
from core.people.actions.demo import check_demo_database
from core.people.models import Person
from core.people.queries import list_demo_people, person_exists
from core.people.rules import DEMO_WORDS
from core.serving import address_of, serve
from demo.year import prepare_demo

commands = AppGroup("demo", help="The demo year, on this machine only.")


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
        if not person_exists():
            click.echo(
                "Filling the demo year, once: every act of it is done as people do it. This takes about a minute."
            )
        prepare_demo()
        click.echo("Demo people, to sign in as with a button or with the password of all of them:")
        for person in list_demo_people():
            click.echo(f"  {person.email:<42}{person.name}")
        click.echo(f"  password: {DEMO_WORDS}\n")
        address = f"http://{address_of(current_app)}/"
        click.echo(f"Commissioning contracts and budgets: go to {address} (Ctrl+C stops it)")
        serve(current_app)
