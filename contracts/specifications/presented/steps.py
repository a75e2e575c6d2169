"""Where a version is on its way, what comes next, and who must act."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.specifications.models import SpecificationVersion
from contracts.specifications.rules.states import State, awaiting_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the way. `look`: done, now, or nothing for one that is to come."""

    name: str
    look: str
    note: str


_WAY = (State.DRAFT, State.IN_REVIEW, State.AGREED)


def steps_of(version: SpecificationVersion, missing: Sequence[str]) -> list[Step]:
    """Draft, in review, agreed; none for a version that does not count any more. `missing`: who has not accepted."""
    if version.state not in _WAY:
        return []
    at = _WAY.index(version.state)
    notes = {
        State.DRAFT: f"{version.drafter.name} {'drafts' if version.state is State.DRAFT else 'drafted'} it",
        State.IN_REVIEW: awaiting_in_words(missing) if version.state is State.IN_REVIEW else "Both sides read it",
        State.AGREED: "Frozen with its hash",
    }
    names = {State.DRAFT: "Draft", State.IN_REVIEW: "In review", State.AGREED: "Agreed"}
    looks = [
        "done" if place < at or version.state is State.AGREED else "now" if place == at else ""
        for place in range(len(_WAY))
    ]
    return [Step(name=names[state], look=look, note=notes[state]) for state, look in zip(_WAY, looks, strict=True)]
