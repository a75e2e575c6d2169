"""Looking up people, what they may do on a day, and who stands behind a token."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from hmac import compare_digest

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from core.db import db
from core.parties.models import Party
from core.parties.queries import list_commissioner_ids_reached_by
from core.parties.rules import COMMISSIONING_KINDS, PartyKind
from core.people.models import Delegation, DemoMark, FailedSignIn, Grant, Interest, Person, Token
from core.people.passwords import hash_token
from core.people.rules import DEMO_DOMAIN
from core.periods import holds_on
from core.permissions import Actor, Role


def get_person(person_id: int, *, for_change: bool = False) -> Person:
    """The person of that id; `for_change` holds the row until the act is over."""
    found = select(Person).where(Person.id == person_id)
    return db.session.execute(found.with_for_update() if for_change else found).scalar_one()


def find_person_by_email(email: str, *, for_change: bool = False) -> Person | None:
    """The person of an e-mail address in normal form, active or not."""
    found = select(Person).where(Person.email == email)
    return db.session.execute(found.with_for_update() if for_change else found).scalar_one_or_none()


def person_exists() -> bool:
    """Whether the installation knows anybody."""
    return db.session.execute(select(Person.id).limit(1)).first() is not None


def select_people(text: str = "") -> Select[Person]:
    """People by name whose name or e-mail address holds a text."""
    rows = select(Person).order_by(Person.name, Person.id)
    if text.strip():
        rows = rows.where(
            or_(
                Person.name.icontains(text.strip(), autoescape=True),
                Person.email.icontains(text.strip(), autoescape=True),
            )
        )
    return rows


def list_people() -> list[Person]:
    """Everybody, by name."""
    return list(db.session.scalars(select_people()))


def list_grants(person_id: int, *, on: date | None = None) -> list[Grant]:
    """A person's grants with their organisations; only those that hold on a day when one is given."""
    rows = select(Grant).options(joinedload(Grant.organisation), joinedload(Grant.granted_by))
    rows = rows.where(Grant.person_id == person_id).order_by(Grant.starts_on, Grant.id)
    return list(db.session.scalars(rows if on is None else rows.where(_grant_holds(on))))


def list_grants_of(person_ids: Sequence[int], *, on: date) -> dict[int, list[Grant]]:
    """The grants of many people that hold on a day, by person, in one query."""
    rows = select(Grant).options(joinedload(Grant.organisation)).order_by(Grant.starts_on, Grant.id)
    by_person: dict[int, list[Grant]] = {person_id: [] for person_id in person_ids}
    for grant in db.session.scalars(rows.where(Grant.person_id.in_(person_ids), _grant_holds(on))):
        by_person[grant.person_id].append(grant)
    return by_person


def get_grant(grant_id: int, *, person_id: int | None = None) -> Grant:
    """The grant of that id; only that person's, when one is named."""
    rows = select(Grant).where(Grant.id == grant_id)
    return db.session.execute(rows if person_id is None else rows.where(Grant.person_id == person_id)).scalar_one()


def list_grants_like(*, person_id: int, role: Role, organisation_id: int) -> list[Grant]:
    """The grants of the same role at the same organisation that a person holds or held."""
    rows = select(Grant).where(
        Grant.person_id == person_id, Grant.role == role, Grant.organisation_id == organisation_id
    )
    return list(db.session.scalars(rows.order_by(Grant.starts_on)))


def list_person_ids_at(organisation_ids: Sequence[int], *, on: date, roles: Iterable[Role]) -> list[int]:
    """The active people with a grant that holds on a day, for one of these roles, at one of these organisations."""
    rows = select(Grant.person_id).join(Grant.person).where(Person.is_active, _grant_holds(on))
    rows = rows.where(Grant.organisation_id.in_(organisation_ids), Grant.role.in_(list(roles)))
    return list(db.session.scalars(rows.distinct().order_by(Grant.person_id)))


def select_person_ids_within_reach(by: Actor) -> Select[int]:
    """The people who hold or held a grant at an organisation whose records the grant of the one who acts reaches."""
    return select(Grant.person_id).join(Grant.organisation).where(_is_within_reach(by))


