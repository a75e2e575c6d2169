"""The trail on the command line: `flask audit verify`, `flask audit head`."""

import click
from flask.cli import AppGroup

from core.audit_trail import queries
from core.cli import refusals_in_words

commands = AppGroup("audit", help="The audit trail: check that nothing in it was changed.")


@commands.command("verify")
@click.option("--head", default="", help="A hash kept elsewhere (a backup, a PDF) that must still be in the chain.")
def verify(*, head: str) -> None:
    """Check every row of the chain. Ends with 0 when all of it holds, with 1 and the first broken row when not."""
    with refusals_in_words():
        fault = queries.first_fault(head.strip().lower())
        last = queries.find_head()
    if fault:
        click.echo(f"The audit trail is broken: {fault}.", err=True)
        raise SystemExit(1)
    click.echo(f"The audit trail holds: {last.id if last else 0:,} rows, head {queries.head_hash()}.")


@commands.command("head")
def head_hash() -> None:
    """Print the hash of the last row, to be kept where nobody who could change the database can reach it."""
    with refusals_in_words():
        click.echo(queries.head_hash())
