"""Approving many claims with one press: each is checked alone, and those that are refused are told with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from les.claims.actions.approving import approve_evidence
from les.claims.actions.releasing import approve_payment
from les.claims.models.claims import Claim
from les.claims.queries.approving import get_claim, scheme_id_of_claim
from les.claims.rules.kinds import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """A claim that was ticked, and the hash of what the list showed of it."""

    claim_id: int
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a claim that was ticked; `refusal` blank: it is approved."""

    claim: Claim
    refusal: str = ""


def approve_many(*, step: Step, ticked: Sequence[Ticked], by: Actor, at: datetime) -> list[Outcome]:
    """Approve claims as they stand, without cuts, at one step. Schemes are held in one order, whoever else does so.

    What needs words (a possible duplicate, an exception from the budget) is refused here and decided on its own page.
    """
    ordered = sorted(ticked, key=lambda each: (scheme_id_of_claim(each.claim_id), each.claim_id))
    return [_one(each, step, by, at) for each in ordered]


def _one(each: Ticked, step: Step, by: Actor, at: datetime) -> Outcome:
    told: dict[str, Any] = {"claim_id": each.claim_id, "seen": each.seen, "by": by, "at": at}
    told |= {"cuts": {}, "words": "", "answer": ""}
    try:
        if step is Step.EVIDENCE:
            return Outcome(claim=approve_evidence(**told))
        return Outcome(claim=approve_payment(**told, exception=""))
    except NotAllowed:
        raise
    except Refusal as refusal:
        return Outcome(claim=get_claim(each.claim_id), refusal=str(refusal))
