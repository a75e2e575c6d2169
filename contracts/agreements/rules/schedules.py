"""Schedules of a contract: of which kinds, with which keys, and what stands in them; returns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Refusal

_LONGEST = 160
LAST_WORKING_DAY = 23


class ScheduleKind(StrEnum):
    """What a schedule is about."""

    SPECIFICATIONS = "specifications"
    ACTIVITY_PLAN = "activity_plan"
    PRICES = "prices"
    QUALITY = "quality"
    REPORTING = "reporting"
    REVIEW = "review"
    DOCUMENTS = "documents"


SCHEDULE_NAMES: Mapping[ScheduleKind, str] = {
    ScheduleKind.SPECIFICATIONS: "Service specifications",
    ScheduleKind.ACTIVITY_PLAN: "Indicative activity plan",
    ScheduleKind.PRICES: "Prices and payment",
    ScheduleKind.QUALITY: "Quality requirements",
    ScheduleKind.REPORTING: "Information and reporting requirements",
    ScheduleKind.REVIEW: "Review arrangements",
    ScheduleKind.DOCUMENTS: "Documents relied on",
}


class Frequency(StrEnum):
    """How often a return is given."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


FREQUENCY_NAMES: Mapping[Frequency, str] = {
    Frequency.WEEKLY: "Every week",
    Frequency.MONTHLY: "Every month",
    Frequency.QUARTERLY: "Every quarter",
    Frequency.YEARLY: "Every year",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAsked:
    """A return the provider gives: what, how often, by which working day after the period, and where it comes from."""

    name: str
    every: Frequency
    working_day: int
    source: str


def next_key(kind: ScheduleKind, taken: Iterable[str]) -> str:
    """The key of the next schedule of a kind. It stays when schedules are put in another order or taken out.

    >>> next_key(ScheduleKind.QUALITY, ["quality-1", "quality-3", "prices-1"])
    'quality-4'
    """
    numbers = [int(key.rpartition("-")[2]) for key in taken if key.rpartition("-")[0] == kind.value]
    return f"{kind.value}-{max(numbers, default=0) + 1}"


def check_title(title: str) -> None:
    """Refuse a schedule without a title, or with one that no list has room for."""
    if not 1 <= len(title.strip()) <= _LONGEST:
        raise Refusal(f"Enter the title of the schedule, in at most {_LONGEST} characters.")


def check_return(asked: ReturnAsked) -> None:
    """Refuse a return without a name or source, or due on a working day no month has."""
    if not 1 <= len(asked.name.strip()) <= _LONGEST:
        raise Refusal(f"Enter what is returned, in at most {_LONGEST} characters.")
    if not 1 <= asked.working_day <= LAST_WORKING_DAY:
        raise Refusal(f"A return is due by working day 1 to {LAST_WORKING_DAY} after its period.")
    if not asked.source.strip():
        raise Refusal("Say where the day comes from: a contract of the department, a meeting, a policy.")
