"""Writing the terms of payment of a draft: one basis for each service, and taking them out."""

from contracts.agreements.actions.recording import held_draft, held_schedule, record_on, touch
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.schedules import Schedule, ServiceTerms
from contracts.agreements.queries.contracts import list_schedules
from contracts.agreements.queries.figures import terms_line
from contracts.agreements.rules.figures import TermsLine, check_terms_line
from contracts.agreements.rules.payment_terms import basis_of, values_of
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.agreements.rules.terms_words import paid_in_words
from core.canonical import canonical_text
from core.db import db
from core.errors import Refusal
from core.permissions import Actor


def write_terms(*, contract_id: int, schedule_id: int, line: TermsLine, by: Actor) -> ServiceTerms:
    """Write how a service is paid for, instead of what stood there. Refused where the terms cannot be."""
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.PRICES)
    check_terms_line(line, starts_on=contract.starts_on, ends_on=contract.ends_on)
    _check_paid_once(contract, schedule, line)
    kept = next((row for row in schedule.terms if row.service_code == line.service), None)
    if kept is not None and terms_line(kept) == line:
        raise Refusal("Nothing was changed: this is how the service is paid for already.")
    old = {"terms": paid_in_words(terms_line(kept))} if kept else None
    row = kept or ServiceTerms(service_code=line.service)
    row.service_name, row.unit = line.service_name.strip(), line.unit.strip()
    row.first_month, row.last_month = line.first_month, line.last_month
    row.basis, row.terms = basis_of(line.terms), canonical_text(values_of(line.terms))
    if kept is None:
        schedule.terms.append(row)
    touch(contract)
    db.session.flush()
    new = {"service": row.service_name, "basis": row.basis.value, "terms": paid_in_words(line)}
    record_on(contract, "write_terms_anew" if kept else "write_terms", by=by, new=new, old=old)
    return row


def take_out_terms(*, contract_id: int, schedule_id: int, terms_id: int, by: Actor) -> Schedule:
    """Say no more how a service is paid for."""
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.PRICES)
    kept = next((row for row in schedule.terms if row.id == terms_id), None)
    if kept is None:
        raise Refusal("Those terms of payment do not stand here any more.")
    schedule.terms.remove(kept)
    touch(contract)
    db.session.flush()
    record_on(contract, "take_out_terms", by=by, new={"service": kept.service_name})
    return schedule


def _check_paid_once(contract: Contract, schedule: Schedule, line: TermsLine) -> None:
    for other in list_schedules(contract.id):
        if other.id != schedule.id and any(row.service_code == line.service for row in other.terms):
            raise Refusal(f"How {line.service_name} is paid for stands in “{other.title}” already.")
