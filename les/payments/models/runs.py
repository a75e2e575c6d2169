"""Tables of payment runs: what is paid, to whom, in which file, and what became of each line. All are frozen."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.claims.models.dues import Due
from les.payments.models.settings import FileLayout, SetAside
from les.payments.rules.kinds import RUN_STATE_NAMES, Result, RunState, RunVerdict
from les.payments.rules.references import line_reference, run_number

SUBJECT = "payment_run"


class Run(Model):
    """A payment run: it takes what is due by `pays_on`. `key`: what asked for it, so that it is made once.

    `layout`: how its file is laid out; none: as usual.
    """

    __tablename__ = "payments_run"
    __table_args__ = (Index("ix_payments_run_commissioner_id_pays_on", "commissioner_id", "pays_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    pays_on: Mapped[date]
    layout_id: Mapped[int | None] = mapped_column(ForeignKey("payments_layout.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)

    commissioner: Mapped[Party] = relationship()
    layout: Mapped[FileLayout | None] = relationship()
    made_by: Mapped[Person] = relationship()
    file: Mapped["RunFile"] = relationship(back_populates="run")
    decision: Mapped["RunDecision | None"] = relationship(back_populates="run")

    @property
    def number(self) -> str:
        """The number by which people cite it: `EP-000012`."""
        return run_number(self.id)

    @property
    def state(self) -> RunState:
        """Where it is."""
        return RunState(self.decision.verdict.value) if self.decision else RunState.WAITING

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return RUN_STATE_NAMES[self.state]


class RunFile(Model):
    """What a run comes to, and the file for the finance system as it was made with the run. Pounds.

    `amount` is what was approved, `kept` what of it is set aside, `paid` what goes to practices.
    """

    __tablename__ = "payments_file"
    __table_args__ = (
        CheckConstraint("kept + paid = amount", name="parts_add_up"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("payments_run.id"), primary_key=True)
    lines: Mapped[int]
    practices: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Pence)
    kept: Mapped[Decimal] = mapped_column(Pence)
    paid: Mapped[Decimal] = mapped_column(Pence)
    content: Mapped[str] = mapped_column(Text, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))

    run: Mapped[Run] = relationship(back_populates="file")


class RunDecision(Model):
    """What became of a run: released by a second person, with the hash of the file they released, or cancelled."""

    __tablename__ = "payments_run_decision"
    __table_args__ = (
        CheckConstraint("verdict = 'cancelled' OR decided_by_id <> made_by_id", name="released_by_a_second_person"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("payments_run.id"), primary_key=True)
    verdict: Mapped[RunVerdict] = mapped_column(choice(RunVerdict, "verdict"))
    words: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    run: Mapped[Run] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


class Payment(Model):
    """What a practice gets in a run, the sum of its lines. `is_carried`: below nothing, so left for the next run."""

    __tablename__ = "payments_payment"
    __table_args__ = (
        CheckConstraint("kept + paid = amount", name="parts_add_up"),
        CheckConstraint("(paid < 0) = is_carried", name="only_below_nothing_is_carried"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("payments_run.id"), primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), primary_key=True, index=True)
    lines: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Pence)
    kept: Mapped[Decimal] = mapped_column(Pence)
    paid: Mapped[Decimal] = mapped_column(Pence)
    is_carried: Mapped[bool]

    run: Mapped[Run] = relationship()
    practice: Mapped[Party] = relationship()


class Item(Model):
    """A line of a run: something due, once. `attempt`: 1, or more where it failed or was cancelled before.

    `group`: in which the practice was on the day of the run; `set_aside`: by which `kept` pounds stay on its account.
    """

    __tablename__ = "payments_item"
    __table_args__ = (
        UniqueConstraint("due_id", "attempt"),
        UniqueConstraint("run_id", "place"),
        Index("ix_payments_item_run_id_practice_id", "run_id", "practice_id"),
        CheckConstraint("kept + paid = amount", name="parts_add_up"),
        CheckConstraint("kept = 0 OR (set_aside_id IS NOT NULL AND group_id IS NOT NULL)", name="kept_for_a_group"),
        CheckConstraint("attempt >= 1", name="attempts_count_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payments_run.id"))
    place: Mapped[int]
    due_id: Mapped[int] = mapped_column(ForeignKey("claims_due.id"))
    attempt: Mapped[int]
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"), index=True)
    set_aside_id: Mapped[int | None] = mapped_column(ForeignKey("payments_set_aside.id"))
    amount: Mapped[Decimal] = mapped_column(Pence)
    kept: Mapped[Decimal] = mapped_column(Pence)
    paid: Mapped[Decimal] = mapped_column(Pence)

    run: Mapped[Run] = relationship()
    due: Mapped[Due] = relationship()
    practice: Mapped[Party] = relationship(foreign_keys=[practice_id])
    set_aside: Mapped[SetAside | None] = relationship()
    outcome: Mapped["PaymentOutcome | None"] = relationship(back_populates="item")

    @property
    def reference(self) -> str:
        """The reference of the line, by which the bank and people cite it: `EP-000012-00034`."""
        return line_reference(self.run_id, self.place)


class Report(Model):
    """What somebody of finance said of lines of a run: paid on a day under a reference, or failed for a reason."""

    __tablename__ = "payments_report"
    __table_args__ = (
        CheckConstraint("(result = 'paid') = (paid_on IS NOT NULL)", name="paid_on_a_day"),
        CheckConstraint("result <> 'failed' OR reason <> ''", name="failed_for_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payments_run.id"), index=True)
    result: Mapped[Result] = mapped_column(choice(Result, "result"))
    paid_on: Mapped[date | None]
    bank_reference: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(500))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    recorded_by: Mapped[Person] = relationship()


class PaymentOutcome(Model):
    """What became of a line, once. The result stands here as well, for looking up what can be paid again."""

    __tablename__ = "payments_outcome"

    item_id: Mapped[int] = mapped_column(ForeignKey("payments_item.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("payments_report.id"), index=True)
    result: Mapped[Result] = mapped_column(choice(Result, "result"))

    item: Mapped[Item] = relationship(back_populates="outcome")
    report: Mapped[Report] = relationship()


class FileDownload(Model):
    """Who took the file of a run, or all its statements, away, and when."""

    __tablename__ = "payments_download"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payments_run.id"), index=True)
    what: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    taken_at: Mapped[datetime] = mapped_column(Instant)


freeze("payments", Run, RunFile, RunDecision, Payment, Item, Report, PaymentOutcome, FileDownload)
