"""The folder of attached files (setting ATTACHMENTS_DIR): each under a name nobody can guess, readable by us alone.

A file is written whole under another name, brought to the disk, and only then called by its own; so whatever bears such
a name is whole. It is written before its row is committed: a row never lacks its file, but a file may lack its row.
"""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

_NAME = re.compile(r"[0-9a-f]{64}(?:\.part)?")
_UNFINISHED = ".part"
_OLD_ENOUGH = timedelta(hours=1)


def keep_file(content: bytes) -> str:
    """Write a file to the disk for good; the name under which it lies."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(32)
    unfinished = folder / f"{name}{_UNFINISHED}"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(folder / name)
    _bring_to_disk(folder)
    return name


def find_file(name: str) -> bytes | None:
    """The content of a file; None where no file of that name can be read."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return (_folder() / name).read_bytes()
    except OSError:
        return None


def list_files() -> list[str]:
    """The names of all files that bear one of ours, unfinished ones among them; whatever else lies there is let be."""
    folder = _folder()
    return sorted(path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)) if folder.exists() else []


def remove_files(names: Iterable[str], *, at: datetime) -> Iterator[str]:
    """Remove those of these files that are an hour old, so that none goes whose row is about to be committed."""
    for name in names:
        path = _folder() / name
        with suppress(FileNotFoundError):  # one that was unfinished a moment ago bears its own name by now
            if datetime.fromtimestamp(path.stat().st_mtime, at.tzinfo) < at - _OLD_ENOUGH:
                path.unlink()
                yield name


def folder_open_to_others() -> Path | None:
    """The folder, where others than the account of the server may look into it; else None."""
    folder = _folder()
    return folder if folder.exists() and folder.stat().st_mode & 0o077 else None


def _folder() -> Path:
    return Path(current_app.config["ATTACHMENTS_DIR"])


def _bring_to_disk(folder: Path) -> None:
    """Bring the folder itself to the disk, or its new name for the file might be lost with the power."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
