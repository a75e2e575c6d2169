"""The commands themselves: `flask jobs work`, `flask jobs due`."""

import click
from flask import current_app
from flask.cli import AppGroup

from core.cli import refusals_in_words
from core.jobs.commands.due import look_for_all
from core.jobs.commands.stopping import stop_when_told
from core.jobs.commands.worker import work_until
from core.serving import check_database

commands = AppGroup("jobs", help="Long work, and what falls due.")


@commands.command("work")
@click.option("--once", is_flag=True, help="Do what waits, then end, instead of waiting for more.")
@click.option("--with-parent", type=int, default=0, help="End when the process of this number is no longer the parent.")
def work_command(*, once: bool, with_parent: int) -> None:
    """Do what people asked for and what falls due, until stopped. Several workers may run at once."""
    with refusals_in_words():
        check_database(current_app)
        with stop_when_told(with_parent) as stop:
            work_until(stop, once=once)


@commands.command("due")
def due_command() -> None:
    """Look for everything that is due by now and start it. A second run on the same day finds nothing to do."""
    with refusals_in_words():
        check_database(current_app)
        looked = look_for_all()
    for name, is_done in looked.items():
        click.echo(f"{name}: {'looked' if is_done else 'failed, see the log'}", err=not is_done)
    if not all(looked.values()):
        raise SystemExit(1)
