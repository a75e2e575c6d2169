"""Adding providers, saying what they are to the trust, closing them."""

from datetime import date

from commissioning.organisations.actions.recording import record_on
from commissioning.organisations.models import ProviderDetail
from commissioning.organisations.queries.practices import lock_party
from commissioning.organisations.queries.providers import find_detail
from commissioning.organisations.rules.values import SORT_NAMES, ProviderSort
from core.db import db
from core.parties import actions as parties
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may


def add_provider(
    *, commissioner_id: int, code: str, name: str, sort: ProviderSort, opened_on: date, by: Actor
) -> Party:
    """Add a provider of services to the trust."""
    provider = place_provider(
        commissioner_id=commissioner_id, code=code, name=name, sort=sort, opened_on=opened_on, by=by
    )
    new = {"code": code, "name": provider.name, "sort": SORT_NAMES[sort], "opened_on": opened_on.isoformat()}
    record_on(provider, by=by, act="add_provider", new=new)
    return provider


def place_provider(
    *, commissioner_id: int, code: str, name: str, sort: ProviderSort, opened_on: date, by: Actor
) -> Party:
    """`add_provider` as a part of a larger act, which records the event itself."""
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=commissioner_id)
    provider = parties.add_party(
        kind=PartyKind.PROVIDER,
        code=code,
        name=name,
        opened_on=opened_on,
        by=by,
        commissioner_id=commissioner_id,
    )
    db.session.add(ProviderDetail(provider_id=provider.id, sort=sort))
    db.session.flush()
    return provider


def change_sort(*, provider_id: int, sort: ProviderSort, by: Actor) -> Party:
    """Say anew what a provider is to the trust."""
    provider = lock_party(provider_id, PartyKind.PROVIDER)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=provider.commissioner_id)
    detail = find_detail(provider_id)
    old = SORT_NAMES[detail.sort] if detail else None
    if detail is None:
        db.session.add(ProviderDetail(provider_id=provider_id, sort=sort))
    else:
        detail.sort = sort
    db.session.flush()
    record_on(provider, by=by, act="change_sort", old={"sort": old}, new={"sort": SORT_NAMES[sort]})
    return provider


def close_provider(*, provider_id: int, closed_on: date, reason: str, by: Actor) -> Party:
    """Close a provider from a day on, unless something still depends on it."""
    provider = lock_party(provider_id, PartyKind.PROVIDER)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=provider.commissioner_id)
    parties.end_party(party_id=provider_id, closed_on=closed_on, reason=reason, by=by)
    new = {"closed_on": closed_on.isoformat(), "reason": reason.strip()}
    record_on(provider, by=by, act="close_provider", new=new)
    return provider
