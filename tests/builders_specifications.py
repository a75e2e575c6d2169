"""Builders of specifications: two sides, a service, a version in each of its states."""

from dataclasses import replace
from datetime import date
from typing import Any

from contracts.specifications.actions.reviewing import accept_version, submit_for_review
from contracts.specifications.actions.starting import start_specification
from contracts.specifications.actions.writing import change_header, write_section
from contracts.specifications.models import SpecificationVersion
from contracts.specifications.queries.contents import hash_of_version
from contracts.specifications.queries.versions import get_version
from contracts.specifications.rules.header import Header
from core.db import transaction
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders import AT, DAY, a_person, an_organisation
from tests.builders_commissioning import Trust, a_lead, a_neighbour, a_trust, some_services

HREF = "/contracts/specifications"


class Parties:
    """A trust with two services, its own provider and another, and one person of each kind."""

    def __init__(self) -> None:
        self.trust: Trust = a_trust()
        self.commissioner = self.trust.commissioner
        self.services = some_services(self.trust, "NURS", "PHYS")
        self.provider_id = self.trust.ids["OWN"]
        administrator = self.trust.administrator
        self.provider = a_person(Role.PROVIDER_MANAGER, self.provider_id, by=administrator, name="Provider manager")
        self.rival = a_person(Role.PROVIDER_MANAGER, self.trust.ids["WHHT"], by=administrator, name="Rival")
        self.finance = a_person(Role.FINANCE, self.trust.id, by=administrator, name="Finance")
        self.auditor = a_person(Role.AUDITOR, self.trust.id, by=administrator, name="Auditor")
        self.lead = a_lead(self.trust)
        self.neighbour = a_neighbour(self.trust)
        far = an_organisation(PartyKind.PROVIDER, "FAR", by=self.neighbour, name="Far provider")
        self.far_provider = a_person(
            Role.PROVIDER_MANAGER, far.id, by=administrator, name="Far manager", email="far@enh.example"
        )
        self.localities = frozenset(self.trust.localities.values())

    def start(self, by: Actor | None = None, service: str = "NURS", **changes: Any) -> int:
        """A specification in the short local form, started by the provider; the id of its version 1."""
        values: dict[str, Any] = {
            "commissioner_id": self.trust.id,
            "service_id": self.services[service],
            "provider_id": self.provider_id,
            "title": "Community nursing",
            "template_code": "local-2008",
            "template_number": 1,
            "by": by or self.provider,
            "on": DAY,
            "at": AT,
        }
        with transaction():
            return start_specification(**{**values, **changes}).id

    def header(self, **changes: Any) -> Header:
        """A header that lacks nothing."""
        whole = Header(
            title="Community nursing",
            commissioner_lead="Head of community commissioning",
            commissioner_lead_id=self.commissioner.person_id,
            provider_lead="Head of adult services",
            provider_lead_id=self.provider.person_id,
            starts_on=date(2008, 4, 1),
            ends_on=date(2009, 3, 31),
            review_on=date(2008, 12, 31),
            expires_on=date(2009, 4, 1),
            localities=self.localities,
        )
        return replace(whole, **changes)

    def write(self, version_id: int, key: str, text: str, by: Actor | None = None) -> None:
        """Write a section by its key."""
        section_id = section_of(version_id, key)
        with transaction():
            write_section(version_id=version_id, section_id=section_id, text=text, by=by or self.provider)

    def complete(self, version_id: int, by: Actor | None = None) -> int:
        """Fill in the header and every section of a draft."""
        with transaction():
            change_header(version_id=version_id, header=self.header(), by=by or self.provider, on=DAY)
        for section in list(get_version(version_id).sections):
            if section.holds_text:
                self.write(version_id, section.key, f"What {section.heading.lower()} means.", by)
        return version_id

    def in_review(self) -> int:
        """A version in review that lacks nothing."""
        version_id = self.complete(self.start())
        self.submit(version_id, self.provider)
        return version_id

    def agreed(self) -> int:
        """An agreed version."""
        version_id = self.in_review()
        self.accept(version_id, self.provider)
        self.accept(version_id, self.commissioner)
        return version_id

    def submit(self, version_id: int, by: Actor) -> None:
        """Put a draft into review."""
        with transaction():
            submit_for_review(version_id=version_id, by=by, on=DAY, at=AT, href=HREF)

    def accept(self, version_id: int, by: Actor, seen_hash: str = "") -> SpecificationVersion:
        """Accept the text as it is."""
        seen = seen_hash or hash_of_version(get_version(version_id))
        with transaction():
            return self.accept_inside(version_id, by, seen)

    def accept_inside(self, version_id: int, by: Actor, seen_hash: str) -> SpecificationVersion:
        """The same inside a transaction that is open."""
        return accept_version(version_id=version_id, seen_hash=seen_hash, by=by, on=DAY, at=AT, href=HREF)


def section_of(version_id: int, key: str) -> int:
    """The id of a section of a version."""
    return next(section.id for section in get_version(version_id).sections if section.key == key)
