"""Plain functions that make what tests need, with plain defaults. Each opens its own transaction."""

from datetime import UTC, date, datetime

from core.db import transaction
from core.parties.actions import open_party
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.people.actions.administration import create_first_administrator, create_person
from core.people.actions.grants import give_grant
from core.people.queries import find_actor, find_actor_by_email
from core.permissions import Actor, Role

FIRST_DAY = date(2006, 10, 1)
DAY = date(2008, 4, 1)
AT = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
WORDS = "correct horse battery"


def an_installation() -> Actor:
    """The first trust (WHP) and its administrator, who acts."""
    with transaction():
        create_first_administrator(
            email="admin@whp.example",
            name="Administrator",
            password=WORDS,
            organisation_code="WHP",
            organisation_name="West Hertfordshire PCT",
            on=FIRST_DAY,
        )
    found = find_actor_by_email("admin@whp.example", on=DAY, account="")
    assert found is not None
    return found


def an_organisation(kind: PartyKind, code: str, *, by: Actor, name: str = "", **place: int | None) -> Party:
    """An organisation; groups, practices and providers belong to the trust of the one who acts."""
    if kind not in {PartyKind.PCT, PartyKind.SHA}:
        place = {"commissioner_id": by.organisation_id, **place}
    with transaction():
        return open_party(
            kind=kind, code=code, name=name or f"Organisation {code}", opened_on=FIRST_DAY, by=by, **place
        )


def a_person(
    role: Role, organisation_id: int, *, by: Actor, name: str = "A person", email: str = "", on: date = DAY
) -> Actor:
    """A person with one grant since the first day, as one who acts on a day."""
    with transaction():
        made = create_person(
            email=email or f"{role.value.replace('_', '-')}-{organisation_id}@whp.example",
            name=name,
            password=WORDS,
            by=by,
            until=None,
        )
        grant = give_grant(person_id=made.id, role=role, organisation_id=organisation_id, starts_on=FIRST_DAY, by=by)
    found = find_actor(person_id=made.id, grant_id=grant.id, on=on)
    assert found is not None
    return found


def a_commissioner(by: Actor) -> Actor:
    """The commissioner of the administrator's trust."""
    return a_person(Role.COMMISSIONER, by.organisation_id, by=by, name="Commissioner")
