"""Tables of what holds for good: snapshots of months, and adjustments posted later; and released false alarms."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.submissions import Submission
from commissioning.catalogue.models import CommissionedService
from core.db import Instant, Model
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person


class Snapshot(Model):
    """That the month or quarter of a return is frozen: for each service, the submission its figures came from.

    The rows themselves are frozen with their submission, so the snapshot names them and does not copy them.
    `content_hash`: SHA-256 of the canonical text of parts, hashes of files, and sums.
    """

    __tablename__ = "activity_snapshot"
    __table_args__ = (UniqueConstraint("expectation_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    expectation_id: Mapped[int] = mapped_column(ForeignKey("activity_expectation.id"))
    period: Mapped[str] = mapped_column(String(7))
    was_accepted: Mapped[bool]
    content_hash: Mapped[str] = mapped_column(String(64))
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    frozen_at: Mapped[datetime] = mapped_column(Instant)

    expectation: Mapped[Expectation] = relationship()
    frozen_by: Mapped[Person] = relationship()
    parts: Mapped[list["SnapshotPart"]] = relationship(order_by="SnapshotPart.service_id")


class SnapshotPart(Model):
    """The submission a service's frozen figures came from."""

    __tablename__ = "activity_snapshot_part"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("activity_snapshot.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"), primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), index=True)

    service: Mapped[CommissionedService] = relationship()
    submission: Mapped[Submission] = relationship()


class Adjustment(Model):
    """A later correction of a frozen `month`, posted by the provider to an open period: by how many units, and why."""

    __tablename__ = "activity_adjustment"
    __table_args__ = (CheckConstraint("units <> 0", name="changes_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    expectation_id: Mapped[int] = mapped_column(ForeignKey("activity_expectation.id"), index=True)
    month: Mapped[str] = mapped_column(String(7))
    posted_to: Mapped[str] = mapped_column(String(7))
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"))
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"))
    currency: Mapped[str] = mapped_column(String(40))
    units: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    posted_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    posted_at: Mapped[datetime] = mapped_column(Instant)

    expectation: Mapped[Expectation] = relationship()
    service: Mapped[CommissionedService] = relationship()
    practice: Mapped[Party | None] = relationship()
    posted_by: Mapped[Person] = relationship()


class Release(Model):
    """That a number in one cell of a file is no patient's: said by one person, and by a second one who let it pass.

    The file is not kept; it is known by its hash when it comes again. The number stands nowhere.
    """

    __tablename__ = "activity_release"
    __table_args__ = (
        UniqueConstraint("provider_id", "file_hash", "row", "column_name"),
        CheckConstraint("confirmed_by_id <> proposed_by_id", name="by_two_people"),
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    file_hash: Mapped[str] = mapped_column(String(64))
    row: Mapped[int]
    column: Mapped[str] = mapped_column("column_name", String(120))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)

    provider: Mapped[Party] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])


freeze("activity", Snapshot, SnapshotPart, Adjustment)
