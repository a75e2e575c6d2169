"""Tables of positions: what a group said to an item, and what became of a dispute. Every change of mind is a row."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.rules.items import Item, ItemKind
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Reason, Stance
from budgets.rounds.models import StoredCalculation
from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person

ON_BOARD = text("(item_kind <> 'line' OR stance = 'disputed')")
"""The positions that a board shows: few of many, so they have an index of their own."""


class Position(Model):
    """What a group says to an item of a proposal; the last one of group and item counts.

    `claimed`: the amount the group says it should get, where it named one or a method (`claimed_method`, worked out
    when the position was taken). `carried_from`: the same position on the proposal before, where its figures did not
    change; it keeps the person and the instant of the original. `name` and `role` are copies of who spoke.
    """

    __tablename__ = "agreement_position"
    __table_args__ = (
        CheckConstraint("stance NOT IN ('not_asked', 'no_response')", name="silence_is_not_given"),
        CheckConstraint("(stance = 'disputed') = (reason IS NOT NULL)", name="reason_where_disputed"),
        CheckConstraint("stance = 'disputed' OR claimed IS NULL", name="claim_where_disputed"),
        CheckConstraint("(item_kind IN ('line', 'pot')) = (item_code <> '')", name="code_where_needed"),
        Index("ix_agreement_position_what_is_said", "proposal_id", "party_id", "item_kind", "item_code"),
        Index("ix_agreement_position_on_board", "proposal_id", sqlite_where=ON_BOARD, postgresql_where=ON_BOARD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("agreement_proposal.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    item_kind: Mapped[ItemKind] = mapped_column(choice(ItemKind, "item_kind"))
    item_code: Mapped[str] = mapped_column(String(60))
    stance: Mapped[Stance] = mapped_column(choice(Stance, "stance"))
    reason: Mapped[Reason | None] = mapped_column(choice(Reason, "reason"))
    words: Mapped[str] = mapped_column(Text)
    claimed: Mapped[Decimal | None] = mapped_column(Pence)
    claimed_method: Mapped[str] = mapped_column(String(200))
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_position.id"))
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    given_at: Mapped[datetime] = mapped_column(Instant)

    proposal: Mapped[Proposal] = relationship()
    party: Mapped[Party] = relationship()
    given_by: Mapped[Person] = relationship()

    @property
    def item(self) -> Item:
        """What the position is about."""
        return Item(kind=self.item_kind, code=self.item_code)


class Outcome(Model):
    """What became of a dispute; the last one counts. `calculation`: where an upheld dispute was taken up."""

    __tablename__ = "agreement_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("agreement_position.id"), index=True)
    kind: Mapped[OutcomeKind] = mapped_column(choice(OutcomeKind, "kind"))
    words: Mapped[str] = mapped_column(Text)
    calculation_id: Mapped[int | None] = mapped_column(ForeignKey("rounds_calculation.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    position: Mapped[Position] = relationship()
    calculation: Mapped[StoredCalculation | None] = relationship()
    decided_by: Mapped[Person] = relationship()


freeze("agreement", Position, Outcome)
