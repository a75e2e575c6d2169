"""What schemes put on the home page: what waits for a second person, schemes without a budget or past their review."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from core.four_eyes import is_one_with
from core.navigation import Figure, ToDo
from core.periods import FinancialYear
from core.permissions import Actor, Permission
from les.schemes.models.schemes import Scheme
from les.schemes.queries import budgets, prices
from les.schemes.queries.ending import ended_on_of
from les.schemes.queries.schemes import list_schemes, shown_version
from les.schemes.rules.documents import is_past_review
from les.schemes.rules.kinds import State


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """For those who approve: versions, prices and budgets that wait; for those who maintain: what is missing."""
    if not actor.may(Permission.APPROVE_SCHEMES):
        return []
    schemes = list_schemes(actor)
    found: list[ToDo | Figure] = list(_waiting(actor, schemes))
    if actor.may(Permission.MAINTAIN_SCHEMES):
        found += _missing(schemes, on)
    return found


def _waiting(actor: Actor, schemes: Sequence[Scheme]) -> Iterator[ToDo]:
    for scheme in schemes:
        newest = scheme.versions[0]
        if newest.state is State.SUBMITTED and not is_one_with(actor, newest.begun_by_id, newest.submitted_by_id):
            href = url_for("schemes.show_version", version_id=newest.id)
            yield ToDo(what=f"Approve {scheme.called}, version {newest.number}", href=href, by=newest.starts_on)
    under_way = {scheme.id for scheme in schemes if scheme.versions[0].state is not State.APPROVED}
    for price in prices.list_waiting(actor.commissioner_ids):
        if not is_one_with(actor, price.proposed_by_id) and price.scheme_id not in under_way:
            href = url_for("schemes.decide_price", price_id=price.id)
            yield ToDo(what=f"Decide over a price of {price.scheme.called}", href=href, by=price.valid_from)
    for budget in budgets.list_waiting(actor.commissioner_ids):
        if not is_one_with(actor, budget.proposed_by_id):
            href = url_for("schemes.decide_budget", budget_id=budget.id)
            yield ToDo(what=f"Decide over a budget of {budget.scheme.called}", href=href, detail=f"For {budget.year}.")


def _missing(schemes: Sequence[Scheme], on: date) -> list[ToDo]:
    """Approved schemes without an end that have no budget of the year, and those past their review."""
    year = str(FinancialYear.of(on))
    ended = ended_on_of([each.id for each in schemes])
    approved = [each for each in schemes if shown_version(each).state is State.APPROVED and each.id not in ended]
    held = budgets.budgets_in_force([each.id for each in approved], year)
    found = []
    if bare := [each for each in approved if not held.get(each.id)]:
        what = f"{len(bare)} enhanced {'service has' if len(bare) == 1 else 'services have'} no budget for {year}"
        found.append(ToDo(what=what, href=_address_of(bare), detail=_named(bare)))
    past = [each for each in approved if is_past_review(shown_version(each).review_on, on=on)]
    if past:
        what = f"{len(past)} enhanced {'service is' if len(past) == 1 else 'services are'} past review"
        oldest = min(shown_version(each).review_on or on for each in past)
        found.append(ToDo(what=what, href=_address_of(past, sort="review"), by=oldest, detail=_named(past)))
    return found


def _address_of(schemes: Sequence[Scheme], sort: str | None = None) -> str:
    if len(schemes) == 1:
        return url_for("schemes.show_scheme", scheme_id=schemes[0].id)
    return url_for("schemes.list_schemes", sort=sort)


def _named(schemes: Sequence[Scheme]) -> str:
    names = [each.name for each in schemes[:3]]
    more = len(schemes) - len(names)
    return ", ".join(names) + (f" and {more} more." if more else ".")
