"""`flask backup verify`: a backup is restored into a scratch database, checked there, and thrown away."""

from pathlib import Path

import click

from core.cli import refusals_in_words
from core.operations.commands.group import commands, key_from, open_backup, opened_with
from core.operations.commands.telling import told
from core.operations.restoring import restored
from core.operations.rules.cells import DamagedBackup


@commands.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--head", default="", help="A hash of the audit trail kept elsewhere, which must be in the backup’s.")
@opened_with
def verify(*, file: Path, head: str, passphrase_file: Path | None, identity_file: Path | None, form: str) -> None:
    """Check the backup FILE by restoring it. Ends with 0 when all of it holds, with 1 and what is wrong when not."""
    with refusals_in_words():
        try:
            with open_backup(file) as opened:
                key = key_from(passphrase_file, identity_file)
                with restored(opened, key, head=head.strip().lower()) as found:
                    click.echo(told(file, found, form))
        except DamagedBackup as damage:
            click.echo(str(damage), err=True)
            raise SystemExit(1) from damage
    for problem in found.problems:
        click.echo(f"{problem[0].upper()}{problem[1:]}.", err=True)
    if found.problems:
        raise SystemExit(1)
    if form == "text":
        click.echo("The backup holds: it was restored, and everything in it is as it was.")
