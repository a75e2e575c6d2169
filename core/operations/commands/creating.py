"""`flask backup create`: one sealed file, made while people work; old ones go only when that is asked for."""

import json
import tomllib
from pathlib import Path

import click
from flask import current_app

from core import clock
from core.cli import actor_named, refusals_in_words
from core.db import transaction
from core.errors import Refusal
from core.operations.actions import note_backup
from core.operations.commands.group import commands, lock_from
from core.operations.exports import write_backup
from core.operations.rules.keeping import name_of, too_old
from core.operations.rules.manifest import Manifest


@commands.command("create")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="A file with the passphrase to seal it with.")
@click.option("--recipient", "recipients", multiple=True, help="A public key of age to seal it for; may be said again.")
@click.option("--keep", type=click.IntRange(min=1), help="Then remove all but so many of the newest backups there.")
@click.option("--as", "acting", default="", help="E-mail address of the administrator who acts; none: by the timer.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell what was made."
)
def create(
    *, folder: Path, passphrase_file: Path | None, recipients: tuple[str, ...], keep: int | None, acting: str, form: str
) -> None:
    """Write a backup into FOLDER. Ends with 0; with 1 where attached files were missing or damaged already."""
    with refusals_in_words():
        by = actor_named(acting) if acting else None
        at = clock.on_the_wall()
        path = folder / name_of(at)
        lock = lock_from(passphrase_file, recipients)
        try:
            manifest = write_backup(path, lock, version=_version(), made_at=at)
        except OSError as fault:
            raise Refusal(f"The backup could not be written: {fault.strerror}. Nothing of it was kept.") from fault
        with transaction():
            note_backup(file_name=path.name, manifest=manifest, by=by)
        removed = _remove_old(folder, keep) if keep else []
    click.echo(_as_json(path, manifest, removed) if form == "json" else _as_text(path, manifest, removed))
    for name in manifest.missing:
        click.echo(f"The attached file {name} is missing or damaged, so the backup lacks it.", err=True)
    if manifest.missing:
        raise SystemExit(1)


def _remove_old(folder: Path, keep: int) -> list[str]:
    removed = too_old((path.name for path in folder.iterdir() if path.is_file()), keep=keep)
    for name in removed:
        (folder / name).unlink()
    return removed


def _as_text(path: Path, manifest: Manifest, removed: list[str]) -> str:
    lines = [
        f"{path}",
        f"{manifest.rows:,} rows of {len(manifest.tables)} tables, {manifest.attachments:,} attached files.",
        f"{path.stat().st_size:,} bytes, sealed.",
        f"Head of the audit trail: {manifest.audit_head} (row {manifest.audit_rows}). Keep it elsewhere too.",
        *(f"Removed {name}." for name in removed),
    ]
    return "\n".join(lines)


def _as_json(path: Path, manifest: Manifest, removed: list[str]) -> str:
    told = {
        "file": str(path),
        "bytes": path.stat().st_size,
        "rows": manifest.rows,
        "tables": len(manifest.tables),
        "attachments": manifest.attachments,
        "missing": list(manifest.missing),
        "audit": {"rows": manifest.audit_rows, "head": manifest.audit_head},
        "removed": removed,
    }
    return json.dumps(told, indent=2)


def _version() -> str:
    told = tomllib.loads((Path(current_app.root_path) / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])
