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
from contracts.agreements.queries.contracts import find_seen, list_named
from contracts.agreements.queries.papers import paper_of
from core import clock
from core.cli import actor_named, refusals_in_words
from core.errors import NotAllowed, Refusal
from core.permissions import Permission

contracts = AppGroup("contracts", help="Contracts of commissioners with providers.")


class Format(StrEnum):
    """How a contract is written."""

    JSON = "json"
    PDF = "pdf"


@contracts.command("show")
@click.argument("reference")
@click.option("--format", "form", type=click.Choice(list(Format)), default=Format.JSON, help="json or pdf.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; else standard output.")
@click.option("--as", "email", required=True, help="E-mail address of the person who reads.")
@with_appcontext
def show(reference: str, form: str, output: Path | None, email: str) -> None:
    """Write the contract of REFERENCE: what is signed where it was issued, else the draft as it stands."""
    with refusals_in_words():
        content = written(reference, Format(form), email=email, on=clock.today())
    if output is not None:
        output.write_bytes(content)
        return
    click.echo(content, nl=False)
    sys.stdout.flush()


def written(reference: str, form: Format, *, email: str, on: date) -> bytes:
    """The contract in that form, for a person who may see it."""
    paper = paper_of(_found(reference, email), on=on)
    return contract_pdf(paper) if form is Format.PDF else contract_json(paper).encode() + b"\n"


def _found(reference: str, email: str) -> Contract:
    actor = actor_named(email)
    if not actor.may(Permission.SEE_CONTRACTS):
        raise NotAllowed(f"As {actor.organisation_name} you may not {Permission.SEE_CONTRACTS}.")
    seen = [found for each in list_named(reference) if (found := find_seen(each.id, by=actor)) is not None]
    if not seen:
        raise Refusal(f"No contract {reference} concerns {actor.organisation_name}.")
    if len(seen) > 1:
        raise Refusal(f"{len(seen)} commissioners have a contract {reference}. Read it on its page.")
    return seen[0]
