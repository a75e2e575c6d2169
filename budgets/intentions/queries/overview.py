"""All that was said and answered in a round, beside the calculation at hand, in a handful of queries."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from budgets.intentions.models.answers import Answer
from budgets.intentions.models.intentions import Intention
from budgets.intentions.queries.intentions import list_standing, list_standing_answers
from budgets.intentions.queries.offers import costed
from budgets.intentions.rules.overview import Answered, Overview, Said, lines_in
from budgets.intentions.rules.provided import Provided
from budgets.method.result import Calculation
from budgets.rounds.models import Round, StoredCalculation
from commissioning.catalogue.queries import list_arrangements
from commissioning.organisations.queries.localities import list_groups
from core.money import as_pence


def overview_of(found: Round, stored: StoredCalculation, calculation: Calculation, *, on: date) -> Overview:
    """Everything said and answered in a round. `calculation`: the values of `stored`, the calculation at hand."""
    said = tuple(said_of(each) for each in list_standing(found.id))
    answers: dict[int, list[Answered]] = {}
    for answer in list_standing_answers(found.id):
        answers.setdefault(answer.intention_id, []).append(answered_of(answer))
    return Overview(
        round_id=found.id,
        year=found.year,
        calculation_id=stored.id,
        calculation=stored.number,
        groups={group.code: group.name for group in calculation.groups},
        lines=lines_in(calculation, said),
        said=said,
        answers=answers,
        provided=provided_for(found.commissioner_id, [group.code for group in calculation.groups], on=on),
    )


def provided_for(commissioner_id: int, groups: Iterable[str], *, on: date) -> Provided:
    """Who provides what where for a trust on a day or later, and where these groups lie."""
    places: dict[str, dict[int, set[int]]] = {}
    names: dict[int, str] = {}
    for kept in list_arrangements(commissioner_id):
        if kept.provider is None or (kept.ends_on is not None and kept.ends_on <= on):
            continue
        places.setdefault(kept.service.code, {}).setdefault(kept.locality_id, set()).add(kept.provider.id)
        names[kept.provider.id] = kept.provider.name
    lies_in = {group.code: place.id if place else None for group, place in list_groups(commissioner_id)}
    return Provided(
        places={
            code: {place: frozenset(providers) for place, providers in by_place.items()}
            for code, by_place in places.items()
        },
        place_of={group: lies_in.get(group) for group in groups},
        names=names,
    )


def said_of(row: Intention) -> Said:
    """An intention as a value."""
    offer = None if row.offer is None else costed(row.offer)
    return Said(
        id=row.id,
        group=row.party.code,
        line=row.line_code,
        name=row.line_name,
        kind=row.kind,
        amount=as_pence(row.amount),
        notice_months=row.notice_months,
        reason=row.reason,
        effect=row.effect,
        description=row.description,
        calculation=row.calculation.number,
        offer_id=row.offer_id,
        offer=row.offer.name if row.offer else "",
        offer_cost=offer.total if offer else None,
        offer_wte=offer.wte if offer else None,
        by=row.name,
        role=row.role,
        at=row.stated_at,
    )


def answered_of(row: Answer) -> Answered:
    """An answer as a value."""
    return Answered(
        id=row.id,
        intention_id=row.intention_id,
        provider_id=row.party_id,
        provider=row.party.name,
        kind=row.kind,
        from_on=row.from_on,
        consequence=row.consequence,
        posts=None if row.posts is None else Fraction(row.posts),
        by=row.name,
        role=row.role,
        at=row.answered_at,
    )
