"""Tables of signing off: decisions over dissent, what was opened for signature, the lock, the documents issued.

The signatures themselves are kept by `core.signatures` (subject `sign-off`, its id). All tables are frozen.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.rules.statements import DocumentKind
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person

SUBJECT = "sign-off"


class Decision(Model):
    """That the commissioner decided over dissent, with reasons. The newest counts, for the dissent it was taken over.

    `dissent` is JSON (`rules.sign_off_content`), as it stood then. `name` and `role` are copies.
    """

    __tablename__ = "agreement_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("agreement_proposal.id"), index=True)
    reasons: Mapped[str] = mapped_column(Text)
    dissent: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    proposal: Mapped[Proposal] = relationship()
    decided_by: Mapped[Person] = relationship()


class SignOff(Model):
    """What was opened for signature. It is void as soon as what it says is no longer so; another is opened then.

    `content` is the canonical JSON of `rules.sign_off_content`, `content_hash` its SHA-256: what people sign.
    """

    __tablename__ = "agreement_sign_off"
    __table_args__ = (UniqueConstraint("proposal_id", "content_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("agreement_proposal.id"))
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)

    proposal: Mapped[Proposal] = relationship()
    opened_by: Mapped[Person] = relationship()
    lock: Mapped["Lock | None"] = relationship(back_populates="sign_off")


class Lock(Model):
    """That all who had to sign did: the round was locked then. Only a confirmed unlocking lifts it."""

    __tablename__ = "agreement_lock"

    sign_off_id: Mapped[int] = mapped_column(ForeignKey("agreement_sign_off.id"), primary_key=True)
    locked_at: Mapped[datetime] = mapped_column(Instant)

    sign_off: Mapped[SignOff] = relationship(back_populates="lock")


class IssuedDocument(Model):
    """A document of a signed-off round, kept as it was issued.

    `code`: of the group or provider it is for; blank for the report. `content` is JSON (`rules.notices_kept`): of a
    decision notice what it says, of the report what is with no provider; blank for a statement.
    """

    __tablename__ = "agreement_issued_document"
    __table_args__ = (UniqueConstraint("sign_off_id", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_off_id: Mapped[int] = mapped_column(ForeignKey("agreement_lock.sign_off_id"))
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind, "kind"))
    code: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    file_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Instant)


freeze("agreement", Decision, SignOff, Lock, IssuedDocument)
