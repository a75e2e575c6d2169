"""`flask contracts`: a contract read from the command line, as it was signed or as at a date."""

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from contracts.agreements.documents.machine import contract_json
from contracts.agreements.documents.pdf import contract_pdf
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import list_named
from contracts.agreements.queries.papers import paper_of
from contracts.agreements.rules.states import Stage
from contracts.variations.documents.as_at_pdf import as_at_pdf
from contracts.variations.documents.machine import as_at_json
from contracts.variations.queries.papers import as_at_paper
from core import clock
from core.cli import refusals_in_words
from core.errors import Refusal
from core.wording import listed

contracts = AppGroup("contracts", help="Contracts of commissioners with providers.")


class Format(StrEnum):
    """How a contract is written."""

    JSON = "json"
    PDF = "pdf"


@contracts.command("show")
@click.argument("reference")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in Format]),
    default=Format.JSON.value,
    help="json or pdf.",
)
@click.option(
    "--on",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="As at this day (2008-10-01), with the signed variations in effect; else as it was signed.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; else standard output.")
@click.option("--commissioner", default="", help="Code of the primary care trust, where several have that reference.")
@with_appcontext
def show(reference: str, form: str, on: datetime | None, output: Path | None, commissioner: str) -> None:
    """Write the contract of REFERENCE: what is signed where it was issued, else the draft as it stands."""
    with refusals_in_words():
        contract = found(reference, commissioner)
        if on is None:
            content = written(contract, Format(form), on=clock.today())
        else:
            content = written_as_at(contract, Format(form), on=on.date())
        if output is not None:
            _write(content, output)
            return
    click.echo(content, nl=False)
    sys.stdout.flush()


def _write(content: bytes, output: Path) -> None:
    try:
        output.write_bytes(content)
    except OSError as fault:
        raise Refusal(f"{output} cannot be written ({fault.strerror}). Name a file in a folder that exists.") from fault


def written(contract: Contract, form: Format, *, on: date) -> bytes:
    """The contract in that form. It names no person who reads: it is for whoever operates the server."""
    paper = paper_of(contract, on=on)
    return contract_pdf(paper) if form is Format.PDF else contract_json(paper).encode() + b"\n"


def written_as_at(contract: Contract, form: Format, *, on: date) -> bytes:
    """The contract as it stands on a day, in that form. Refused for one that its parties have not signed."""
    if contract.stage is not Stage.SIGNED:
        raise Refusal(f"{contract.reference} is not signed by its parties, so there is nothing to read as at a date.")
    paper = as_at_paper(contract, on=on)
    return as_at_pdf(paper) if form is Format.PDF else as_at_json(paper).encode() + b"\n"


def found(reference: str, commissioner: str) -> Contract:
    """The one contract of a reference. Refused where there is none, or several commissioners have one."""
    named = [each for each in list_named(reference) if commissioner in ("", each.commissioner.code)]
    if not named:
        whose = f" of a primary care trust {commissioner}" if commissioner else ""
        raise Refusal(f"There is no contract “{reference}”{whose}.")
    if len(named) > 1:
        codes = listed([each.commissioner.code for each in named])
        raise Refusal(f"{codes} have a contract {reference}. Name one with --commissioner.")
    return named[0]
