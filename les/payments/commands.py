"""`flask les spend`, and the job that makes a large payment run: begun again it is the same run."""

from datetime import date
from enum import StrEnum

import click
from flask.cli import AppGroup, with_appcontext

from core import clock
from core.cli import refusals_in_words
from core.db import transaction
from core.errors import Refusal
from core.jobs.registry import Progress, register
from core.jobs.rules import Result, Values
from core.money import as_pence
from core.parties.models import Party
from core.parties.queries import list_parties
from core.parties.rules import PartyKind
from core.spreadsheets.shown import table_as_csv
from core.wording import listed, sterling
from les.payments.actions.making import make_run
from les.payments.exports.finance_file import finance_file
from les.payments.exports.spend import as_text, spend_json
from les.payments.presented.spend import spend_table
from les.payments.queries.spend import SpendAsked, commissioners_with_schemes, spend_in
from les.payments.rules.running import KIND_OF_JOB
from les.schemes.rules.budgets import year_named

les = AppGroup("les", help="Enhanced services.")


class Format(StrEnum):
    """How spend is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def make_known() -> None:
    """Tell the jobs of this one."""
    register(KIND_OF_JOB, make, "Make a payment run")


def make(values: Values, progress: Progress) -> Result | None:
    """Make the run that was asked for, in one transaction, as the one who asked."""
    if progress.by is None:
        raise Refusal("A payment run is made by a person of finance.")
    progress("Taking what is due")
    with transaction():
        run = make_run(
            commissioner_id=int(str(values["commissioner_id"])),
            pays_on=date.fromisoformat(str(values["pays_on"])),
            key=str(values["key"]),
            write=finance_file,
            by=progress.by,
            on=clock.today(),
            at=clock.now(),
        )
        words = f"{run.number} is made: {run.file.lines:,} lines, {sterling(as_pence(run.file.paid))}."
        href = f"/les/payments/runs/{run.id}"
    return Result(words=words, href=href)


@les.command("spend")
@click.option("--year", required=True, metavar="YEAR", help="The financial year, such as 2007/08.")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in Format]),
    default=Format.TEXT.value,
    help="text, json or csv.",
)
@click.option("--commissioner", default="", metavar="CODE", help="Whose schemes, where there are several trusts.")
@with_appcontext
def spend(year: str, form: str, commissioner: str) -> None:
    """Write the budget of every scheme in YEAR, what it comes to so far, and what the year will come to."""
    with refusals_in_words():
        click.echo(_spend(year_named(year), Format(form), _commissioner(commissioner)))


def _spend(year: str, form: Format, commissioner: Party) -> str:
    """It names no person who reads: it is for whoever operates the server."""
    on = clock.today()
    lines = spend_in(SpendAsked(commissioner_ids=[commissioner.id], year=year, on=on))
    if form is Format.JSON:
        return spend_json(lines, commissioner=commissioner, year=year, on=on)
    shown = spend_table(lines, year=year)
    return as_text(shown) if form is Format.TEXT else table_as_csv(shown).decode().rstrip("\r\n")


def _commissioner(code: str) -> Party:
    """The trust of a code, or the only one that has schemes."""
    having = set(commissioners_with_schemes())
    trusts = list_parties(kind=PartyKind.PCT)
    found = [each for each in trusts if (each.code == code if code else each.id in having)]
    if not found:
        raise Refusal(f"There is no primary care trust {code}." if code else "No trust has an enhanced service yet.")
    if len(found) > 1:
        codes = listed([each.code for each in found])
        raise Refusal(f"Several trusts have enhanced services: {codes}. Name one with --commissioner.")
    return found[0]
