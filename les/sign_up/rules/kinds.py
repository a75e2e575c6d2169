"""Kinds of documents that bind, what became of an offer, and who ends an agreement."""

from collections.abc import Mapping
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document of an offer is, beside the specification."""

    GOVERNANCE = "governance"
    GROUP_AGREEMENT = "group_agreement"
    BUSINESS_PLAN = "business_plan"
    OTHER = "other"


DOCUMENT_NAMES: Mapping[DocumentKind, str] = {
    DocumentKind.GOVERNANCE: "Governance framework",
    DocumentKind.GROUP_AGREEMENT: "Practice–group agreement",
    DocumentKind.BUSINESS_PLAN: "Group business plan",
    DocumentKind.OTHER: "Other document",
}


class Outcome(StrEnum):
    """What became of an offer to a practice. Carried over: nothing binding changed, so nobody was asked again."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    CARRIED_OVER = "carried_over"


OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: "Accepted",
    Outcome.DECLINED: "Declined",
    Outcome.CARRIED_OVER: "Carried over",
}


class Side(StrEnum):
    """Who ends an agreement."""

    PRACTICE = "practice"
    COMMISSIONER = "commissioner"


SIDE_NAMES: Mapping[Side, str] = {Side.PRACTICE: "The practice", Side.COMMISSIONER: "The commissioner"}
