"""When a worker stops: it is told to (SIGTERM, Ctrl+C), or the process it was started beside has ended."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event


class Stop:
    """Whether the worker is to stop. `parent`: the number of the process it is to end with; 0 for none."""

    def __init__(self, parent: int = 0) -> None:
        self._told = Event()
        self._parent = parent

    def tell(self, *_: object) -> None:
        """Tell the worker to stop."""
        self._told.set()

    def is_told(self) -> bool:
        """Whether it is to stop now."""
        return self._told.is_set() or bool(self._parent and os.getppid() != self._parent)

    def wait(self, seconds: int) -> None:
        """Wait so long, or until told."""
        self._told.wait(seconds)


@contextmanager
def stop_when_told(parent: int = 0) -> Iterator[Stop]:
    """Listen to what tells a worker to stop, for as long as it works."""
    stop = Stop(parent)
    before = {number: signal.signal(number, stop.tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
