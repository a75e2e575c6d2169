"""Methods of sampling, weights of risk, answers of practices, verdicts over appeals, on what a recovery rests."""

from collections.abc import Mapping
from enum import StrEnum


class Method(StrEnum):
    """How claims are chosen."""

    RANDOM = "random"
    RISK = "risk"
    ALL = "all"


METHOD_NAMES: Mapping[Method, str] = {
    Method.RANDOM: "At random",
    Method.RISK: "By risk",
    Method.ALL: "All of them",
}


class Risk(StrEnum):
    """What makes a claim weigh more when it is chosen by risk."""

    VALUE = "value"
    LATE = "late"
    OUTLIER = "outlier"
    CUT = "cut"
    NEVER = "never"


RISK_NAMES: Mapping[Risk, str] = {
    Risk.VALUE: "its value (the whole weight for the largest, in proportion for the others)",
    Risk.LATE: "it came in late",
    Risk.OUTLIER: "its rate per 1,000 patients lies above the 99.8% limit of its peers",
    Risk.CUT: "a line of the practice was cut before",
    Risk.NEVER: "the practice was never verified in this scheme",
}
RISK_SHORT: Mapping[Risk, str] = {
    Risk.VALUE: "Value",
    Risk.LATE: "Late",
    Risk.OUTLIER: "Far above peers",
    Risk.CUT: "Cut before",
    Risk.NEVER: "Never verified",
}
DEFAULT_WEIGHTS: Mapping[Risk, int] = {
    Risk.VALUE: 4,
    Risk.LATE: 1,
    Risk.OUTLIER: 3,
    Risk.CUT: 2,
    Risk.NEVER: 2,
}


class Reason(StrEnum):
    """Why an item could not be verified."""

    NONE = "none"
    NO_RECORD = "no_record"
    NOT_COVERED = "not_covered"
    TWICE = "twice"
    WRONG_DATE = "wrong_date"
    OTHER = "other"


REASON_NAMES: Mapping[Reason, str] = {
    Reason.NONE: "All were verified",
    Reason.NO_RECORD: "There is no record of it",
    Reason.NOT_COVERED: "The scheme does not pay for it",
    Reason.TWICE: "It was claimed twice",
    Reason.WRONG_DATE: "It was done in another quarter",
    Reason.OTHER: "Another reason, said in words",
}


class Answer(StrEnum):
    """What a practice says to a report."""

    ACCEPTED = "accepted"
    APPEALED = "appealed"


ANSWER_NAMES: Mapping[Answer, str] = {Answer.ACCEPTED: "Accepted", Answer.APPEALED: "Appealed"}


class AppealVerdict(StrEnum):
    """How an appeal was decided: the findings stand, or nothing is recovered."""

    STANDS = "stands"
    ALLOWED = "allowed"


APPEAL_NAMES: Mapping[AppealVerdict, str] = {
    AppealVerdict.STANDS: "The findings stand",
    AppealVerdict.ALLOWED: "The appeal is allowed: nothing is recovered",
}
