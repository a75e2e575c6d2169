"""What is decided about the end of a contract before its notice-by date."""

from collections.abc import Mapping
from enum import StrEnum

from contracts.agreements.rules.states import Stage
from core.errors import Refusal


class EndDecision(StrEnum):
    """What happens when the term ends."""

    LET_EXPIRE = "let_expire"
    EXTEND = "extend"
    RENEW = "renew"


DECISION_NAMES: Mapping[EndDecision, str] = {
    EndDecision.LET_EXPIRE: "Let it expire",
    EndDecision.EXTEND: "Extend it, as the contract allows",
    EndDecision.RENEW: "Agree a new contract",
}


def check_decision(*, stage: Stage, terminated: bool, reference: str, reason: str) -> None:
    """Refuse a decision about the end of what is not signed or was terminated, or without a reason."""
    if stage is not Stage.SIGNED:
        raise Refusal(f"{reference} is not signed yet, so there is no end to decide about.")
    if terminated:
        raise Refusal(f"{reference} was terminated: its end is decided.")
    if not reason.strip():
        raise Refusal("Say why. Everybody who sees the contract reads this.")