def count_holders(by: Actor, *, on: date) -> dict[Role, int]:
    """How many active people within the reach of the one who acts hold each role on a day."""
    rows = select(Grant.role, func.count(Grant.person_id.distinct())).join(Grant.person).join(Grant.organisation)
    rows = rows.where(Person.is_active, _grant_holds(on), _is_within_reach(by)).group_by(Grant.role)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def hold_administrators() -> None:
    """Hold everybody who is or was administrator until the act is over: two of them may not end each other at once."""
    ids = select(Grant.person_id).where(Grant.role == Role.ADMINISTRATOR)
    db.session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()).all()


def list_administrator_ids(*, on: date) -> list[int]:
    """The active people who are administrators on a day."""
    rows = select(Grant.person_id).distinct().join(Person, Grant.person_id == Person.id)
    rows = rows.where(Grant.role == Role.ADMINISTRATOR, Person.is_active, Grant.starts_on <= on)
    rows = rows.where(or_(Grant.ends_on.is_(None), Grant.ends_on > on))
    return list(db.session.scalars(rows.order_by(Grant.person_id)))


def count_other_administrators(person_id: int, *, on: date) -> int:
    """How many other active people are administrators on a day, with no end in sight."""
    rows = select(func.count(func.distinct(Grant.person_id))).join(Person, Grant.person_id == Person.id)
    rows = rows.where(Grant.role == Role.ADMINISTRATOR, Grant.person_id != person_id, Person.is_active)
    return db.session.scalar(rows.where(Grant.starts_on <= on, Grant.ends_on.is_(None))) or 0


def find_actor(*, person_id: int, on: date, grant_id: int | None = None, account: str = "") -> Actor | None:
    """The person as one who acts on a day: under that grant, or without one named under the first that holds.

    None for a person who is unknown or deactivated, or when the grant does not hold (any more).
    """
    rows = _held_by_one(is_named=grant_id is not None)
    grant = db.session.scalars(rows, {"person_id": person_id, "on": on, "grant_id": grant_id}).first()
    return None if grant is None else _actor_under(grant, on=on, account=account)


def find_actor_by_email(email: str, *, on: date, account: str) -> Actor | None:
    """The person of an e-mail address as one who acts through a system account."""
    person = find_person_by_email(email)
    return None if person is None else find_actor(person_id=person.id, on=on, account=account)


def find_token(secret: str) -> Token | None:
    """The token of that secret, whatever its state."""
    token_hash = hash_token(secret)
    rows = select(Token).options(joinedload(Token.grant).joinedload(Grant.person)).where(Token.token_hash == token_hash)
    rows = rows.options(joinedload(Token.grant).joinedload(Grant.delegation))
    token = db.session.execute(rows).scalar_one_or_none()
    return token if token is not None and compare_digest(token.token_hash, token_hash) else None


def find_actor_of_token(token: Token, *, on: date) -> Actor | None:
    """Who acts when a token is shown on a day: its grant, narrowed to its scope. None for a token that is over."""
    grant = token.grant
    if grant.delegation is not None:
        return None
    over = token.revoked_at is not None or on >= token.expires_on
    if over or not grant.person.is_active or not holds_on(on, grant.starts_on, grant.ends_on):
        return None
    return _actor_under(grant, on=on, account=token.purpose, token=token)


def list_tokens(person_id: int) -> list[Token]:
    """The tokens a person issued, newest first."""
    rows = select(Token).join(Token.grant).options(joinedload(Token.organisation))
    return list(db.session.scalars(rows.where(Grant.person_id == person_id).order_by(Token.issued_at.desc(), Token.id)))


def get_token(token_id: int, *, person_id: int | None = None) -> Token:
    """The token of that id; only that person's, when one is named."""
    rows = select(Token).join(Token.grant).where(Token.id == token_id)
    return db.session.execute(rows if person_id is None else rows.where(Grant.person_id == person_id)).scalar_one()


def list_interests(person_id: int) -> list[Interest]:
    """A person's declared interests, past and present."""
    rows = select(Interest).options(joinedload(Interest.party)).where(Interest.person_id == person_id)
    return list(db.session.scalars(rows.order_by(Interest.starts_on, Interest.id)))


def get_interest(interest_id: int, *, person_id: int | None = None) -> Interest:
    """The interest of that id; only that person's, when one is named."""
    rows = select(Interest).where(Interest.id == interest_id)
    return db.session.execute(rows if person_id is None else rows.where(Interest.person_id == person_id)).scalar_one()


