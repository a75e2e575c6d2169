"""`flask returns`: a return checked, or submitted, from the command line by the same rules as on the pages."""

import sys
from enum import StrEnum
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from commissioning.activity.actions.submitting import Sending, submit_return
from commissioning.activity.checking.values import Checked, ReadReturn
from commissioning.activity.commands.reminding import address_of
from commissioning.activity.exports.machine import checked_as_json, checked_as_text
from commissioning.activity.machines import found_in, read_upload, return_meant
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.rules.asking import Taking
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.checks.findings import HasFindings
from core import clock
from core.cli import actor_named, refusals_in_words
from core.db import transaction
from core.errors import Refusal
from core.parties.queries import find_party
from core.parties.rules import PartyKind
from core.permissions import Actor
from core.spreadsheets.tables import MOST_BYTES, Upload

returns = AppGroup("returns", help="Activity returns of providers: check a file, or submit it.")


class Format(StrEnum):
    """How what was found is written."""

    JSON = "json"
    TEXT = "text"


_FORMATS = click.Choice([each.value for each in Format])
_file = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
_provider = click.option("--provider", required=True, metavar="CODE", help="Code of the provider.")
_month = click.option("--month", required=True, metavar="YYYY-MM", help="A month of the period.")
_name = click.option("--return", "name", default="", help="Name of the return, where the provider makes several.")
_format = click.option("--format", "form", type=_FORMATS, default=Format.TEXT.value, show_default=True, help="How.")


@returns.command("check")
@_file
@_provider
@_month
@_name
@_format
@with_appcontext
def check_file(*, file: Path, provider: str, month: str, name: str, form: str) -> None:
    """Check FILE, an XLSX or CSV return, without submitting it. Ends with 2 where it could not be submitted whole."""
    with refusals_in_words():
        expectation = _found(provider, month, name)
        read = _read(file, expectation)
        asked, checked = found_in(read, expectation, month, on=clock.today())
    _say(read, checked, asked, Format(form))
    if checked.verdict in {"refused", "errors"}:
        raise SystemExit(2)


@returns.command("submit")
@_file
@_provider
@_month
@_name
@_format
@click.option("--as", "email", required=True, metavar="EMAIL", help="Who submits: a person of the provider.")
@click.option("--owe", is_flag=True, help="Submit the rows without errors, and owe the others.")
@click.option("--key", default="", help="A key of your own: the same key is submitted once.")
@with_appcontext
def submit_file(
    *, file: Path, provider: str, month: str, name: str, form: str, email: str, owe: bool, key: str
) -> None:
    """Submit FILE, an XLSX or CSV return. Where rows have errors nothing is stored, unless --owe says otherwise."""
    with refusals_in_words():
        by, expectation = actor_named(email), _found(provider, month, name)
        read = _read(file, expectation)
        told: list[tuple[Asked, Checked]] = []
        sending = Sending(
            taking=Taking.OWE if owe else Taking.WHOLE,
            request_key=key or None,
            href=address_of(expectation.id, expectation.period(month).first_month),
            found=lambda asked, checked: told.append((asked, checked)),
        )
        try:
            number = _submit(expectation, month, read, sending, by)
        except HasFindings:
            asked, checked = told[0]
            _say(read, checked, asked, Format(form))
            raise
        asked, checked = told[0] if told else found_in(read, expectation, month, on=clock.today())
    _say(read, checked, asked, Format(form))
    click.echo(f"Submitted as number {number}.", err=True)


def _submit(expectation: Expectation, month: str, read: ReadReturn, sending: Sending, by: Actor) -> int:
    """Submit the return; its number."""
    with transaction():
        return submit_return(
            expectation_id=expectation.id,
            month=month,
            read=read,
            by=by,
            at=clock.now(),
            on=clock.today(),
            sending=sending,
            progress=_progress,
        ).number


def _found(provider: str, month: str, name: str) -> Expectation:
    """The return that is meant; refused where there is none, or more than one."""
    party = find_party(kind=PartyKind.PROVIDER, code=provider)
    if party is None:
        raise Refusal(f"There is no provider {provider}.")
    return return_meant(party, month, name, naming="Name one with --return.")


def _read(file: Path, expectation: Expectation) -> ReadReturn:
    if file.stat().st_size > MOST_BYTES:
        raise Refusal(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    return read_upload(Upload(file.name, file.read_bytes()), expectation.provider_id)


def _say(read: ReadReturn, checked: Checked, asked: Asked, form: Format) -> None:
    say = checked_as_json if form is Format.JSON else checked_as_text
    click.echo(say(read, checked, asked))
    sys.stdout.flush()


def _progress(done: int, count: int) -> None:
    if count > 100_000:
        click.echo(f"{done:,} of {count:,} rows stored", err=True)
