"""Percentages a trust decides: kept with source, date and who approved them; what holds where nothing is recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budgets.intentions.rules.kinds import SETTING_NAMES, SettingKey
from budgets.intentions.rules.texts import check_words
from core.errors import Refusal

_MEETING = "Minutes of the meeting of PbC leads and provider services of West Hertfordshire, spring 2008"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A percentage with where it comes from. No date and nobody who approved it: the value to begin with."""

    key: SettingKey
    percent: Decimal
    source: str
    from_on: date | None = None
    approved_by: str = ""


TO_BEGIN_WITH: Mapping[SettingKey, Setting] = {
    SettingKey.LEAVE_COMMUNITY: Setting(
        key=SettingKey.LEAVE_COMMUNITY,
        percent=Decimal(15),
        source=f"{_MEETING}: provider services factor in 15% for leave",
    ),
    SettingKey.LEAVE_ACUTE: Setting(
        key=SettingKey.LEAVE_ACUTE,
        percent=Decimal(20),
        source=f"{_MEETING}: the acute trust factors in 20%",
    ),
}


def setting_on(kept: Iterable[Setting], key: SettingKey, on: date) -> Setting | None:
    """The setting that holds on a day: of those recorded (oldest record first) the one with the latest first day, of
    two with the same the one recorded last; else the one to begin with; None where there is none.

    >>> setting_on([], SettingKey.LEAVE_ACUTE, date(2008, 4, 1)).percent
    Decimal('20')
    """
    found = [each for each in kept if each.key is key and each.from_on is not None and each.from_on <= on]
    newest = max(enumerate(found), key=lambda pair: (pair[1].from_on, pair[0]), default=None)
    return TO_BEGIN_WITH.get(key) if newest is None else newest[1]


def check_setting(key: SettingKey, percent: Decimal, source: str) -> str:
    """The source as it is kept. Refused without one, and for a percentage that cannot be."""
    most = 200 if key is SettingKey.ON_COSTS else 99
    if not 0 <= percent <= most:
        raise Refusal(f"{SETTING_NAMES[key]}: from 0% to {most}%, not {percent:f}%.")
    found = check_words(source, "The source", most=500)
    if not found:
        raise Refusal("Say where the percentage comes from: a minute, a circular, a decision.")
    return found
