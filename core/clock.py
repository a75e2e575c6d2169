"""The only place that reads a clock. Everything else is told the day or the instant."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The instant, in UTC, as it is stored."""
    return datetime.now(UTC)


def today() -> date:
    """The day in London, by which deadlines are counted."""
    return now().astimezone(LONDON).date()


def in_london(instant: datetime) -> datetime:
    """An instant as people in England read it, with the summer time of that day."""
    return instant.astimezone(LONDON)
