"""States of claims, how they came in, the steps of approval, the reasons of a cut, and kinds of adjustment."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a claim is on its way. Whether it is paid is told by payments."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    APPROVED = "approved"
    DECLINED = "declined"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.SUBMITTED: "Submitted",
    State.CHECKED: "Evidence approved",
    State.APPROVED: "Approved for payment",
    State.DECLINED: "Declined",
    State.REPLACED: "Replaced",
    State.WITHDRAWN: "Withdrawn",
}
CURRENT = (State.SUBMITTED, State.CHECKED, State.APPROVED)
"""Claims that count: of a practice, scheme and quarter there is at most one."""


class Route(StrEnum):
    """How a claim came in."""

    TYPED = "typed"
    FILE = "file"
    API = "api"


ROUTE_NAMES: Mapping[Route, str] = {
    Route.TYPED: "Typed",
    Route.FILE: "From a workbook",
    Route.API: "From a practice system",
}


class Step(StrEnum):
    """What somebody decided about a claim: whether to take a late one, its evidence, its payment."""

    LATE = "late"
    EVIDENCE = "evidence"
    PAYMENT = "payment"


class Verdict(StrEnum):
    """How it was decided."""

    APPROVED = "approved"
    DECLINED = "declined"
    RETURNED = "returned"


class CutReason(StrEnum):
    """Why a line was approved with another sum than was claimed."""

    NO_EVIDENCE = "no_evidence"
    NOT_COVERED = "not_covered"
    WRONG_COUNT = "wrong_count"
    CLAIMED_TWICE = "claimed_twice"
    ABOVE_REGISTER = "above_register"
    NOT_ACCREDITED = "not_accredited"
    BUDGET_SPENT = "budget_spent"
    OTHER = "other"


CUT_NAMES: Mapping[CutReason, str] = {
    CutReason.NO_EVIDENCE: "The evidence does not show it",
    CutReason.NOT_COVERED: "The scheme does not pay for it",
    CutReason.WRONG_COUNT: "The count is wrong",
    CutReason.CLAIMED_TWICE: "It is claimed elsewhere as well",
    CutReason.ABOVE_REGISTER: "More than the register holds",
    CutReason.NOT_ACCREDITED: "Accreditation had run out",
    CutReason.BUDGET_SPENT: "The budget is spent",
    CutReason.OTHER: "Another reason, said in words",
}


class AdjustmentKind(StrEnum):
    """What a sum that is no line of a claim is for. Below nothing: it is taken back."""

    CORRECTION = "correction"
    CLAW_BACK = "claw_back"
    INSTALMENT = "instalment"
    INCENTIVE = "incentive"
    FUNDING = "funding"
    RECOVERY = "recovery"


ADJUSTMENT_NAMES: Mapping[AdjustmentKind, str] = {
    AdjustmentKind.CORRECTION: "Correction",
    AdjustmentKind.CLAW_BACK: "Claw-back",
    AdjustmentKind.INSTALMENT: "Instalment",
    AdjustmentKind.INCENTIVE: "Incentive",
    AdjustmentKind.FUNDING: "Funding",
    AdjustmentKind.RECOVERY: "Recovery after verification",
}
WAITS = "waits"
"""Asked of a list in place of a verdict: what nobody has decided yet."""
