"""Finding the record of an address: none, or another organisation's, is not found for the one who asks."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort, url_for
from sqlalchemy.exc import NoResultFound

from budgets.rounds import queries
from budgets.rounds.models import Inputs, Round, Scenario, StoredCalculation
from commissioning.catalogue.queries import provides_for
from core import clock
from core.permissions import Permission, Role
from core.web import current_actor

_T = TypeVar("_T")


def reached_round(round_id: int) -> Round:
    """The round, if it is of a commissioner the reader belongs to and they may see anything of it."""
    found = _found(lambda: queries.get_round(round_id))
    actor = current_actor()
    if not actor.reaches(found.commissioner_id):
        abort(404)
    if not actor.may(Permission.SEE_UNSHOWN_CALCULATIONS) and not queries.calculations_seen_by(actor, found):
        abort(404)
    return found


def followed_round(round_id: int) -> Round:
    """The round, if the reader takes part in agreeing it.

    Commissioner, finance and auditors follow every round of theirs; groups once a calculation was opened to them, and
    so do providers that provide something for the commissioner. A provider sees no calculation.
    """
    found = _found(lambda: queries.get_round(round_id))
    actor = current_actor()
    if not actor.reaches(found.commissioner_id):
        abort(404)
    if actor.may(Permission.SEE_UNSHOWN_CALCULATIONS):
        return found
    is_concerned = actor.role is not Role.PROVIDER_MANAGER or provides_for(
        actor.organisation_id, found.commissioner_id, on=clock.today()
    )
    if not is_concerned or not queries.is_opened_to_groups(found.id):
        abort(404)
    return found


def reached_inputs(inputs_id: int) -> Inputs:
    """The inputs, if they are of a commissioner the reader belongs to."""
    return _of_reached(_found(lambda: queries.get_inputs(inputs_id)))


def reached_scenario(scenario_id: int) -> Scenario:
    """The scenario, if it is of a commissioner the reader belongs to."""
    return _of_reached(_found(lambda: queries.get_scenario(scenario_id)))


def reached_calculation(calculation_id: int) -> StoredCalculation:
    """The calculation, if the reader may see it."""
    stored = _found(lambda: queries.get_calculation(calculation_id))
    if not queries.may_see(current_actor(), stored):
        abort(404)
    return stored


def address_of_calculation(calculation_id: int) -> str:
    """The page on which a calculation is read."""
    return url_for("calculations.show_overview", calculation_id=calculation_id)


_R = TypeVar("_R", Inputs, Scenario)


def _of_reached(record: _R) -> _R:
    if not current_actor().reaches(record.round.commissioner_id):
        abort(404)
    return record


def _found(get: Callable[[], _T]) -> _T:
    try:
        return get()
    except NoResultFound:
        abort(404)
