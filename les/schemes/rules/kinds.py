"""Kinds of schemes and the states of their versions."""

from collections.abc import Mapping
from enum import StrEnum


class SchemeKind(StrEnum):
    """Who decided that there is the scheme."""

    LES = "les"
    DES = "des"
    NES = "nes"


KIND_NAMES: Mapping[SchemeKind, str] = {
    SchemeKind.LES: "Local enhanced service",
    SchemeKind.DES: "Directed enhanced service",
    SchemeKind.NES: "National enhanced service",
}


class State(StrEnum):
    """Where a version of a scheme is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.SUBMITTED: "Waiting for approval",
    State.APPROVED: "Approved",
    State.SUPERSEDED: "Superseded",
}
STATE_MEANINGS: Mapping[State, str] = {
    State.DRAFT: "It can be changed. A second person approves it once it is put forward.",
    State.SUBMITTED: "Nobody changes it now: a second person approves it or gives it back.",
    State.APPROVED: "It is frozen with its hash, and holds until a next version is approved.",
    State.SUPERSEDED: "A later version was approved. Sign-ups to this one stay bound to it.",
}
OPEN = (State.DRAFT, State.SUBMITTED)
READ_BY_ALL = (State.APPROVED, State.SUPERSEDED)


class Verdict(StrEnum):
    """What became of a price or a budget that somebody proposed; `withdrawn`: by the one who did."""

    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


VERDICT_NAMES: Mapping[Verdict, str] = {
    Verdict.APPROVED: "Approved",
    Verdict.DECLINED: "Declined",
    Verdict.WITHDRAWN: "Withdrawn",
}
