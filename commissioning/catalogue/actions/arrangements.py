"""Arrangements changed from a day on, and sheets of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from commissioning.catalogue import queries, rules
from commissioning.catalogue.actions.recording import record_on, record_on_trust
from commissioning.catalogue.models import Arrangement
from commissioning.catalogue.rules import ArrangementKind, ArrangementLine
from commissioning.organisations.queries.lines import parties_by_code
from commissioning.organisations.queries.localities import get_locality, list_localities
from commissioning.organisations.queries.practices import lock_party
from commissioning.organisations.rules.values import HasProblems
from core.db import db
from core.errors import Refusal
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.wording import in_full


def change_arrangement(
    *,
    service_id: int,
    locality_id: int,
    kind: ArrangementKind,
    starts_on: date,
    by: Actor,
    provider_id: int | None = None,
    share: Decimal | None = None,
) -> Arrangement:
    """Say who provides a service in a locality from a day on, until the next arrangement known, if there is one.

    The arrangement before ends that day; one that starts on the same day is replaced.
    """
    service, locality = queries.get_service(service_id, for_change=True), get_locality(locality_id)
    check_may(by, Permission.MAINTAIN_CATALOGUE, commissioner_id=service.commissioner_id)
    if locality.commissioner_id != service.commissioner_id:
        raise Refusal(f"{locality.name} is a locality of another primary care trust.")
    for what, closed_on in ((service.name, service.closed_on), (locality.name, locality.closed_on)):
        if closed_on is not None and closed_on <= starts_on:
            raise Refusal(f"{what} is closed from {in_full(closed_on)} on.")
    rules.check_arrangement(kind, has_provider=provider_id is not None, share=share)
    provider = None if provider_id is None else _provider(provider_id, service.commissioner_id, starts_on)
    known = queries.list_arrangements_at(service_id, locality_id)
    old = next((a for a in known if a.starts_on <= starts_on and (a.ends_on is None or starts_on < a.ends_on)), None)
    was = queries.words_of(old)
    kept = _place(service_id, locality_id, starts_on, old, known)
    kept.kind, kept.provider, kept.share = kind, provider, share
    db.session.add(kept)
    db.session.flush()
    new = {"arrangement": queries.words_of(kept), "locality": locality.name, "starts_on": starts_on.isoformat()}
    record_on(by, "change_arrangement", service, old={"arrangement": was}, new=new)
    return kept


def record_arrangements(*, commissioner_id: int, lines: Sequence[ArrangementLine], by: Actor) -> int:
    """Record a sheet of arrangements. For each service and locality named, the sheet's rows take the place of those
    recorded with the same first day; they must not hold at the same time as any other. The number of rows new or
    changed.
    """
    check_may(by, Permission.MAINTAIN_CATALOGUE, commissioner_id=commissioner_id)
    lock_party(commissioner_id, PartyKind.PCT)
    services = {c: s for c, s in queries.services_by_code(commissioner_id).items() if s.closed_on is None}
    localities = {place.name: place for place in list_localities(commissioner_id) if place.closed_on is None}
    providers = {
        code: party
        for code, party in parties_by_code(commissioner_id, PartyKind.PROVIDER).items()
        if party.closed_on is None
    }
    known = queries.arrangements_of(commissioner_id)
    problems = [
        *rules.problems_in_arrangements(lines, services=services, localities=localities, providers=providers),
        *rules.clashes_in_arrangements(lines, known=known),
    ]
    if problems:
        raise HasProblems(problems)
    changed = [line for line in lines if line not in known]
    if not changed:
        raise Refusal("Every arrangement in the file is recorded just so already.")
    kept = {(a.service.code, a.locality.name, a.starts_on): a for a in queries.list_arrangements(commissioner_id)}
    rows = [(line, kept.get((line.service, line.locality, line.starts))) for line in changed]
    for line, old in sorted(rows, key=lambda row: (row[1] is None, row[0].ends is None)):
        row = old or Arrangement(
            service_id=services[line.service].id, locality_id=localities[line.locality].id, starts_on=line.starts
        )
        row.kind, row.share, row.ends_on = line.kind, line.share, line.ends
        row.provider = providers[line.provider] if line.provider else None
        db.session.add(row)
        db.session.flush()
    record_on_trust(by, "record_arrangements", commissioner_id, {"count": len(changed)})
    return len(changed)


def _place(
    service_id: int, locality_id: int, starts_on: date, old: Arrangement | None, known: Sequence[Arrangement]
) -> Arrangement:
    """The row that holds from a day on: the one that starts there, or a new one up to the next."""
    if old is not None and old.starts_on == starts_on:
        return old
    if old is not None:
        ends_on, old.ends_on = old.ends_on, starts_on
        db.session.flush()
    else:
        ends_on = min((a.starts_on for a in known if a.starts_on > starts_on), default=None)
    return Arrangement(service_id=service_id, locality_id=locality_id, starts_on=starts_on, ends_on=ends_on)


def _provider(provider_id: int, commissioner_id: int, on: date) -> Party:
    provider = get_party(provider_id)
    if provider.kind is not PartyKind.PROVIDER or provider.commissioner_id != commissioner_id:
        raise Refusal(f"{provider.name} is no provider of this primary care trust.")
    if provider.closed_on is not None and provider.closed_on <= on:
        raise Refusal(f"{provider.name} is closed from {in_full(provider.closed_on)} on.")
    return provider
