"""Offers sent and answered: what is bound, who may answer until when, and two at once."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from core.audit_trail.models import AuditEvent
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.models import Message
from core.parties.actions import close_party
from core.parties.queries import get_party
from core.permissions import Role
from core.signatures.queries import list_signatures
from les.sign_up.actions.answering import Answered, answer_offer, answer_offers
from les.sign_up.actions.drafting import change_offer, choose_practices, take_out_document
from les.sign_up.actions.sending import withdraw_offer
from les.sign_up.models.agreements import SUBJECT, LesAgreement
from les.sign_up.models.offers import Offered
from les.sign_up.queries.agreements import agreements_between, get_agreement
from les.sign_up.queries.binding import prepared_for, problems_in
from les.sign_up.queries.offers import get_offer, get_offered, list_open_offered
from les.sign_up.rules.binding import binding_from
from les.sign_up.rules.kinds import Outcome
from tests.at_once import at_once
from tests.builders import AT, DAY, a_person
from tests.builders_commissioning import a_line, some_populations
from tests.builders_sign_up import JULY, MAY, OCTOBER, TERMS, SigningUp


@pytest.fixture
def signing(app: Flask) -> SigningUp:
    """A trust with schemes and the managers of two practices."""
    del app
    return SigningUp()


@pytest.fixture
def everywhere(database: Flask) -> SigningUp:
    """The same on each engine in turn."""
    del database
    return SigningUp()


def _refused(act: Any, *, opens: bool = False, **named: Any) -> str:
    """The sentence with which an act is refused, whether or not it opens its transaction itself."""
    with pytest.raises(Refusal) as refused, transaction() if opens else nullcontext():
        act(**named)
    return str(refused.value)


def test_accepting_binds_to_exact_documents(everywhere: SigningUp) -> None:
    signing, scheme_id = everywhere, everywhere.schemes.approved()
    offer_id = signing.draft(scheme_id)
    attachment_id = signing.document(offer_id)
    signing.document(offer_id, text="Plan", group_id=signing.trust.ids["DAC"], title="Plan of DacCom")
    signing.document(offer_id, text="Other plan", group_id=signing.trust.ids["HER"], title="Plan of Hertsmere")
    offered = signing.send(offer_id)[0]
    told = db.session.scalars(select(Message).where(Message.person_id == signing.manager.person_id)).one()
    assert told.subject == "Offer: LES-001 Minor surgery, version 1"
    binding = binding_from(offered.content)
    assert [(each.kind, each.edition) for each in binding.documents] == [
        ("Specification", "Version 1"),
        ("Governance framework", "1.0"),
        ("Group business plan", "1.0"),
    ]
    assert "Hertsmere" not in offered.content
    agreement_id = signing.answer(offered)
    assert agreement_id is not None
    agreement = get_agreement(agreement_id)
    assert (agreement.number, agreement.joined_on, agreement.left_on) == ("LES-001/X82001/1", JULY, None)
    signature = list_signatures(SUBJECT, agreement.id)[0]
    assert (signature.content_hash, signature.person_id) == (offered.content_hash, signing.manager.person_id)
    assert signature.statement == (
        "Practice 1 accepts LES-001 Minor surgery, version 1 from 1 July 2008, with the 3 documents named in it."
    )
    acts = select(AuditEvent.act).where(AuditEvent.subject == SUBJECT, AuditEvent.subject_id == agreement.id)
    assert sorted(db.session.scalars(acts)) == ["sign_up.accept_offer", "signatures.sign"]
    act = partial(take_out_document, offer_id=offer_id, attachment_id=attachment_id, reason="Other", at=AT)
    assert _refused(act, opens=True, by=signing.commissioner) == (
        "This offer was sent and is frozen. Withdraw it and begin another."
    )
    with pytest.raises(DatabaseError, match="frozen"), transaction():
        db.session.execute(update(Offered).values(content_hash="0" * 64))


def test_who_may_answer_and_until_when(signing: SigningUp) -> None:
    offered, others = signing.sent(signing.schemes.approved())
    act = partial(signing.answer, offered)
    with pytest.raises(NotAllowed, match="only the practice itself"):
        act(by=signing.other)
    for actor in (signing.commissioner, signing.finance, signing.schemes.lead, signing.schemes.neighbour):
        with pytest.raises(NotAllowed):
            act(by=actor)
    with pytest.raises(OutOfDate, match="not what this page showed"):
        act(seen="0" * 64)
    late = "This offer was to be answered by 30 May 2008. Ask the commissioner for another."
    assert _refused(act, on=date(2008, 5, 31)) == late
    assert signing.answer(offered, Outcome.DECLINED, on=MAY) is None
    assert _refused(act, outcome=Outcome.DECLINED, on=MAY).startswith("Your practice declined this offer already.")
    assert [each.id for each in list_open_offered(signing.first, on=MAY)] == [offered.id]
    assert act(on=MAY) is not None
    assert _refused(act, on=MAY).startswith("Your practice is signed up by this offer already.")
    assert list_open_offered(signing.first, on=MAY) == []
    with transaction():
        withdraw_offer(offer_id=offered.offer_id, reason="Other terms", by=signing.commissioner, on=DAY, at=AT)
    assert _refused(partial(signing.answer, others)) == (
        "This offer was withdrawn on 1 April 2008. Ask the commissioner for another."
    )
    assert get_agreement(1).left_on is None
    told = select(Message).where(Message.person_id == signing.commissioner.person_id)
    assert [each.subject for each in db.session.scalars(told)] == ["Practice 1 declined LES-001 Minor surgery"]


def test_accepting_twice_at_once_makes_one_agreement(everywhere: SigningUp, database: Flask) -> None:
    offered = everywhere.sent(everywhere.schemes.approved(), everywhere.first)[0]
    partner = a_person(
        Role.PRACTICE_MANAGER,
        everywhere.first,
        by=everywhere.trust.administrator,
        name="Partner",
        email="partner@practice.example",
    )
    answered = Answered(offered_id=offered.id, outcome=Outcome.ACCEPTED, seen_hash=offered.content_hash)
    acts = [partial(answer_offer, answered=answered, by=by, on=DAY, at=AT) for by in (everywhere.manager, partner)]
    came = at_once(database, *acts)
    assert came == ["Your practice is signed up by this offer already. To end it, leave the scheme.", "done"]
    assert db.session.scalar(select(func.count()).select_from(LesAgreement)) == 1


def test_several_offers_in_one_act_or_none(signing: SigningUp) -> None:
    one = signing.sent(signing.schemes.approved(), signing.first)[0]
    two = signing.sent(signing.schemes.approved(name="Stop smoking"), signing.first)[0]
    both = [
        Answered(offered_id=each.id, outcome=outcome, seen_hash=each.content_hash)
        for each, outcome in ((one, Outcome.ACCEPTED), (two, Outcome.DECLINED))
    ]
    wrong = [both[0], replace(both[1], seen_hash="0" * 64)]
    act = partial(answer_offers, by=signing.manager, on=DAY, at=AT)
    with pytest.raises(OutOfDate), transaction():
        act(answers=wrong)
    assert not get_offered(one.id).answers
    assert _refused(act, opens=True, answers=[]) == "Accept or decline at least one offer."
    with transaction():
        answers = act(answers=both)
    assert [each.outcome for each in answers] == [Outcome.ACCEPTED, Outcome.DECLINED]


def test_a_draft_says_what_is_missing(signing: SigningUp) -> None:
    scheme_id = signing.schemes.approved()
    problems: list[tuple[dict[str, Any], str]] = [
        ({"starts_on": date(2008, 3, 1)}, "The version holds from 1 April 2008. Let the offer begin on that day"),
        ({"starts_on": MAY}, "It begins before all have answered. Say why, or let it begin after the day"),
        ({"starts_on": date(2009, 4, 1)}, "The version expires on 1 April 2009. Let the offer begin before."),
        ({"answer_by": date(2008, 3, 31)}, "31 March 2008 is over. Give practices a day that is still to come."),
        ({"notice_days": 900}, "The notice is 0 to 730 days."),
        ({"old_ends_on": MAY}, "An earlier version holds until practices could answer and the new one begins"),
        ({"words": "Patient 943 476 5919"}, "What you tell practices holds a number that passes the NHS number"),
    ]
    for changes, sentence in problems:
        assert _refused(partial(signing.draft, scheme_id), **changes).startswith(sentence)
    offer_id = signing.draft(scheme_id, starts_on=MAY, reason="Work has begun")
    offer = get_offer(offer_id)
    assert problems_in(offer, prepared_for(offer), on=DAY) == []
    neighbour = partial(change_offer, offer_id=offer_id, terms=TERMS, on=DAY)
    with pytest.raises(NotAllowed):
        neighbour(by=signing.schemes.neighbour)
    choose = partial(choose_practices, offer_id=offer_id, by=signing.commissioner, on=DAY)
    assert _refused(choose, opens=True, practice_ids=[signing.trust.ids["OWN"]]).startswith(
        "One of these practices is not open"
    )
    assert _refused(choose, opens=True, practice_ids=[signing.first], level=2).startswith(
        "The scheme does not pay that level"
    )
    with transaction():
        choose(practice_ids=[])
    assert _refused(partial(signing.send, offer_id)) == (
        "It cannot be sent yet. Choose the practices to which it goes."
    )


def test_a_closed_practice_is_not_signed_up_and_ends_on_its_last_day(signing: SigningUp) -> None:
    scheme_id = signing.schemes.approved()
    some_populations(signing.trust, a_line())
    offered, other = signing.sent(scheme_id)
    signing.answer(other)
    with transaction():
        for party_id in (signing.first, signing.second):
            closing = date(2008, 7, 1) if party_id == signing.first else date(2008, 9, 1)
            close_party(party_id=party_id, closed_on=closing, reason="Merged", by=signing.commissioner)
    assert _refused(partial(signing.answer, offered)) == (
        "The practice closes on 1 July 2008: it cannot be signed up from then on."
    )
    agreement = get_agreement(1)
    assert (get_party(signing.second).closed_on, agreement.ends_on) == (date(2008, 9, 1), date(2008, 9, 1))
    assert agreements_between(first=date(2008, 8, 31), end=date(2008, 9, 1)) == [agreement]
    assert agreements_between(first=date(2008, 9, 1), end=OCTOBER) == []


def test_an_offer_waits_for_the_one_before(signing: SigningUp) -> None:
    scheme_id = signing.schemes.approved()
    offered = signing.sent(scheme_id, signing.first)[0]
    act = partial(signing.send, signing.draft(scheme_id))
    assert "Practice 1: an earlier offer is still open. Withdraw it first." in _refused(act)
    signing.answer(offered)
    assert "Practice 1: signed up to this version already." in _refused(act)
