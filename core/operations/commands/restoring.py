"""`flask backup restore`: a backup becomes the database, once it was restored beside it and found to hold."""

from pathlib import Path

import click

from core import clock
from core.cli import actor_named, refusals_in_words
from core.db import transaction
from core.errors import Refusal
from core.operations.actions import note_restore
from core.operations.commands.group import commands, key_from, open_backup, opened_with
from core.operations.commands.telling import told
from core.operations.placing import check_place, place_folder, put_in_place
from core.operations.restoring import Restored, restored


@commands.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "acting", required=True, help="E-mail address of the administrator who acts, in the backup.")
@click.option("--replace", is_flag=True, help="Put it in the place of what the database holds, and that aside.")
@click.option("--head", default="", help="A hash of the audit trail kept elsewhere, which must be in the backup’s.")
@opened_with
def restore(
    *,
    file: Path,
    acting: str,
    replace: bool,
    head: str,
    passphrase_file: Path | None,
    identity_file: Path | None,
    form: str,
) -> None:
    """Restore the backup FILE whole, or change nothing. Stop the server and the worker first."""
    with refusals_in_words(), open_backup(file) as opened:
        check_place(replace=replace)
        key = key_from(passphrase_file, identity_file)
        with restored(opened, key, head=head.strip().lower(), near=place_folder()) as found:
            _check(found)
            _note(found, file.name, acting)
            kept = put_in_place(found.scratch, at=clock.on_the_wall())
            click.echo(told(file, found, form))
    if kept:
        click.echo(f"What the database held before is kept in {kept}.", err=True)


def _check(found: Restored) -> None:
    if found.problems:
        raise Refusal("\n".join(["The backup does not hold, so nothing was changed.", *found.problems]))


def _note(found: Restored, file_name: str, acting: str) -> None:
    """Note the restore in the restored database itself, by a person of that database."""
    with found.scratch.app.app_context(), transaction():
        note_restore(
            file_name=file_name,
            header=found.filled.header,
            manifest=found.filled.manifest,
            by=actor_named(acting),
        )
