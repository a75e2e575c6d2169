"""Tables of what is expected of providers: returns, waivers, a trust's own currencies and settings of rules."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.activity.rules.checks.findings import Importance
from commissioning.activity.rules.currencies import Adding
from commissioning.activity.rules.due import Days, Expected
from commissioning.activity.rules.months import Frequency, Period, period_of
from commissioning.catalogue.models import CommissionedService
from commissioning.organisations.models import Exact
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person

SUBJECT = "activity_expectation"


class Expectation(Model):
    """A return a provider owes, for some services, from a month on. `last_month` None: until further notice.

    `source`: where that was agreed, in words; `source_key`: the same for whoever tells it (a contract's schedule), so
    that it is told once. The days are working days after the end of the period.
    """

    __tablename__ = "activity_expectation"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "source_key"),
        CheckConstraint("last_month >= first_month", name="ends_after_starting"),
        CheckConstraint("due_day >= 1 AND flex_day >= due_day AND freeze_day >= flex_day", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    frequency: Mapped[Frequency] = mapped_column(choice(Frequency, "frequency"))
    first_month: Mapped[str] = mapped_column(String(7))
    last_month: Mapped[str | None] = mapped_column(String(7))
    due_day: Mapped[int]
    flex_day: Mapped[int]
    freeze_day: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    source_key: Mapped[str | None] = mapped_column(String(120))
    expected_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    expected_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    commissioner: Mapped[Party] = relationship(foreign_keys=[commissioner_id])
    provider: Mapped[Party] = relationship(foreign_keys=[provider_id])
    expected_by: Mapped[Person] = relationship()
    services: Mapped[list["ExpectedService"]] = relationship(
        order_by="ExpectedService.service_id", back_populates="expectation"
    )

    __mapper_args__ = versioned_by(version)

    @property
    def expected(self) -> Expected:
        """The same as a value of the rules."""
        return Expected(
            name=self.name,
            frequency=self.frequency,
            first_month=self.first_month,
            last_month=self.last_month,
            days=Days(due=self.due_day, flex=self.flex_day, freeze=self.freeze_day),
        )

    def period(self, month: str) -> Period:
        """The period of this return that holds a month."""
        return period_of(month, self.frequency)


class ExpectedService(Model):
    """A service a return is for."""

    __tablename__ = "activity_expected_service"

    expectation_id: Mapped[int] = mapped_column(ForeignKey("activity_expectation.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"), primary_key=True)

    expectation: Mapped[Expectation] = relationship(back_populates="services")
    service: Mapped[CommissionedService] = relationship()


class Waiver(Model):
    """That a provider need not do something for some months: make the return (`rule` is `return`), or keep a rule.

    `until_on`: the last day on which the waiver counts. Never changed: a wrong one is followed by another.
    """

    __tablename__ = "activity_waiver"
    __table_args__ = (CheckConstraint("last_month >= first_month", name="ends_after_starting"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    expectation_id: Mapped[int] = mapped_column(ForeignKey("activity_expectation.id"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    first_month: Mapped[str] = mapped_column(String(7))
    last_month: Mapped[str] = mapped_column(String(7))
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    waived_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    waived_at: Mapped[datetime] = mapped_column(Instant)

    expectation: Mapped[Expectation] = relationship()
    waived_by: Mapped[Person] = relationship()


class OwnCurrency(Model):
    """A currency of a trust's own, such as a contract may name it."""

    __tablename__ = "activity_currency"
    __table_args__ = (UniqueConstraint("commissioner_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(40))
    is_whole: Mapped[bool]
    by_practice: Mapped[bool]
    adding: Mapped[Adding] = mapped_column(choice(Adding, "adding"))


class RuleSetting(Model):
    """How a trust set a rule of checking that only asks. `services`: codes joined by semicolons, blank for all."""

    __tablename__ = "activity_rule"
    __table_args__ = (UniqueConstraint("commissioner_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    rule: Mapped[str] = mapped_column(String(40))
    importance: Mapped[Importance] = mapped_column(choice(Importance, "importance"))
    services: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    warns_until: Mapped[date | None]
    limit: Mapped[Decimal | None] = mapped_column("limit_percent", Exact)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)


class ProviderSetting(Model):
    """What a provider set for itself: whether somebody else than who prepared a return certifies it."""

    __tablename__ = "activity_provider"

    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), primary_key=True)
    needs_certifier: Mapped[bool]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)

    @property
    def id(self) -> int:
        """The number of the provider: there is one setting of each."""
        return self.provider_id


freeze("activity", Waiver)
