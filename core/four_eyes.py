"""Acts that take two people: whoever stands in for a colleague is one with them for what the colleague did. Pure."""

from core.errors import Refusal
from core.permissions import Actor


def is_one_with(by: Actor, *person_ids: int | None) -> bool:
    """Whether one of these, who did the first part, is the person who acts or the one they stand in for."""
    return any(each is not None and each in (by.person_id, by.stands_in_for_id) for each in person_ids)


def counts_as(by: Actor, *person_ids: int) -> int:
    """Whom a rule of two people is to see: the one of these that the person who acts is one with; else that person.

    `person_ids`: who did the first part.
    """
    return next((each for each in person_ids if is_one_with(by, each)), by.person_id)


def decides_own(by: Actor, proposed_by_id: int, *, withdraws: bool) -> bool:
    """Whether somebody is about to decide over their own proposal.

    A colleague’s counts as their own while they stand in for them; but only the one who proposed it withdraws it.
    """
    return by.person_id == proposed_by_id if withdraws else is_one_with(by, proposed_by_id)


def left_to_another(by: Actor, *person_ids: int | None, did: str, then: str) -> str:
    """Why the second part is not theirs, as a page says it in place of the button; blank for everybody else.

    `did`, `then`: what the first part was and what another person does, to complete “You …” and “Another person …”:
    “made this run”, “releases it”.
    """
    if not is_one_with(by, *person_ids):
        return ""
    who = "You" if by.person_id in person_ids else f"You stand in for {by.stands_in_for}, who"
    return f"{who} {did}. Another person {then}."


def check_other_person(by: Actor, *person_ids: int | None, did: str) -> None:
    """Refuse whoever did the first part, under whatever grant, or stands in for who did.

    `did`: what that was, to complete “You …”: “proposed this plan”.
    """
    if is_one_with(by, *person_ids):
        raise Refusal(f"You {did}, or stand in for who did. Somebody else decides over it.")
