"""The names behind the codes in returns: services, practices and currencies of a trust."""

from collections.abc import Mapping
from dataclasses import dataclass

from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.rows import Place
from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.queries.lines import parties_by_code
from core.parties.rules import PartyKind

_PLACES = {Place.UNPLACED.value: "Patients nobody could place", Place.TOTAL.value: "The whole service"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names by code; a code that is unknown names itself."""

    services: Mapping[str, str]
    practices: Mapping[str, str]
    currencies: Mapping[str, Currency]

    def service(self, code: str) -> str:
        """The name of a service."""
        return self.services.get(code, code)

    def practice(self, code: str) -> str:
        """The name of a practice, or the words for `unplaced` and `total`."""
        return _PLACES.get(code) or self.practices.get(code, code)

    def currency(self, code: str) -> str:
        """The name of a currency."""
        found = self.currencies.get(code)
        return found.label if found else code


def names_of(commissioner_id: int) -> Names:
    """The names of a trust's services, practices and currencies."""
    return Names(
        services={code: each.name for code, each in services_by_code(commissioner_id).items()},
        practices={code: each.name for code, each in parties_by_code(commissioner_id, PartyKind.PRACTICE).items()},
        currencies=currencies_of(commissioner_id),
    )
