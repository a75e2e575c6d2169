"""Defining KPIs: a draft is written and put in use as a version; a version in use is never changed."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.rules.asking import check_words
from commissioning.activity.rules.months import Period
from commissioning.catalogue.queries import services_by_code
from contracts.agreements.queries.contracts import find_seen as find_contract
from contracts.performance.actions.recording import held_kpi, record_on
from contracts.performance.models.kpis import DefinitionVersion, DraftDefinition, Kpi
from contracts.performance.queries.kpis import code_exists
from contracts.performance.queries.results import last_period_with_result
from contracts.performance.rules.definition import Definition, as_plain, changes_between, check_definition
from contracts.performance.rules.versions import check_from_month, check_last_month, version_at
from core.audit import Values
from core.canonical import canonical_text, hash_of
from core.db import db
from core.errors import Refusal
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.wording import listed

_CODE = re.compile(r"[A-Z0-9][A-Z0-9./-]{0,19}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Who reports a KPI, and the contract and service it is tied to, if any."""

    provider_id: int
    contract_id: int | None = None
    service_id: int | None = None


def make_kpi(*, commissioner_id: int, code: str, tie: Tie, definition: Definition, by: Actor, at: datetime) -> Kpi:
    """Make a KPI with a draft of its first definition."""
    check_may(by, Permission.DEFINE_KPIS, commissioner_id=commissioner_id)
    kept = code.strip().upper()
    if not _CODE.fullmatch(kept):
        raise Refusal("The ID of a KPI has up to 20 letters, digits, full stops, slashes and hyphens, such as CN-01.")
    if code_exists(commissioner_id, kept):
        raise Refusal(f"There is a KPI {kept} already. Give this one another ID.")
    _check_tie(commissioner_id, tie, by)
    _check_content(commissioner_id, definition)
    kpi = Kpi(
        commissioner_id=commissioner_id,
        code=kept,
        provider_id=tie.provider_id,
        contract_id=tie.contract_id,
        service_id=tie.service_id,
        made_by_id=by.person_id,
        made_at=at,
        draft=DraftDefinition(content=_content(definition), saved_by_id=by.person_id, saved_at=at),
    )
    db.session.add(kpi)
    db.session.flush()
    record_on(kpi, "make_kpi", by=by, new={"code": kpi.code, "name": definition.name})
    return kpi


def write_definition(*, kpi_id: int, definition: Definition, by: Actor, at: datetime) -> Kpi:
    """Write the draft of a KPI’s next version. What is in use stays as it is."""
    kpi = held_kpi(kpi_id, by=by, permission=Permission.DEFINE_KPIS)
    _check_runs(kpi)
    _check_content(kpi.commissioner_id, definition)
    old = kpi.draft.definition if kpi.draft else kpi.definition
    if kpi.draft is None:
        kpi.draft = DraftDefinition(content="", saved_by_id=by.person_id, saved_at=at)
    kpi.draft.content, kpi.draft.saved_by_id, kpi.draft.saved_at = _content(definition), by.person_id, at
    flag_modified(kpi, "code")
    db.session.flush()
    before, after = changes_between(old, definition)
    record_on(kpi, "write_definition", by=by, old=before, new=after or {"changed": "nothing"})
    return kpi


def discard_draft(*, kpi_id: int, by: Actor) -> Kpi:
    """Give up the draft of a next version; what is in use stays."""
    kpi = held_kpi(kpi_id, by=by, permission=Permission.DEFINE_KPIS)
    if kpi.draft is None or not kpi.versions:
        raise Refusal(f"{kpi.code} has no draft beside a version in use.")
    kpi.draft = None
    flag_modified(kpi, "code")
    db.session.flush()
    record_on(kpi, "discard_draft", by=by)
    return kpi


def put_in_use(*, kpi_id: int, from_month: str, reason: str, by: Actor, at: datetime) -> DefinitionVersion:
    """Put the draft in use from a month on. Results that were returned keep the version they were counted by."""
    kpi = held_kpi(kpi_id, by=by, permission=Permission.DEFINE_KPIS)
    _check_runs(kpi)
    if kpi.draft is None:
        raise Refusal(f"{kpi.code} has no draft. Write its next definition first.")
    definition, versions = kpi.draft.definition, kpi.in_use
    check_from_month(from_month, definition, versions, last_result=_last_result(kpi))
    made = DefinitionVersion(
        kpi_id=kpi.id,
        number=len(versions) + 1,
        from_month=from_month,
        content=kpi.draft.content,
        content_hash=hash_of(kpi.draft.content),
        reason=check_words(reason, "why this version is put in use"),
        put_in_use_by_id=by.person_id,
        put_in_use_at=at,
    )
    db.session.add(made)
    kpi.draft = None
    flag_modified(kpi, "code")
    db.session.flush()
    db.session.refresh(kpi, ["versions"])
    new: Values = {"number": made.number, "from": str(Period(from_month)), "reason": made.reason}
    record_on(kpi, "put_in_use", by=by, new=new)
    return made


def retire_kpi(*, kpi_id: int, month: str, reason: str, by: Actor) -> Kpi:
    """Ask for a KPI no more from a month on; its results stay."""
    kpi = held_kpi(kpi_id, by=by, permission=Permission.DEFINE_KPIS)
    _check_runs(kpi)
    kept = check_words(reason, "why the KPI is retired")
    check_last_month(month, kpi.in_use, last_result=_last_result(kpi))
    kpi.retired_month = month
    db.session.flush()
    record_on(kpi, "retire_kpi", by=by, new={"from": str(Period(month)), "reason": kept})
    return kpi


def _last_result(kpi: Kpi) -> Period | None:
    """The last period for which a result was returned, as long as it was then."""
    last = last_period_with_result(kpi.id)
    held = version_at(kpi.in_use, last) if last else None
    return Period(last, held.definition.length) if last and held else None


def _content(definition: Definition) -> str:
    return canonical_text(as_plain(definition))


def _check_runs(kpi: Kpi) -> None:
    if kpi.retired_month:
        raise Refusal(f"{kpi.code} was retired from {Period(kpi.retired_month)}. Make a new KPI instead.")


def _check_tie(commissioner_id: int, tie: Tie, by: Actor) -> None:
    provider = get_party(tie.provider_id)
    if provider.kind is not PartyKind.PROVIDER or provider.commissioner_id != commissioner_id:
        raise Refusal("A KPI is reported by a provider of the trust. Choose one.")
    if tie.contract_id is not None:
        contract = find_contract(tie.contract_id, by=by)
        if contract is None or contract.commissioner_id != commissioner_id:
            raise Refusal("There is no such contract. Choose one of the trust’s.")
        if contract.provider_id != tie.provider_id:
            raise Refusal(f"Contract {contract.reference} is with {contract.provider.name}. Choose its provider.")
    services = services_by_code(commissioner_id).values()
    if tie.service_id is not None and all(service.id != tie.service_id for service in services):
        raise Refusal("There is no such service in the catalogue. Choose one of the trust’s.")


def _check_content(commissioner_id: int, definition: Definition) -> None:
    check_definition(definition)
    known = currencies_of(commissioner_id) if definition.is_derived else {}
    wanted = (*definition.numerator_from, *definition.denominator_from)
    if unknown := [code for code in wanted if code not in known]:
        raise Refusal(f"No activity is counted as {listed(unknown)}. Take currencies from the list of the catalogue.")
    services = services_by_code(commissioner_id) if definition.services else {}
    if unknown := [code for code in definition.services if code not in services]:
        raise Refusal(f"There is no service {listed(unknown)} in the catalogue.")
