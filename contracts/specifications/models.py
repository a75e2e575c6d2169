"""Tables of specifications. Templates of a commissioner and agreed texts are frozen: nobody changes or deletes one."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.catalogue.models import CommissionedService
from commissioning.organisations.models import Locality
from contracts.specifications.rules.header import Header
from contracts.specifications.rules.states import STATE_NAMES, State
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person

SUBJECT = "specification"
VERSION = "specification_version"
SECTION = "specification_section"


class OwnTemplate(Model):
    """A version of a template that a commissioner made. `sections`: as JSON; `made_from`: the one it began from."""

    __tablename__ = "specifications_template"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "code", "number"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    code: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text)
    sections: Mapped[str] = mapped_column(Text)
    made_from: Mapped[str] = mapped_column(String(160))
    content_hash: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)

    made_by: Mapped[Person] = relationship()


class Specification(Model):
    """What a service by a provider is to be, in versions; numbered for each commissioner."""

    __tablename__ = "specifications_specification"
    __table_args__ = (UniqueConstraint("commissioner_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    number: Mapped[int]
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)

    commissioner: Mapped[Party] = relationship(foreign_keys=[commissioner_id])
    provider: Mapped[Party] = relationship(foreign_keys=[provider_id])
    service: Mapped[CommissionedService] = relationship()

    @property
    def reference(self) -> str:
        """The number as people cite it."""
        return f"SPEC-{self.number:03d}"


class Covered(Model):
    """That a version holds in a locality."""

    __tablename__ = "specifications_covered"

    version_id: Mapped[int] = mapped_column(ForeignKey("specifications_version.id"), primary_key=True)
    locality_id: Mapped[int] = mapped_column(ForeignKey("organisations_locality.id"), primary_key=True, index=True)

    locality: Mapped[Locality] = relationship()


class SpecificationVersion(Model):
    """A version of a specification. `drafter`: the organisation that began it; `follows`: the agreed one before.

    `header_changes`: how often its header was changed. `withdrawal` says why it does not count any more.
    """

    __tablename__ = "specifications_version"
    __table_args__ = (
        UniqueConstraint("specification_id", "number"),
        Index(
            "uq_specifications_version_one_open",
            "specification_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'in_review')"),
            postgresql_where=text("state IN ('draft', 'in_review')"),
        ),
        Index(
            "uq_specifications_version_one_agreed",
            "specification_id",
            unique=True,
            sqlite_where=text("state = 'agreed'"),
            postgresql_where=text("state = 'agreed'"),
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (withdrawn_at IS NULL) = (withdrawal = '')",
            name="withdrawn_with_a_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    specification_id: Mapped[int] = mapped_column(ForeignKey("specifications_specification.id"))
    number: Mapped[int]
    state: Mapped[State] = mapped_column(choice(State, "state"))
    template_code: Mapped[str] = mapped_column(String(60))
    template_number: Mapped[int]
    template_name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120))
    commissioner_lead: Mapped[str] = mapped_column(String(120))
    commissioner_lead_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    provider_lead: Mapped[str] = mapped_column(String(120))
    provider_lead_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    review_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    header_changes: Mapped[int]
    drafter_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("specifications_version.id"))
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawal: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    specification: Mapped[Specification] = relationship()
    drafter: Mapped[Party] = relationship()
    begun_by: Mapped[Person] = relationship(foreign_keys=[begun_by_id])
    commissioner_person: Mapped[Person | None] = relationship(foreign_keys=[commissioner_lead_id])
    provider_person: Mapped[Person | None] = relationship(foreign_keys=[provider_lead_id])
    covered: Mapped[list[Covered]] = relationship(cascade="all, delete-orphan")
    sections: Mapped[list["SpecificationSection"]] = relationship(order_by="SpecificationSection.place")
    agreed: Mapped["AgreedText | None"] = relationship(back_populates="version")

    __mapper_args__ = versioned_by(version)

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return STATE_NAMES[self.state]

    @property
    def called(self) -> str:
        """Reference, title and version, as people say it."""
        return f"{self.specification.reference} {self.title}, version {self.number}"

    @property
    def header(self) -> Header:
        """The header as a value."""
        return Header(
            title=self.title,
            commissioner_lead=self.commissioner_lead,
            commissioner_lead_id=self.commissioner_lead_id,
            provider_lead=self.provider_lead,
            provider_lead_id=self.provider_lead_id,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            review_on=self.review_on,
            expires_on=self.expires_on,
            localities=frozenset(each.locality_id for each in self.covered),
        )


class SpecificationSection(Model):
    """A section of a version: the heading and guidance of the template, and what was written there (Markdown).

    `holds_text`: false for a heading that only stands above its parts. `version` counts what was written, from 1.
    """

    __tablename__ = "specifications_section"
    __table_args__ = (
        UniqueConstraint("version_id", "place"),
        UniqueConstraint("version_id", "key"),
        CheckConstraint("level IN (1, 2)", name="section_or_part"),
        CheckConstraint("holds_text OR text = ''", name="text_where_it_may_stand"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("specifications_version.id"))
    place: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(10))
    level: Mapped[int]
    heading: Mapped[str] = mapped_column(String(120))
    guidance: Mapped[str] = mapped_column(Text)
    is_required: Mapped[bool]
    holds_text: Mapped[bool]
    starter: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    specification_version: Mapped[SpecificationVersion] = relationship(back_populates="sections")

    __mapper_args__ = versioned_by(version)

    @property
    def called(self) -> str:
        """Number and heading."""
        return f"{self.number} {self.heading}"


class AgreedText(Model):
    """The text of a version that both sides accepted, as canonical JSON, with its SHA-256."""

    __tablename__ = "specifications_agreed"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("specifications_version.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    agreed_at: Mapped[datetime] = mapped_column(Instant)

    version: Mapped[SpecificationVersion] = relationship(back_populates="agreed")


freeze("specifications", OwnTemplate, AgreedText)
