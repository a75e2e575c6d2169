"""Tables of how payments are made: the layout of the file, and what is set aside of a scheme. All are frozen."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.organisations.models import Exact
from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.people.models import Person
from les.payments.rules.layouts import DayForm, Layout, Sign, columns_from
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict


class FileLayout(Model):
    """A layout of the file for the finance system, for runs that pay on `starts_on` or later.

    `columns`: one a line, heading and what stands under it.
    """

    __tablename__ = "payments_layout"
    __table_args__ = (Index("ix_payments_layout_commissioner_id_starts_on", "commissioner_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    starts_on: Mapped[date]
    columns: Mapped[str] = mapped_column(Text)
    day_form: Mapped[DayForm] = mapped_column(choice(DayForm, "day_form"))
    sign: Mapped[Sign] = mapped_column(choice(Sign, "sign"))
    source: Mapped[str] = mapped_column(String(500))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["LayoutDecision | None"] = relationship(back_populates="layout")

    @property
    def value(self) -> Layout:
        """The layout as the rules take it."""
        return Layout(columns=columns_from(self.columns), day_form=self.day_form, sign=self.sign)


class LayoutDecision(Model):
    """What became of a layout: approved or declined by a second person, or withdrawn by its own."""

    __tablename__ = "payments_layout_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    layout_id: Mapped[int] = mapped_column(ForeignKey("payments_layout.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    layout: Mapped[FileLayout] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


class SetAside(Model):
    """The per cent of a scheme’s payments that stay on the account of the practice’s group, due on a day or later."""

    __tablename__ = "payments_set_aside"
    __table_args__ = (Index("ix_payments_set_aside_scheme_id_starts_on", "scheme_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    percent: Mapped[Decimal] = mapped_column(Exact)
    starts_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(500))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    scheme: Mapped[Scheme] = relationship()
    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["SetAsideDecision | None"] = relationship(back_populates="set_aside")


class SetAsideDecision(Model):
    """What became of a percentage that was proposed: approved or declined by a second person, or withdrawn."""

    __tablename__ = "payments_set_aside_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    set_aside_id: Mapped[int] = mapped_column(ForeignKey("payments_set_aside.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    set_aside: Mapped[SetAside] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


class Split(Model):
    """An amount divided by a percentage as the rule divides it, so that runs join it: SQL divides no money."""

    __tablename__ = "payments_split"
    __table_args__ = (CheckConstraint("kept + paid = amount", name="parts_add_up"),)

    percent: Mapped[Decimal] = mapped_column(Exact, primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Pence, primary_key=True)
    kept: Mapped[Decimal] = mapped_column(Pence)
    paid: Mapped[Decimal] = mapped_column(Pence)


freeze("payments", FileLayout, LayoutDecision, SetAside, SetAsideDecision, Split)
