"""How far the work is, on standard error: a line that is written over on a terminal, a line now and then elsewhere."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_EVERY = 0.5
_EVERY_LINE = 10.0


@contextmanager
def shown_progress(what: str, per_cent: Callable[[], float | None]) -> Iterator[None]:
    """Show what is done, for how long, and how much of it is done where that is known."""
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(what, per_cent, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(what: str, per_cent: Callable[[], float | None], done: threading.Event) -> None:
    begun = told = time.monotonic()
    on_terminal = sys.stderr.isatty()
    while not done.wait(_EVERY):
        now = time.monotonic()
        if on_terminal or now - told >= _EVERY_LINE:
            told = now
            _tell(line_of(what, per_cent(), now - begun), on_terminal=on_terminal)
    if on_terminal:
        _tell(" " * 70 + "\r", on_terminal=True)


def line_of(what: str, per_cent: float | None, seconds: float) -> str:
    """The line that says how far the work is.

    >>> line_of("Reading the extract", 42.4, 75), line_of("Reading the extract", None, 5)
    ('Reading the extract: 42%, 1:15', 'Reading the extract: 0:05')
    """
    said = "" if per_cent is None else f"{per_cent:.0f}%, "
    return f"{what}: {said}{int(seconds) // 60}:{int(seconds) % 60:02}"


def _tell(line: str, *, on_terminal: bool) -> None:
    sys.stderr.write(f"\r{line}" if on_terminal else f"{line}\n")
    sys.stderr.flush()
