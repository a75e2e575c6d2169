"""Signing: who signs what once, for whom, and that nothing about it changes afterwards. Both engines."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.audit_trail.queries import first_fault, history_of
from core.db import bookkeeping, db, transaction
from core.errors import Refusal
from core.parties.actions import rename_party
from core.people.actions.administration import deactivate_person
from core.people.models import DemoMark
from core.permissions import Actor, Permission
from core.signatures.actions import sign
from core.signatures.models import Signature
from core.signatures.queries import find_signature, list_signatures, signatures_of
from core.signatures.rules import Capacity
from tests.at_once import at_once
from tests.builders_parties import AT, DAY, Parties

CONTENT, AMENDED = "ab" * 32, "cd" * 32
STATEMENT = "The budget for 2008/09 as in proposal 2."


def signed(
    by: Actor,
    capacity: Capacity = Capacity.ASSENTING,
    *,
    subject_id: int = 7,
    content_hash: str = CONTENT,
    statement: str = STATEMENT,
) -> Signature:
    with transaction():
        return signing(by, capacity, subject_id=subject_id, content_hash=content_hash, statement=statement)


def signing(
    by: Actor,
    capacity: Capacity = Capacity.ASSENTING,
    *,
    subject_id: int = 7,
    content_hash: str = CONTENT,
    statement: str = STATEMENT,
) -> Signature:
    return sign(
        subject="proposal",
        subject_id=subject_id,
        content_hash=content_hash,
        statement=statement,
        capacity=capacity,
        by=by,
        on=DAY,
        at=AT,
    )


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Signature)) or 0


@pytest.mark.usefixtures("database")
def test_a_signature_keeps_who_signed_what_when_and_as_what() -> None:
    lead = Parties().lead
    given = signed(lead)
    assert (given.subject, given.subject_id, given.content_hash) == ("proposal", 7, CONTENT)
    assert (given.name, given.role, given.organisation) == ("PbC lead of DacCom", "PbC lead", "DacCom")
    assert (given.person_id, given.grant_id, given.organisation_id) == (
        lead.person_id,
        lead.grant_id,
        lead.organisation_id,
    )
    assert (given.statement, given.capacity_name) == (STATEMENT, "As assenting")
    assert (given.signed_on, given.signed_at) == (DAY, AT)


@pytest.mark.usefixtures("database")
def test_the_trail_says_who_signed_what_and_for_whom() -> None:
    parties = Parties()
    signed(parties.lead)
    line = history_of("proposal", 7)[0]
    assert line.did == f"signed as assenting, for DacCom: {STATEMENT}"
    assert (line.who, line.acting_as) == ("PbC lead of DacCom", "PbC lead, DacCom")
    assert first_fault() == ""


@pytest.mark.usefixtures("database")
def test_each_signs_as_what_it_is() -> None:
    parties = Parties()
    signed(parties.commissioner, Capacity.FOR_COMMISSIONER)
    signed(parties.lead, Capacity.ASSENTING)
    signed(parties.provider, Capacity.FOR_PROVIDER)
    signed(parties.practice, Capacity.FOR_PRACTICE)
    told = [(given.organisation, given.capacity_name) for given in list_signatures("proposal", 7)]
    assert told == [
        ("West Hertfordshire PCT", "For the commissioner"),
        ("DacCom", "As assenting"),
        ("Provider services", "For the provider"),
        ("Practice 1", "For the practice"),
    ]


@pytest.mark.usefixtures("database")
def test_a_group_does_not_sign_for_the_commissioner() -> None:
    """PbC groups are no legal persons."""
    with pytest.raises(Refusal) as refused:
        signed(Parties().lead, Capacity.FOR_COMMISSIONER)
    assert str(refused.value) == (
        "You act for DacCom, and only a primary care trust signs for the commissioner. DacCom is a PbC group."
    )
    assert count() == 0


@pytest.mark.usefixtures("database")
def test_refuses_what_says_nothing_or_cannot_be_checked() -> None:
    lead = Parties().lead
    with pytest.raises(Refusal) as refused:
        signed(lead, statement="  ")
    assert str(refused.value) == "Say what is signed."
    for wrong in ("", "ab" * 31, "AB" * 32, "xy" * 32, "ab" * 32 + "\n"):
        with pytest.raises(Refusal) as refused:
            signed(lead, content_hash=wrong)
        assert str(refused.value) == (
            "What is signed has no hash of 64 hexadecimal digits, so nobody could check it later."
        )
    assert count() == 0


@pytest.mark.usefixtures("database")
def test_an_organisation_signs_the_same_content_once() -> None:
    parties = Parties()
    signed(parties.lead)
    for again in (parties.lead, parties.other_lead):
        with pytest.raises(Refusal) as refused:
            signed(again)
        assert str(refused.value) == (
            "DacCom has signed this already: PbC lead of DacCom (PbC lead) on 28 March 2008. Once is enough."
        )
    assert count() == 1
    assert len(history_of("proposal", 7)) == 1


@pytest.mark.usefixtures("database")
def test_another_content_and_another_record_are_signed_anew() -> None:
    lead = Parties().lead
    signed(lead)
    signed(lead, content_hash=AMENDED)
    signed(lead, subject_id=8)
    assert [given.content_hash for given in list_signatures("proposal", 7)] == [CONTENT, AMENDED]
    by_record = signatures_of("proposal", [7, 8, 9])
    assert {record: len(found) for record, found in by_record.items()} == {7: 2, 8: 1, 9: 0}
    assert (list_signatures("contract", 7), signatures_of("proposal", [])) == ([], {})
    found = find_signature(subject="proposal", subject_id=7, content_hash=AMENDED, organisation_id=lead.organisation_id)
    assert found is not None
    assert found.content_hash == AMENDED


@pytest.mark.usefixtures("database")
def test_neither_a_token_nor_a_command_signs() -> None:
    lead = Parties().lead
    token = replace(lead, account="monthly report", scope=frozenset(Permission))
    command = replace(lead, account="command of root")
    for machine, how in ((token, "with a token"), (command, "by a command")):
        with pytest.raises(Refusal) as refused:
            signed(machine)
        assert str(refused.value) == f"A signature is given by a person who is signed in, never {how}."
    assert count() == 0


@pytest.mark.usefixtures("database")
def test_the_commands_of_the_demo_sign_in_a_demo_alone_and_tokens_not_even_there() -> None:
    lead = Parties().lead
    with bookkeeping() as session:
        session.add(DemoMark(id=1, marked_at=AT))
    with pytest.raises(Refusal, match="never with a token"):
        signed(replace(lead, account="monthly report", scope=frozenset(Permission)))
    assert signed(replace(lead, account="demo")).name == "PbC lead of DacCom"


@pytest.mark.usefixtures("database")
def test_who_left_stays_on_what_they_signed() -> None:
    """TRAPS 17. So does the organisation's name as it was."""
    parties = Parties()
    signed(parties.lead)
    with transaction():
        deactivate_person(person_id=parties.lead.person_id, reason="Left", by=parties.administrator, on=DAY)
    with transaction():
        rename_party(party_id=parties.group, name="Dacorum Commissioning", by=parties.commissioner)
    db.session.expire_all()
    given = list_signatures("proposal", 7)[0]
    assert (given.name, given.role, given.organisation) == ("PbC lead of DacCom", "PbC lead", "DacCom")
    assert (given.person.is_active, given.party.name) == (False, "Dacorum Commissioning")


