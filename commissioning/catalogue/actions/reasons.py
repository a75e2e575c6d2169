"""Why an organisation may not close yet: what is still arranged there, or with it. `app.py` hands these on."""

from datetime import date

from commissioning.catalogue.queries import list_arrangements_with, list_provided_in
from commissioning.organisations.models import Locality
from core.parties.models import Party
from core.parties.rules import PartyKind


def against_closing_locality(locality: Locality, on: date) -> list[str]:
    """A locality in which something is provided on that day or later stays open."""
    count = len({arrangement.service_id for arrangement in list_provided_in(locality.id, on=on)})
    if not count:
        return []
    return [
        f"{'1 service is' if count == 1 else f'{count} services are'} provided there: record “None” for them first."
    ]


def against_closing_provider(party: Party, on: date) -> list[str]:
    """A provider that provides something on that day or later stays open."""
    if party.kind is not PartyKind.PROVIDER:
        return []
    return [
        f"It provides {arrangement.service.name} in {arrangement.locality.name}: arrange that with somebody else first."
        for arrangement in list_arrangements_with(party.id, on=on)
    ]
