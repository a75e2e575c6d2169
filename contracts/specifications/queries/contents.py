"""The text of a version as a value: the frozen one where it was agreed, else as it stands."""

from collections.abc import Sequence

from contracts.specifications.models import VERSION, SpecificationVersion
from contracts.specifications.rules.content import Content, ContentSection, content_from, hash_of
from contracts.specifications.rules.header import problems_in_header
from core.people.models import Person
from core.signatures.models import Signature
from core.signatures.queries import list_signatures


def content_of(version: SpecificationVersion) -> Content:
    """What a version says: frozen where it was agreed once, else as the database has it now."""
    return content_from(version.agreed.content) if version.agreed else _content_now(version)


def hash_of_version(version: SpecificationVersion) -> str:
    """The SHA-256 of what a version says."""
    return version.agreed.content_hash if version.agreed else hash_of(_content_now(version))


def problems_in_version(version: SpecificationVersion) -> list[str]:
    """What keeps a version from review and agreement, in sentences: the header first, then the sections in order."""
    return [*problems_in_header(version.header), *content_of(version).problems]


def acceptances_of(version: SpecificationVersion) -> list[Signature]:
    """The signatures to the text as it is now. Those to an earlier text do not count, and are kept."""
    now = hash_of_version(version)
    return [each for each in list_signatures(VERSION, version.id) if each.content_hash == now]


def missing_acceptances(version: SpecificationVersion, accepted: Sequence[Signature]) -> list[str]:
    """The names of the sides that have not accepted the text as it is now."""
    given = {each.organisation_id for each in accepted}
    parties = (version.specification.commissioner, version.specification.provider)
    return [party.name for party in parties if party.id not in given]


def _content_now(version: SpecificationVersion) -> Content:
    specification = version.specification
    return Content(
        reference=specification.reference,
        version=version.number,
        revision=version.header_changes + sum(section.version - 1 for section in version.sections),
        title=version.title,
        commissioner=specification.commissioner.name,
        commissioner_code=specification.commissioner.code,
        provider=specification.provider.name,
        provider_code=specification.provider.code,
        service=specification.service.name,
        service_code=specification.service.code,
        template=f"{version.template_name}, version {version.template_number}",
        template_code=version.template_code,
        template_number=version.template_number,
        commissioner_lead=version.commissioner_lead,
        commissioner_lead_person=_name(version.commissioner_person),
        provider_lead=version.provider_lead,
        provider_lead_person=_name(version.provider_person),
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        review_on=version.review_on,
        expires_on=version.expires_on,
        localities=tuple(sorted(each.locality.name for each in version.covered)),
        sections=tuple(
            ContentSection(
                key=section.key,
                number=section.number,
                level=section.level,
                heading=section.heading,
                text=section.text,
                holds_text=section.holds_text,
                is_required=section.is_required,
            )
            for section in version.sections
        ),
    )


def _name(person: Person | None) -> str:
    return person.name if person else ""
