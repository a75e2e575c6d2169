"""Services added, changed and closed, and sheets of them."""

from collections.abc import Callable, Sequence
from datetime import date

from commissioning.catalogue import queries, rules
from commissioning.catalogue.actions.recording import record_on, record_on_trust
from commissioning.catalogue.models import CommissionedService
from commissioning.catalogue.rules import ServiceLine
from commissioning.organisations.queries.practices import lock_party
from commissioning.organisations.rules.checks import check_reason
from commissioning.organisations.rules.values import HasProblems
from core.db import db
from core.errors import Refusal
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may

reasons_against_closing_service: list[Callable[[CommissionedService, date], list[str]]] = []
"""Higher domains append a function here: (service, day) → sentences why it may not close on that day."""


def add_service(*, commissioner_id: int, line: ServiceLine, by: Actor, scope_reason: str = "") -> CommissionedService:
    """Add a service line under a code the trust never used."""
    check_may(by, Permission.MAINTAIN_CATALOGUE, commissioner_id=commissioner_id)
    rules.check_service(line)
    holder = queries.services_by_code(commissioner_id).get(line.code)
    if holder is not None:
        state = "belongs to" if holder.closed_on is None else "belonged to"
        raise Refusal(f"The code {line.code} {state} {holder.name}. Codes are never used again.")
    service = _new_service(commissioner_id, line, scope_reason)
    record_on(by, "add_service", service, new=_values(service))
    return service


def change_service(*, service_id: int, line: ServiceLine, by: Actor, scope_reason: str = "") -> CommissionedService:
    """Change a service's name, category, currencies or scope; the code stays."""
    service = queries.get_service(service_id, for_change=True)
    check_may(by, Permission.MAINTAIN_CATALOGUE, commissioner_id=service.commissioner_id)
    rules.check_service(line)
    if line.code != service.code:
        raise Refusal(f"The code of {service.name} stays {service.code}: other records name it.")
    old = _values(service)
    _set(service, line, scope_reason)
    db.session.flush()
    record_on(by, "change_service", service, old=old, new=_values(service))
    return service


def close_service(*, service_id: int, closed_on: date, reason: str, by: Actor) -> CommissionedService:
    """Close a service from a day on, unless something still depends on it. Its code stays taken for ever."""
    service = queries.get_service(service_id, for_change=True)
    check_may(by, Permission.MAINTAIN_CATALOGUE, commissioner_id=service.commissioner_id)
    if service.closed_on is not None:
        raise Refusal(f"{service.name} is already closed.")
    check_reason(reason, f"{service.name} closes")
    against = [sentence for reasons in reasons_against_closing_service for sentence in reasons(service, closed_on)]
    if against:
        raise Refusal(f"{service.name} cannot be closed yet. {' '.join(against)}")
    service.closed_on = closed_on
    db.session.flush()
    record_on(by, "close_service", service, new={"closed_on": closed_on.isoformat(), "reason": reason.strip()})
    return service


def record_services(*, commissioner_id: int, lines: Sequence[ServiceLine], by: Actor, scope_reason: str = "") -> int:
    """Record a sheet of services: new ones are added, those known changed; the number added or changed.

    `scope_reason` says why those out of scope are.
    """
    check_may(by, Permission.MAINTAIN_CATALOGUE, commissioner_id=commissioner_id)
    lock_party(commissioner_id, PartyKind.PCT)
    known = queries.services_by_code(commissioner_id)
    closed = {code for code, service in known.items() if service.closed_on is not None}
    problems = list(rules.problems_in_services(lines, closed=closed))
    if problems:
        raise HasProblems(problems)
    new = [line for line in lines if line.code not in known]
    recorded = {line.code: line for line in queries.services_of(commissioner_id)}
    changed = [line for line in lines if line.code in known and recorded[line.code] != line]
    if not new and not changed:
        raise Refusal("Every service in the file is recorded just so already.")
    for line in new:
        _new_service(commissioner_id, line, scope_reason)
    for line in changed:
        _set(known[line.code], line, known[line.code].scope_reason or scope_reason)
    db.session.flush()
    record_on_trust(by, "record_services", commissioner_id, {"added": len(new), "changed": len(changed)})
    return len(new) + len(changed)


def _new_service(commissioner_id: int, line: ServiceLine, scope_reason: str) -> CommissionedService:
    service = CommissionedService(commissioner_id=commissioner_id, code=line.code)
    _set(service, line, scope_reason)
    db.session.add(service)
    db.session.flush()
    return service


def _set(service: CommissionedService, line: ServiceLine, scope_reason: str) -> None:
    if not line.in_scope:
        check_reason(scope_reason, f"{line.name} is out of scope")
    service.name, service.category = line.name.strip(), line.category.strip()
    service.currencies = ";".join(line.currencies)
    service.in_scope, service.scope_reason = line.in_scope, "" if line.in_scope else scope_reason.strip()


def _values(service: CommissionedService) -> dict[str, str | bool]:
    names = ("code", "name", "category", "currencies", "in_scope", "scope_reason")
    return {name: getattr(service, name) for name in names}
