"""The only place that reads a clock. Everything else is told the day or the instant.

The demo year has a time of its own: there the clock runs apart from the one on the wall, as fast as it.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.wording import in_full

LONDON = ZoneInfo("Europe/London")
_apart = [timedelta(0)]


def now() -> datetime:
    """The instant, in UTC, as it is stored."""
    return on_the_wall() + _apart[0]


def on_the_wall() -> datetime:
    """The true instant, in UTC, demo or not."""
    return datetime.now(UTC)


def run_apart(by: timedelta) -> None:
    """Let the clock run apart from the one on the wall; nought puts it right."""
    _apart[:] = [by]


def run_from(instant: datetime) -> None:
    """Let the clock stand at an instant now and go on from there."""
    run_apart(instant - on_the_wall())


def today() -> date:
    """The day in London, by which deadlines are counted."""
    return now().astimezone(LONDON).date()


def in_london(instant: datetime) -> datetime:
    """An instant as people in England read it, with the summer time of that day."""
    return instant.astimezone(LONDON)


def day_in_words(instant: datetime) -> str:
    """The day of an instant as people in England write it: 1 April 2008."""
    return in_full(in_london(instant).date())


def moment_in_words(instant: datetime) -> str:
    """An instant as people in England write it: 1 April 2008 at 09:05."""
    return f"{day_in_words(instant)} at {in_london(instant):%H:%M}"
