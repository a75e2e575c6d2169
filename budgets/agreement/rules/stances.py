"""What a group may say, and what its silence is called. Silence is never consent."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from budgets.agreement.rules.items import ALWAYS_ASKED, ItemKind


class Stance(StrEnum):
    """A group's position on an item. The first two are never given: they are what saying nothing is called."""

    NOT_ASKED = "not_asked"
    NO_RESPONSE = "no_response"
    WITHHELD = "withheld"
    NOT_CHALLENGED = "not_challenged"
    AGREED = "agreed"
    AGREED_WITH_CONDITIONS = "agreed_with_conditions"
    DISPUTED = "disputed"


STANCE_NAMES: Mapping[Stance, str] = {
    Stance.NOT_ASKED: "Not asked",
    Stance.NO_RESPONSE: "No response",
    Stance.WITHHELD: "Withheld for now",
    Stance.NOT_CHALLENGED: "Not challenged",
    Stance.AGREED: "Agreed",
    Stance.AGREED_WITH_CONDITIONS: "Agreed with conditions",
    Stance.DISPUTED: "Disputed",
}
GIVEN = tuple(Stance)[2:]
CONSENT = frozenset({Stance.AGREED, Stance.NOT_CHALLENGED})
NEEDS_WORDS = frozenset({Stance.WITHHELD, Stance.AGREED_WITH_CONDITIONS, Stance.DISPUTED})


class Reason(StrEnum):
    """Why a group disputes."""

    WRONG_ACTIVITY = "wrong_activity"
    WRONG_MAPPING = "wrong_mapping"
    WRONG_POPULATION = "wrong_population"
    WRONG_METHOD = "wrong_method"
    OUT_OF_SCOPE = "out_of_scope"
    AFFORDABILITY = "affordability"
    OTHER = "other"


REASON_NAMES: Mapping[Reason, str] = {
    Reason.WRONG_ACTIVITY: "Wrong activity",
    Reason.WRONG_MAPPING: "Wrong mapping",
    Reason.WRONG_POPULATION: "Wrong population",
    Reason.WRONG_METHOD: "Wrong method",
    Reason.OUT_OF_SCOPE: "Out of scope",
    Reason.AFFORDABILITY: "Affordability",
    Reason.OTHER: "Other",
}


def silence(kind: ItemKind, *, reply_by: date, on: date) -> Stance:
    """What it is called when a group has said nothing to an item of a proposal.

    The total and the split are asked of every group: from the day after the reply-by date silence is no response.

    >>> silence(ItemKind.TOTAL, reply_by=date(2008, 3, 14), on=date(2008, 3, 14))
    <Stance.NOT_ASKED: 'not_asked'>
    >>> silence(ItemKind.TOTAL, reply_by=date(2008, 3, 14), on=date(2008, 3, 15))
    <Stance.NO_RESPONSE: 'no_response'>
    >>> silence(ItemKind.LINE, reply_by=date(2008, 3, 14), on=date(2008, 3, 15))
    <Stance.NOT_ASKED: 'not_asked'>
    """
    return Stance.NO_RESPONSE if kind in ALWAYS_ASKED and on > reply_by else Stance.NOT_ASKED
