"""The folder of attachments on the command line: `flask attachments verify`, `flask attachments tidy`."""

import click
from flask.cli import AppGroup

from core import clock
from core.attachments import queries
from core.attachments.folder import folder_open_to_others, list_files, remove_files
from core.attachments.rules import DamagedFile
from core.cli import refusals_in_words
from core.errors import Refusal

commands = AppGroup(
    "attachments", help="The folder of attached files: check it, clear it of what belongs to no record."
)


@commands.command("verify")
def verify() -> None:
    """Check that every attached file is there and unchanged. Ends with 0, or with 1 and what is wrong."""
    with refusals_in_words():
        faults, count, orphans = _faults(), len(queries.list_all_attachments()), _orphans()
    for fault in faults:
        click.echo(fault, err=True)
    if orphans:
        click.echo(
            f"{_files(len(orphans))} no attachment. `flask attachments tidy` removes what is older than an hour."
        )
    if faults:
        raise SystemExit(1)
    click.echo(f"All {count} attachments hold." if count != 1 else "The one attachment holds.")


@commands.command("tidy")
@click.option("--force", is_flag=True, help="Remove files even where no file belongs to this database.")
def tidy(*, force: bool) -> None:
    """Remove files that belong to no attachment, an hour after they came; then check all others as `verify` does."""
    with refusals_in_words():
        orphans = _orphans()
        if orphans and not force and len(orphans) == len(list_files()):
            raise Refusal(
                f"None of the {len(orphans)} files belongs to this database, so nothing was removed. "
                "Check DATABASE_URL and ATTACHMENTS_DIR; if both are right, say --force."
            )
        removed = list(remove_files(orphans, at=clock.on_the_wall()))
    click.echo(f"{_files(len(removed))} no attachment and {'was' if len(removed) == 1 else 'were'} removed.")
    click.get_current_context().invoke(verify)


def _faults() -> list[str]:
    folder = folder_open_to_others()
    faults = [f"Others than the account of the server may look into {folder}: chmod 700."] if folder else []
    for attachment in queries.list_all_attachments():
        try:
            queries.content_of(attachment)
        except DamagedFile as damaged:
            where = f"{attachment.subject} {attachment.subject_id}"
            faults.append(f"Attachment {attachment.id} ({where}, file {attachment.stored_name}) {damaged.fault}.")
    return faults


def _orphans() -> list[str]:
    known = {attachment.stored_name for attachment in queries.list_all_attachments()}
    return [name for name in list_files() if name not in known]


def _files(count: int) -> str:
    return f"{count} {'file belongs' if count == 1 else 'files belong'} to"
