"""Tables of a round. Inputs, calculations and their opening to the groups are frozen: nobody changes or deletes one."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.models.submissions import Submission
from core.db import Instant, Model, Pence, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person


class Source(StrEnum):
    """Where a set of inputs came from: a file somebody uploaded, or what the system already held."""

    UPLOADED = "uploaded"
    STORED = "stored"


class Round(Model):
    """One commissioner's budget setting for one financial year."""

    __tablename__ = "rounds_round"
    __table_args__ = (UniqueConstraint("commissioner_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    year: Mapped[str] = mapped_column(String(7))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)

    commissioner: Mapped[Party] = relationship()
    opened_by: Mapped[Person] = relationship()


class Inputs(Model):
    """A numbered, frozen set of inputs: the file as it came, and its workbook and policy as they were read.

    `workbook` is the compressed text of `budgets.method.kept`, `content_hash` the SHA-256 of that text before
    compression and of the policy; `policy` and `notices` are JSON.
    """

    __tablename__ = "rounds_inputs"
    __table_args__ = (UniqueConstraint("round_id", "number"), UniqueConstraint("round_id", "content_hash"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    number: Mapped[int]
    source: Mapped[Source] = mapped_column(choice(Source, "source"))
    file_name: Mapped[str] = mapped_column(String(200))
    file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    file_hash: Mapped[str] = mapped_column(String(64))
    workbook: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    policy: Mapped[str] = mapped_column(Text)
    notices: Mapped[str] = mapped_column(Text)
    services: Mapped[int]
    practices: Mapped[int]
    activity_rows: Mapped[int]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)

    round: Mapped[Round] = relationship()
    uploaded_by: Mapped[Person] = relationship()


class ActivitySource(Model):
    """Where the activity of a service, month and currency of a set of inputs came from: a row for each source of it.

    A frozen submission, a later adjustment of what was frozen (both with their quantity in `units`, ten thousand to
    one), or the file of inputs it was carried over from. Inputs without such rows hold what stands in their own file.
    """

    __tablename__ = "rounds_activity_source"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN submission_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN adjustment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN file_of_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="is_one_source",
        ),
        CheckConstraint("(units IS NULL) = (file_of_id IS NOT NULL)", name="quantity_of_what_was_frozen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inputs_id: Mapped[int] = mapped_column(ForeignKey("rounds_inputs.id"), index=True)
    service: Mapped[str] = mapped_column(String(200))
    month: Mapped[str] = mapped_column(String(7))
    currency: Mapped[str] = mapped_column(String(200))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("activity_submission.id"))
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("activity_adjustment.id"))
    file_of_id: Mapped[int | None] = mapped_column(ForeignKey("rounds_inputs.id"))
    units: Mapped[int | None] = mapped_column(BigInteger)

    inputs: Mapped[Inputs] = relationship(foreign_keys=[inputs_id])
    submission: Mapped[Submission | None] = relationship()
    adjustment: Mapped[Adjustment | None] = relationship()
    file_of: Mapped[Inputs | None] = relationship(foreign_keys=[file_of_id])


class Scenario(Model):
    """What a commissioner tries: a set of inputs with a policy and the methods that differ from the inputs'.

    `policy` is JSON of dotted keys, `methods` JSON of line code to method as written. Changed by people, so versioned.
    """

    __tablename__ = "rounds_scenario"
    __table_args__ = (UniqueConstraint("round_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    name: Mapped[str] = mapped_column(String(80))
    inputs_id: Mapped[int] = mapped_column(ForeignKey("rounds_inputs.id"))
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("rounds_calculation.id", use_alter=True))
    policy: Mapped[str] = mapped_column(Text)
    methods: Mapped[str] = mapped_column(Text, default="{}")
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    round: Mapped[Round] = relationship()
    inputs: Mapped[Inputs] = relationship()
    changed_by: Mapped[Person] = relationship()
    copied_from: Mapped["StoredCalculation | None"] = relationship(foreign_keys=[copied_from_id])

    __mapper_args__ = versioned_by(version)


class StoredCalculation(Model):
    """A numbered, frozen calculation: what it was made from, its result and the result's SHA-256.

    `result` is the exact text of `budgets.method.kept`, from which pages and the published form are made.
    """

    __tablename__ = "rounds_calculation"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    number: Mapped[int]
    scenario_id: Mapped[int] = mapped_column(ForeignKey("rounds_scenario.id"))
    scenario_name: Mapped[str] = mapped_column(String(80))
    inputs_id: Mapped[int] = mapped_column(ForeignKey("rounds_inputs.id"))
    policy: Mapped[str] = mapped_column(Text)
    methods: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text, deferred=True)
    result_hash: Mapped[str] = mapped_column(String(64))
    gross: Mapped[Decimal] = mapped_column(Pence)
    net: Mapped[Decimal] = mapped_column(Pence)
    calculated_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    calculated_at: Mapped[datetime] = mapped_column(Instant)

    round: Mapped[Round] = relationship()
    inputs: Mapped[Inputs] = relationship()
    scenario: Mapped[Scenario] = relationship(foreign_keys=[scenario_id])
    calculated_by: Mapped[Person] = relationship()
    shown: Mapped["Shown | None"] = relationship(back_populates="calculation")


class Shown(Model):
    """That a calculation was opened to the groups: by whom, when, and what was said with it first. Cannot be undone."""

    __tablename__ = "rounds_shown"

    calculation_id: Mapped[int] = mapped_column(ForeignKey("rounds_calculation.id"), primary_key=True)
    note: Mapped[str] = mapped_column(Text)
    shown_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    shown_at: Mapped[datetime] = mapped_column(Instant)

    shown_by: Mapped[Person] = relationship()
    calculation: Mapped[StoredCalculation] = relationship(back_populates="shown")


freeze("rounds", Inputs, ActivitySource, StoredCalculation, Shown)
