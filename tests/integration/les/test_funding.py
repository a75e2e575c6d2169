"""What people do with funding applications: ask, sign, advise, decide, take back; who may not; what is due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from core.attachments.checking import check_file
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.money import as_pence
from core.notifications.models import Message
from core.people.actions.grants import give_grant
from core.people.actions.interests import declare_interest
from core.people.queries import find_actor
from core.permissions import Actor, Role
from core.signatures.queries import list_signatures
from les.schemes.actions.funding.applying import (
    attach_evidence,
    change_application,
    withdraw_application,
    withdraw_evidence,
)
from les.schemes.actions.funding.deciding import decide_application
from les.schemes.models.funding import FUNDING, FundingDecision, FundingOpinion
from les.schemes.queries import funding as funding_queries
from les.schemes.queries.funding import (
    find_seen_application,
    funded,
    history_of_application,
    list_approved_funding,
)
from les.schemes.queries.standing import standing_of
from les.schemes.rules.funding import FundingState, Opinion
from tests.at_once import at_once
from tests.builders import AT, DAY
from tests.builders_attachments import NHS_NUMBER, a_docx
from tests.builders_funding import DUE, HREF, WANTED, Funding

LATER = date(2008, 4, 19)


@pytest.fixture
def place(app: Flask) -> Funding:
    """A trust with a scheme, its budget of £10,000.00, practices and groups."""
    del app
    return Funding()


@pytest.fixture
def everywhere(database: Flask) -> Funding:
    """The same on each engine in turn."""
    del database
    return Funding()


def _refused(act: Callable[..., object], *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    return str(refused.value)


def _in_one(what: Callable[..., object], **named: Any) -> None:
    with transaction():
        what(**named)


def _withdraw(application_id: int, by: Actor, reason: str = "The course is full.") -> None:
    with transaction():
        withdraw_application(application_id=application_id, reason=reason, by=by, on=DAY, at=AT, href=HREF)


def _told(application_id: int) -> list[str]:
    application = funding_queries.get_application(application_id)
    return [line.did for line in history_of_application(application)][::-1]


def _with_interest(place: Funding, by: Actor) -> Actor:
    with transaction():
        declare_interest(party_id=place.trust.ids["X82001"], words="Partner there", starts_on=DAY, by=by)
    found = find_actor(person_id=by.person_id, on=DAY, grant_id=by.grant_id)
    assert found is not None
    return found


def test_from_draft_to_what_is_due(everywhere: Funding) -> None:
    application_id = everywhere.asked()
    everywhere.advise(application_id, opinion=Opinion.CONDITIONS, words="If the nurses stay a year.")
    everywhere.grant(application_id, 250000)
    application = everywhere.application(application_id)
    assert (application.state, application.called) == (
        FundingState.PART,
        "FUND-001 Two places on a course for practice nurses",
    )
    (due,) = list_approved_funding(everywhere.trust.id)
    assert (due.id, due.scheme_id, due.practice_id, due.pence, due.reference, due.what, due.decided_on) == (
        application_id,
        everywhere.scheme_id,
        everywhere.trust.ids["X82001"],
        250000,
        "FUND-001",
        "Two places on a course for practice nurses",
        DAY,
    )
    assert list_approved_funding(everywhere.neighbour.organisation_id) == []
    signed = list_signatures(FUNDING, application_id)
    assert [(each.capacity_name, each.content_hash) for each in signed] == [
        ("For the practice", application.signed.content_hash if application.signed else "")
    ]
    called = application.called
    assert _told(application_id) == [
        f"began {called}, for £3,000.00, under LES-001 Minor surgery",
        f"signed for the practice, for Practice 1: Practice 1 asks for £3,000.00: {called}.",
        f"asked DacCom for an opinion on {called} by 18 April 2008",
        f"gave the opinion of DacCom on {called}: supports it with conditions",
        f"decided {called}: approved in part, £2,500.00: It serves the plan.",
    ]


def test_everybody_concerned_is_told_once(place: Funding) -> None:
    place.approved_funding()
    rows = db.session.execute(select(Message.subject, Message.person_id).order_by(Message.id)).all()
    by_subject: dict[str, set[int]] = {}
    for subject, person_id in rows:
        by_subject.setdefault(subject, set()).add(person_id)
    commissioners = {place.commissioner.person_id, place.second.person_id}
    assert by_subject["Practice 1 asks for £3,000.00"] == commissioners
    assert by_subject["Your opinion is asked by 18 April 2008"] == {place.lead.person_id}
    assert by_subject["DacCom gave its opinion on FUND-001"] == {*commissioners, place.finance.person_id}
    assert by_subject["FUND-001 is approved in full: £3,000.00"] == {place.manager.person_id, place.lead.person_id}


def test_a_draft_is_checked_and_changed_by_its_practice_alone(place: Funding) -> None:
    wrong = (
        ({"pence": 0}, "Ask for more than nothing, and for £100,000,000.00 at most."),
        ({"what": " "}, "What it is for is missing. Write it in a sentence."),
        ({"why": f"For {NHS_NUMBER}"}, "Why it is needed holds a number that passes the NHS number check."),
    )
    for changes, sentence in wrong:
        assert _refused(place.begin, **changes).startswith(sentence)
    for actor in (place.commissioner, place.finance, place.lead, place.auditor, place.provider, place.neighbour):
        with pytest.raises(NotAllowed):
            place.begin(actor)
    application_id = place.begin()
    with transaction():
        change_application(application_id=application_id, wanted=replace(WANTED, pence=150000), by=place.manager)
    assert place.application(application_id).pence == 150000
    for by, wanted in ((place.other_manager, WANTED), (place.commissioner, WANTED)):
        with pytest.raises(NotAllowed), transaction():
            change_application(application_id=application_id, wanted=wanted, by=by)
    place.send(application_id)
    assert _refused(
        _in_one, what=change_application, application_id=application_id, wanted=WANTED, by=place.manager
    ) == ("Only a draft is changed. This application was signed: withdraw it, and write another.")


def test_nobody_asks_under_a_scheme_that_is_not_for_them_or_not_in_force(place: Funding) -> None:
    hertsmere = place.approved(name="Phlebotomy", locality_id=place.trust.localities["Hertsmere"])
    assert _refused(place.begin, scheme_id=hertsmere) == "LES-002 Phlebotomy is for practices of Hertsmere."
    with pytest.raises(NotAllowed):
        place.begin(scheme_id=place.add(name="Stop smoking"))
    assert _refused(place.sent, wanted_on=date(2009, 4, 1)) == (
        "The scheme expires on 1 April 2009, and the money is needed on 1 April 2009. Choose a day before it expires."
    )
    assert _refused(place.sent, wanted_on=date(2008, 3, 31)) == (
        "The scheme holds from 1 April 2008, and the money is needed on 31 March 2008, before it."
    )


def test_what_is_signed_is_what_was_seen(place: Funding) -> None:
    application_id = place.begin()
    file = check_file(file_name="quote.docx", content=a_docx("Quote of the college"))
    with transaction():
        kept = attach_evidence(application_id=application_id, title="Quote", file=file, by=place.manager, at=AT).id
    assert _refused(place.send, application_id, seen="0" * 64).startswith("The text was changed since you opened")
    place.send(application_id)
    signed = place.application(application_id).signed
    assert signed is not None
    assert file.content_hash in signed.content
    assert _refused(place.send, application_id) == "This application was sent already."
    told = {"application_id": application_id, "attachment_id": kept, "reason": "Old", "by": place.manager, "at": AT}
    assert _refused(_in_one, what=withdraw_evidence, **told).startswith("Only a draft is changed.")


def test_opinions_are_asked_of_known_groups_by_a_day_to_come(place: Funding) -> None:
    application_id = place.begin()
    with pytest.raises(NotAllowed):
        place.ask(application_id)
    place.send(application_id)
    assert _refused(place.ask, application_id, due_on=DAY).startswith("Give the groups time")
    with pytest.raises(Refusal, match="There is no such PbC group"):
        place.ask(application_id, "X82001")
    for actor in (place.finance, place.lead, place.manager, place.neighbour):
        with pytest.raises(NotAllowed):
            place.ask(application_id, by=actor)
    place.ask(application_id)
    assert _refused(place.ask, application_id) == "DacCom is asked already."


def test_a_group_gives_its_opinion_and_may_give_it_anew(place: Funding) -> None:
    application_id = place.asked()
    for actor in (place.other_lead, place.member, place.commissioner, place.manager):
        with pytest.raises(NotAllowed):
            place.advise(application_id, by=actor)
    assert _refused(place.advise, application_id, words=" ") == (
        "What the opinion rests on is missing. Write it in a sentence."
    )
    place.advise(application_id)
    place.advise(application_id, opinion=Opinion.AGAINST, words="The budget is needed elsewhere.")
    (ask,) = place.application(application_id).asks
    assert [said.opinion for said in ask.opinions] == [Opinion.SUPPORTS, Opinion.AGAINST]
    assert ask.newest is not None
    assert ask.newest.budget is not None
    assert as_pence(ask.newest.budget) == 1000000
    place.grant(application_id, 0)
    assert _refused(place.advise, application_id) == ("This application is declined: opinions are not taken any more.")
    assert list_approved_funding(place.trust.id) == []


def test_nobody_acts_on_their_own_practice(place: Funding) -> None:
    lead, finance = _with_interest(place, place.lead), _with_interest(place, place.finance)
    application_id = place.sent()
    with transaction():
        give_grant(
            person_id=place.second.person_id,
            role=Role.PRACTICE_MANAGER,
            organisation_id=place.trust.ids["X82001"],
            starts_on=DAY,
            by=place.trust.administrator,
        )
    assert _refused(place.ask, application_id, by=place.second) == (
        "You have a role at Practice 1. Ask somebody without a tie to the practice to see to its application."
    )
    place.ask(application_id)
    assert _refused(place.advise, application_id, by=lead) == (
        "You declared an interest in Practice 1. Another lead of your group gives its opinion."
    )
    assert _refused(place.grant, application_id, by=finance, on=LATER) == (
        "You declared an interest in Practice 1. Ask somebody without a tie to the practice to decide it."
    )


def test_who_asked_for_opinions_does_not_decide_and_silence_is_waited_for(place: Funding) -> None:
    application_id = place.sent()
    assert _refused(place.grant, application_id) == "Ask at least one PbC group for its opinion first."
    place.ask(application_id, "DAC", "HER")
    place.advise(application_id)
    assert _refused(place.grant, application_id) == (
        "Wait for the opinion of Hertsmere group (until 18 April 2008), or until that day is over."
    )
    assert _refused(place.grant, application_id, on=DUE).startswith("Wait for the opinion of Hertsmere group")
    assert _refused(place.grant, application_id, on=LATER, by=place.commissioner) == (
        "You asked for the opinions. Ask a second person to decide."
    )
    for actor in (place.lead, place.manager, place.auditor, place.neighbour):
        with pytest.raises(NotAllowed):
            place.grant(application_id, by=actor, on=LATER)
    place.grant(application_id, by=place.second, on=LATER)
    assert _refused(place.grant, application_id, on=LATER).endswith("It is decided once.")


def test_beyond_the_budget_needs_an_exception_and_no_budget_too(place: Funding) -> None:
    first = place.asked(pence=800000)
    place.advise(first)
    place.grant(first, 800000)
    second = place.asked()
    place.advise(second)
    assert _refused(place.grant, second) == (
        "£3,000.00 is £1,000.00 more than is left of the budget: it needs an exception, with its reason. "
        "Write down why it is approved all the same."
    )
    place.grant(second, 200000, exception="Not needed")
    third = place.asked(wanted_on=date(2009, 3, 31), pence=100)
    place.advise(third)
    place.grant(third, 100, exception="The committee agreed on 2 April.")
    kept = [db.session.get_one(FundingDecision, each).exception for each in (first, second, third)]
    assert kept == ["", "", "The committee agreed on 2 April."]
    assert _told(third)[-1].startswith("decided FUND-003")


def test_a_budget_of_the_practices_locality_counts_before_the_whole_area(app: Flask) -> None:
    del app
    place = Funding(budget="")
    place.budget("500.00", place="Hertsmere")
    application = place.application(place.asked())
    assert (standing_of(application).budget, standing_of(application).where) == (None, "Dacorum")
    place.budget("4000.00", place="Dacorum")
    standing = standing_of(application)
    assert (standing.where, standing.left, standing.is_told) == ("Dacorum", 400000, True)
    place.advise(application.id)
    place.grant(application.id)
    scheme = place.application(application.id).scheme
    dacorum, hertsmere = (place.trust.localities[name] for name in ("Dacorum", "Hertsmere"))
    year = "2008/09"
    assert funded(scheme, locality_id=dacorum, year=year) == funded(scheme, locality_id=None, year=year) == 300000
    assert funded(scheme, locality_id=hertsmere, year=year) == funded(scheme, locality_id=None, year="2007/08") == 0


def test_what_is_handed_on_is_due_no_more(place: Funding, monkeypatch: pytest.MonkeyPatch) -> None:
    application_id = place.approved_funding()
    assert [each.id for each in list_approved_funding(place.trust.id)] == [application_id]
    monkeypatch.setattr(funding_queries, "funding_handed_on", [lambda _: {application_id}])
    assert list_approved_funding(place.trust.id) == []
    scheme = place.application(application_id).scheme
    assert funded(scheme, locality_id=None, year="2008/09") == 0


def test_a_practice_takes_its_application_back_before_the_decision(place: Funding) -> None:
    application_id = place.asked()
    for actor in (place.other_manager, place.commissioner, place.lead):
        with pytest.raises(NotAllowed):
            _withdraw(application_id, actor)
    _withdraw(application_id, place.manager)
    told = db.session.scalars(select(Message.person_id).where(Message.subject.startswith("Practice 1 withdrew")))
    assert set(told) == {place.commissioner.person_id, place.second.person_id, place.lead.person_id}
    assert _refused(place.advise, application_id).startswith("This application is withdrawn")
    assert _refused(_withdraw, application_id, place.manager) == (
        "This application is withdrawn. It is withdrawn only before that."
    )
    draft = place.begin()
    _withdraw(draft, place.manager)
    assert find_seen_application(draft, place.commissioner) is None
    assert find_seen_application(application_id, place.commissioner) is not None


def test_what_was_said_and_decided_is_frozen(everywhere: Funding) -> None:
    everywhere.approved_funding()
    for model, change in ((FundingDecision, {"reason": "Other"}), (FundingOpinion, {"words": "Other"})):
        with pytest.raises(DatabaseError, match="is frozen"), transaction():
            db.session.execute(update(model).values(**change))


def test_two_decide_at_once_and_one_counts(everywhere: Funding, database: Flask) -> None:
    first, second = everywhere.asked(pence=600000), everywhere.asked(pence=600000)
    for each in (first, second):
        everywhere.advise(each)
    told: dict[str, Any] = {"pence": 600000, "reason": "It serves the plan.", "exception": "", "on": DAY, "at": AT}
    done = at_once(
        database,
        lambda: decide_application(application_id=first, by=everywhere.finance, href=HREF, **told),
        lambda: decide_application(application_id=second, by=everywhere.second, href=HREF, **told),
    )
    assert [each.partition(" of the budget")[0] for each in done] == [
        "done",
        "£6,000.00 is £2,000.00 more than is left",
    ]
    assert db.session.scalar(select(func.count()).select_from(FundingDecision)) == 1
