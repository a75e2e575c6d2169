"""Tables of offers: the draft with its practices and documents, what each practice was offered, answers, withdrawal.

What was offered, answers, documents and withdrawals are frozen.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.attachments.models import Attachment
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.rules.kinds import DOCUMENT_NAMES, OUTCOME_NAMES, DocumentKind, Outcome
from les.sign_up.rules.offers import OfferTerms

OFFER = "les_offer"


class Offer(Model):
    """An offer of a version of a scheme to practices. It is a draft until it is sent.

    `old_ends_on`: the day from which an earlier version does not hold any more for those who must answer anew and do
    not. `reason`: why it begins in the past, or before the day by which it is answered.
    """

    __tablename__ = "sign_up_offer"
    __table_args__ = (
        UniqueConstraint("scheme_id", "number"),
        CheckConstraint("notice_days >= 0", name="notice_is_none_or_some"),
        CheckConstraint("(sent_by_id IS NULL) = (sent_at IS NULL)", name="sent_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("schemes_version.id"), index=True)
    starts_on: Mapped[date]
    answer_by: Mapped[date]
    notice_days: Mapped[int]
    old_ends_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    scheme: Mapped[Scheme] = relationship()
    scheme_version: Mapped[SchemeVersion] = relationship()
    begun_by: Mapped[Person] = relationship(foreign_keys=[begun_by_id])
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])
    practices: Mapped[list["OfferPractice"]] = relationship()
    documents: Mapped[list["OfferDocument"]] = relationship(order_by="OfferDocument.id")
    withdrawal: Mapped["OfferWithdrawal | None"] = relationship(back_populates="offer")

    __mapper_args__ = versioned_by(version)

    @property
    def called(self) -> str:
        """Which offer of which version, as people say it."""
        return f"Offer {self.number} of {self.scheme_version.called}"

    @property
    def terms(self) -> OfferTerms:
        """Days, notice and words as a value."""
        return OfferTerms(
            starts_on=self.starts_on,
            answer_by=self.answer_by,
            notice_days=self.notice_days,
            old_ends_on=self.old_ends_on,
            words=self.words,
            reason=self.reason,
        )


class OfferPractice(Model):
    """A practice to which an offer goes, with its level of provider (0: the scheme knows none)."""

    __tablename__ = "sign_up_offer_practice"
    __table_args__ = (
        UniqueConstraint("offer_id", "practice_id"),
        CheckConstraint("level >= 0", name="level_is_none_or_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("sign_up_offer.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    level: Mapped[int]

    practice: Mapped[Party] = relationship()


class OfferDocument(Model):
    """A document that binds with an offer: what it is, in which edition, and for which group alone, if for one."""

    __tablename__ = "sign_up_offer_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("sign_up_offer.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments_attachment.id"), unique=True)
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind, "document_kind"))
    edition: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"))

    attachment: Mapped[Attachment] = relationship()
    group: Mapped[Party | None] = relationship()

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return DOCUMENT_NAMES[self.kind]


class Offered(Model):
    """What a practice was offered: the whole text as canonical JSON with its SHA-256, which its answer is to.

    `replaces`: the agreement to an earlier version that it would replace; `replaces_left_on`: how long that was to run
    before this offer.
    """

    __tablename__ = "sign_up_offered"
    __table_args__ = (
        UniqueConstraint("offer_id", "practice_id"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("sign_up_offer.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"))
    level: Mapped[int]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("sign_up_agreement.id"), index=True)
    replaces_left_on: Mapped[date | None]
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))

    offer: Mapped[Offer] = relationship()
    practice: Mapped[Party] = relationship(foreign_keys=[practice_id])
    group: Mapped[Party | None] = relationship(foreign_keys=[group_id])
    replaces: Mapped[LesAgreement | None] = relationship()
    answers: Mapped[list["OfferAnswer"]] = relationship(order_by="OfferAnswer.id", back_populates="offered")

    @property
    def answer(self) -> "OfferAnswer | None":
        """The answer that counts: the last."""
        return self.answers[-1] if self.answers else None


class OfferAnswer(Model):
    """A practice's answer, or that the agreement was carried over; with a copy of who gave it."""

    __tablename__ = "sign_up_answer"
    __table_args__ = (
        UniqueConstraint("offered_id", "outcome"),
        CheckConstraint("(outcome = 'declined') = (agreement_id IS NULL)", name="declined_makes_no_agreement"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offered_id: Mapped[int] = mapped_column(ForeignKey("sign_up_offered.id"))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    reason: Mapped[str] = mapped_column(Text)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("sign_up_agreement.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    answered_on: Mapped[date]
    answered_at: Mapped[datetime] = mapped_column(Instant)

    offered: Mapped[Offered] = relationship(back_populates="answers")
    agreement: Mapped[LesAgreement | None] = relationship()

    @property
    def outcome_name(self) -> str:
        """What became of it, as people say it."""
        return OUTCOME_NAMES[self.outcome]


class OfferWithdrawal(Model):
    """That an offer is closed for those who have not accepted it, and why."""

    __tablename__ = "sign_up_withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("sign_up_offer.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    withdrawn_on: Mapped[date]
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)

    offer: Mapped[Offer] = relationship(back_populates="withdrawal")


freeze("sign_up", OfferDocument, Offered, OfferAnswer, OfferWithdrawal)
