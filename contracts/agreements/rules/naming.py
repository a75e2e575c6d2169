"""Which versions of specifications a contract may name: agreed now, and not expired before the contract starts."""

from dataclasses import dataclass
from datetime import date

from contracts.specifications.rules.header import has_expired
from contracts.specifications.rules.states import State
from core.errors import Refusal
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionNamed:
    """A version as a contract would name it. `newer`: the number of the version agreed now, if it is another one."""

    called: str
    state: State
    expires_on: date | None
    newer: int | None


def problem_in_naming(version: VersionNamed, *, starts_on: date) -> str:
    """Why a contract that starts on that day does not name a version, in a sentence; blank: it may."""
    if (
        version.state is State.AGREED
        and version.expires_on is not None
        and has_expired(version.expires_on, on=starts_on)
    ):
        return (
            f"{version.called} expires on {in_full(version.expires_on)}, and the contract starts on "
            f"{in_full(starts_on)}. Agree its next version first."
        )
    if version.state is State.AGREED:
        return ""
    if version.newer is not None:
        became = "was withdrawn" if version.state is State.WITHDRAWN else "was replaced"
        return f"{version.called} {became}, and version {version.newer} is agreed. Name that one."
    if version.state is State.WITHDRAWN:
        return (
            f"{version.called} was withdrawn, and no other version is agreed. Take it out, or agree its next version."
        )
    return (
        f"{version.called} was replaced by a version that is not agreed any more. Take it out, or agree the next one."
    )


def check_naming(version: VersionNamed, *, starts_on: date) -> None:
    """Refuse to name a version that is not agreed now, or that expires before the contract starts."""
    if problem := problem_in_naming(version, starts_on=starts_on):
        raise Refusal(problem)
