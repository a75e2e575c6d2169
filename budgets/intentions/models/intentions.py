"""The table of intentions: what each group said of each line, every change of mind a row of its own."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.intentions.models.offers import Offer
from budgets.intentions.rules.kinds import IntentionKind
from budgets.rounds.models import StoredCalculation
from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person


class Intention(Model):
    """What a group says it is willing to spend; of round, group and line (or new service) the newest counts.

    `line_code` is blank for a new service, whose `service_key` then says by which name it is the same; `line_name` is a
    copy of the line's name, or the new service's. `calculation`: the one it was said against. `taken_back`: the group
    no longer says anything of it. `name` and `role` are copies of who spoke.
    """

    __tablename__ = "intentions_intention"
    __table_args__ = (
        CheckConstraint("(line_code = '') = (kind = 'new_service')", name="a_line_or_a_new_service"),
        CheckConstraint("(line_code = '') = (service_key <> '')", name="key_of_a_new_service"),
        CheckConstraint("(kind = 'same') = (amount = 0)", name="amount_where_something_changes"),
        CheckConstraint("amount >= 0", name="amount_has_no_sign"),
        CheckConstraint("(kind = 'disinvest') = (notice_months IS NOT NULL)", name="notice_where_disinvested"),
        Index("ix_intentions_intention_round_id_party_id", "round_id", "party_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    line_code: Mapped[str] = mapped_column(Text)
    line_name: Mapped[str] = mapped_column(Text)
    service_key: Mapped[str] = mapped_column(Text)
    kind: Mapped[IntentionKind] = mapped_column(choice(IntentionKind, "kind"))
    amount: Mapped[Decimal] = mapped_column(Pence)
    notice_months: Mapped[int | None]
    description: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    effect: Mapped[str] = mapped_column(Text)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("intentions_offer.id"))
    taken_back: Mapped[bool]
    calculation_id: Mapped[int] = mapped_column(ForeignKey("rounds_calculation.id"))
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    stated_at: Mapped[datetime] = mapped_column(Instant)

    party: Mapped[Party] = relationship()
    offer: Mapped[Offer | None] = relationship()
    calculation: Mapped[StoredCalculation] = relationship()
    stated_by: Mapped[Person] = relationship()


freeze("intentions", Intention)
