"""What every approved scheme pays on a day, by service and locality."""

from dataclasses import replace
from datetime import date

from commissioning.organisations.queries.localities import find_place
from commissioning.organisations.queries.practices import find_membership
from core.parties.models import Party
from core.permissions import Actor, Role
from les.schemes.models.prices import SchemePrice
from les.schemes.models.schemes import Scheme
from les.schemes.queries.contents import content_of
from les.schemes.queries.ending import ended_on_of
from les.schemes.queries.prices import list_prices_of, prices_of
from les.schemes.queries.schemes import list_schemes, sees_drafts, shown_version
from les.schemes.rules.comparing_prices import Compared, Paid, compare_prices
from les.schemes.rules.ending import has_ended
from les.schemes.rules.kinds import State
from les.schemes.rules.pricing import price_on


def prices_compared(by: Actor, *, on: date) -> list[Compared]:
    """What the approved schemes that concern the reader and have not ended pay on a day, the same thing together."""
    approved = [each for each in list_schemes(by) if shown_version(each).state is State.APPROVED]
    ended = ended_on_of([scheme.id for scheme in approved])
    schemes = [each for each in approved if not has_ended(ended.get(each.id), on=on)]
    prices = list_prices_of([scheme.id for scheme in schemes])
    return compare_prices(
        [paid for scheme in schemes for paid in _paid_by(scheme, seen_prices(prices.get(scheme.id, []), by), on)]
    )


def seen_prices(prices: list[SchemePrice], by: Actor) -> list[SchemePrice]:
    """The prices that concern the reader: a practice sees no price of another, and what waits nobody but the trust."""
    found = prices if sees_drafts(by) else [each for each in prices if each.decision]
    if by.role is not Role.PRACTICE_MANAGER:
        return found
    return [each for each in found if each.practice_id in (None, by.organisation_id)]


def _paid_by(scheme: Scheme, prices: list[SchemePrice], on: date) -> list[Paid]:
    terms = content_of(shown_version(scheme)).terms
    if terms is None:
        return []
    priced = replace(terms, prices=prices_of(prices))
    practices = {each.practice.code: each.practice for each in prices if each.practice}
    found = []
    for element in terms.elements:
        for practice in ("", *sorted({each.practice for each in priced.prices if each.element == element.code} - {""})):
            price = price_on(priced, element=element.code, practice=practice, on=on)
            if price is not None and price.practice == practice:
                party = practices.get(practice)
                place = scheme.locality.name if scheme.locality else ""
                paid = Paid(
                    service=scheme.service.name,
                    what=element.name,
                    where=_place_of(party, on) or place if party else place,
                    scheme=scheme.called,
                    scheme_id=scheme.id,
                    pence=price.pence,
                    practice=party.name if party else "",
                )
                found.append(paid)
    return found


def _place_of(practice: Party, on: date) -> str:
    """The locality of the group a practice belongs to on a day; blank where it belongs to none."""
    membership = find_membership(practice.id, on=on)
    place = find_place(membership.group_id) if membership else None
    return place.locality.name if place else ""
