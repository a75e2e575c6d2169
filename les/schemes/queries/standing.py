"""Where the money of a scheme stands in a year and place: budget, commitment, spend, and applications approved."""

from collections.abc import Collection, Mapping
from datetime import date

from core.money import as_pence
from core.parties.models import Party
from core.people.queries import list_grants
from core.periods import FinancialYear
from core.permissions import Actor
from les.schemes.models.budgets import SchemeBudget
from les.schemes.models.funding import FundingApplication
from les.schemes.models.schemes import WHOLE_AREA
from les.schemes.queries.budgets import budgets_in_force, committed_and_spent
from les.schemes.queries.funding import funded
from les.schemes.rules.funding import Standing


def standing_of(application: FundingApplication) -> Standing:
    """The money of the scheme for the year in which it is needed: of the practice’s locality where that has a budget
    of its own, else of the whole area.
    """
    year = str(FinancialYear.of(application.wanted_on))
    held = budgets_in_force([application.scheme_id], year).get(application.scheme_id, [])
    budget = _fitting(held, application.locality_id)
    told = committed_and_spent(budget) if budget else None
    locality_id = budget.locality_id if budget else None
    where = application.locality.name if not budget and held and application.locality else WHOLE_AREA
    return Standing(
        year=year,
        where=budget.where if budget else where,
        budget=as_pence(budget.amount) if budget else None,
        committed=told[0] if told else None,
        spent=told[1] if told else None,
        funded=funded(application.scheme, locality_id=locality_id, year=year),
    )


def ties_of(by: Actor, *, on: date) -> dict[int, str]:
    """What ties a person to practices on a day, by practice: a declared interest, or a role there. One query."""
    roles = dict.fromkeys((grant.organisation_id for grant in list_grants(by.person_id, on=on)), "You have a role at")
    return {**roles, **dict.fromkeys(by.interests, "You declared an interest in")}


def tie_to(practice: Party, by: Actor, *, on: date, ties: Mapping[int, str] | None = None) -> str:
    """What ties a person to a practice, as a sentence; blank for nothing. `ties`: what is known of them already."""
    tie = (ties_of(by, on=on) if ties is None else ties).get(practice.id)
    return f"{tie} {practice.name}." if tie else ""


def _fitting(held: Collection[SchemeBudget], locality_id: int | None) -> SchemeBudget | None:
    by_place = {each.locality_id: each for each in held}
    return by_place.get(locality_id) or by_place.get(None)
