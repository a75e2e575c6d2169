"""Tables of what PbC groups are asked about a scheme in a re-commissioning, and what they said. All frozen."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.schemes.rules.opinions import ADVICE_NAMES, Advice


class OpinionRequest(Model):
    """A group asked for its opinion on a scheme by a day. Asked anew, the newer counts."""

    __tablename__ = "schemes_opinion_request"
    __table_args__ = (Index("ix_schemes_opinion_request_case_id_group_id", "case_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("schemes_case.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    by_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)

    group: Mapped[Party] = relationship()
    asked_by: Mapped[Person] = relationship()
    opinions: Mapped[list["Opinion"]] = relationship(back_populates="request", order_by="Opinion.id")


class Opinion(Model):
    """What a group said when it was asked, with a copy of who said it. Given anew, the newest counts."""

    __tablename__ = "schemes_opinion"
    __table_args__ = (CheckConstraint("words <> ''", name="with_words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("schemes_opinion_request.id"), index=True)
    advice: Mapped[Advice] = mapped_column(choice(Advice, "advice"))
    words: Mapped[str] = mapped_column(Text)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    given_at: Mapped[datetime] = mapped_column(Instant)

    request: Mapped[OpinionRequest] = relationship(back_populates="opinions")

    @property
    def advice_name(self) -> str:
        """What is advised, as people say it."""
        return ADVICE_NAMES[self.advice]


freeze("schemes", OpinionRequest, Opinion)
