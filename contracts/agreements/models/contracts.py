"""Tables of a contract as it is drafted: its particulars, the groups it covers, and its settings.

They are changed while it is a draft. What was signed stands in `issues`, which is frozen.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.agreements.rules.forms import FORM_NAMES, TYPE_NAMES, ContractType, LegalForm
from contracts.agreements.rules.particulars import Particulars
from contracts.agreements.rules.states import STATE_NAMES, Stage, State, state_of
from core.db import Instant, Model, Pence, choice, versioned_by
from core.money import as_pence
from core.parties.models import Party
from core.people.models import Person

SUBJECT = "contract"


class Contract(Model):
    """A contract of a commissioner with a provider. `ends_on` is its last day, `terminated_on` the first without it.

    `stage`: how far people brought it; its state on a day is `state_on`. `notice_by_on` follows from end and notice
    period and is kept, so that lists can be sorted by it.
    """

    __tablename__ = "agreements_contract"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "reference"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_starting"),
        CheckConstraint("(kind = 'sub_contract') = (head_id IS NOT NULL)", name="sub_contract_names_its_head"),
        Index("ix_agreements_contract_provider_id", "provider_id"),
        Index("ix_agreements_contract_notice_by_on", "commissioner_id", "notice_by_on"),
        Index("ix_agreements_contract_ends_on", "commissioner_id", "ends_on", "reference", "stage", "provider_id"),
        Index(
            "ix_agreements_contract_states",
            "commissioner_id",
            "year",
            "stage",
            "starts_on",
            "ends_on",
            "terminated_on",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    reference: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(160))
    kind: Mapped[ContractType] = mapped_column(choice(ContractType, "kind"))
    form: Mapped[LegalForm] = mapped_column(choice(LegalForm, "form"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    head_id: Mapped[int | None] = mapped_column(ForeignKey("agreements_contract.id"))
    year: Mapped[str] = mapped_column(String(7))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    notice_months: Mapped[int]
    notice_by_on: Mapped[date]
    extension: Mapped[str] = mapped_column(Text)
    associates: Mapped[str] = mapped_column(Text)
    year_value: Mapped[Decimal] = mapped_column(Pence)
    whole_value: Mapped[Decimal] = mapped_column(Pence)
    review_months: Mapped[int | None]
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"))
    terminated_on: Mapped[date | None]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    commissioner: Mapped[Party] = relationship(foreign_keys=[commissioner_id])
    provider: Mapped[Party] = relationship(foreign_keys=[provider_id])
    head: Mapped["Contract | None"] = relationship(remote_side="Contract.id")
    drafted_by: Mapped[Person] = relationship()
    covered: Mapped[list["CoveredGroup"]] = relationship(
        order_by="CoveredGroup.group_id", cascade="all, delete-orphan", back_populates="contract"
    )
    settings: Mapped[list["ContractSetting"]] = relationship(
        order_by="ContractSetting.id", cascade="all, delete-orphan", back_populates="contract"
    )

    __mapper_args__ = versioned_by(version)

    def state_on(self, on: date) -> State:
        """Where it stands on a day."""
        return state_of(
            stage=self.stage,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            terminated_on=self.terminated_on,
            on=on,
        )

    def state_name_on(self, on: date) -> str:
        """The state on a day, as people say it."""
        return STATE_NAMES[self.state_on(on)]

    @property
    def form_name(self) -> str:
        """The legal form as people say it."""
        return FORM_NAMES[self.form]

    @property
    def kind_name(self) -> str:
        """The type as people say it."""
        return TYPE_NAMES[self.kind]

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.stage is Stage.DRAFT

    @property
    def particulars(self) -> Particulars:
        """What it says of itself, as a value."""
        return Particulars(
            reference=self.reference,
            title=self.title,
            kind=self.kind,
            form=self.form,
            provider_id=self.provider_id,
            head_id=self.head_id,
            year=self.year,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            notice_months=self.notice_months,
            extension=self.extension,
            associates=self.associates,
            year_value=as_pence(self.year_value),
            whole_value=as_pence(self.whole_value),
            group_ids=tuple(covered.group_id for covered in self.covered),
        )


class CoveredGroup(Model):
    """A PbC group whose patients and money a contract covers."""

    __tablename__ = "agreements_covered_group"

    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), primary_key=True, index=True)

    contract: Mapped[Contract] = relationship(back_populates="covered")
    group: Mapped[Party] = relationship()


class ContractSetting(Model):
    """A day count, percentage or threshold of contract management, exactly as it was written, and its source."""

    __tablename__ = "agreements_setting"
    __table_args__ = (UniqueConstraint("contract_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(200))

    contract: Mapped[Contract] = relationship(back_populates="settings")
