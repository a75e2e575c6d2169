"""Claims: drafted, submitted under the caps, replaced, withdrawn; each refusal in its words; walls; the trail."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit_trail.models import AuditEvent
from core.canonical import hash_of
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.models import Message
from core.parties.models import Party
from core.parties.rules import PartyKind
from les.claims.actions.drafting import begin_claim
from les.claims.actions.storing import Submission
from les.claims.actions.submitting import Entry, submit_claim, submit_many
from les.claims.actions.windows import set_window
from les.claims.actions.withdrawing import withdraw_claim
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.receipts import Receipt
from les.claims.queries.claims import find_draft, find_replacement, get_claim
from les.claims.queries.working import desk_of
from les.claims.rules.kinds import CURRENT, Route, State
from les.claims.rules.windows import Days
from les.schemes.actions.making import begin_next_version
from les.schemes.actions.writing import change_control, write_terms
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Form, Quantity
from les.schemes.rules.writing_terms import terms_written
from les.sign_up.models.agreements import LesAgreement
from tests.at_once import at_once
from tests.builders_claims import FIRST, IN_JULY, JULY, SECOND, Claims, injections, to
from tests.builders_commissioning import a_line, some_populations
from tests.builders_schemes import CONTROL

_NOT_SIGNED_UP = (
    "Practice 1 is not signed up to LES-002 Stop smoking on any day of quarter 1 of 2008/09. Nothing can be claimed."
)


@pytest.fixture
def claims(database: Flask) -> Claims:
    """A trust with schemes and windows, on each engine."""
    del database
    return Claims()


@pytest.fixture
def on_one(app: Flask) -> Claims:
    """The same on one engine, for what asks the database nothing special."""
    del app
    return Claims()


def _last_event() -> AuditEvent:
    found = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert found is not None
    return found


def test_a_claim_is_drafted_submitted_and_kept_with_its_receipt(claims: Claims) -> None:
    scheme_id = claims.member_of()
    claim_id = claims.begin(scheme_id)
    assert _last_event().act == "claims.begin_claim"
    claims.fill(claim_id, injections(30), note="From our register of procedures")
    claims.send(claim_id)
    claim = get_claim(claim_id)
    assert (claim.state, claim.is_late, claim.number) == (State.SUBMITTED, False, f"EC-{claim_id:06d}")
    assert [(line.element, line.claimed, line.amount) for line in claim.lines] == [
        ("joint-injection", Decimal(30), Decimal("1260.00"))
    ]
    assert claim.lines[0].how == "30 × Joint injection at £42.00 (price from 1 April 2008) = £1,260.00."
    receipt = db.session.get_one(Receipt, claim_id)
    assert (receipt.amount, receipt.content_hash) == (Decimal("1260.00"), hash_of(receipt.content))
    assert claim.number in receipt.content
    message = db.session.scalars(select(Message).where(Message.key.startswith("claims."))).one()
    assert (message.person_id, message.subject) == (
        claims.manager.person_id,
        f"Received: {claim.number} for quarter 1 of 2008/09",
    )
    event = _last_event()
    assert (event.act, event.subject, event.subject_id) == ("claims.submit_claim", "claim", claim_id)
    assert "£1,260.00" in str(event.payload)


def test_a_second_claim_visibly_replaces_the_first_and_frees_its_room(claims: Claims) -> None:
    scheme_id = claims.member_of("Joint injection; injection; 40")
    first = claims.claimed(scheme_id, injections(40))
    second = claims.begin(scheme_id)
    assert [each.count for each in get_claim(second).quantities] == [40]
    claims.fill(second, injections(38))
    claims.send(second)
    assert get_claim(first).state is State.REPLACED
    assert get_claim(second).replaces_id == first
    replacement = find_replacement(first)
    assert replacement is not None
    assert replacement.id == second
    third = claims.claimed(scheme_id, injections(10, date(2008, 7, 2)), quarter=SECOND)
    line = get_claim(third).lines[0]
    assert (line.claimed, line.allowed, line.amount) == (Decimal(10), Decimal(2), Decimal("84.00"))
    assert line.cap == "the cap of 40 of Joint injection a year for the practice"


def test_what_was_seen_is_what_is_submitted(claims: Claims) -> None:
    scheme_id = claims.member_of()
    claim_id = claims.begin(scheme_id)
    claims.fill(claim_id, injections(10))
    seen = claims.seen(claim_id)
    claims.decide(claims.price(scheme_id, amount=Decimal("40.00")))
    with pytest.raises(OutOfDate) as refused:
        claims.send(claim_id, seen=seen)
    assert str(refused.value) == (
        "This claim changed while you looked at it: Joint injection from 9 April 2008 at £42.00 £420.00, now nothing; "
        "Joint injection from 9 April 2008 at £40.00 £400.00, new. Look at the amounts as they are now, and submit "
        "again if they are right."
    )
    assert get_claim(claim_id).state is State.DRAFT
    claims.send(claim_id)
    assert get_claim(claim_id).lines[0].amount == Decimal("400.00")


def test_fifty_at_once_never_exceed_a_cap(claims: Claims, database: Flask) -> None:
    """Fifty practices of one scheme submit at the same moment against a cap that holds seven of them and a half."""
    count = 50 if database.config["DATABASE_URL"].startswith("postgresql") else 6
    cap = 75_00 if count == 50 else 35_00
    scheme_id = claims.member_of(price="1.00", scheme_cap=cap)
    with transaction() as session:
        for number in range(count):
            practice = Party(
                kind=PartyKind.PRACTICE,
                code=f"Y9{number:04d}",
                name=f"Practice {number}",
                commissioner_id=claims.trust.id,
                opened_on=date(2006, 10, 1),
            )
            session.add(practice)
        session.flush()
        session.info["wrote"] = False
    ids = list(db.session.scalars(select(Party.id).where(Party.code.startswith("Y9")).order_by(Party.id)))
    for practice_id in ids:
        claims.join(scheme_id, practice_id)
    acts = [partial(_claim_ten, claims, scheme_id, practice_id) for practice_id in ids]
    assert at_once(database, *acts) == ["done"] * count
    total = db.session.scalar(select(func.sum(ClaimLine.amount)).join(ClaimLine.claim).where(Claim.state.in_(CURRENT)))
    assert total == Decimal(cap) / 100
    full = db.session.scalar(select(func.count()).where(ClaimLine.amount == Decimal("10.00")))
    assert full == cap // 1000


def _claim_ten(claims: Claims, scheme_id: int, practice_id: int) -> None:
    submit_many(
        practice_id=practice_id,
        quarter=FIRST,
        entries=[Entry(scheme_id=scheme_id, quantities=injections(10))],
        way=Submission(by=replace(claims.manager, organisation_id=practice_id), on=JULY, at=IN_JULY, route=Route.API),
        address=to,
    )


def test_two_drafts_at_once_are_one(claims: Claims, database: Flask) -> None:
    scheme_id = claims.member_of()
    act = partial(
        begin_claim,
        scheme_id=scheme_id,
        practice_id=claims.practice,
        quarter=FIRST,
        by=claims.manager,
        on=JULY,
        at=IN_JULY,
    )
    came = at_once(database, act, act)
    draft = find_draft(scheme_id, claims.practice, FIRST)
    assert draft is not None
    assert came == [f"A draft of this claim was begun already: {draft.number}. Go on with that one.", "done"]


def test_the_same_draft_submitted_twice_at_once_is_one_claim(claims: Claims, database: Flask) -> None:
    scheme_id = claims.member_of()
    claim_id = claims.begin(scheme_id)
    claims.fill(claim_id, injections(3))
    act = partial(
        submit_claim,
        claim_id=claim_id,
        seen=claims.seen(claim_id),
        by=claims.manager,
        on=JULY,
        at=IN_JULY,
        address=to,
    )
    came = at_once(database, act, act)
    assert came == [f"EC-{claim_id:06d} is no draft any more: submitted. Look at it before you go on.", "done"]


def test_nil_late_and_closed(on_one: Claims) -> None:
    claims = on_one
    scheme_id = claims.member_of()
    nil = claims.begin(scheme_id)
    with pytest.raises(Refusal, match=r"^Nothing is counted\. Say how many there were, or that there was nothing to"):
        claims.send(nil, seen="{}")
    claims.fill(nil, is_nil=True)
    claims.send(nil, on=date(2008, 7, 15))
    claim = get_claim(nil)
    assert (claim.is_nil, claim.is_late, claim.lines) == (True, True, [])
    assert db.session.get_one(Receipt, nil).amount == Decimal("0.00")


def test_a_practice_that_closed_claims_what_it_did_before(on_one: Claims) -> None:
    claims = on_one
    scheme_id = claims.member_of()
    with transaction() as session:
        session.get_one(Party, claims.practice).closed_on = date(2008, 5, 1)
        session.flush()
        session.info["wrote"] = False
    claim_id = claims.begin(scheme_id)
    claims.fill(claim_id, injections(4, date(2008, 5, 1)))
    with pytest.raises(Refusal) as refused:
        claims.send(claim_id, seen="{}")
    assert str(refused.value) == ("Practice 1 was in the scheme until 30 April 2008. Nothing is due for 1 May 2008.")
    claims.fill(claim_id, injections(4, date(2008, 4, 30)))
    claims.send(claim_id)
    assert get_claim(claim_id).lines[0].amount == Decimal("168.00")


def test_what_is_refused_in_words(on_one: Claims) -> None:
    claims = on_one
    scheme_id = claims.member_of()
    stranger = claims.add(name="Stop smoking")
    for refusal, act in (
        (
            _NOT_SIGNED_UP,
            partial(claims.begin, stranger),
        ),
        (
            "Claims of quarter 2 of 2008/09 are made from 1 July 2008. Come back then.",
            partial(claims.begin, scheme_id, quarter=SECOND, on=date(2008, 6, 30)),
        ),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert str(refused.value) == refusal
    claim_id = claims.claimed(scheme_id, injections(3))
    again = claims.begin(scheme_id)
    with pytest.raises(Refusal) as refused:
        claims.send(again)
    assert str(refused.value) == (
        f"EC-{claim_id:06d} claims exactly the same already. There is nothing to replace: discard this draft."
    )
    with transaction():
        withdraw_claim(claim_id=again, reason="", by=claims.manager)
    assert _last_event().act == "claims.discard_draft"
    with pytest.raises(Refusal, match=r"^The reason is missing\."), transaction():
        withdraw_claim(claim_id=claim_id, reason=" ", by=claims.manager)
    with transaction():
        withdraw_claim(claim_id=claim_id, reason="Counted twice", by=claims.manager)
    assert _last_event().act == "claims.withdraw_claim"
    assert "Counted twice" in str(_last_event().payload)
    with pytest.raises(Refusal, match=r"is withdrawn: there is nothing left to withdraw\.$"), transaction():
        withdraw_claim(claim_id=claim_id, reason="Again", by=claims.manager)
    fresh = claims.claimed(scheme_id, injections(5))
    with transaction() as session:
        session.get_one(Claim, fresh).state = State.APPROVED
        session.flush()
        session.info["wrote"] = False
    with pytest.raises(Refusal, match=r"is approved for payment and cannot be replaced\. Ask the commissioner for an"):
        claims.begin(scheme_id)
    with pytest.raises(Refusal, match=r"is approved for payment and cannot be withdrawn\."), transaction():
        withdraw_claim(claim_id=fresh, reason="Late", by=claims.manager)


def test_more_patients_than_people_is_refused(on_one: Claims) -> None:
    claims = on_one
    some_populations(claims.trust, a_line(registered="5000"))
    scheme_id = claims.member_of("Monitored patient; patient", form=Form.PER_PATIENT_YEAR, element="monitored-patient")
    claim_id = claims.begin(scheme_id)
    told = [Quantity(element="monitored-patient", starts_on=FIRST.first_day, ends_on=FIRST.last_day, count=5001)]
    claims.fill(claim_id, told)
    with pytest.raises(Refusal) as refused:
        claims.send(claim_id, seen="{}")
    assert str(refused.value) == (
        "5,001 × Monitored patient from 1 April 2008 are more than the 5,000 people registered on 1 April 2008. Put "
        "the count right, or the register first."
    )


def test_only_the_practice_itself_claims(on_one: Claims) -> None:
    claims = on_one
    scheme_id = claims.member_of()
    claim_id = claims.begin(scheme_id)
    claims.fill(claim_id, injections(1))
    for actor in (claims.commissioner, claims.finance, claims.auditor, claims.lead, claims.neighbour):
        with pytest.raises(NotAllowed):
            claims.send(claim_id, by=actor)
    for act in (
        partial(claims.begin, scheme_id, by=claims.other_manager, quarter=SECOND),
        partial(claims.fill, claim_id, injections(2), by=claims.other_manager),
        partial(claims.send, claim_id, by=claims.other_manager),
    ):
        with pytest.raises(NotAllowed, match=r"^You act for Practice 2\. You may not claim for another practice\.$"):
            act()
    assert get_claim(claim_id).state is State.DRAFT


def test_a_new_version_in_mid_quarter_pays_each_part_by_its_own_terms(on_one: Claims) -> None:
    claims = on_one
    scheme_id = claims.member_of()
    agreement = _leave(scheme_id, date(2008, 5, 1))
    approved = find_approved_version(scheme_id)
    assert approved is not None
    with transaction():
        version = begin_next_version(version_id=approved.id, by=claims.commissioner, at=IN_JULY).id
    with transaction():
        change_control(version_id=version, control=CONTROL, by=claims.commissioner)
        terms = terms_written(form=Form.PER_ITEM, written="Joint injection; injection; 90")
        write_terms(version_id=version, terms=terms, by=claims.commissioner)
    claims.submit(version)
    claims.approve(version)
    claims.join(scheme_id, claims.practice, joined_on=date(2008, 5, 1))
    claim_id = claims.begin(scheme_id)
    claims.fill(claim_id, [*injections(2), *injections(3, date(2008, 5, 2))])
    claims.send(claim_id)
    lines = get_claim(claim_id).lines
    assert [(line.agreement_id == agreement, line.claimed) for line in lines] == [
        (True, Decimal(2)),
        (False, Decimal(3)),
    ]
    desk = desk_of(get_claim(claim_id).practice, FIRST, [scheme_id])
    assert [(each.first, each.last) for each in desk.asked(scheme_id)] == [
        (date(2008, 4, 1), date(2008, 4, 30)),
        (date(2008, 5, 1), date(2008, 6, 30)),
    ]


def test_who_started_in_the_quarter_before_the_year_may_achieve_in_it(claims: Claims) -> None:
    scheme_id = claims.add(name="Quit by stage")
    version_id = claims.write(scheme_id, form=Form.STAGED, written="Quit date set; start\nQuit at four weeks; quit")
    for element in ("quit-date-set", "quit-at-four-weeks"):
        claims.price(scheme_id, element=element)
    claims.submit(version_id)
    claims.approve(version_id)
    claims.join(scheme_id, claims.practice)
    fourth, first = Quarter.of(date(2009, 1, 1)), Quarter.of(date(2009, 4, 1))
    for quarter in (fourth, first):
        days = Days(opens_on=quarter.first_day, closes_on=quarter.end, pays_on=quarter.end)
        with transaction():
            set_window(commissioner_id=claims.trust.id, quarter=quarter, days=days, by=claims.commissioner, on=JULY)
    started = [Quantity(element="quit-date-set", starts_on=date(2009, 3, 16), count=4)]
    claims.claimed(scheme_id, started, quarter=fourth, on=date(2009, 3, 31))
    quits = Quantity(element="quit-at-four-weeks", starts_on=date(2009, 4, 14), count=5)
    claim_id = claims.begin(scheme_id, quarter=first, on=date(2009, 6, 30))
    claims.fill(claim_id, [quits])
    with pytest.raises(
        Refusal, match=r"^5 of “Quit at four weeks” in the year are more than the 4 of “Quit date set” in"
    ):
        claims.send(claim_id, on=date(2009, 6, 30))
    claims.fill(claim_id, [replace(quits, count=4)])
    claims.send(claim_id, on=date(2009, 6, 30))
    assert [(line.element, line.amount) for line in get_claim(claim_id).lines] == [
        ("quit-at-four-weeks", Decimal("168.00"))
    ]


def _leave(scheme_id: int, on: date) -> int:
    with transaction() as session:
        agreement = session.scalars(select(LesAgreement).where(LesAgreement.scheme_id == scheme_id)).one()
        agreement.left_on = on
        session.flush()
        session.info["wrote"] = False
        return agreement.id
