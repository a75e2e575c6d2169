"""The table of agreements with practices: each is to one version of a scheme, whose text is the agreement's."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, versioned_by
from core.parties.models import Party
from les.schemes.models.schemes import Scheme, SchemeVersion

SUBJECT = "les_agreement"


class LesAgreement(Model):
    """A practice's agreement of type LES to a version of a scheme, in force in [joined_on, left_on).

    A practice that accepts the next version leaves this one on the day on which it joins that. `level`: its level of
    provider, 0 where the scheme knows none. `content_hash`: SHA-256 of the version's document it is bound to.
    """

    __tablename__ = "sign_up_agreement"
    __table_args__ = (
        Index(
            "uq_sign_up_agreement_one_open",
            "scheme_id",
            "practice_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        Index("ix_sign_up_agreement_practice_id_joined_on", "practice_id", "joined_on"),
        CheckConstraint("left_on >= joined_on", name="left_after_joining"),
        CheckConstraint("level >= 0", name="level_is_none_or_one"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("schemes_version.id"), index=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    level: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    scheme: Mapped[Scheme] = relationship()
    scheme_version: Mapped[SchemeVersion] = relationship()
    practice: Mapped[Party] = relationship()

    __mapper_args__ = versioned_by(version)

    @property
    def ends_on(self) -> date | None:
        """The first day on which it is not in force any more: left, or the practice closed; None while it runs."""
        return min((day for day in (self.left_on, self.practice.closed_on) if day is not None), default=None)
