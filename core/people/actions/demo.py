"""The demo: its organisations and people, named by role, in a database that was empty and is marked for good."""

from collections.abc import Sequence
from datetime import date, datetime

from core import audit
from core.db import db
from core.errors import Refusal
from core.parties.actions import open_party, place_trust
from core.parties.models import Party
from core.parties.queries import get_party, party_exists
from core.parties.rules import PartyKind
from core.people import queries, rules
from core.people.actions.administration import create_first_administrator, create_person
from core.people.actions.grants import give_grant
from core.people.models import DemoMark, Person
from core.people.passwords import hash_password
from core.permissions import ROLE_NAMES, Actor, Role

NOT_A_DEMO = (
    "Demo mode opens only a database that was empty when `flask demo seed` filled it. "
    "Unset DEMO to open this one, or set DATABASE_URL to an empty one."
)
A_DEMO = (
    "This database was made by the demo, whose passwords everybody knows: it is served in demo mode only. "
    "Set DATABASE_URL to a database of your own."
)
TRUST = ("WHP", "West Hertfordshire PCT")
AUTHORITY = ("EOE", "East of England SHA")
PROVIDER = ("PROV", "Provider services")
GROUPS = (("DAC", "DacCom"), ("WAT", "WatCom"), ("STA", "StAHCom"), ("HER", "Hertsmere"), ("RED", "Red House"))


def seed_demo(*, on: date, at: datetime) -> tuple[Actor, Actor]:
    """Fill an empty database with the demo's organisations and people; returns its administrator and commissioner."""
    administrator = begin_demo(on=on, at=at)
    trust_id = administrator.organisation_id
    authority = open_party(kind=PartyKind.SHA, code=AUTHORITY[0], name=AUTHORITY[1], opened_on=on, by=administrator)
    place_trust(party_id=trust_id, overseer_id=authority.id, by=administrator)
    seed_demo_people(by=administrator, on=on, organisations=[get_party(trust_id), authority])
    commissioner = _actor(_email(Role.COMMISSIONER, ""), on)
    kinds = [*((PartyKind.PBC_GROUP, *group) for group in GROUPS), (PartyKind.PROVIDER, *PROVIDER)]
    opened = [
        open_party(kind=kind, code=code, name=name, opened_on=on, by=commissioner, commissioner_id=trust_id)
        for kind, code, name in kinds
    ]
    seed_demo_people(by=administrator, on=on, organisations=opened)
    return administrator, commissioner


def begin_demo(*, on: date, at: datetime) -> Actor:
    """Mark an empty database as a demo and start it with its trust and first administrator."""
    if queries.person_exists() or party_exists():
        raise Refusal("The demo is seeded into an empty database only; this one holds people or organisations.")
    email = _email(Role.ADMINISTRATOR, "")
    create_first_administrator(
        email=email,
        name=f"{ROLE_NAMES[Role.ADMINISTRATOR]}, {TRUST[1]}",
        password=rules.DEMO_WORDS,
        organisation_code=TRUST[0],
        organisation_name=TRUST[1],
        on=on,
    )
    db.session.add(DemoMark(id=1, marked_at=at))
    db.session.flush()
    administrator = _actor(email, on)
    audit.record(
        db.session(), by=administrator, act="people.mark_demo", subject="person", subject_id=administrator.person_id
    )
    return administrator


def seed_demo_people(*, by: Actor, on: date, organisations: Sequence[Party]) -> list[Person]:
    """One person per role that each organisation has, named by role and organisation; those there already are left."""
    check_demo_database()
    hashed = hash_password(rules.DEMO_WORDS)  # once for all: they share the password
    added = []
    for organisation in organisations:
        for role in _roles_at(organisation.kind):
            code = "" if organisation.kind is PartyKind.PCT else organisation.code
            email = _email(role, code)
            if queries.find_person_by_email(email) is not None:
                continue
            name = f"{ROLE_NAMES[role]}, {organisation.name}"
            words = rules.DEMO_WORDS
            person = create_person(email=email, name=name, password=words, by=by, until=None, hashed=hashed)
            give_grant(person_id=person.id, role=role, organisation_id=organisation.id, starts_on=on, by=by)
            added.append(person)
    return added


def check_demo_database() -> None:
    """Refuse a database that is not marked as a demo."""
    if not queries.demo_mark_exists():
        raise Refusal(NOT_A_DEMO)


def check_no_demo_database() -> None:
    """Refuse a database that is marked as a demo."""
    if queries.demo_mark_exists():
        raise Refusal(A_DEMO)


def sign_in_to_demo(*, person_id: int, on: date) -> Actor:
    """Sign in as a demo person without a password; only in a database marked as a demo, only as one of its people."""
    check_demo_database()
    person = queries.get_person(person_id)
    actor = queries.find_actor(person_id=person_id, on=on)
    if actor is None or not person.email.endswith(rules.DEMO_DOMAIN):
        raise Refusal("This is no demo person, or one who holds no grant today.")
    audit.record(db.session(), by=actor, act="people.sign_in", subject="person", subject_id=person_id)
    return actor


def _roles_at(kind: PartyKind) -> list[Role]:
    return [role for role in Role if kind in rules.KINDS_FOR[role] and (role, kind) not in rules.NOT_IN_THE_DEMO]


def _email(role: Role, code: str) -> str:
    return "-".join(part for part in (role.value.replace("_", "-"), code.lower()) if part) + rules.DEMO_DOMAIN


def _actor(email: str, on: date) -> Actor:
    actor = queries.find_actor_by_email(email, on=on, account="demo")
    if actor is None:
        raise RuntimeError(f"the demo person {email} was not made")
    return actor
