"""By when things fall due under a notice: operational days counted from settings of the contract, each with its source.

England's working days are told by a function: this file knows no calendar of bank holidays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.agreements.rules.particulars import SETTINGS, Setting
from contracts.notices.rules.kinds import ANSWER_SETTINGS, Kind
from core.errors import Refusal
from core.wording import in_full

AddWorkingDays = Callable[[date, int], date]
"""(day, count) → the day that many working days later, or earlier where the count is negative."""
Settings = Mapping[str, Setting]
"""The settings of a contract by their names."""

MEETING, OUTCOME, EXCEPTION, REMINDER = "meeting_days", "remedy_days", "exception_days", "notice_reminder_days"
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day by which something is due, and where that comes from."""

    on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of a notice: answer, meeting, outcome. None: the contract has no setting for it."""

    response: Day
    meeting: Day | None
    outcome: Day | None


def counted(name: str, settings: Settings, since: date, add_working_days: AddWorkingDays) -> Day | None:
    """The day that a setting makes of a day; None where the contract does not have the setting."""
    setting = settings.get(name)
    if setting is None:
        return None
    count = int(setting.value)
    said = f"{SETTINGS[name].label} {count} operational day{'' if count == 1 else 's'}"
    return Day(on=add_working_days(since, count), source=f"{said} (setting of the contract; {setting.source})")


def days_of(
    kind: Kind, settings: Settings, *, issued_on: date, typed: date | None, add_working_days: AddWorkingDays
) -> Days:
    """The days of a notice that is issued on a day. `typed`: a day for the answer, where no setting gives one.

    Refused where neither does, and where the typed day contradicts the setting or is past.
    """
    response = counted(ANSWER_SETTINGS[kind], settings, issued_on, add_working_days)
    if response is None:
        response = _typed(kind, typed, issued_on)
    elif typed is not None and typed != response.on:
        raise Refusal(
            f"The answer is due by {in_full(response.on)} under the contract: {response.source}. Leave the day blank."
        )
    remedy = counted(OUTCOME, settings, issued_on, add_working_days) if kind is Kind.PERFORMANCE else None
    return Days(response=response, meeting=counted(MEETING, settings, issued_on, add_working_days), outcome=remedy)


def _typed(kind: Kind, typed: date | None, issued_on: date) -> Day:
    label = SETTINGS[ANSWER_SETTINGS[kind]].label
    if typed is None:
        raise Refusal(f"The contract has no setting “{label}”. Enter the day by which an answer is due.")
    if typed <= issued_on:
        raise Refusal("The answer is due after the day of the notice. Enter a later day.")
    _check_near(typed, issued_on)
    return Day(on=typed, source=f"Named in this notice; the contract has no setting “{label}”")


def exception_due(settings: Settings, *, issued_on: date, typed: date | None, add_working_days: AddWorkingDays) -> date:
    """By when a missed milestone is put right after an exception report: by the setting, else the day typed."""
    found = counted(EXCEPTION, settings, issued_on, add_working_days)
    if found is not None and typed is not None and typed != found.on:
        raise Refusal(f"It is to be put right by {in_full(found.on)} under the contract: {found.source}.")
    if found is None and typed is None:
        raise Refusal(
            f"The contract has no setting “{SETTINGS[EXCEPTION].label}”. Enter the day by which it is put right."
        )
    on = found.on if found is not None else typed
    if on is None or on <= issued_on:
        raise Refusal("It is put right after the day of the report. Enter a later day.")
    if found is None:
        _check_near(on, issued_on)
    return on


def _check_near(typed: date, since: date) -> None:
    """Refuse a day that is more than a year ahead: it is a slip."""
    if (typed - since).days > LONGEST_DAYS:
        raise Refusal(f"{in_full(typed)} is more than a year ahead. Check the year.")


def days_before(settings: Settings) -> int | None:
    """How many operational days before something falls due people are reminded; None: the contract does not say."""
    setting = settings.get(REMINDER)
    return int(setting.value) if setting else None
