"""Issuing, taking back, signing, ending: who may, what is refused, what stays, what the trail says."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from contracts.agreements.actions import ending, issuing, talking
from contracts.agreements.actions.schedules import add_schedule, take_out_schedule
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import ISSUE_SUBJECT, Issue
from contracts.agreements.queries.contracts import content_of, find_end_decided, find_issue, get_contract, list_issues
from contracts.agreements.queries.register import list_to_sign, list_undecided
from contracts.agreements.rules.content import content_from
from contracts.agreements.rules.ending import EndDecision
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.agreements.rules.states import Stage, State
from core.audit_trail.queries import history_of
from core.canonical import hash_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.models import Message
from core.permissions import Actor
from core.signatures.queries import list_signatures
from tests.at_once import at_once
from tests.builders_contracts import (
    HREF,
    Contracting,
    a_contract,
    a_signed_contract,
    issued,
    signed_by,
    with_schedule,
)
from tests.builders_rounds import AT, DAY

pytestmark = pytest.mark.usefixtures("database")


def an_issue(people: Contracting) -> int:
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    issued(contract_id, people)
    return contract_id


def taken_back(contract_id: int, people: Contracting, reason: str = "A wrong price.") -> None:
    with transaction():
        issuing.recall_issue(contract_id=contract_id, reason=reason, by=people.commissioner, at=AT, on=DAY, href=HREF)


def terminated(contract_id: int, by: Actor, *, given: date = DAY, ends: date = date(2008, 10, 1)) -> None:
    with transaction():
        ending.terminate_contract(
            contract_id=contract_id, notice_given_on=given, first_day_without=ends, reason="No staff.", by=by, at=AT,
            on=DAY, href=HREF,
        )  # fmt: skip


def told_about(subject: str) -> int:
    return len(list(db.session.scalars(select(Message.id).where(Message.subject == subject))))


def test_issuing_freezes_the_text_and_tells_all_who_sign() -> None:
    people = Contracting()
    contract_id = an_issue(people)
    issue = find_issue(contract_id)
    assert issue is not None
    text = content_of(issue)
    assert (hash_of(text), issue.number) == (issue.content_hash, 1)
    assert [each.name for each in content_from(text).signatures] == [
        "West Hertfordshire PCT", "Provider services", "DacCom",
    ]  # fmt: skip
    assert history_of("contract", contract_id)[0].did == "issued it for signature under number 1"
    assert told_about("Sign contract WH/01") == 4, "two of the trust, the provider, and the lead"
    with pytest.raises(DatabaseError, match="frozen"), bookkeeping() as session:
        session.execute(update(Issue).values(content="other"))


def test_nothing_incomplete_is_issued_nor_what_one_did_not_read() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    told = r"^WH/01 cannot be issued yet\. It has no schedule\. Write at least one\.$"
    with pytest.raises(Refusal, match=told):
        issued(contract_id, people)
    with_schedule(contract_id, people, "")
    with pytest.raises(Refusal, match=r"Nothing stands in “Prices”\. Write it, or take it out\.$"):
        issued(contract_id, people)
    with_schedule(contract_id, people)
    with pytest.raises(Refusal, match="Nothing stands in"):
        issued(contract_id, people)
    other = a_contract(people, reference="WH/02")
    with_schedule(other, people)
    told = r"^The text of WH/02 changed since you opened it\. Read it again, then issue it\.$"
    with pytest.raises(OutOfDate, match=told), transaction():
        issuing.issue_contract(contract_id=other, seen_hash="0" * 64, by=people.commissioner, at=AT, on=DAY, href=HREF)
    for who in (people.finance, people.provider, people.lead, people.stranger):
        with pytest.raises(NotAllowed), transaction():
            issuing.issue_contract(contract_id=other, seen_hash="0" * 64, by=who, at=AT, on=DAY, href=HREF)


def test_both_parties_make_it_stand_and_groups_assent_before_or_after() -> None:
    people = Contracting()
    contract_id = an_issue(people)
    assert signed_by(contract_id, people.provider).stage is Stage.ISSUED
    assert [each.id for each in list_to_sign(by=people.lead)] == [contract_id]
    contract = signed_by(contract_id, people.commissioner)
    assert contract.stage is Stage.SIGNED
    days = (date(2008, 3, 31), date(2008, 4, 1), date(2009, 3, 31), date(2009, 4, 1))
    assert [contract.state_on(day) for day in days] == [State.SIGNED, State.IN_FORCE, State.IN_FORCE, State.EXPIRED]
    assert history_of("contract", contract_id)[0].did == (
        "signed it for West Hertfordshire PCT; with that it is signed by its parties"
    )
    signed_by(contract_id, people.lead)
    issue = find_issue(contract_id)
    assert issue is not None
    given = list_signatures(ISSUE_SUBJECT, issue.id)
    assert [(each.organisation, each.capacity_name) for each in given] == [
        ("Provider services", "For the provider"),
        ("West Hertfordshire PCT", "For the commissioner"),
        ("DacCom", "As assenting"),
    ]
    assert {each.content_hash for each in given} == {issue.content_hash}
    assert given[2].statement == (
        "DacCom assents to contract WH/01, Community services, as issued under number 1, signing as assenting."
    )
    assert told_about("Contract WH/01 is signed") > 0
    assert list_to_sign(by=people.lead) == []


def test_nobody_signs_twice_or_for_another_or_without_being_asked() -> None:
    people = Contracting()
    contract_id = an_issue(people)
    signed_by(contract_id, people.commissioner)
    with pytest.raises(Refusal, match=r"has signed this already"):
        signed_by(contract_id, people.colleague)
    with pytest.raises(NotAllowed, match=r"^Idle provider is no party to this contract, and it does not cover it\.$"):
        signed_by(contract_id, people.idle_provider)
    for who in (people.lead_of_watcom, people.member, people.finance, people.stranger, people.auditor):
        with pytest.raises(NotAllowed):
            signed_by(contract_id, who)
    assert get_contract(contract_id).stage is Stage.ISSUED


def test_a_text_that_changed_since_one_opened_it_is_not_signed() -> None:
    people = Contracting()
    contract_id = an_issue(people)
    first = find_issue(contract_id)
    assert first is not None
    seen = first.content_hash
    signed_by(contract_id, people.provider)
    taken_back(contract_id, people)
    with pytest.raises(Refusal, match=r"^WH/01 is a draft: it is issued first, then signed\.$"), transaction():
        issuing.sign_contract(contract_id=contract_id, seen_hash=seen, by=people.provider, at=AT, on=DAY, href=HREF)
    with_schedule(contract_id, people, "Paid quarterly.")
    issued(contract_id, people)
    told = r"^The text of WH/01 changed since you opened it\. Read it again, then sign it\.$"
    with pytest.raises(OutOfDate, match=told), transaction():
        issuing.sign_contract(contract_id=contract_id, seen_hash=seen, by=people.provider, at=AT, on=DAY, href=HREF)
    assert signed_by(contract_id, people.provider, people.commissioner).stage is Stage.SIGNED
    assert [each.number for each in list_issues(contract_id)] == [2, 1]
    assert len(list_signatures(ISSUE_SUBJECT, first.id)) == 1, "what was signed stays"
    with pytest.raises(Refusal, match=r"^WH/01 is signed by both parties and cannot be taken back"):
        taken_back(contract_id, people)


def test_taking_back_needs_a_reason_and_is_told() -> None:
    people = Contracting()
    contract_id = an_issue(people)
    with pytest.raises(Refusal, match=r"^Say why it is taken back\."):
        taken_back(contract_id, people, " ")
    taken_back(contract_id, people)
    assert told_about("Contract WH/01 was taken back") > 0
    assert history_of("contract", contract_id)[0].did == "took issue 1 back: A wrong price."


def test_two_people_of_one_party_sign_at_once_and_one_signature_counts(database: Flask) -> None:
    people = Contracting()
    contract_id = an_issue(people)
    issue = find_issue(contract_id)
    assert issue is not None
    seen = issue.content_hash

    def sign(by: Actor) -> object:
        return issuing.sign_contract(contract_id=contract_id, seen_hash=seen, by=by, at=AT, on=DAY, href=HREF)

    told = at_once(database, lambda: sign(people.commissioner), lambda: sign(people.colleague))
    assert sum("signed this already" in each for each in told) == 1, told


def test_a_sub_contract_is_signed_by_the_main_contractor_too() -> None:
    people = Contracting()
    head = a_signed_contract(people)
    contract_id = a_contract(
        people,
        reference="WH/01-A",
        kind=ContractType.SUB_CONTRACT,
        form=LegalForm.NHS_CONTRACT,
        provider_id=people.trust,
        head_id=head,
        group_ids=(),
    )
    with_schedule(contract_id, people)
    issued(contract_id, people)
    assert signed_by(contract_id, people.commissioner, people.idle_provider).stage is Stage.ISSUED
    assert signed_by(contract_id, people.provider).stage is Stage.SIGNED


def test_terminating_is_for_the_commissioner_within_the_term_and_once() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    for who in (people.provider, people.lead, people.finance, people.stranger):
        with pytest.raises(NotAllowed):
            terminated(contract_id, who)
    told = r"^The first day without the contract lies within its term, 1 April 2008 to 31 March 2009\.$"
    with pytest.raises(Refusal, match=told):
        terminated(contract_id, people.commissioner, ends=date(2009, 4, 2))
    with pytest.raises(Refusal, match=r"^Notice was given on a day that has not come yet\."):
        terminated(contract_id, people.commissioner, given=DAY + timedelta(days=1))
    terminated(contract_id, people.commissioner)
    contract = get_contract(contract_id)
    assert [contract.state_on(day) for day in (date(2008, 9, 30), date(2008, 10, 1))] == [
        State.IN_FORCE, State.TERMINATED,
    ]  # fmt: skip
    with pytest.raises(Refusal, match=r"^WH/01 was terminated already"):
        terminated(contract_id, people.commissioner)
    assert history_of("contract", contract_id)[0].did == (
        "terminated it from 1 October 2008 (notice given on 3 March 2008): No staff."
    )
    draft = a_contract(people, reference="WH/02")
    with pytest.raises(Refusal, match=r"^WH/02 is not signed, so there is nothing to terminate\."):
        terminated(draft, people.commissioner)


def test_what_follows_is_decided_and_ends_the_warning() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    near = date(2008, 7, 15)
    assert list_undecided(by=people.commissioner, on=date(2008, 7, 1)) == []
    assert [each.id for each in list_undecided(by=people.commissioner, on=near)] == [contract_id]
    with transaction():
        ending.decide_end(
            contract_id=contract_id, decision=EndDecision.RENEW, reason="It works.", by=people.commissioner, at=AT
        )
    assert list_undecided(by=people.commissioner, on=near) == []
    decided = find_end_decided(contract_id)
    assert decided is not None
    assert decided.decision_name == "Agree a new contract"
    with pytest.raises(Refusal, match=r"^Say why\."), transaction():
        ending.decide_end(contract_id=contract_id, decision=EndDecision.RENEW, reason="", by=people.commissioner, at=AT)
    with pytest.raises(NotAllowed), transaction():
        ending.decide_end(contract_id=contract_id, decision=EndDecision.RENEW, reason="x", by=people.provider, at=AT)


def test_comments_hang_on_a_schedule_and_are_for_those_whom_it_concerns() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    schedule_id = with_schedule(contract_id, people)
    with transaction():
        comment = talking.comment_on_schedule(
            contract_id=contract_id, schedule_id=schedule_id, words="Monthly, please.", by=people.provider, at=AT
        )
        thread_id, anchor = comment.thread_id, comment.thread.anchor
    assert anchor == "prices-1"
    for who in (people.idle_provider, people.lead_of_watcom, people.stranger, people.auditor):
        with pytest.raises(NotAllowed), transaction():
            talking.comment_on_schedule(contract_id=contract_id, schedule_id=schedule_id, words="No.", by=who, at=AT)
    with pytest.raises(NotAllowed), transaction():
        talking.resolve_comments(contract_id=contract_id, thread_id=thread_id, by=people.provider, at=AT)
    with transaction():
        talking.resolve_comments(contract_id=contract_id, thread_id=thread_id, by=people.commissioner, at=AT)


def test_what_was_said_of_a_schedule_taken_out_is_not_said_of_the_next_one() -> None:
    people = Contracting()
    contract_id, by = a_contract(people), people.commissioner
    schedule_id = with_schedule(contract_id, people)
    with transaction():
        talking.comment_on_schedule(contract_id=contract_id, schedule_id=schedule_id, words="Monthly.", by=by, at=AT)
        take_out_schedule(contract_id=contract_id, schedule_id=schedule_id, by=by)
    with transaction():
        assert (
            add_schedule(contract_id=contract_id, kind=ScheduleKind.PRICES, title="New", text="", by=by).key
            == "prices-2"
        )


def test_a_contract_that_ended_is_signed_no_more() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    issue = find_issue(contract_id)
    assert issue is not None
    with pytest.raises(Refusal, match=r"^WH/01 has ended\. It is not signed any more\.$"), transaction():
        issuing.sign_contract(
            contract_id=contract_id, seen_hash=issue.content_hash, by=people.lead, at=AT, on=date(2009, 4, 1), href=HREF
        )
    assert db.session.get(Contract, contract_id) is not None
