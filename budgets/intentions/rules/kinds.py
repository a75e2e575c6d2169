"""The choices of this room: what a group may say, what a provider may answer, and how leave is covered."""

from collections.abc import Mapping
from enum import StrEnum


class IntentionKind(StrEnum):
    """What a group is willing to spend on a line next year, compared with the calculation; or a service of its own."""

    SAME = "same"
    INVEST = "invest"
    DISINVEST = "disinvest"
    NEW_SERVICE = "new_service"


KIND_NAMES: Mapping[IntentionKind, str] = {
    IntentionKind.SAME: "Same",
    IntentionKind.INVEST: "Invest",
    IntentionKind.DISINVEST: "Disinvest",
    IntentionKind.NEW_SERVICE: "New service",
}
ON_A_LINE = (IntentionKind.SAME, IntentionKind.INVEST, IntentionKind.DISINVEST)


class AnswerKind(StrEnum):
    """What a provider answers to an intention."""

    CAN_DO = "can_do"
    CAN_DO_FROM = "can_do_from"
    CANNOT = "cannot"


ANSWER_NAMES: Mapping[AnswerKind, str] = {
    AnswerKind.CAN_DO: "Can do",
    AnswerKind.CAN_DO_FROM: "Can do from",
    AnswerKind.CANNOT: "Cannot",
}


class LeaveWay(StrEnum):
    """How the cover of annual leave, sickness and study is put on top of the posts that are needed."""

    ADD_ON = "add_on"
    TAKE_OFF = "take_off"


LEAVE_NAMES: Mapping[LeaveWay, str] = {
    LeaveWay.ADD_ON: "Add-on: the need × (1 + cover)",
    LeaveWay.TAKE_OFF: "Take-off: the need ÷ (1 − cover)",
}


class SettingKey(StrEnum):
    """Percentages that a trust decides, with a source and a date."""

    LEAVE_COMMUNITY = "leave_community"
    LEAVE_ACUTE = "leave_acute"
    ON_COSTS = "on_costs"


SETTING_NAMES: Mapping[SettingKey, str] = {
    SettingKey.LEAVE_COMMUNITY: "Leave cover, community services",
    SettingKey.LEAVE_ACUTE: "Leave cover, acute services",
    SettingKey.ON_COSTS: "On-costs (employer’s national insurance and pension)",
}
