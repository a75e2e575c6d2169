"""What the budgets of schemes still hold: the budget of the year for where a practice lies, less what is approved."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func, or_, select

from commissioning.organisations.models import GroupPlace, PracticeMembership
from core.db import db
from core.money import as_pence
from les.claims.models.dues import Due
from les.claims.rules.budget_check import BudgetState
from les.schemes.models.budgets import SchemeBudget
from les.schemes.models.schemes import WHOLE_AREA
from les.schemes.queries.budgets import budgets_in_force

Place = tuple[int, int]


def budget_state(*, scheme_id: int, practice_id: int, year: str, on: date) -> BudgetState:
    """What a scheme's budget of a year holds for where a practice lies."""
    return budget_states([(scheme_id, practice_id)], year=year, on=on)[scheme_id, practice_id]


def budget_states(wanted: Collection[Place], *, year: str, on: date) -> Mapping[Place, BudgetState]:
    """The same for many schemes and practices of a year, in the same number of queries however many."""
    scheme_ids = {scheme_id for scheme_id, _ in wanted}
    budgets = budgets_in_force(scheme_ids, year)
    approved = _approved(scheme_ids, year)
    practices = {practice_id for _, practice_id in wanted} | {practice for _, practice in approved}
    places = _localities_of(practices, on)
    found = {}
    for scheme_id, practice_id in wanted:
        budget = _budget_for(budgets.get(scheme_id, []), places.get(practice_id))
        used = {practice: pence for (scheme, practice), pence in approved.items() if scheme == scheme_id}
        found[scheme_id, practice_id] = _state(budget, used, places, year)
    return found


def _state(budget: SchemeBudget | None, used: Mapping[int, int], places: Mapping[int, int], year: str) -> BudgetState:
    if budget is None:
        return BudgetState(year=year, where=WHOLE_AREA, budget=None, used=sum(used.values()))
    counted = (
        pence
        for practice_id, pence in used.items()
        if budget.locality_id is None or places.get(practice_id) == budget.locality_id
    )
    return BudgetState(year=year, where=budget.where, budget=as_pence(budget.amount), used=sum(counted))


def _budget_for(budgets: Collection[SchemeBudget], locality_id: int | None) -> SchemeBudget | None:
    """The budget of the whole area, else the one of the locality: there are never both."""
    return next((each for each in budgets if each.locality_id in (None, locality_id)), None)


def _approved(scheme_ids: Collection[int], year: str) -> dict[Place, int]:
    """What is due by scheme and practice, in pence."""
    rows = (
        select(Due.scheme_id, Due.practice_id, func.sum(Due.amount))
        .where(Due.scheme_id.in_(scheme_ids), Due.year == year)
        .group_by(Due.scheme_id, Due.practice_id)
    )
    return {(scheme_id, practice_id): as_pence(pounds) for scheme_id, practice_id, pounds in db.session.execute(rows)}


def _localities_of(practice_ids: Collection[int], on: date) -> dict[int, int]:
    """Where each practice lies on a day; of one that left or closed, where it lay last."""
    rows = (
        select(PracticeMembership.practice_id, GroupPlace.locality_id)
        .join(GroupPlace, GroupPlace.group_id == PracticeMembership.group_id)
        .where(
            PracticeMembership.practice_id.in_(practice_ids),
            or_(PracticeMembership.joined_on.is_(None), PracticeMembership.joined_on <= on),
        )
        .order_by(PracticeMembership.joined_on.asc().nulls_first(), PracticeMembership.id)
    )
    return {row.practice_id: row.locality_id for row in db.session.execute(rows)}
