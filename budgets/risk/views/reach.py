"""Finding the records of an address and what the reader may see of them; not found where they take no part."""

from flask import abort
from sqlalchemy.exc import NoResultFound

from budgets.method.policy import Holder
from budgets.risk.models import PoolMovement
from budgets.risk.queries.movements import get_movement
from budgets.risk.rules.holding import reckoned
from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.queries import policy_of
from budgets.rounds.views.reach import followed_round
from budgets.rounds.views.seen import calculation_at_hand
from commissioning.organisations.queries.lines import parties_by_code
from core import clock
from core.parties.rules import PartyKind
from core.web import current_actor


def followed_movement(movement_id: int) -> PoolMovement:
    """The movement, if the reader takes part in agreeing its round."""
    try:
        movement = get_movement(movement_id)
    except NoResultFound:
        abort(404)
    followed_round(movement.round_id)
    return movement


def groups_of(found: Round) -> list[tuple[int, str]]:
    """The PbC groups of a round's commissioner by name, those that have closed marked so."""
    parties = parties_by_code(found.commissioner_id, PartyKind.PBC_GROUP).values()
    today = clock.today()
    named = [(p.id, f"{p.name} (closed)" if p.closed_on and p.closed_on <= today else p.name) for p in parties]
    return sorted(named, key=lambda pair: pair[1])


def speaks_for_the_commissioner(found: Round) -> bool:
    """Whether the reader acts for the commissioner of a round, and not for a group of it."""
    return current_actor().organisation_id == found.commissioner_id


def holder_reckoned(stored: StoredCalculation | None) -> Holder | None:
    """Who holds the reserve in a calculation; None where it sets none."""
    if stored is None:
        return None
    return reckoned(policy_of(stored).reserve_held_by, calculation_at_hand(stored).totals.reserve)
