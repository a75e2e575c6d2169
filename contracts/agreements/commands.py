"""`flask contracts`: a contract read from the command line."""

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from contracts.agreements.documents.machine import contract_json
from contracts.agreements.documents.pdf import contract_pdf
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import list_named
from contracts.agreements.queries.papers import paper_of
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
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; else standard output.")
@click.option("--commissioner", default="", help="Code of the primary care trust, where several have that reference.")
@with_appcontext
def show(reference: str, form: str, output: Path | None, commissioner: str) -> None:
    """Write the contract of REFERENCE: what is signed where it was issued, else the draft as it stands."""
    with refusals_in_words():
        content = written(reference, Format(form), commissioner=commissioner, on=clock.today())
    if output is not None:
        output.write_bytes(content)
        return
    click.echo(content, nl=False)
    sys.stdout.flush()


def written(reference: str, form: Format, *, commissioner: str, on: date) -> bytes:
    """The contract in that form. It names no person who reads: it is for whoever operates the server."""
    paper = paper_of(_found(reference, commissioner), on=on)
    return contract_pdf(paper) if form is Format.PDF else contract_json(paper).encode() + b"\n"


def _found(reference: str, commissioner: str) -> Contract:
    found = [each for each in list_named(reference) if commissioner in ("", each.commissioner.code)]
    if not found:
        raise Refusal(f"There is no contract {reference}.")
    if len(found) > 1:
        codes = listed([each.commissioner.code for each in found])
        raise Refusal(f"{codes} have a contract {reference}. Name one with --commissioner.")
    return found[0]
