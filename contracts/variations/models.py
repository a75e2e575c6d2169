"""Tables of variations: the variation and its draft, which change, and what was proposed, answered and agreed: frozen.

The signatures are kept by `core.signatures` (subject `contract-variation`, the id of the variation).
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.agreements.models.contracts import Contract
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.kinds import KIND_NAMES
from contracts.variations.rules.states import ANSWER_NAMES, STATE_NAMES, Answer, Stage, State, state_of
from core.db import Instant, Model, Pence, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person

SUBJECT = "contract-variation"


class Variation(Model):
    """A variation of a signed contract. `stage`: how far people brought it; its state on a day is `state_on`.

    `life_value`: pence that a longer term adds to the whole life, besides the lines. `signed_on`: the day of the last
    party's signature.
    """

    __tablename__ = "variations_variation"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="ends_after_beginning"),
        CheckConstraint("(stage = 'signed') = (signed_on IS NOT NULL)", name="signed_has_its_day"),
        Index("ix_variations_variation_stage", "stage"),
        Index("ix_variations_variation_effective_from", "effective_from", "id"),
        Index("ix_variations_variation_response_due_on", "response_due_on", "id"),
        Index("ix_variations_variation_seen", "contract_id", "stage", "proposer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    number: Mapped[int]
    kind: Mapped[VariationKind] = mapped_column(choice(VariationKind, "kind"))
    title: Mapped[str] = mapped_column(String(160))
    reason: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    response_due_on: Mapped[date]
    life_value: Mapped[Decimal] = mapped_column(Pence)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"))
    signed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    contract: Mapped[Contract] = relationship()
    proposer: Mapped[Party] = relationship()
    drafted_by: Mapped[Person] = relationship()
    proposal: Mapped["ProposedText | None"] = relationship(back_populates="variation")

    __mapper_args__ = versioned_by(version)

    def state_on(self, on: date) -> State:
        """Where it stands on a day."""
        return state_of(stage=self.stage, effective_from=self.effective_from, effective_to=self.effective_to, on=on)

    def state_name_on(self, on: date) -> str:
        """The state on a day, as people say it."""
        return STATE_NAMES[self.state_on(on)]

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return KIND_NAMES[self.kind]

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.stage is Stage.DRAFT

    @property
    def is_retrospective(self) -> bool:
        """Whether it was signed after the day from which it holds."""
        return self.signed_on is not None and self.effective_from < self.signed_on

    @property
    def named(self) -> str:
        """What it is called at the beginning of a sentence, its contract being known."""
        return f"Variation {self.number}"


class ChangeDrafted(Model):
    """A piece that a draft changes, before and after as JSON (none: added, or taken out). `follows`: where added."""

    __tablename__ = "variations_change"
    __table_args__ = (UniqueConstraint("variation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variation_id: Mapped[int] = mapped_column(ForeignKey("variations_variation.id"))
    key: Mapped[str] = mapped_column(String(240))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    follows: Mapped[str] = mapped_column(String(240))

    variation: Mapped[Variation] = relationship()


class MoneyDrafted(Model):
    """What a draft changes of a budget line for a group in a full year; `group_code` is blank for a pooled line."""

    __tablename__ = "variations_money"
    __table_args__ = (UniqueConstraint("variation_id", "line_code", "group_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variation_id: Mapped[int] = mapped_column(ForeignKey("variations_variation.id"))
    line_code: Mapped[str] = mapped_column(String(40))
    line_name: Mapped[str] = mapped_column(String(200))
    group_code: Mapped[str] = mapped_column(String(12))
    group_name: Mapped[str] = mapped_column(String(120))
    full_year: Mapped[Decimal] = mapped_column(Pence)

    variation: Mapped[Variation] = relationship()


class ProposedText(Model):
    """The text of a variation as it was proposed. `content`: canonical JSON, `content_hash` its SHA-256.

    The effects stand beside it so that registers can add them up: in pence, of a full year, of this year, whole life.
    """

    __tablename__ = "variations_proposal"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),)

    variation_id: Mapped[int] = mapped_column(ForeignKey("variations_variation.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    full_year: Mapped[Decimal] = mapped_column(Pence)
    part_year: Mapped[Decimal] = mapped_column(Pence)
    whole_life: Mapped[Decimal] = mapped_column(Pence)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    variation: Mapped[Variation] = relationship(back_populates="proposal")
    proposed_by: Mapped[Person] = relationship()


class MoneyProposed(Model):
    """What a proposed variation adds to or takes off a budget line of a group in the year of the lines."""

    __tablename__ = "variations_money_proposed"
    __table_args__ = (UniqueConstraint("variation_id", "line_code", "group_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variation_id: Mapped[int] = mapped_column(ForeignKey("variations_variation.id"))
    line_code: Mapped[str] = mapped_column(String(40))
    group_code: Mapped[str] = mapped_column(String(12))
    part_year: Mapped[Decimal] = mapped_column(Pence)

    variation: Mapped[Variation] = relationship()


class AnswerGiven(Model):
    """That a proposed variation was disputed, a dispute settled, or the variation withdrawn: by whom, and why."""

    __tablename__ = "variations_answer"
    __table_args__ = (Index("ix_variations_answer_variation_id", "variation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variation_id: Mapped[int] = mapped_column(ForeignKey("variations_variation.id"))
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer"))
    reason: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    answered_at: Mapped[datetime] = mapped_column(Instant)

    variation: Mapped[Variation] = relationship()
    organisation: Mapped[Party] = relationship()
    answered_by: Mapped[Person] = relationship()

    @property
    def answer_name(self) -> str:
        """What was recorded, as people say it."""
        return ANSWER_NAMES[self.answer]


freeze("variations", ProposedText, MoneyProposed, AnswerGiven)
