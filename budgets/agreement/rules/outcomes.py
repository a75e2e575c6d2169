"""What may become of a dispute."""

from collections.abc import Mapping
from enum import StrEnum


class OutcomeKind(StrEnum):
    """Upheld and rejected are the commissioner's word; withdrawn is the group's own."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OUTCOME_NAMES: Mapping[OutcomeKind, str] = {
    OutcomeKind.UPHELD: "Upheld",
    OutcomeKind.REJECTED: "Rejected",
    OutcomeKind.WITHDRAWN: "Withdrawn",
}