def list_failures(*, since: datetime, account_key: str | None = None, address: str | None = None) -> list[datetime]:
    """When wrong passwords were given for an account, or from an address, since an instant."""
    rows = select(FailedSignIn.at).where(FailedSignIn.at > since)
    if account_key is not None:
        rows = rows.where(FailedSignIn.account_key == account_key)
    if address is not None:
        rows = rows.where(FailedSignIn.address == address)
    return list(db.session.scalars(rows))


def list_organisations_to_choose(*, on: date, kinds: frozenset[PartyKind] | None = None) -> list[Party]:
    """Organisations open on a day, of the kinds asked, commissioners first, then by kind and name."""
    rows = select(Party).where(Party.opened_on <= on, or_(Party.closed_on.is_(None), Party.closed_on > on))
    if kinds is not None:
        rows = rows.where(Party.kind.in_(kinds))
    found = db.session.scalars(rows.order_by(Party.kind, Party.name))
    return sorted(found, key=lambda party: party.kind not in COMMISSIONING_KINDS)


def list_demo_people() -> list[Person]:
    """The people of a demo who may sign in, in the order in which they were made; none in another database."""
    if not demo_mark_exists():
        return []
    rows = select(Person).where(Person.email.endswith(DEMO_DOMAIN), Person.is_active)
    return list(db.session.scalars(rows.order_by(Person.id)))


def demo_mark_exists() -> bool:
    """Whether this database was seeded with the demo from empty."""
    return db.session.execute(select(DemoMark.id)).first() is not None


def find_demo_mark() -> DemoMark | None:
    """The mark of a demo database, with the true instant of its seeding."""
    return db.session.get(DemoMark, 1)


def hold_account(account_key: str) -> None:
    """Let only one request at a time try a password for an account, whether it exists or not, until its act is over.

    SQLite has one writer anyway; on PostgreSQL a lock of the transaction is taken.
    """
    if db.engine.dialect.name == "postgresql":
        number = int(account_key[:16], 16) - 2**63
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


def _is_within_reach(by: Actor) -> ColumnElement[bool]:
    return or_(Party.commissioner_id.in_(by.commissioner_ids), Party.id.in_({*by.commissioner_ids, by.organisation_id}))


@cache
def _held_by_one(*, is_named: bool) -> Select[Grant]:
    """The first grant of an active person that holds, or the one named. Every request asks: the statement is made once.

    Its parameters: `person_id`, `on`, and `grant_id` where the grant is named.
    """
    rows = select(Grant).join(Grant.person).options(joinedload(Grant.person), joinedload(Grant.organisation))
    rows = rows.options(joinedload(Grant.delegation).joinedload(Delegation.of_grant).joinedload(Grant.person))
    rows = rows.where(Person.id == bindparam("person_id"), Person.is_active, _grant_holds(bindparam("on", type_=Date)))
    if is_named:
        rows = rows.where(Grant.id == bindparam("grant_id"))
    return rows.order_by(Grant.starts_on, Grant.id).limit(1)


def _grant_holds(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether a grant holds on a day: one that was handed over, only while its active giver’s own does."""
    given, giver = aliased(Grant), aliased(Person)
    ended = exists().where(
        Delegation.grant_id == Grant.id,
        given.id == Delegation.of_grant_id,
        giver.id == given.person_id,
        or_(~giver.is_active, given.starts_on > on, given.ends_on <= on),
    )
    return (Grant.starts_on <= on) & (Grant.ends_on.is_(None) | (Grant.ends_on > on)) & ~ended


def _actor_under(grant: Grant, *, on: date, account: str, token: Token | None = None) -> Actor:
    giver = None if grant.delegation is None else grant.delegation.of_grant.person
    people = [grant.person_id] if giver is None else [grant.person_id, giver.id]
    held = select(Interest.party_id).where(
        Interest.person_id.in_(people),
        Interest.starts_on <= on,
        Interest.ends_on.is_(None) | (Interest.ends_on > on),
    )
    return Actor(
        person_id=grant.person_id,
        name=grant.person.name,
        grant_id=grant.id,
        role=grant.role,
        organisation_id=grant.organisation_id,
        organisation_code=grant.organisation.code,
        organisation_name=grant.organisation.name,
        commissioner_ids=frozenset(list_commissioner_ids_reached_by(grant.organisation)),
        interests=frozenset(db.session.scalars(held)),
        account=account,
        scope=None if token is None else token.permissions,
        stands_in_for_id=None if giver is None else giver.id,
        stands_in_for="" if giver is None else giver.name,
    )
