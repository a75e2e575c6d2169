"""The steps from positions to statements: what is done, what comes now, and in words who must act next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from budgets.agreement.rules.sign_off import Dissent, not_covered
from budgets.agreement.rules.stances import Stance
from budgets.rounds.rules import RoundStep, StepState
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a proposal is. `decided`: the dissent the newest decision was taken over; `needed`: who has to sign."""

    groups: int
    dissent: tuple[Dissent, ...]
    decided: tuple[Dissent, ...] = ()
    is_open: bool = False
    needed: int = 0
    signed: int = 0
    locked_on: date | None = None
    issued: int = 0

    @property
    def undecided(self) -> tuple[Dissent, ...]:
        """The dissent that no decision covers."""
        return not_covered(self.dissent, decided=self.decided)

    @property
    def is_ready(self) -> bool:
        """Whether the sign-off can be opened as far as the groups go."""
        return not self.undecided


def steps_of(progress: Progress) -> list[RoundStep]:
    """The six steps; the first that is not done is the one for now."""
    is_locked = progress.locked_on is not None
    still_asked = any(each.said.stance is Stance.NOT_ASKED for each in progress.undecided)
    listed = (
        ("Positions", is_locked or not still_asked, _positions(progress)),
        ("Decision over dissent", is_locked or progress.is_ready, _decision(progress)),
        ("Sign-off opened", is_locked or progress.is_open, "what is signed is fixed, with its hash"),
        ("Signatures", is_locked, f"{progress.signed} of {progress.needed} given" if progress.needed else "none asked"),
        ("Locked", is_locked, f"on {in_full(progress.locked_on)}" if progress.locked_on else "with the last signature"),
        ("Statements and decision notices", progress.issued > 0, _issued(progress)),
    )
    now = next((place for place, (_, is_done, _) in enumerate(listed) if not is_done), len(listed))
    return [
        RoundStep(name=name, state=_state(place, now), words=words) for place, (name, _, words) in enumerate(listed)
    ]


def _state(place: int, now: int) -> StepState:
    if place == now:
        return StepState.NOW
    return StepState.DONE if place < now else StepState.LATER


def _positions(progress: Progress) -> str:
    dissenting = len({each.code for each in progress.dissent})
    return f"{progress.groups - dissenting} of {progress.groups} groups consent"


def _decision(progress: Progress) -> str:
    if not progress.dissent:
        return "not needed: nobody dissents"
    return "to be decided by the commissioner" if progress.undecided else "taken, with reasons"


def _issued(progress: Progress) -> str:
    if progress.issued:
        return f"{progress.issued} documents issued"
    return "being made" if progress.locked_on else "after the lock"


def names_of(dissent: Sequence[Dissent]) -> list[str]:
    """The groups that dissent, each once."""
    return list(dict.fromkeys(each.name for each in dissent))
