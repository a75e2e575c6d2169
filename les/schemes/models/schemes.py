"""Tables of schemes, their versions and sections, and the documents that were approved, which are frozen."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.catalogue.models import CommissionedService
from commissioning.organisations.models import Locality
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.schemes.rules.documents import Control
from les.schemes.rules.kinds import KIND_NAMES, STATE_NAMES, SchemeKind, State
from les.schemes.rules.particulars import Particulars

SUBJECT = "scheme"
VERSION = "scheme_version"
SECTION = "scheme_section"
WHOLE_AREA = "Whole area"


class Scheme(Model):
    """An enhanced service that a commissioner pays practices for. Without a locality it is for the whole area."""

    __tablename__ = "schemes_scheme"
    __table_args__ = (UniqueConstraint("commissioner_id", "number"), UniqueConstraint("commissioner_id", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[SchemeKind] = mapped_column(choice(SchemeKind, "kind"))
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("organisations_locality.id"), index=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"), index=True)
    clinical_lead: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column()

    commissioner: Mapped[Party] = relationship()
    locality: Mapped[Locality | None] = relationship()
    service: Mapped[CommissionedService] = relationship()
    versions: Mapped[list["SchemeVersion"]] = relationship(
        back_populates="scheme", order_by="SchemeVersion.number.desc()"
    )

    __mapper_args__ = versioned_by(version)

    @property
    def reference(self) -> str:
        """The number as people cite it: `LES-003`."""
        return f"{self.kind.value.upper()}-{self.number:03d}"

    @property
    def called(self) -> str:
        """Reference and name."""
        return f"{self.reference} {self.name}"

    @property
    def particulars(self) -> Particulars:
        """What it is, as a value."""
        return Particulars(
            name=self.name,
            kind=self.kind,
            locality_id=self.locality_id,
            service_id=self.service_id,
            clinical_lead=self.clinical_lead,
        )

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return KIND_NAMES[self.kind]

    @property
    def where(self) -> str:
        """The locality, or that it is for the whole area."""
        return self.locality.name if self.locality else WHOLE_AREA


class SchemeVersion(Model):
    """A version of the document of a scheme. `terms`: as JSON, blank until they are written.

    `changes` counts what was changed of its control block and terms.
    """

    __tablename__ = "schemes_version"
    __table_args__ = (
        UniqueConstraint("scheme_id", "number"),
        Index(
            "uq_schemes_version_one_open",
            "scheme_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'submitted')"),
            postgresql_where=text("state IN ('draft', 'submitted')"),
        ),
        Index(
            "uq_schemes_version_one_approved",
            "scheme_id",
            unique=True,
            sqlite_where=text("state = 'approved'"),
            postgresql_where=text("state = 'approved'"),
        ),
        CheckConstraint("(state = 'draft') = (submitted_by_id IS NULL)", name="submitted_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    number: Mapped[int]
    state: Mapped[State] = mapped_column(choice(State, "state"))
    author: Mapped[str] = mapped_column(String(120))
    ratified_by: Mapped[str] = mapped_column(String(120))
    outcome: Mapped[str] = mapped_column(String(500))
    starts_on: Mapped[date | None]
    review_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    terms: Mapped[str] = mapped_column(Text)
    changes: Mapped[int]
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    version: Mapped[int] = mapped_column()

    scheme: Mapped[Scheme] = relationship(back_populates="versions")
    begun_by: Mapped[Person] = relationship(foreign_keys=[begun_by_id])
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    sections: Mapped[list["SchemeSection"]] = relationship(order_by="SchemeSection.place")
    approved: Mapped["ApprovedScheme | None"] = relationship(back_populates="version")

    __mapper_args__ = versioned_by(version)

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return STATE_NAMES[self.state]

    @property
    def called(self) -> str:
        """Reference, name and version, as people say it."""
        return f"{self.scheme.called}, version {self.number}"

    @property
    def control(self) -> Control:
        """The control block as a value."""
        return Control(
            author=self.author,
            ratified_by=self.ratified_by,
            outcome=self.outcome,
            starts_on=self.starts_on,
            review_on=self.review_on,
            expires_on=self.expires_on,
        )


class SchemeSection(Model):
    """A section of a version and what was written there (Markdown)."""

    __tablename__ = "schemes_section"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("schemes_version.id"))
    place: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)

    @property
    def called(self) -> str:
        """Number and heading."""
        return f"{self.place} {self.heading}"


class ApprovedScheme(Model):
    """The document of a version as it was approved: canonical JSON with its SHA-256, and a copy of who approved it."""

    __tablename__ = "schemes_approved"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("schemes_version.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    approved_at: Mapped[datetime] = mapped_column(Instant)

    version: Mapped[SchemeVersion] = relationship(back_populates="approved")


freeze("schemes", ApprovedScheme)