def test_two_of_one_organisation_at_once_make_one_signature(database: Flask) -> None:
    """TRAPS 30: whoever comes second is told who signed."""
    parties = Parties()
    came = at_once(database, lambda: signing(parties.lead), lambda: signing(parties.other_lead))
    first = "PbC lead" if history_of("proposal", 7)[0].who.startswith("PbC") else "Deputy lead"
    assert came == [
        f"DacCom has signed this already: {first} of DacCom (PbC lead) on 28 March 2008. Once is enough.",
        "done",
    ]
    assert count() == 1


def test_two_organisations_sign_at_once(database: Flask) -> None:
    parties = Parties()
    came = at_once(
        database,
        lambda: signing(parties.lead),
        lambda: signing(parties.commissioner, Capacity.FOR_COMMISSIONER),
        lambda: signing(parties.provider, Capacity.FOR_PROVIDER),
    )
    assert came == ["done"] * 3
    assert first_fault() == ""


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement", ["UPDATE signatures_signature SET name = 'Somebody'", "DELETE FROM signatures_signature"]
)
def test_the_database_keeps_a_signature_as_it_was_given(statement: str) -> None:
    signed(Parties().lead)
    with pytest.raises(DBAPIError, match="what signatures_signature holds is frozen"), bookkeeping() as session:
        session.execute(text(statement))
    assert list_signatures("proposal", 7)[0].name == "PbC lead of DacCom"
