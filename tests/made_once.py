"""Files that a run of the tests needs once, however many processes it has."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path


def made_once(path: Path, make: Callable[[Path], object]) -> Path:
    """The file at that path: the first process that asks makes it while the others wait, and nobody makes it twice.

    `make` writes it under another name, so that what a process left half made is no file for the next.
    """
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # held until the file is closed, or its process ends
        if not path.exists():
            half = path.with_suffix(f".of-{os.getpid()}")
            half.unlink(missing_ok=True)
            make(half)
            half.rename(path)
    return path
