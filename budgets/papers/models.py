"""Tables of papers: what was issued for a meeting, and its documents. Both are frozen."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.agreement.models.proposals import Proposal
from budgets.papers.rules import Level
from budgets.rounds.models import Round
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person


class Issue(Model):
    """Papers issued for a meeting about a round, numbered."""

    __tablename__ = "papers_issue"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    number: Mapped[int]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("agreement_proposal.id"))
    title: Mapped[str] = mapped_column(String(120))
    meeting_on: Mapped[date]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    issued_at: Mapped[datetime] = mapped_column(Instant)

    round: Mapped[Round] = relationship()
    proposal: Mapped[Proposal] = relationship()
    issued_by: Mapped[Person] = relationship()
    documents: Mapped[list["PaperDocument"]] = relationship(back_populates="issue", order_by="PaperDocument.id")


class PaperDocument(Model):
    """A document of an issue. `code`: of the group whose annex it is; blank for headlines and detail."""

    __tablename__ = "papers_document"
    __table_args__ = (UniqueConstraint("issue_id", "level", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("papers_issue.id"))
    level: Mapped[Level] = mapped_column(choice(Level, "level"))
    code: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    file_hash: Mapped[str] = mapped_column(String(64))

    issue: Mapped[Issue] = relationship(back_populates="documents")


freeze("papers", Issue, PaperDocument)
