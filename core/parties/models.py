"""The table of organisations."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, choice, versioned_by
from core.parties.rules import KIND_NAMES, PartyKind


class Party(Model):
    """An organisation. `commissioner`: the PCT it belongs to; `overseer`: the health authority above a PCT."""

    __tablename__ = "parties_party"
    __table_args__ = (
        UniqueConstraint("kind", "code"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closed_after_opening"),
        CheckConstraint(
            "(kind IN ('pct', 'sha')) = (commissioner_id IS NULL)", name="all_but_commissioners_have_a_commissioner"
        ),
        CheckConstraint("kind = 'pct' OR overseer_id IS NULL", name="only_trusts_have_an_overseer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PartyKind] = mapped_column(choice(PartyKind, "kind"))
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    commissioner_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"), index=True)
    overseer_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"), index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    commissioner: Mapped["Party | None"] = relationship(foreign_keys=[commissioner_id], remote_side="Party.id")
    overseer: Mapped["Party | None"] = relationship(foreign_keys=[overseer_id], remote_side="Party.id")

    __mapper_args__ = versioned_by(version)

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return KIND_NAMES[self.kind]
