"""Attendance and quorum: which organisations must be there, how many of the others, and what follows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.errors import Refusal
from core.wording import listed

LONGEST_NAME = 120


class Presence(StrEnum):
    """Whether somebody nominated attends."""

    EXPECTED = "expected"
    PRESENT = "present"
    APOLOGIES = "apologies"
    LEFT = "left"


PRESENCE_NAMES: Mapping[Presence, str] = {
    Presence.EXPECTED: "Expected",
    Presence.PRESENT: "Present",
    Presence.APOLOGIES: "Apologies",
    Presence.LEFT: "Left early",
}
WAS_THERE = (Presence.PRESENT, Presence.LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """An organisation at a meeting: whether it must be there, how many of its people are, and how many left early."""

    name: str
    is_needed: bool
    present: int
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoracy:
    """Whether enough are there to decide, and the sentence that says so."""

    is_quorate: bool
    sentence: str


def quoracy(sittings: Sequence[Sitting], *, others_needed: int, is_over: bool = False) -> Quoracy:
    """Whether all who must be there are, and enough of the other organisations; `is_over`: said of the past.

    Who left early counts no longer: from then on a meeting may lack its quorum, though it had it before.

    >>> quoracy([Sitting(name="the trust", is_needed=True, present=1)], others_needed=0).sentence
    'The meeting is quorate: the trust is there.'
    >>> quoracy([], others_needed=2, is_over=True).sentence
    'The meeting was not quorate: it needed 2 groups.'
    """
    whole = [replace(each, present=each.present + each.left, left=0) for each in sittings]
    if is_over and whole != list(sittings):
        return _until_some_left(whole, quoracy(sittings, others_needed=others_needed), others_needed=others_needed)
    begun = "The meeting was" if is_over else "The meeting is"
    missing = [each.name for each in sittings if each.is_needed and not each.present]
    others = [each for each in sittings if not each.is_needed and each.present]
    lacking = max(0, others_needed - len(others))
    if not missing and not lacking:
        there = [each.name for each in sittings if each.present]
        return Quoracy(is_quorate=True, sentence=f"{begun} quorate: {_there(there, is_over=is_over)}.")
    wanted = [*missing, *([_more(lacking, any_there=bool(others))] if lacking else [])]
    needs = "needed" if is_over else "needs"
    return Quoracy(is_quorate=False, sentence=f"{begun} not quorate: it {needs} {listed(wanted)}.")


def _until_some_left(whole: Sequence[Sitting], ended: Quoracy, *, others_needed: int) -> Quoracy:
    """What is said of a meeting that somebody left early: as it was before, and whether it ended without a quorum."""
    before = quoracy(whole, others_needed=others_needed, is_over=True)
    if before.is_quorate and not ended.is_quorate:
        return replace(before, sentence=f"{before.sentence} It lost its quorum when somebody left early.")
    return before


def _there(names: Sequence[str], *, is_over: bool) -> str:
    """Who is there, or was.

    >>> _there(["the trust", "DacCom"], is_over=True), _there([], is_over=False)
    ('the trust and DacCom were there', 'nobody needs to be there')
    """
    if not names:
        return "nobody needed to be there" if is_over else "nobody needs to be there"
    one, more = ("was", "were") if is_over else ("is", "are")
    return f"{listed(names)} {one if len(names) == 1 else more} there"


def _more(count: int, *, any_there: bool) -> str:
    """How many organisations more a quorum needs.

    >>> _more(1, any_there=False), _more(2, any_there=True)
    ('1 group', '2 more groups')
    """
    return f"{count} {'more ' if any_there else ''}{'group' if count == 1 else 'groups'}"


def quorum_in_words(needed: Sequence[str], *, others_needed: int) -> str:
    """What makes a quorum, as a sentence.

    >>> quorum_in_words(["the trust", "the provider"], others_needed=2)
    'Quorate with somebody from the trust and the provider, and from at least 2 groups.'
    """
    groups = f"at least {_more(others_needed, any_there=False)}"
    if not needed:
        return f"Quorate with somebody from {groups}." if others_needed else "Quorate whoever attends."
    with_groups = f", and from {groups}" if others_needed else ""
    return f"Quorate with somebody from {listed(needed)}{with_groups}."


def check_attendee(*, name: str, taken: Sequence[str], organisation: str) -> None:
    """Refuse an attendee without a name or role, with an overlong one, or nominated before."""
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Refusal(f"Say who attends, by name or role, in at most {LONGEST_NAME} characters.")
    if name.strip().casefold() in {each.casefold() for each in taken}:
        raise Refusal(f"{organisation} has nominated {name.strip()} already.")


def check_attendance(*, nominated: Collection[int], noted: Sequence[Collection[int]]) -> None:
    """Refuse to note anything of somebody who is not nominated, or two things of one person."""
    chosen = [attendee for each in noted for attendee in each]
    if set(chosen) - set(nominated):
        raise Refusal("Somebody was noted who is not nominated for this meeting. Nominate them first.")
    if len(set(chosen)) < len(chosen):
        raise Refusal("Two things were noted of one person: choose present, left early or apologies.")


def check_speaks_for(*, organisation: str, own: bool, calls: bool) -> None:
    """Refuse to nominate for another organisation, unless one calls the meeting."""
    if not own and not calls:
        raise Refusal(f"You nominate who attends for your own organisation, not for {organisation}.")
