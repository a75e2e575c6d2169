"""Pay scales and percentages as tables."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from budgets.intentions.presented.offers import percent_in_words
from budgets.intentions.rules.kinds import SETTING_NAMES, SettingKey
from budgets.intentions.rules.settings import Setting
from core.tables import Table, amount, columns, number, table, words
from core.wording import in_full


class ScaleListed(NamedTuple):
    """A pay scale as a list shows it."""

    id: int
    name: str
    trust: str
    from_on: date
    source: str
    points: int


class PointListed(NamedTuple):
    """A point of a scale, the pay in pence."""

    code: str
    name: str
    pay: int


def scales_table(scales: Sequence[ScaleListed], href: Callable[[int], str] = lambda _: "") -> Table:
    """Pay scales, those that hold from the latest day first."""
    rows = [
        [
            words(each.name, href=href(each.id)),
            words(each.trust),
            words(in_full(each.from_on)),
            number(each.points),
            words(each.source),
        ]
        for each in scales
    ]
    return table("scales", "Pay scales", columns("Pay scale", "Trust", "Holds from", "#Points", "Source"), rows)


def points_table(name: str, points: Sequence[PointListed]) -> Table:
    """The points of a scale."""
    rows = [[words(point.name), words(point.code), amount(point.pay)] for point in points]
    return table(
        "pay-points", f"{name}: pay of a whole-time equivalent, £ a year", columns("Point", "Code", "Pay £"), rows
    )


def settings_table(settings: Mapping[SettingKey, Setting | None]) -> Table:
    """The percentages that hold today."""
    rows = []
    for key, setting in settings.items():
        if setting is None:
            rows.append([words(SETTING_NAMES[key]), words("Not decided", look="app-nothing"), *([words("")] * 3)])
            continue
        since = in_full(setting.from_on) if setting.from_on else "The value to begin with"
        rows.append(
            [
                words(SETTING_NAMES[key]),
                words(percent_in_words(setting.percent)),
                words(since),
                words(setting.approved_by or "Nobody yet", look="" if setting.approved_by else "app-nothing"),
                words(setting.source),
            ]
        )
    head = columns("Setting", "Value", "Holds from", "Approved by", "Source")
    return table("settings", "Leave cover and on-costs that hold today", head, rows)


def settings_in_words(settings: Mapping[SettingKey, Setting | None]) -> list[str]:
    """The percentages that hold today, a sentence each with its source."""
    return [
        f"{SETTING_NAMES[key]}: {percent_in_words(setting.percent)} ({setting.source})"
        if setting
        else f"{SETTING_NAMES[key]}: not decided by the trust yet"
        for key, setting in settings.items()
    ]


def decisions_table(decisions: Sequence[Setting]) -> Table:
    """Everything ever decided about the percentages, newest first."""
    rows = [
        [
            words(SETTING_NAMES[each.key]),
            words(percent_in_words(each.percent)),
            words(in_full(each.from_on) if each.from_on else ""),
            words(each.approved_by),
            words(each.source),
        ]
        for each in decisions
    ]
    head = columns("Setting", "Value", "Holds from", "Approved by", "Source")
    return table("decisions", "All decisions, newest first", head, rows)
