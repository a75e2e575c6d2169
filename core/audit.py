"""Saying what was done: actions record events, and the transaction that holds the act appends them last.

Where the events are kept is told by `core.audit_trail`, which `app.py` makes known here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from core import clock
from core.permissions import Actor

Values = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act: who (under which grant), what, on what, and the values before and after.

    `act` is room and action (`rounds.upload_inputs`), `subject` the kind of record and its id. `commissioner_id`: whose
    record it is, where the grant of the one who acts does not say it (it reaches several commissioners, or none).
    `at`: when it was done.
    """

    by: Actor | None
    act: str
    subject: str
    subject_id: int
    old: Values = field(default_factory=dict)
    new: Values = field(default_factory=dict)
    commissioner_id: int | None = None
    at: datetime = field(default_factory=clock.now)


Keeper = Callable[[Session, Sequence[Event]], None]
_keepers: list[Keeper] = []


def keep_events_with(keeper: Keeper) -> None:
    """Make known who appends events to the trail; the last one told counts."""
    _keepers[:] = [keeper]


def record(
    session: Session,
    *,
    by: Actor | None,
    act: str,
    subject: str,
    subject_id: int,
    old: Values | None = None,
    new: Values | None = None,
    commissioner_id: int | None = None,
) -> None:
    """Note an event of the running transaction. A bulk act is one event. `by` is None for a person not signed in."""
    event = Event(
        by=by,
        act=act,
        subject=subject,
        subject_id=subject_id,
        old=old or {},
        new=new or {},
        commissioner_id=commissioner_id,
    )
    session.info.setdefault("events", []).append(event)


def events_of(session: Session) -> list[Event]:
    """The events noted so far in the running transaction."""
    return list(session.info.get("events", ()))


def append_events(session: Session) -> None:
    """Hand the noted events to the keeper, once, as the last thing before the commit."""
    events = session.info.pop("events", [])
    if events:
        for keeper in _keepers:
            keeper(session, events)
