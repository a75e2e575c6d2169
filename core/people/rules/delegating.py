"""Handing a grant over for an absence: to a colleague, for days with an end, and never further than one has it."""

from datetime import date

from core.errors import Refusal
from core.permissions import Role


def check_handing_over(
    *, role: Role, is_delegated: bool, starts_on: date, ends_on: date, grant_ends_on: date | None, on: date
) -> None:
    """Refuse to hand over what may not be, or for days before today or beyond those one holds it.

    Days are [starts_on, ends_on).
    """
    if is_delegated:
        raise Refusal("You stand in for somebody with this grant yourself. Only its holder hands it over.")
    if role is Role.ADMINISTRATOR:
        raise Refusal("An administrator’s grant is not handed over: another administrator gives one.")
    if starts_on < on:
        raise Refusal("The first day lies in the past.")
    if ends_on <= starts_on:
        raise Refusal("The end must be later than the start: it is the first day on which you act yourself again.")
    if grant_ends_on is not None and ends_on > grant_ends_on:
        raise Refusal("You hold this grant for a shorter time than that. Nobody can hold it longer than you do.")


def check_delegate(*, person_id: int, by_person_id: int, works_there: bool, name: str, organisation: str) -> None:
    """Refuse oneself, and whoever has no grant of their own at the organisation when the absence begins."""
    if person_id == by_person_id:
        raise Refusal("Choose somebody else: you cannot stand in for yourself.")
    if not works_there:
        raise Refusal(f"{name} holds no grant of their own at {organisation} on that day. Choose a colleague there.")


def check_may_end(*, by_person_id: int, delegator_id: int, delegate_id: int, administers: bool) -> None:
    """Refuse whoever has nothing to do with it."""
    if by_person_id not in (delegator_id, delegate_id) and not administers:
        raise Refusal("Only who handed a grant over, who holds it now, or an administrator ends that.")
