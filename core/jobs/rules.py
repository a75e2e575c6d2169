"""Rules of jobs: their states, when a failed one is tried again, when a silent one counts as abandoned."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

Values = Mapping[str, str | int | bool | None]

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25))
MOST_TRIES = 1 + len(WAITS)
SILENT_FOR = timedelta(minutes=10)
LONGEST_KEY = 200
KEPT_FOR = timedelta(days=90)
FAILED_AT_HOME_FOR = timedelta(days=1)
HOURLY = timedelta(hours=1)
_A_PACE = timedelta(seconds=5)
GRANT_ENDED = (
    "The grant under which this was asked for no longer holds, so it was not done. "
    "Ask for it again under a grant that holds."
)
BROKEN = "Something went wrong here. Whoever runs this service finds the fault in its log under job {number}."
ABANDONED = "The worker stopped while it was doing this."
UNKNOWN_KIND = "This version does not know how to do this any more. Ask for it again on its own page."


class JobState(StrEnum):
    """Where a job is. *Waiting* holds for one that failed and will be tried again, too."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


STATE_NAMES: Mapping[JobState, str] = {
    JobState.WAITING: "Waiting",
    JobState.RUNNING: "Running",
    JobState.DONE: "Done",
    JobState.FAILED: "Failed",
}
UNFINISHED = frozenset({JobState.WAITING, JobState.RUNNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a job came to: a sentence, and the page (a path within the installation) where it is to be seen."""

    words: str
    href: str = ""


def next_try_at(tries: int, *, at: datetime) -> datetime | None:
    """When a job that failed so many times is tried again; None when it has been tried often enough.

    >>> from datetime import UTC
    >>> at = datetime(2008, 3, 3, 9, 0, tzinfo=UTC)
    >>> [str(next_try_at(tries, at=at) - at) for tries in (1, 2, 3)], next_try_at(4, at=at)
    (['0:01:00', '0:05:00', '0:25:00'], None)
    """
    return at + WAITS[tries - 1] if tries <= len(WAITS) else None


def is_silent(last_look: datetime | None, *, at: datetime) -> bool:
    """Whether no worker seems to run: nothing that may be due was looked for these ten minutes, or ever.

    >>> from datetime import UTC
    >>> at = datetime(2008, 3, 3, 9, 0, tzinfo=UTC)
    >>> is_silent(at - timedelta(minutes=2), at=at), is_silent(None, at=at)
    (False, True)
    """
    return last_look is None or at - last_look > SILENT_FOR


def text_of(values: Values) -> str:
    """The values of a job as they are kept.

    >>> text_of({"round": 4, "all": True})
    '{"all": true, "round": 4}'
    """
    return json.dumps(dict(values), sort_keys=True, ensure_ascii=False)


def values_in(text: str) -> Values:
    """The values of a job as they were given.

    >>> values_in('{"all": true, "round": 4}')
    {'all': True, 'round': 4}
    """
    values: dict[str, str | int | bool | None] = json.loads(text)
    return values


def time_left(*, started_at: datetime, at: datetime, done: int, total: int) -> str:
    """About how much longer a job takes at the pace so far, in words; nothing before there is a pace to go by.

    >>> from datetime import UTC
    >>> started_at = datetime(2008, 3, 3, 9, 0, tzinfo=UTC)
    >>> time_left(started_at=started_at, at=started_at + timedelta(minutes=1), done=10, total=40)
    'about 3 minutes left'
    >>> time_left(started_at=started_at, at=started_at + timedelta(seconds=10), done=39, total=40)
    'less than a minute left'
    """
    so_far = at - started_at
    if done <= 0 or total <= done or so_far < _A_PACE:
        return ""
    minutes = (so_far * (total - done) // done) // timedelta(minutes=1)
    return f"about {minutes} minute{'' if minutes == 1 else 's'} left" if minutes else "less than a minute left"


def part_done(done: int, total: int) -> str:
    """How far a job is, in words; nothing while nobody knows how much there is.

    >>> part_done(3, 12), part_done(0, 0)
    ('3 of 12', '')
    """
    return f"{done:,} of {total:,}" if total else ""
