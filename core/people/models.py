"""Tables of people, their grants, interests, tokens and sessions, wrong passwords, and the mark of a demo."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, choice, versioned_by
from core.parties.models import Party
from core.permissions import Permission, Role


class Person(Model):
    """A person who may sign in. `session_stamp` changes with the password and ends every session begun before."""

    __tablename__ = "people_person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_in_small_letters"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_is_temporary: Mapped[bool]
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
    """A session of a person in one browser, until they sign out there. Only the hash of its key is kept."""

    __tablename__ = "people_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


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
