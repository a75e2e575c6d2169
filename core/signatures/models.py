"""The table of signatures. It is frozen: triggers let nobody change or delete a row."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Grant, Person
from core.signatures.rules import CAPACITY_NAMES, Capacity, who_signed


class Signature(Model):
    """A signature of an organisation to one content of a record, given by a person under a grant.

    `subject` and `subject_id`: the record, as the audit trail calls it. `content_hash`: SHA-256 of what is signed,
    `statement` the same in words. `name`, `role` (in words) and `organisation` are copies: they stay as they were when
    the person leaves or the organisation is called something else. `signed_on`: the day in London.
    """

    __tablename__ = "signatures_signature"
    __table_args__ = (
        UniqueConstraint(
            "subject", "subject_id", "content_hash", "organisation_id", name="uq_signatures_signature_once_for_each"
        ),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    capacity: Mapped[Capacity] = mapped_column(choice(Capacity, "capacity"))
    statement: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    grant_id: Mapped[int] = mapped_column(ForeignKey("people_grant.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str] = mapped_column(String(120))
    signed_on: Mapped[date]
    signed_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship()
    grant: Mapped[Grant] = relationship()
    party: Mapped[Party] = relationship()

    @property
    def capacity_name(self) -> str:
        """The capacity as people say it."""
        return CAPACITY_NAMES[self.capacity]

    @property
    def given(self) -> str:
        """Who signed and when, within a sentence."""
        return who_signed(name=self.name, role=self.role, signed_on=self.signed_on)


freeze("signatures", Signature)
