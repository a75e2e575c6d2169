"""The table of answers: what each provider answered to an intention."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.intentions.models.intentions import Intention
from budgets.intentions.rules.kinds import AnswerKind
from commissioning.organisations.models import Exact
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person


class Answer(Model):
    """What a provider answers; of intention and provider the newest counts. `posts`: to recruit or to lose, in WTE."""

    __tablename__ = "intentions_answer"
    __table_args__ = (
        CheckConstraint("(kind = 'can_do_from') = (from_on IS NOT NULL)", name="day_where_it_can_be_done_later"),
        CheckConstraint("kind <> 'cannot' OR consequence <> ''", name="consequence_where_it_cannot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions_intention.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    kind: Mapped[AnswerKind] = mapped_column(choice(AnswerKind, "kind"))
    from_on: Mapped[date | None]
    consequence: Mapped[str] = mapped_column(Text)
    posts: Mapped[Decimal | None] = mapped_column(Exact)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    answered_at: Mapped[datetime] = mapped_column(Instant)

    intention: Mapped[Intention] = relationship()
    party: Mapped[Party] = relationship()
    answered_by: Mapped[Person] = relationship()


freeze("intentions", Answer)
