"""How acts of this room begin and are recorded: the round is held, and who acts and for whom is checked."""

from dataclasses import dataclass
from datetime import date, datetime

from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.method.result import Calculation
from budgets.rounds.actions.rounds import check_may_be_changed
from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.queries import calculation_of, get_round
from core import audit
from core.clock import in_london
from core.db import db
from core.errors import Refusal
from core.parties.queries import get_party
from core.permissions import ROLE_NAMES, Actor, Permission, check_may
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """A round with the calculation opened to the groups last, and its values."""

    round: Round
    stored: StoredCalculation
    calculation: Calculation


def held_round(round_id: int, permission: Permission, *, by: Actor) -> Round:
    """The round, held until the act is over; refused to those without the permission, or of another commissioner.

    Refused to everybody once the round is signed off: what was said by then stands beside what was signed.
    """
    found = get_round(round_id, for_change=True)
    check_may(by, permission, commissioner_id=found.commissioner_id)
    check_may_be_changed(round_id)
    return found


def at_hand(round_id: int, permission: Permission, *, by: Actor) -> AtHand:
    """The held round with its calculation; refused before any calculation was opened to the groups."""
    found = held_round(round_id, permission, by=by)
    stored = find_calculation_at_hand(round_id)
    if stored is None:
        raise Refusal(
            f"No calculation of {found.year} is open to the groups yet. Once the primary care trust has opened one, "
            "you can say what you are willing to spend."
        )
    return AtHand(round=found, stored=stored, calculation=calculation_of(stored))


def check_is_open(by: Actor, on: date) -> None:
    """Refuse an act for an organisation that is closed on that day."""
    closed_on = get_party(by.organisation_id).closed_on
    if closed_on is not None and closed_on <= on:
        raise Refusal(
            f"{by.organisation_name} is closed from {in_full(closed_on)} on: "
            "nobody can act for it any more. What was said for it stays."
        )


def day_of(at: datetime) -> date:
    """The day of an instant in London, by which deadlines are counted."""
    return in_london(at).date()


def role_of(by: Actor) -> str:
    """The role of one who speaks, as a copy is kept of it."""
    return ROLE_NAMES[by.role]


def record_in(found: Round, act: str, *, by: Actor, new: audit.Values, old: audit.Values | None = None) -> None:
    """Note an act on the intentions of a round."""
    audit.record(
        db.session(),
        by=by,
        act=f"intentions.{act}",
        subject="intentions",
        subject_id=found.id,
        old=old,
        new=new,
        commissioner_id=found.commissioner_id,
    )
