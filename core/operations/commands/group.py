"""The group of commands, and what they share: passphrases and keys, which never stand on the command line."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup

from core.errors import Refusal
from core.operations.rules.keeping import check_passphrase
from core.operations.sealing import Key, Lock, identities_in, recipient_from

commands = AppGroup("backup", help="Keep the database and its attached files in one encrypted file, and restore them.")
Command = TypeVar("Command", bound=Callable[..., Any])
_NOBODY_TO_ASK = "There is nobody to ask for the passphrase: name a file that holds it (--passphrase-file), or keys."


def opened_with(command: Command) -> Command:
    """The options that say what a backup is opened with."""
    for option in (
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell it."),
        click.option("--identity-file", type=click.Path(path_type=Path), help="A file with the secret key of age."),
        click.option("--passphrase-file", type=click.Path(path_type=Path), help="A file with the passphrase."),
    ):
        command = option(command)
    return command


def lock_from(passphrase_file: Path | None, recipients: tuple[str, ...]) -> Lock:
    """What to seal with: the keys named, else the passphrase of the file, else one that is asked for twice."""
    if recipients and passphrase_file is not None:
        raise Refusal("Seal a backup with a passphrase or for keys, not with both.")
    if recipients:
        return Lock(recipients=[recipient_from(each) for each in recipients])
    passphrase = _in_file(passphrase_file) if passphrase_file else _asked(confirmed=True)
    check_passphrase(passphrase)
    return Lock(passphrase=passphrase)


def key_from(passphrase_file: Path | None, identity_file: Path | None) -> Key:
    """What to open with: the secret keys of the file named, else the passphrase of the file, else one asked for."""
    if identity_file is not None and passphrase_file is not None:
        raise Refusal("Open a backup with a passphrase or with a key, not with both.")
    if identity_file is not None:
        return Key(identities=identities_in(_in_file(identity_file)))
    return Key(passphrase=_in_file(passphrase_file) if passphrase_file else _asked(confirmed=False))


def open_backup(file: Path) -> Any:
    """A backup, open for reading."""
    try:
        return file.open("rb")
    except OSError as fault:
        raise Refusal(f"The backup {file} cannot be read: {fault.strerror}.") from fault


def _in_file(path: Path) -> str:
    """What a file with a secret holds; refused where others than its owner may read it."""
    try:
        if path.stat().st_mode & 0o077:
            raise Refusal(f"Others may read {path}: chmod 600.")
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(f"The file {path} cannot be read.") from fault


def _asked(*, confirmed: bool) -> str:
    if not sys.stdin.isatty():
        raise Refusal(_NOBODY_TO_ASK)
    passphrase: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirmed, err=True)
    return passphrase
