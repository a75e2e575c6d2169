"""People, grants, interests, tokens and the demo, on both engines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import first_fault, history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.parties.rules import PartyKind
from core.people import passwords, queries
from core.people.actions import administration, demo, grants, interests, tokens
from core.people.models import Token
from core.permissions import Actor, Permission, Role
from tests.builders import AT, DAY, FIRST_DAY, WORDS, a_commissioner, a_person, an_installation, an_organisation

LATER = AT + timedelta(hours=72)
pytestmark = pytest.mark.usefixtures("database")


def test_an_administrator_adds_a_person_who_can_do_nothing_yet() -> None:
    administrator = an_installation()
    with transaction():
        added = administration.create_person(
            email=" New@WHP.example", name=" New Person ", password=WORDS, until=LATER, by=administrator
        )
    assert (added.email, added.name, added.password_is_temporary) == ("new@whp.example", "New Person", True)
    assert queries.find_actor(person_id=added.id, on=DAY) is None
    line = history_of("person", added.id)[0]
    assert (line.who, line.did) == ("Administrator", "added New Person, who signs in as new@whp.example")
    with pytest.raises(Refusal, match=r"^Somebody already signs in as new@whp\.example\.$"), transaction():
        administration.create_person(
            email="NEW@whp.example", name="Twin", password=WORDS, until=LATER, by=administrator
        )


def test_only_administrators_administer_people() -> None:
    commissioner = a_commissioner(an_installation())
    sentence = "^As PCT commissioner you may not administer people and their grants\\.$"
    with pytest.raises(NotAllowed, match=sentence), transaction():
        administration.create_person(email="x@whp.example", name="X", password=WORDS, until=LATER, by=commissioner)
    with pytest.raises(NotAllowed, match=sentence), transaction():
        administration.deactivate_person(person_id=1, reason="x", by=commissioner, on=DAY)
    with pytest.raises(NotAllowed, match=sentence), transaction():
        administration.reactivate_person(person_id=1, reason="x", by=commissioner)
    with pytest.raises(NotAllowed, match=sentence), transaction():
        administration.reset_password(person_id=1, until=LATER, by=commissioner)
    with pytest.raises(NotAllowed, match=sentence), transaction():
        grants.end_grant(grant_id=1, ends_on=DAY, by=commissioner)
    with pytest.raises(NotAllowed, match=sentence), transaction():
        grants.give_grant(person_id=1, role=Role.FINANCE, organisation_id=1, starts_on=DAY, by=commissioner)


def test_an_installation_starts_once() -> None:
    an_installation()
    with pytest.raises(Refusal, match=r"^There are people already"):
        an_installation()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "people.create_first_administrator")).one()
    assert event.by_id is None


def test_nobody_gives_a_grant_to_themselves() -> None:
    """TRAPS 19: not even the administrator."""
    administrator = an_installation()
    with pytest.raises(Refusal, match=r"^You may not give a grant to yourself\. Ask another admin"), transaction():
        grants.give_grant(
            person_id=administrator.person_id, role=Role.FINANCE, organisation_id=1, starts_on=DAY, by=administrator
        )


def test_a_grant_is_given_for_days_and_ends_on_one() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        given = grants.give_grant(
            person_id=commissioner.person_id,
            role=Role.FINANCE,
            organisation_id=1,
            starts_on=DAY,
            ends_on=date(2009, 4, 1),
            by=administrator,
        )
    with pytest.raises(Refusal, match="already holds for some of these days"), transaction():
        grants.give_grant(
            person_id=commissioner.person_id, role=Role.FINANCE, organisation_id=1, starts_on=DAY, by=administrator
        )
    with transaction():
        grants.end_grant(grant_id=given.id, ends_on=date(2008, 7, 1), by=administrator)
    assert [line.did for line in history_of("person", commissioner.person_id)][:2] == [
        "ended their role PCT finance at West Hertfordshire PCT on 1 July 2008",
        "gave them the role PCT finance at West Hertfordshire PCT from 1 April 2008",
    ]
    with pytest.raises(Refusal, match=r"^The grant ends already"), transaction():
        grants.end_grant(grant_id=given.id, ends_on=date(2008, 7, 2), by=administrator)


def test_the_last_administrator_cannot_be_taken_away() -> None:
    administrator = an_installation()
    with pytest.raises(Refusal, match=r"^This is the last administrator"), transaction():
        grants.end_grant(grant_id=administrator.grant_id, ends_on=DAY, by=administrator)
    second = a_person(Role.ADMINISTRATOR, 1, by=administrator)
    with pytest.raises(Refusal, match=r"^You may not deactivate yourself"), transaction():
        administration.deactivate_person(person_id=second.person_id, reason="x", by=second, on=DAY)
    with transaction():
        administration.deactivate_person(person_id=administrator.person_id, reason="Left", by=second, on=DAY)
    with pytest.raises(Refusal, match=r"^This is the last administrator"), transaction():
        grants.end_grant(grant_id=second.grant_id, ends_on=DAY, by=second)


def test_a_deactivated_person_keeps_the_name_in_every_record() -> None:
    """TRAPS 17: nothing they did loses who did it, and no row of theirs goes."""
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner, name="Practice 1")
    with transaction():
        administration.deactivate_person(
            person_id=commissioner.person_id, reason="Left the trust", by=administrator, on=DAY
        )
    assert queries.find_actor(person_id=commissioner.person_id, on=DAY) is None
    line = history_of("party", practice.id)[0]
    assert (line.who, line.acting_as) == ("Commissioner", "PCT commissioner, West Hertfordshire PCT")
    assert history_of("person", commissioner.person_id)[0].did == "deactivated them: Left the trust"
    with pytest.raises(Refusal, match=r"^Commissioner is already deactivated"), transaction():
        administration.deactivate_person(person_id=commissioner.person_id, reason="x", by=administrator, on=DAY)
    with pytest.raises(Refusal, match=r"^Commissioner is deactivated and can be given nothing"), transaction():
        grants.give_grant(
            person_id=commissioner.person_id, role=Role.FINANCE, organisation_id=1, starts_on=DAY, by=administrator
        )
    with transaction():
        administration.reactivate_person(person_id=commissioner.person_id, reason="Back", by=administrator)
    assert queries.find_actor(person_id=commissioner.person_id, on=DAY) == commissioner
    assert history_of("person", commissioner.person_id)[0].did == "reactivated them: Back"


def test_deactivating_needs_a_reason() -> None:
    """TRAPS 16."""
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with pytest.raises(Refusal, match=r"^Say why Commissioner is deactivated\.$"), transaction():
        administration.deactivate_person(person_id=commissioner.person_id, reason=" ", by=administrator, on=DAY)


def test_a_reset_password_is_told_once_and_kept_nowhere() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        told = administration.reset_password(person_id=commissioner.person_id, until=LATER, by=administrator)
    person = queries.get_person(commissioner.person_id)
    assert person.password_is_temporary
    assert passwords.is_password(told, person.password_hash)
    assert not [e for e in db.session.scalars(select(AuditEvent)) if told in str(e.payload)]
    assert history_of("person", person.id)[0].did == "gave them a temporary password"
    with pytest.raises(Refusal, match=r"^Change your own password under your account"), transaction():
        administration.reset_password(person_id=administrator.person_id, until=LATER, by=administrator)


def test_an_interest_is_declared_by_its_holder_and_stays_on_record() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    provider = an_organisation(PartyKind.PROVIDER, "PROV", by=commissioner, name="Provider services")
    with transaction():
        declared = interests.declare_interest(
            party_id=provider.id, words="Non-executive director", starts_on=FIRST_DAY, by=commissioner
        )
    again = queries.find_actor(person_id=commissioner.person_id, on=DAY)
    assert again is not None
    assert again.interests == {provider.id}
    with pytest.raises(NotAllowed, match=r"^Only the person who declared an interest may end it"), transaction():
        interests.end_interest(interest_id=declared.id, ends_on=DAY, by=administrator)
    with transaction():
        interests.end_interest(interest_id=declared.id, ends_on=DAY, by=commissioner)
    assert [line.did for line in history_of("person", commissioner.person_id)][:2] == [
        "ended the declared interest in Provider services on 1 April 2008",
        "declared an interest in Provider services: Non-executive director",
    ]
    with pytest.raises(Refusal, match=r"^An interest is declared in a practice or a provider\.$"), transaction():
        interests.declare_interest(party_id=1, words="x", starts_on=DAY, by=commissioner)
    with pytest.raises(Refusal, match=r"^Say what the interest is"), transaction():
        interests.declare_interest(party_id=provider.id, words=" ", starts_on=DAY, by=commissioner)


def a_token(by: Actor) -> tuple[int, str]:
    with transaction():
        token, secret = tokens.issue_token(
            purpose="ledger import",
            scope=frozenset({Permission.SEE_ROUNDS}),
            expires_on=date(2008, 5, 1),
            by=by,
            on=DAY,
            at=AT,
        )
    return token.id, secret


def holder(secret: str, on: date = DAY) -> Actor | None:
    token = queries.find_token(secret)
    return None if token is None else queries.find_actor_of_token(token, on=on)


def test_a_token_acts_for_its_scope_alone_and_only_its_hash_is_kept() -> None:
    commissioner = a_commissioner(an_installation())
    token_id, secret = a_token(commissioner)
    actor = holder(secret)
    assert actor is not None
    assert (actor.person_id, actor.account) == (commissioner.person_id, "ledger import")
    assert actor.may(Permission.SEE_ROUNDS)
    assert not actor.may(Permission.PREPARE_ROUNDS)
    stored = db.session.scalars(select(Token)).one()
    assert secret not in f"{stored.token_hash}{stored.purpose}{stored.scope}"
    assert not [e for e in db.session.scalars(select(AuditEvent)) if secret in str(e.payload)]
    assert holder(secret[:-1] + ("a" if secret[-1] != "a" else "b")) is None
    with bookkeeping():
        tokens.note_token_use(token_id=token_id, at=AT)
    assert queries.get_token(token_id).last_used_at == AT
    with pytest.raises(NotAllowed, match=r"^A token cannot issue another token\.$"), transaction():
        tokens.issue_token(
            purpose="x", scope=frozenset({Permission.SEE_ROUNDS}), expires_on=date(2008, 5, 1), by=actor, on=DAY, at=AT
        )


def test_a_token_ends_with_its_day_its_grant_and_its_person() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    _, secret = a_token(commissioner)
    assert holder(secret, date(2008, 4, 30)) is not None
    assert holder(secret, date(2008, 5, 1)) is None
    with transaction():
        grants.end_grant(grant_id=commissioner.grant_id, ends_on=date(2008, 4, 20), by=administrator)
    assert holder(secret, date(2008, 4, 19)) is not None
    assert holder(secret, date(2008, 4, 20)) is None
    with transaction():
        administration.deactivate_person(person_id=commissioner.person_id, reason="Left", by=administrator, on=DAY)
    assert holder(secret) is None


def test_a_token_is_revoked_by_its_holder_or_an_administrator_once() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    token_id, secret = a_token(commissioner)
    other = a_person(Role.FINANCE, 1, by=administrator)
    with pytest.raises(NotAllowed, match=r"^Only the person who issued a token or an administrator"), transaction():
        tokens.revoke_token(token_id=token_id, by=other, at=AT)
    with transaction():
        tokens.revoke_token(token_id=token_id, by=administrator, at=AT)
    assert holder(secret) is None
    assert history_of("person", commissioner.person_id)[0].did == "revoked the token for ledger import"
    with pytest.raises(Refusal, match=r"^This token is already revoked\.$"), transaction():
        tokens.revoke_token(token_id=token_id, by=commissioner, at=AT)


def test_the_demo_has_one_person_per_role_and_group_and_a_whole_trail() -> None:
    with transaction():
        _, commissioner = demo.seed_demo(on=FIRST_DAY, at=AT)
    names = [person.name for person in queries.list_demo_people()]
    assert names[0] == "Administrator, West Hertfordshire PCT"
    assert {"PCT commissioner, West Hertfordshire PCT", "PbC lead, Hertsmere", "PbC lead, Red House"} <= set(names)
    assert len(names) == len(set(names))
    assert first_fault() == ""
    with transaction():
        actor = demo.sign_in_to_demo(person_id=commissioner.person_id, on=DAY)
    assert actor.role is Role.COMMISSIONER
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner)
    administrator = queries.find_actor(person_id=1, on=DAY)
    assert administrator is not None
    with transaction():
        added = demo.seed_demo_people(by=administrator, on=FIRST_DAY, organisations=[practice, practice])
    assert [person.email for person in added] == ["practice-manager-x82001@demo.example"]


def test_the_demo_never_touches_a_database_in_use() -> None:
    administrator = an_installation()
    with pytest.raises(Refusal, match=r"^The demo is seeded into an empty database only"), transaction():
        demo.seed_demo(on=DAY, at=AT)
    with pytest.raises(Refusal, match=r"^Demo mode opens only a database that was empty"), transaction():
        demo.sign_in_to_demo(person_id=administrator.person_id, on=DAY)
    with pytest.raises(Refusal, match=r"^Demo mode opens only a database that was empty"), transaction():
        demo.seed_demo_people(by=administrator, on=DAY, organisations=[])
    assert queries.list_demo_people() == []
