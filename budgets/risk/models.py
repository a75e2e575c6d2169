"""Tables of risk. Decisions, movements and what people said to them are frozen: a new row stands beside the old."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.method.policy import Holder
from budgets.risk.rules.pool import MovementKind, Verdict
from budgets.rounds.models import Round
from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.parties.models import Party


class ReserveHolding(Model):
    """A decision who holds the risk reserve of a round, with its reason; the newest counts.

    `name`, `role` and `organisation` are copies of who decided.
    """

    __tablename__ = "risk_holding"
    __table_args__ = (Index("ix_risk_holding_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    holder: Mapped[Holder] = mapped_column(choice(Holder, "holder"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime] = mapped_column(Instant)


class PoolMovement(Model):
    """A movement of a round's risk pool that somebody asked for, numbered within the round.

    `party`: the PbC group it concerns (a contribution from it, a drawdown for it, a repayment by it); None for a
    contribution of the commissioner's own. `name`, `role` and `organisation` are copies of who asked.
    """

    __tablename__ = "risk_movement"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("amount > 0", name="amount_is_more_than_nothing"),
        CheckConstraint("party_id IS NOT NULL OR kind = 'contribution'", name="only_contributions_without_a_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    number: Mapped[int]
    kind: Mapped[MovementKind] = mapped_column(choice(MovementKind, "kind"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"))
    amount: Mapped[Decimal] = mapped_column(Pence)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime] = mapped_column(Instant)

    round: Mapped[Round] = relationship()
    party: Mapped[Party | None] = relationship()
    approvals: Mapped[list["PoolApproval"]] = relationship(back_populates="movement", order_by="PoolApproval.id")


class PoolApproval(Model):
    """What a person said to a movement: approved, declined, or withdrawn by its requester. One word a person."""

    __tablename__ = "risk_approval"
    __table_args__ = (UniqueConstraint("movement_id", "given_by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_id: Mapped[int] = mapped_column(ForeignKey("risk_movement.id"))
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    words: Mapped[str] = mapped_column(Text)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str] = mapped_column(String(120))
    given_at: Mapped[datetime] = mapped_column(Instant)

    movement: Mapped[PoolMovement] = relationship(back_populates="approvals")


freeze("risk", ReserveHolding, PoolMovement, PoolApproval)
