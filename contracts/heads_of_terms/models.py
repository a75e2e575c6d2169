"""Tables of heads of terms. A draft and its terms change; what is issued, reserved, withdrawn or superseded is frozen.

The signatures themselves are kept by `core.signatures` (subject `heads_of_terms`, its id), comments by `core.threads`
(anchor: the code of the term), documents by `core.attachments`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.agreement.models.proposals import Proposal
from contracts.heads_of_terms.rules.figures import FigureKind
from contracts.heads_of_terms.rules.states import STATE_NAMES, State, reference_of
from contracts.heads_of_terms.rules.terms import TERM_STATE_NAMES, TermState
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from core.signatures.models import Signature

SUBJECT = "heads_of_terms"


class HeadsOfTerms(Model):
    """One version of heads of terms with a provider. `number` stays from version to version, `edition` counts them.

    `lines` is JSON: the codes of the lines of the round they cover. `replaces`: the version this one takes the place
    of, `reason` why. `proposal`: where the figures were drawn from last.
    """

    __tablename__ = "heads_of_terms_heads"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "number", "edition"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("(edition = 1) = (replaces_id IS NULL)", name="later_versions_replace_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    number: Mapped[int]
    edition: Mapped[int]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("heads_of_terms_heads.id"))
    reason: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(160))
    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("agreement_proposal.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    lines: Mapped[str] = mapped_column(Text)
    is_broad: Mapped[bool]
    state: Mapped[State] = mapped_column(choice(State, "state"))
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    drawn_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    commissioner: Mapped[Party] = relationship(foreign_keys=[commissioner_id])
    provider: Mapped[Party] = relationship(foreign_keys=[provider_id])
    proposal: Mapped[Proposal] = relationship()
    replaces: Mapped["HeadsOfTerms | None"] = relationship(remote_side="HeadsOfTerms.id")
    drafted_by: Mapped[Person] = relationship()
    groups: Mapped[list["HeadsGroup"]] = relationship(order_by="HeadsGroup.code", cascade="all, delete-orphan")
    terms: Mapped[list["HeadsTerm"]] = relationship(order_by="HeadsTerm.place", cascade="all, delete-orphan")
    issue: Mapped["HeadsIssue | None"] = relationship(back_populates="heads")
    withdrawal: Mapped["HeadsWithdrawal | None"] = relationship()
    supersession: Mapped["HeadsSupersession | None"] = relationship()

    __mapper_args__ = versioned_by(version)

    @property
    def reference(self) -> str:
        """What this version is called wherever it is named."""
        return reference_of(self.number, self.edition)

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return STATE_NAMES[self.state]


class HeadsGroup(Model):
    """A PbC group that heads of terms name, and whom it sends to reviews, by role. `code` and `name` are copies."""

    __tablename__ = "heads_of_terms_group"
    __table_args__ = (UniqueConstraint("heads_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    heads_id: Mapped[int] = mapped_column(ForeignKey("heads_of_terms_heads.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    attendees: Mapped[str] = mapped_column(String(300))


class HeadsTerm(Model):
    """A term of a draft, in its place. `figures` is JSON (`rules.figures`), as they were drawn last."""

    __tablename__ = "heads_of_terms_term"
    __table_args__ = (UniqueConstraint("heads_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    heads_id: Mapped[int] = mapped_column(ForeignKey("heads_of_terms_heads.id"))
    place: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    draws: Mapped[FigureKind] = mapped_column(choice(FigureKind, "draws"))
    figures: Mapped[str] = mapped_column(Text)
    state: Mapped[TermState] = mapped_column(choice(TermState, "state"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return TERM_STATE_NAMES[self.state]


class HeadsIssue(Model):
    """The exact text that was issued for signature: canonical JSON (`rules.content`) and its SHA-256."""

    __tablename__ = "heads_of_terms_issue"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),)

    heads_id: Mapped[int] = mapped_column(ForeignKey("heads_of_terms_heads.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    issued_at: Mapped[datetime] = mapped_column(Instant)

    heads: Mapped[HeadsOfTerms] = relationship(back_populates="issue")


class HeadsReservation(Model):
    """What a party holds back while it signs, in its own words."""

    __tablename__ = "heads_of_terms_reservation"

    signature_id: Mapped[int] = mapped_column(ForeignKey("signatures_signature.id"), primary_key=True)
    heads_id: Mapped[int] = mapped_column(ForeignKey("heads_of_terms_heads.id"), index=True)
    words: Mapped[str] = mapped_column(Text)

    signature: Mapped[Signature] = relationship()


class HeadsWithdrawal(Model):
    """That a version was withdrawn, by whom and why."""

    __tablename__ = "heads_of_terms_withdrawal"

    heads_id: Mapped[int] = mapped_column(ForeignKey("heads_of_terms_heads.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)


class HeadsSupersession(Model):
    """What took the place of a version: a later version, or the contract that names it (`by_what`)."""

    __tablename__ = "heads_of_terms_supersession"

    heads_id: Mapped[int] = mapped_column(ForeignKey("heads_of_terms_heads.id"), primary_key=True)
    by_what: Mapped[str] = mapped_column(String(200))
    is_contract: Mapped[bool]
    superseded_at: Mapped[datetime] = mapped_column(Instant)


class OwnStandardTerm(Model):
    """How a commissioner words a standard term for itself, or that it leaves it out of new heads of terms."""

    __tablename__ = "heads_of_terms_standard"
    __table_args__ = (UniqueConstraint("commissioner_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    is_left_out: Mapped[bool]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)


freeze("heads_of_terms", HeadsIssue, HeadsReservation, HeadsWithdrawal, HeadsSupersession)
