"""Tables of people: grants, interests, tokens, sessions, links, one-time codes, wrong passwords, the mark of a demo."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, choice, versioned_by
from core.parties.models import Party
from core.people.rules.links import LinkPurpose
from core.permissions import Permission, Role


class Person(Model):
    """A person who may sign in. `session_stamp` changes with the password and ends every session begun before.

    `password_expires_at`: from when on a password that an administrator handed over opens nothing; none for one's own.
    """

    __tablename__ = "people_person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_in_small_letters"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_is_temporary: Mapped[bool]
    password_expires_at: Mapped[datetime | None] = mapped_column(Instant)
    session_stamp: Mapped[str] = mapped_column(String(43))
    is_active: Mapped[bool]
    version: Mapped[int] = mapped_column()

    grants: Mapped[list["Grant"]] = relationship(
        back_populates="person", foreign_keys="Grant.person_id", order_by="Grant.starts_on, Grant.id"
    )

    __mapper_args__ = versioned_by(version)


class Grant(Model):
    """A role of a person at an organisation for the days [starts_on, ends_on)."""

    __tablename__ = "people_grant"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("granted_by_id <> person_id", name="nobody_grants_to_themselves"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    organisation: Mapped[Party] = relationship()
    granted_by: Mapped[Person | None] = relationship(foreign_keys=[granted_by_id])
    delegation: Mapped["Delegation | None"] = relationship(back_populates="grant", foreign_keys="Delegation.grant_id")


class Delegation(Model):
    """That a grant is another person's, handed over for an absence: it holds only while that one does (`of_grant`)."""

    __tablename__ = "people_delegation"
    __table_args__ = (CheckConstraint("of_grant_id <> grant_id", name="of_another_grant"),)

    grant_id: Mapped[int] = mapped_column(ForeignKey("people_grant.id"), primary_key=True)
    of_grant_id: Mapped[int] = mapped_column(ForeignKey("people_grant.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime] = mapped_column(Instant)

    grant: Mapped[Grant] = relationship(back_populates="delegation", foreign_keys=[grant_id])
    of_grant: Mapped[Grant] = relationship(foreign_keys=[of_grant_id])


class Interest(Model):
    """A declared interest of a person in an organisation (a practice, a provider) for the days [starts_on, ends_on)."""

    __tablename__ = "people_interest"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(String(500))

    party: Mapped[Party] = relationship()


class Token(Model):
    """A token with which a machine acts under a person's grant, for some of its permissions. Only its hash is kept."""

    __tablename__ = "people_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("people_grant.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    purpose: Mapped[str] = mapped_column(String(80))
    scope: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    expires_on: Mapped[date]
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    grant: Mapped[Grant] = relationship()
    organisation: Mapped[Party] = relationship()

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the token may be used for."""
        return frozenset(Permission(line) for line in self.scope.splitlines())


class PersonSession(Model):
    """A session of a person in one browser, until they sign out there. Only the hash of its key is kept.

    `grant_id`: the grant acted under; `seen_at`: to the minute; `address`: the network it was last seen from, coarse.
    """

    __tablename__ = "people_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("people_grant.id"))
    began_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    address: Mapped[str | None] = mapped_column(String(45))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()
    grant: Mapped[Grant | None] = relationship()

    @property
    def last_seen_at(self) -> datetime:
        """When it was last used, to the minute."""
        return self.seen_at or self.began_at


class Link(Model):
    """A link sent to a person, with which they choose a password: once, and not after `expires_at`.

    Of its secret only the hash is kept. `seed`: what the secret is derived from, together with the installation's
    secret key, when the mail is written.
    """

    __tablename__ = "people_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose, "purpose"))
    seed: Mapped[str] = mapped_column(String(43))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])


class ResetRequest(Model):
    """That somebody asked for a link to choose a password anew: the hash of the account, whether it exists or not.

    The worker makes the link, so that the page does the same for every address.
    """

    __tablename__ = "people_reset_request"
    __table_args__ = (
        Index("ix_people_reset_request_account_key_at", "account_key", "at"),
        Index("ix_people_reset_request_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class OneTimeCodes(Model):
    """That a person signs in with one-time codes besides: they count from `confirmed_at` on.

    The key is derived from the seed and the installation's secret key. `last_step`: that of the last code taken; none
    of it or before is taken again.
    """

    __tablename__ = "people_one_time_codes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(43))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    last_step: Mapped[int]


class RecoveryCode(Model):
    """A code that stands for a one-time code once, for who has lost the device. Only its hash is kept.

    `letters`: how many it has; those made before there were 25 have 16, and work until they are used or made anew.
    """

    __tablename__ = "people_recovery_code"
    __table_args__ = (
        UniqueConstraint("person_id", "code_hash"),
        CheckConstraint("letters IN (16, 25)", name="letters_of_a_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    letters: Mapped[int]
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class OutsideIdentity(Model):
    """An account with a sign-in service that opens a person’s account here: the service, and its number there."""

    __tablename__ = "people_outside_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    connected_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class AccountLock(Model):
    """That an account takes no password until an instant, whether it exists or not; only its hash is kept."""

    __tablename__ = "people_account_lock"

    account_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    locked_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)


class FailedSignIn(Model):
    """A wrong password: the hash of the account tried, whether it exists or not, and the address it came from."""

    __tablename__ = "people_failed_sign_in"
    __table_args__ = (
        Index("ix_people_failed_sign_in_account_key_at", "account_key", "at"),
        Index("ix_people_failed_sign_in_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(Instant)


class DemoMark(Model):
    """One row in a database that was seeded with the demo from empty; no other database opens in demo mode."""

    __tablename__ = "people_demo_mark"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    marked_at: Mapped[datetime] = mapped_column(Instant)
