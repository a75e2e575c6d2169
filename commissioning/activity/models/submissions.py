"""Tables of what providers submitted, all frozen: submission, file, rows, sums, findings, certification, acceptance.

The file lies in the database, not in the folder of attachments: it is written in the transaction of its rows, so that
nothing is half stored, and is saved and frozen with them. It stands in a table of its own, compressed, and is read only
when somebody takes it away. That each figure stands once in a submission is checked before, over all rows at once; a
constraint on six columns would cost as much again as storing them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.rules.asking import Way
from commissioning.activity.rules.checks.findings import Importance, Severity
from commissioning.catalogue.models import CommissionedService
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person
from core.references import hold_references

SUBJECT = "activity_submission"


class Submission(Model):
    """What a provider submitted for one return and period, numbered from 1. `period`: its first month.

    `file_hash`: SHA-256 of the file as it came. `owed`: rows with errors, which were not taken. `request_key`: what
    a machine sent so that the same is not submitted twice. `replaces`: the one before it.
    """

    __tablename__ = "activity_submission"
    __table_args__ = (
        UniqueConstraint("expectation_id", "period", "number"),
        UniqueConstraint("expectation_id", "request_key"),
        CheckConstraint("length(file_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expectation_id: Mapped[int] = mapped_column(ForeignKey("activity_expectation.id"))
    period: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    way: Mapped[Way] = mapped_column(choice(Way, "way"))
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int]
    owed: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    request_key: Mapped[str | None] = mapped_column(String(80))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("activity_submission.id"))
    needs_certifier: Mapped[bool]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    prepared_at: Mapped[datetime] = mapped_column(Instant)

    expectation: Mapped[Expectation] = relationship()
    prepared_by: Mapped[Person] = relationship()
    replaces: Mapped["Submission | None"] = relationship(remote_side="Submission.id")
    covered: Mapped[list["CoveredService"]] = relationship(order_by="CoveredService.service_id")
    certification: Mapped["Certification | None"] = relationship()
    acceptance: Mapped["Acceptance | None"] = relationship()

    @property
    def is_certified(self) -> bool:
        """Whether it counts: nobody had to certify it, or somebody did."""
        return not self.needs_certifier or self.certification is not None


class SubmittedFile(Model):
    """The file of a submission as it came, compressed by zlib."""

    __tablename__ = "activity_file"

    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CoveredService(Model):
    """A service a submission gives the figures of: for this one it replaces those before it."""

    __tablename__ = "activity_covered_service"

    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"), primary_key=True)

    service: Mapped[CommissionedService] = relationship()


class Row(Model):
    """One row of a submission, numbered as in its file. `units`: the quantity times ten thousand.

    `practice_id` is None for patients nobody could place, and where `is_total` says that it is the whole service's.
    What a row names is held by `core/references.py`: foreign keys would take ten times as long as rows on PostgreSQL.
    """

    __tablename__ = "activity_row"
    __table_args__ = (
        CheckConstraint("NOT is_total OR practice_id IS NULL", name="total_is_of_no_practice"),
        {"sqlite_with_rowid": False},
    )

    submission_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    service_id: Mapped[int]
    team: Mapped[str] = mapped_column(String(40))
    practice_id: Mapped[int | None]
    is_total: Mapped[bool]
    month: Mapped[str] = mapped_column(String(7))
    currency: Mapped[str] = mapped_column(String(40))
    units: Mapped[int] = mapped_column(BigInteger)


class RowSum(Model):
    """The sums of a submission by service, month and currency, in units; None where there was no row of that kind."""

    __tablename__ = "activity_sum"

    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    currency: Mapped[str] = mapped_column(String(40), primary_key=True)
    placed: Mapped[int | None] = mapped_column(BigInteger)
    unplaced: Mapped[int | None] = mapped_column(BigInteger)
    total: Mapped[int | None] = mapped_column(BigInteger)


class StoredFinding(Model):
    """What the checks found in a submission, numbered: rows that are owed, queries, warnings."""

    __tablename__ = "activity_finding"

    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    severity: Mapped[Severity] = mapped_column(choice(Severity, "severity"))
    importance: Mapped[Importance] = mapped_column(choice(Importance, "importance"))
    row: Mapped[int | None]
    column: Mapped[str] = mapped_column("column_name", String(120))
    value: Mapped[str] = mapped_column(String(120))
    expected: Mapped[str] = mapped_column(Text)
    service: Mapped[str] = mapped_column(String(20))
    month: Mapped[str] = mapped_column(String(7))
    currency: Mapped[str] = mapped_column(String(40))


class Certification(Model):
    """That a second person of the provider certified a submission."""

    __tablename__ = "activity_certification"

    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), primary_key=True)
    certified_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    certified_at: Mapped[datetime] = mapped_column(Instant)

    certified_by: Mapped[Person] = relationship()


class Acceptance(Model):
    """That the commissioner accepted a submission, and with it the month as it stood."""

    __tablename__ = "activity_acceptance"

    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), primary_key=True)
    accepted_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    accepted_at: Mapped[datetime] = mapped_column(Instant)

    accepted_by: Mapped[Person] = relationship()


hold_references(Row, submission_id="activity_submission", service_id="catalogue_service", practice_id="parties_party")
freeze("activity", Submission, SubmittedFile, CoveredService, Row, RowSum, StoredFinding, Certification, Acceptance)
