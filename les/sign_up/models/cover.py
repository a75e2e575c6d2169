"""The table of cover: who sees the patients of a practice that stays out of a scheme."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, versioned_by
from core.parties.models import Party
from les.schemes.models.schemes import Scheme

COVER = "les_cover"


class Cover(Model):
    """That another practice or a provider covers a practice's patients under a scheme in [starts_on, ends_on).

    `agreed`: who agreed to it for the one that covers, and when; blank until it did, and then it covers nobody yet.
    """

    __tablename__ = "sign_up_cover"
    __table_args__ = (
        Index("ix_sign_up_cover_scheme_id_practice_id", "scheme_id", "practice_id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_begins"),
        CheckConstraint("coverer_id <> practice_id", name="by_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    coverer_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    agreed: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    scheme: Mapped[Scheme] = relationship()
    practice: Mapped[Party] = relationship(foreign_keys=[practice_id])
    coverer: Mapped[Party] = relationship(foreign_keys=[coverer_id])

    __mapper_args__ = versioned_by(version)
