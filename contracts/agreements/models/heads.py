"""Tables of the heads of terms that a contract follows, what became of each term, and by when heads are followed.

They are changed while the contract is a draft; what was issued of them stands in the frozen text.
"""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.trace import FATE_NAMES, Fate
from contracts.heads_of_terms.models import HeadsOfTerms
from core.db import Model, choice, versioned_by

FOLLOWING_SUBJECT = "contract-following"


class FollowedHeads(Model):
    """That a contract follows a version of heads of terms."""

    __tablename__ = "agreements_followed_heads"

    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"), primary_key=True)
    heads_id: Mapped[int] = mapped_column(ForeignKey("heads_of_terms_heads.id"), primary_key=True, index=True)

    contract: Mapped[Contract] = relationship()
    heads: Mapped[HeadsOfTerms] = relationship()
    traces: Mapped[list["TermTrace"]] = relationship(
        order_by="TermTrace.code", cascade="all, delete-orphan", back_populates="followed"
    )


class TermTrace(Model):
    """What became of a term of the heads in the contract. `part_key`: the part where it stands, blank for none named.

    A term without such a row is not decided yet.
    """

    __tablename__ = "agreements_term_trace"
    __table_args__ = (
        ForeignKeyConstraint(
            ["contract_id", "heads_id"],
            ["agreements_followed_heads.contract_id", "agreements_followed_heads.heads_id"],
            name="fk_agreements_term_trace_followed",
        ),
        CheckConstraint("fate = 'kept' OR why <> ''", name="reason_unless_kept"),
    )

    contract_id: Mapped[int] = mapped_column(primary_key=True)
    heads_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    fate: Mapped[Fate] = mapped_column(choice(Fate, "fate"))
    why: Mapped[str] = mapped_column(Text)
    part_key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column()

    followed: Mapped[FollowedHeads] = relationship(back_populates="traces")

    __mapper_args__ = versioned_by(version)

    @property
    def fate_name(self) -> str:
        """What became of it, as people say it."""
        return FATE_NAMES[self.fate]


class FollowingTime(Model):
    """Within how many days a commissioner wants signed heads of terms to be followed by a contract, and its source."""

    __tablename__ = "agreements_following_time"
    __table_args__ = (CheckConstraint("days BETWEEN 1 AND 730", name="days_are_sensible"),)

    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), primary_key=True)
    days: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)

    @property
    def id(self) -> int:
        """The number under which the audit trail and forms know it: the commissioner’s."""
        return self.commissioner_id
