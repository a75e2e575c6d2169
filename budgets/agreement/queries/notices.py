"""Who provides what of a calculation from the first day of its year, by the arrangements of the catalogue."""

from budgets.agreement.rules import notices as rules
from budgets.agreement.rules.notices import Allotted, Provided
from budgets.method.result import Calculation
from budgets.rounds.models import Round
from commissioning.catalogue.models import Arrangement
from commissioning.catalogue.queries import list_arrangements
from commissioning.catalogue.rules import ArrangementKind
from commissioning.organisations.queries.localities import list_groups
from core.parties.models import Party
from core.periods import FinancialYear

_WITHOUT = {
    ArrangementKind.NONE: rules.NOBODY,
    ArrangementKind.OUT_TO_TENDER: rules.TENDER,
    ArrangementKind.OWN: rules.OWN,
}


def allotted_of(found: Round, calculation: Calculation) -> Allotted:
    """Each line's money with who provides it on the first day of the year, and what is with nobody."""
    first_day = FinancialYear.named(found.year).first_day
    arrangements = list_arrangements(found.commissioner_id, on=first_day)
    return rules.allotted(
        calculation,
        places={
            group.code: locality.name
            for group, locality in list_groups(found.commissioner_id, on=first_day)
            if locality is not None
        },
        arranged={(each.service.code, each.locality.name): _provided(each) for each in arrangements},
        names={code: party.name for code, party in providers_by_code(found).items()},
    )


def providers_by_code(found: Round) -> dict[str, Party]:
    """Who provides anything for the commissioner on the first day of the year, by code."""
    arrangements = list_arrangements(found.commissioner_id, on=FinancialYear.named(found.year).first_day)
    return {each.provider.code: each.provider for each in arrangements if each.provider is not None}


def list_provider_ids(found: Round) -> list[int]:
    """The ids of the same."""
    return sorted(party.id for party in providers_by_code(found).values())


def _provided(arrangement: Arrangement) -> Provided:
    if arrangement.provider is not None and arrangement.kind is not ArrangementKind.NONE:
        return Provided(provider=arrangement.provider.code)
    return Provided(why_not=_WITHOUT[arrangement.kind])
