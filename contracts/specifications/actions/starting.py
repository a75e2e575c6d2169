"""Starting a specification from a template, by either side, and the next version of an agreed one."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.exc import NoResultFound

from budgets.rounds.queries import hold_commissioner
from commissioning.catalogue.models import CommissionedService
from commissioning.catalogue.queries import get_service
from contracts.specifications.actions.recording import held, record
from contracts.specifications.models import Covered, Specification, SpecificationSection, SpecificationVersion
from contracts.specifications.queries.templates import find_template
from contracts.specifications.queries.versions import (
    find_open_version,
    next_specification_number,
    next_version_number,
)
from contracts.specifications.rules.header import Header, check_header
from contracts.specifications.rules.states import State, check_next_may_begin
from contracts.specifications.rules.templates import Template, hold_text, numbers_of
from core.db import db
from core.errors import NotAllowed, Refusal
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may


def start_specification(
    *,
    commissioner_id: int,
    service_id: int,
    provider_id: int,
    title: str,
    template_code: str,
    template_number: int,
    by: Actor,
    on: date,
    at: datetime,
) -> SpecificationVersion:
    """Start the specification of a service by a provider: version 1, a draft with the sections of a template.

    A provider starts those of its own services only. Without a title it is called after the service.
    """
    check_may(by, Permission.DRAFT_SPECIFICATIONS, commissioner_id=commissioner_id)
    if by.organisation_id not in (commissioner_id, provider_id):
        raise NotAllowed(f"You act for {by.organisation_name}. A provider drafts specifications of its own services.")
    hold_commissioner(commissioner_id)
    service = _service(service_id, commissioner_id, on)
    provider = _provider(provider_id, commissioner_id)
    template = find_template(commissioner_id, template_code, template_number)
    if template is None:
        raise Refusal("There is no such template. Choose one from the list.")
    check_header(Header(title=title.strip() or service.name))
    specification = Specification(
        commissioner_id=commissioner_id,
        number=next_specification_number(commissioner_id),
        service_id=service.id,
        provider_id=provider.id,
    )
    db.session.add(specification)
    db.session.flush()
    version = _first_version(specification, template, title.strip() or service.name, by, at)
    db.session.add_all(_sections_from(template, version.id))
    db.session.flush()
    new = {"service": service.name, "provider": provider.name, "template": template.called}
    record(version, "start_specification", by, new=new)
    return version


def begin_next_version(*, version_id: int, by: Actor, at: datetime) -> SpecificationVersion:
    """Begin the next version from the agreed one, by either side: a draft with the same header and text.

    The agreed version holds until the next one is agreed.
    """
    agreed = held(version_id, by)
    open_one = find_open_version(agreed.specification_id)
    check_next_may_begin(state=agreed.state, open_version=open_one.number if open_one else None)
    version = _following(agreed, by, at)
    db.session.add(version)
    db.session.flush()
    db.session.add_all(Covered(version_id=version.id, locality_id=each.locality_id) for each in agreed.covered)
    db.session.add_all(_copied(section, version.id) for section in agreed.sections)
    db.session.flush()
    record(version, "begin_next_version", by, new={"number": version.number, "from_version": agreed.number})
    return version


def _service(service_id: int, commissioner_id: int, on: date) -> CommissionedService:
    try:
        service = get_service(service_id)
    except NoResultFound:
        raise Refusal("There is no such service. Choose one from the list.") from None
    if service.commissioner_id != commissioner_id or (service.closed_on is not None and service.closed_on <= on):
        raise Refusal("This service is not in the catalogue of services any more. Choose another.")
    return service


def _provider(provider_id: int, commissioner_id: int) -> Party:
    try:
        provider = get_party(provider_id)
    except NoResultFound:
        raise Refusal("There is no such provider. Choose one from the list.") from None
    if provider.kind is not PartyKind.PROVIDER or provider.commissioner_id != commissioner_id:
        raise Refusal(f"{provider.name} is no provider of this commissioner. Choose one from the list.")
    return provider


def _first_version(
    specification: Specification, template: Template, title: str, by: Actor, at: datetime
) -> SpecificationVersion:
    version = SpecificationVersion(
        specification_id=specification.id,
        number=1,
        state=State.DRAFT,
        template_code=template.code,
        template_number=template.number,
        template_name=template.name,
        title=title,
        commissioner_lead="",
        provider_lead="",
        header_changes=0,
        drafter_id=by.organisation_id,
        begun_by_id=by.person_id,
        begun_at=at,
        withdrawal="",
    )
    db.session.add(version)
    db.session.flush()
    return version


def _sections_from(template: Template, version_id: int) -> Sequence[SpecificationSection]:
    levels = [section.level for section in template.sections]
    placed = zip(template.sections, numbers_of(levels), hold_text(levels), strict=True)
    return [
        SpecificationSection(
            version_id=version_id,
            place=place,
            key=section.key,
            number=number,
            level=section.level,
            heading=section.heading,
            guidance=section.guidance,
            is_required=section.is_required and holds_text,
            holds_text=holds_text,
            starter=section.starter if holds_text else "",
            text="",
        )
        for place, (section, number, holds_text) in enumerate(placed, start=1)
    ]


def _following(agreed: SpecificationVersion, by: Actor, at: datetime) -> SpecificationVersion:
    return SpecificationVersion(
        specification_id=agreed.specification_id,
        number=next_version_number(agreed.specification_id),
        state=State.DRAFT,
        template_code=agreed.template_code,
        template_number=agreed.template_number,
        template_name=agreed.template_name,
        title=agreed.title,
        commissioner_lead=agreed.commissioner_lead,
        commissioner_lead_id=agreed.commissioner_lead_id,
        provider_lead=agreed.provider_lead,
        provider_lead_id=agreed.provider_lead_id,
        starts_on=agreed.starts_on,
        ends_on=agreed.ends_on,
        review_on=agreed.review_on,
        expires_on=agreed.expires_on,
        header_changes=0,
        drafter_id=by.organisation_id,
        follows_id=agreed.id,
        begun_by_id=by.person_id,
        begun_at=at,
        withdrawal="",
    )


def _copied(section: SpecificationSection, version_id: int) -> SpecificationSection:
    return SpecificationSection(
        version_id=version_id,
        place=section.place,
        key=section.key,
        number=section.number,
        level=section.level,
        heading=section.heading,
        guidance=section.guidance,
        is_required=section.is_required,
        holds_text=section.holds_text,
        starter=section.starter,
        text=section.text,
    )
