"""What jobs there are and what is looked for when it falls due: rooms make theirs known here, in their `commands`.

A job's work commits in steps of its own, so it stands where transactions may be opened: in `commands`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from core.jobs.rules import HOURLY, Result, Values
from core.permissions import Actor


class Progress(Protocol):
    """What a job's work is handed besides its values: who asked, and how to say how far it is."""

    @property
    def by(self) -> Actor | None:
        """The person who asked, under the grant they asked under, as of today; None for the installation itself."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say how far the work is, between transactions and at least every few minutes.

        A job that keeps silent for ten minutes counts as abandoned and is begun anew. Here the work also ends when
        the worker is told to stop; it is begun anew by the next one.
        """


Work = Callable[[Values, Progress], Result | None]
WhatIsDue = Callable[[date, datetime], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of job: what is done, and what people call it."""

    work: Work
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is looked for when it falls due, and how often."""

    function: WhatIsDue
    every: timedelta


_kinds: dict[str, Kind] = {}
_due: dict[str, Look] = {}


def register(kind: str, work: Work, label: str) -> None:
    """Make a kind of job known. `label` says what it does, as a heading: “Issue the statements”.

    Work may be done twice, when a worker dies in the middle of it: it must leave alone what it has done before.
    """
    _kinds[kind] = Kind(work=work, label=label)


def register_due(name: str, function: WhatIsDue, *, every: timedelta = HOURLY) -> None:
    """Make known a function that looks at the state of the records and does, or queues, what is due by now.

    It runs in a transaction of its own; what it changes it records as an event, as every act does. It goes by state,
    not by when it ran last: what was missed is caught up with once, and a second run on the same day does nothing.
    """
    _due[name] = Look(function=function, every=every)


def kind_of(name: str) -> Kind | None:
    """The kind of job of that name, if this version knows it."""
    return _kinds.get(name)


def label_of(name: str) -> str:
    """What people call a kind of job."""
    return _kinds[name].label if name in _kinds else name


def kinds() -> Mapping[str, Kind]:
    """Every kind of job by its name."""
    return dict(_kinds)


def all_due() -> Mapping[str, Look]:
    """Everything that is looked for when it falls due, by its name."""
    return dict(_due)
