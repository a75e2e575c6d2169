"""Issuing and signing heads of terms: the exact text, who signs as what, reservations, and every refusal in words."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from contracts.heads_of_terms.actions.standing import supersede
from contracts.heads_of_terms.queries.content import content_hash_of, content_of, signers_of
from contracts.heads_of_terms.rules.content import canonical, hash_of
from contracts.heads_of_terms.rules.signing import waiting_for
from contracts.heads_of_terms.rules.states import State
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import lines_of
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.models import Message
from core.permissions import Role
from core.signatures.rules import Capacity
from tests.builders_heads import NOW, HeadsField

WORDS = "We assent to the total; our word on the split is held back until activity is checked."


@pytest.fixture
def field(database: Flask) -> HeadsField:
    del database
    return HeadsField()


def last_event() -> str:
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    return lines_of([event])[0].did


def test_the_issued_text_is_frozen_with_its_hash_and_all_parties_are_told(field: HeadsField) -> None:
    heads_id = field.draft()
    field.agree(heads_id, "PARTIES", "TOTAL")
    field.issue(heads_id)
    heads = field.heads(heads_id)
    assert heads.state is State.ISSUED
    assert heads.issue is not None
    assert hash_of(content_of(heads)) == heads.issue.content_hash
    assert canonical(content_of(heads)) == heads.issue.content
    assert len(content_of(heads).still_open) == len(heads.terms) - 2
    assert last_event() == f"issued HT1 version 1 for signature, with {len(heads.terms) - 2} terms open"
    told = set(db.session.scalars(select(Message.person_id).where(Message.key == f"heads_of_terms.issue/{heads_id}")))
    assert {each.person_id for each in field.signers()} <= told
    assert field.leads["RED"].person_id not in told


def test_terms_still_open_need_broad_heads(field: HeadsField) -> None:
    heads_id = field.draft()
    codes = [term.code for term in field.heads(heads_id).terms]
    field.agree(heads_id, *codes[2:])
    with pytest.raises(Refusal, match=r"^2 terms are still open: “Parties” and “Period”. Agree them first, or issue"):
        field.issue(heads_id, is_broad=False)
    field.agree(heads_id, *codes[:2])
    field.issue(heads_id, is_broad=False)
    assert content_of(field.heads(heads_id)).still_open == []


def test_refuses_to_issue_a_text_that_changed_meanwhile(field: HeadsField) -> None:
    heads_id = field.draft()
    seen = content_hash_of(field.heads(heads_id))
    field.agree(heads_id, "TUPE")
    with pytest.raises(OutOfDate, match=r"^The text changed while you were reading it"):
        field.issue(heads_id, seen=seen)


def test_every_party_signs_and_with_the_last_one_the_heads_are_signed(field: HeadsField) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    for by in field.signers()[:-1]:
        field.sign_for(by, heads_id)
    assert waiting_for(signers_of(field.heads(heads_id))) == ["Hertsmere"]
    assert field.heads(heads_id).state is State.ISSUED
    last = field.sign_for(field.leads["HER"], heads_id)
    heads = field.heads(heads_id)
    assert heads.state is State.SIGNED
    assert heads.issue is not None
    assert last.content_hash == heads.issue.content_hash
    assert last.capacity is Capacity.ASSENTING
    assert last.statement == (
        "For Hertsmere I assent to the heads of terms HT1 version 1, “Physiotherapy and beds 2008/09”, between West "
        f"Hertfordshire PCT and Provider services, with {len(heads.terms)} terms still open."
    )
    assert last_event() == "signed HT1 version 1 for Hertsmere as the last one; all have signed"


def test_a_reservation_stands_beside_the_signature_for_good(field: HeadsField) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    signature = field.sign_for(field.leads["DAC"], heads_id, reservation=f"  {WORDS} ")
    signer = next(each for each in signers_of(field.heads(heads_id)) if each.code == "DAC")
    assert signer.reservation == WORDS
    assert signature.statement.endswith("with the reservation recorded beside this signature.")
    assert last_event() == f"signed HT1 version 1 for DacCom with a reservation: {WORDS}"
    with pytest.raises(DatabaseError, match=r"frozen"), db.engine.begin() as connection:
        connection.execute(text("UPDATE heads_of_terms_reservation SET words = 'none'"))
    with pytest.raises(DatabaseError, match=r"frozen"), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM heads_of_terms_issue"))


def test_refuses_whoever_is_no_party_and_who_signed_already(field: HeadsField) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    with pytest.raises(Refusal, match=r"^Red House is no party to HT1 version 1, so it does not sign it; and nobody"):
        field.sign_for(field.leads["RED"], heads_id)
    with pytest.raises(Refusal, match=r"^GP-led clinic is no party"):
        field.sign_for(field.managers["CLIN"], heads_id)
    field.sign_for(field.commissioner, heads_id)
    with pytest.raises(
        Refusal, match=r"has signed already: PCT commissioner .PCT commissioner. on 25 March 2008. Once"
    ):
        field.sign_for(field.second, heads_id)
    with pytest.raises(NotAllowed, match=r"^As PbC member you may not sign heads of terms"):
        field.sign_for(field.member, heads_id)
    with pytest.raises(NotAllowed, match=r"another commissioner"):
        field.sign_for(field.stranger, heads_id)


def test_nobody_signs_for_two(field: HeadsField) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    field.sign_for(field.leads["DAC"], heads_id)
    both = field.as_also(field.leads["DAC"], field.ids["WAT"], Role.PBC_LEAD)
    with pytest.raises(Refusal, match=r"^You signed for DacCom already. Another person signs for WatCom: nobody signs"):
        field.sign_for(both, heads_id)


def test_refuses_to_sign_another_text_than_the_one_opened(field: HeadsField) -> None:
    heads_id = field.draft()
    with pytest.raises(Refusal, match=r"^HT1 version 1 is a draft. It can be signed once it is issued.$"):
        field.sign_for(field.commissioner, heads_id)
    field.issue(heads_id)
    with pytest.raises(OutOfDate, match=r"^The text you opened is not the one that is issued now."):
        field.sign_for(field.commissioner, heads_id, seen="0" * 64)
    later = field.follow(heads_id)
    field.issue(later)
    with pytest.raises(OutOfDate, match=r"^HT1 version 2 was issued since you opened HT1 version 1. Read that one"):
        field.sign_for(field.commissioner, heads_id)


def test_a_new_version_names_the_old_one_and_supersedes_it_when_issued(field: HeadsField) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    field.sign_by_all(heads_id)
    later_id = field.follow(heads_id)
    assert field.heads(heads_id).state is State.SIGNED
    with pytest.raises(Refusal, match=r"^HT1 version 2 is being drafted already. Change that one.$"):
        field.follow(heads_id)
    field.issue(later_id)
    earlier, later = field.heads(heads_id), field.heads(later_id)
    assert earlier.state is State.SUPERSEDED
    assert earlier.supersession is not None
    assert earlier.supersession.by_what == "version 2"
    assert earlier.issue is not None
    assert content_of(later).replaces == ("HT1 version 1", earlier.issue.content_hash)
    assert all(signer.has_signed for signer in signers_of(earlier))
    assert not any(signer.has_signed for signer in signers_of(later))


def test_what_is_signed_by_all_is_not_withdrawn(field: HeadsField) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    field.sign_for(field.provider, heads_id)
    other = field.draft()
    field.withdraw(other, reason="Drafted twice.")
    assert last_event() == "withdrew HT2 version 1: Drafted twice."
    with pytest.raises(Refusal, match=r"^HT2 version 1 is withdrawn already.$"):
        field.withdraw(other)
    with pytest.raises(Refusal, match=r"^The reason is missing"):
        field.withdraw(heads_id, reason=" ")
    for by in field.signers():
        if by is not field.provider:
            field.sign_for(by, heads_id)
    with pytest.raises(Refusal, match=r"^HT1 version 1 is signed by all and is not withdrawn. Draft a new version"):
        field.withdraw(heads_id)


def test_a_contract_takes_the_place_of_heads_that_both_signed(field: HeadsField) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    field.sign_for(field.commissioner, heads_id)

    def by_contract() -> None:
        with transaction():
            supersede(heads_id=heads_id, contract="Contract C1, community services", by=field.provider, at=NOW)

    with pytest.raises(Refusal, match=r"^Provider services did not sign HT1 version 1, so no contract takes its place"):
        by_contract()
    field.sign_for(field.provider, heads_id)
    by_contract()
    assert field.heads(heads_id).state is State.SUPERSEDED
    assert last_event() == "let Contract C1, community services take the place of HT1 version 1"
    with pytest.raises(Refusal, match=r"is superseded already, by Contract C1, community services.$"):
        by_contract()
    with pytest.raises(NotAllowed), transaction():
        supersede(heads_id=heads_id, contract="C2", by=field.finance, at=NOW)
