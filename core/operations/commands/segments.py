"""`flask audit seal`, `verify-segment` and `let-go`: parts of the audit trail as files, with an end.

They stand here, above the room of the trail, because the files are sealed as backups are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import current_app

from core import clock
from core.audit_trail import queries
from core.audit_trail.actions import let_segment_go, seal_segment
from core.audit_trail.commands import commands
from core.audit_trail.exports import segment_lines
from core.audit_trail.imports import DamagedSegment, SegmentReader, read_segment
from core.audit_trail.rules import SegmentRead
from core.cli import actor_named, refusals_in_words
from core.clock import in_london
from core.db import transaction
from core.errors import Refusal
from core.operations.commands.group import key_from, lock_from
from core.operations.exports import new_file
from core.operations.rules.cells import DamagedBackup
from core.operations.sealing import Lock, seal, unsealed
from core.permissions import Permission, check_may
from core.wording import in_full

_READABLE = b"{"
_FILE = click.Path(path_type=Path)


@commands.command("seal")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day of it, as 2008-03-31.")
@click.option("--as", "acting", required=True, help="E-mail address of the administrator who acts.")
@click.option("--passphrase-file", type=_FILE, help="A file with the passphrase to encrypt it with.")
@click.option("--recipient", "recipients", multiple=True, help="A public key of age to encrypt it for; repeatable.")
@click.option("--readable", is_flag=True, help="Do not encrypt it: for a place that is itself closed.")
def seal_part(
    *,
    folder: Path,
    until: datetime,
    acting: str,
    passphrase_file: Path | None,
    recipients: tuple[str, ...],
    readable: bool,
) -> None:
    """Write what happened since the last segment into a file in FOLDER, and record it as sealed."""
    with refusals_in_words():
        by = actor_named(acting)
        check_may(by, Permission.REDACT_AUDIT_TRAIL)
        if until.date() >= clock.today():
            raise Refusal("A segment ends with a day that is over.")
        span = queries.find_unsealed(until.date())
        if span is None:
            raise Refusal(f"Nothing happened until {in_full(until.date())} that is not sealed already.")
        lock = _lock_from(passphrase_file, recipients, readable=readable)
        path = folder / f"audit-trail-{span[0]}-{span[1]}.{'jsonl' if lock is None else 'segment'}"
        read = _write(path, span, lock)
        try:
            with transaction():
                seal_segment(read=read, file_name=path.name, by=by, at=clock.now())
        except BaseException:
            path.unlink()
            raise
    click.echo(f"{path}\n{_told(read)}\nKeep the SHA-256 elsewhere too: {read.content_hash}.")


@commands.command("verify-segment")
@click.argument("file", type=_FILE)
@click.option("--passphrase-file", type=_FILE, help="A file with the passphrase it was encrypted with.")
@click.option("--identity-file", type=_FILE, help="A file with the secret key of age.")
@click.option("--sha256", "content_hash", default="", help="The SHA-256 kept elsewhere, which it must have.")
def verify_segment(*, file: Path, passphrase_file: Path | None, identity_file: Path | None, content_hash: str) -> None:
    """Check the segment FILE by itself; no database is asked. Ends with 0, or with 1 and the first thing wrong."""
    with refusals_in_words():
        read = _read(file, passphrase_file, identity_file)
    if content_hash and content_hash.strip().lower() != read.content_hash:
        click.echo(f"The segment holds, but it is another: its SHA-256 is {read.content_hash}.", err=True)
        raise SystemExit(1)
    click.echo(f"The segment holds: {_told(read)}\nSHA-256 {read.content_hash}.")


@commands.command("let-go")
@click.argument("file", type=_FILE)
@click.option("--as", "acting", required=True, help="E-mail address of the administrator who acts: not who sealed it.")
@click.option("--passphrase-file", type=_FILE, help="A file with the passphrase it was encrypted with.")
@click.option("--identity-file", type=_FILE, help="A file with the secret key of age.")
def let_go(*, file: Path, acting: str, passphrase_file: Path | None, identity_file: Path | None) -> None:
    """Let the values of the segment FILE go from the database after their time. Who did what when stays."""
    with refusals_in_words():
        by = actor_named(acting)
        check_may(by, Permission.REDACT_AUDIT_TRAIL)
        read = _read(file, passphrase_file, identity_file)
        with transaction():
            let_segment_go(read=read, years=current_app.config["AUDIT_YEARS"], by=by, at=clock.now())
    click.echo(f"The values of the events {read.first_id} to {read.last_id} went; keep the file.")


def _lock_from(passphrase_file: Path | None, recipients: tuple[str, ...], *, readable: bool) -> Lock | None:
    if not readable:
        return lock_from(passphrase_file, recipients)
    if passphrase_file or recipients:
        raise Refusal("Say --readable, or what to encrypt with, not both.")
    return None


def _write(path: Path, span: tuple[int, int], lock: Lock | None) -> SegmentRead:
    """Write a segment; every line is checked on its way, so that nothing is sealed that does not hold."""
    reader = SegmentReader()
    lines = _checked(segment_lines(queries.stream_events(*span)), reader)
    try:
        with new_file(path) as file:
            if lock is None:
                file.writelines(lines)
            else:
                seal(lines, file, lock)
            return reader.ended()
    except DamagedSegment as damage:
        raise Refusal(f"The audit trail is broken: {damage}. Nothing was sealed.") from damage
    except OSError as fault:
        raise Refusal(f"The segment could not be written: {fault.strerror}. Nothing was sealed.") from fault


def _checked(lines: Iterator[bytes], reader: SegmentReader) -> Iterator[bytes]:
    for line in lines:
        reader.take(line)
        yield line


def _read(path: Path, passphrase_file: Path | None, identity_file: Path | None) -> SegmentRead:
    try:
        with _opened(path, passphrase_file, identity_file) as lines:
            return read_segment(lines)
    except (DamagedSegment, DamagedBackup) as damage:
        what = str(damage) if isinstance(damage, DamagedSegment) else "it does not open"
        click.echo(f"The segment is damaged: {what}.", err=True)
        raise SystemExit(1) from damage


@contextmanager
def _opened(path: Path, passphrase_file: Path | None, identity_file: Path | None) -> Iterator[Iterator[bytes]]:
    """The lines of a segment, encrypted or readable."""
    try:
        opened = path.open("rb")
    except OSError as fault:
        raise Refusal(f"The segment {path} cannot be read: {fault.strerror}.") from fault
    with opened as file:
        start = file.read(1)
        file.seek(0)
        if start == _READABLE:
            yield iter(file)
        else:
            with unsealed(file, key_from(passphrase_file, identity_file)) as content:
                yield iter(content)


def _told(read: SegmentRead) -> str:
    rows = read.last_id - read.first_id + 1
    redacted = f", {read.redacted} without values (redacted)" if read.redacted else ""
    last = in_full(in_london(read.last_at).date())
    return f"Events {read.first_id} to {read.last_id}, {rows} rows until {last}{redacted}; last hash {read.last_hash}."
