"""Acts of re-commissioning: begin, add, ask, advise, propose, decide; who may, what is refused, what the audit says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.models import Message
from les.schemes.actions.deciding import decide_outcome, propose_outcome
from les.schemes.actions.making import begin_next_version
from les.schemes.actions.recommissioning import add_to_exercise
from les.schemes.models.recommissioning import CASE, EXERCISE, CaseDecision, CaseProposal, Exercise
from les.schemes.queries.opinions import mark_of, newest_opinion, newest_request
from les.schemes.queries.recommissioning import (
    decision_of,
    list_cases,
    newest_exercise,
    next_version_after,
    standing,
    standing_outcome,
    waiting,
)
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.opinions import Advice
from les.schemes.rules.recommissioning import Outcome
from tests.at_once import at_once
from tests.builders import AT, DAY
from tests.builders_recommissioning import AFTER, ASKED_BY, AT_AFTER, MADE, THERE, Recommissioning
from tests.builders_schemes import HREF

NHS_NUMBER = "943 476 5919"


@pytest.fixture
def field(app: Flask) -> Recommissioning:
    """An approved scheme in an exercise."""
    del app
    return Recommissioning()


@pytest.fixture
def everywhere(database: Flask) -> Recommissioning:
    """The same on both engines."""
    del database
    return Recommissioning()


def _refused(act: Callable[..., Any], *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    db.session.rollback()
    return str(refused.value)


def _told(subject: str, subject_id: int) -> list[str]:
    return [line.did for line in history_of(subject, subject_id)]


def test_an_exercise_covers_what_is_approved_until_three_months_later(everywhere: Recommissioning) -> None:
    exercise = newest_exercise(everywhere.trust.id)
    assert exercise is not None
    assert (exercise.called, exercise.decide_by) == ("Re-commissioning 1", date(2008, 7, 1))
    assert [each.scheme_id for each in list_cases(exercise.id)] == [everywhere.scheme_id]
    assert _told(EXERCISE, exercise.id)[0].startswith(
        "began the re-commissioning of 1 scheme, to be decided by 1 July 2008: Rule of the area"
    )
    with pytest.raises(DatabaseError, match="frozen"), transaction():
        db.session.execute(update(Exercise).values(number=9))


def test_one_exercise_follows_the_other(field: Recommissioning) -> None:
    assert _refused(field.begin) == (
        "In the re-commissioning before this one 1 scheme is undecided. Decide over them first."
    )
    field.decided()
    field.propose(Outcome.STOP, reason="New evidence")
    before = field.case
    second = field.begin()
    assert len(list_cases(second)) == 1
    assert _refused(field.ask, exercise_id=field.exercise_id) == "Re-commissioning 2 followed this one. Go on there."
    waits = {"case_id": before.id, "proposal_id": before.proposals[-1].id, "seen": mark_of(before)}
    assert _refused(field.decide_case, **waits) == "Re-commissioning 2 followed this one. Go on there."
    with pytest.raises(NotAllowed):
        field.begin(by=field.finance)
    with pytest.raises(NotAllowed):
        field.begin(by=field.neighbour)


def test_a_scheme_approved_later_is_added_with_a_reason(field: Recommissioning) -> None:
    later = field.approved(name="Stop smoking")
    add = partial(add_to_exercise, exercise_id=field.exercise_id, by=field.commissioner, at=AT)
    assert _refused(add, scheme_id=later, reason=" ") == "The reason is missing. Write it in a sentence."
    assert "stands in this re-commissioning already" in _refused(add, scheme_id=field.scheme_id, reason="Why not")
    draft = field.add(name="Phlebotomy")
    assert _refused(add, scheme_id=draft, reason="Why not") == "Choose an approved scheme without an end."
    with transaction():
        case_id = add(scheme_id=later, reason="Approved in May").id
    assert _told(CASE, case_id) == ["added LES-002 Stop smoking to the re-commissioning: Approved in May"]


def test_groups_are_asked_once_and_their_leads_told(everywhere: Recommissioning) -> None:
    before = db.session.scalar(select(func.count()).select_from(Message)) or 0
    db.session.rollback()
    assert everywhere.ask() == 2
    assert "Nobody is left to ask" in _refused(everywhere.ask)
    assert everywhere.ask(by_on=ASKED_BY + timedelta(days=7)) == 2
    assert db.session.scalar(select(func.count()).select_from(Message)) == before + 2
    assert _told(EXERCISE, everywhere.exercise_id)[1] == (
        "asked DacCom and Hertsmere group for an opinion on LES-001 Minor surgery by 21 April 2008"
    )
    with pytest.raises(NotAllowed):
        everywhere.ask(by=everywhere.lead)


def test_a_scheme_of_a_locality_concerns_its_groups_alone(field: Recommissioning) -> None:
    place = field.trust.localities["Hertsmere"]
    local = field.approved(name="Stop smoking", locality_id=place)
    with transaction():
        add_to_exercise(exercise_id=field.exercise_id, scheme_id=local, reason="New", by=field.commissioner, at=AT)
    assert field.ask() == 3


def test_an_opinion_is_given_and_given_anew(everywhere: Recommissioning) -> None:
    assert _refused(everywhere.advise) == "Your group was not asked for an opinion on this scheme."
    everywhere.ask()
    everywhere.advise(Advice.STOP)
    everywhere.advise(Advice.CHANGE, at=AT_AFTER)
    request = newest_request(everywhere.case, everywhere.trust.ids["DAC"])
    opinion = newest_opinion(request)
    assert request is not None
    assert opinion is not None
    assert (opinion.advice_name, opinion.role, len(request.opinions)) == ("Change", "PbC lead", 2)
    assert _told(CASE, everywhere.case.id)[:2] == [
        "gave the opinion of DacCom on LES-001 Minor surgery: change, late",
        "gave the opinion of DacCom on LES-001 Minor surgery: stop, in time",
    ]


def test_who_does_not_advise(field: Recommissioning) -> None:
    field.ask()
    for actor in (field.commissioner, field.finance, field.manager, field.neighbour):
        with pytest.raises(NotAllowed):
            field.advise(by=actor)
    practice = replace(field.lead, interests=frozenset({field.trust.ids["X82001"]}))
    assert _refused(field.advise, by=practice) == (
        "You declared an interest in Practice 1, whom this concerns. Let somebody without one answer."
    )
    field.propose()
    field.decide_case(on=AFTER, at=AT_AFTER)
    assert _refused(field.advise, at=AT_AFTER + timedelta(days=1)) == (
        "It was decided on 29 April 2008. An opinion cannot count any more."
    )
    assert field.ask(case_id=field.case.id, on=AFTER, by_on=date(2008, 6, 2), at=AT_AFTER + timedelta(days=1)) == 2
    field.advise(at=AT_AFTER + timedelta(days=2))


def test_a_proposal_keeps_price_tariff_and_prices_by_locality(everywhere: Recommissioning) -> None:
    everywhere.propose(Outcome.CHANGE)
    made = waiting(everywhere.case)
    assert made is not None
    assert made.cost is not None
    assert (made.cost.price, made.cost.difference) == (4200, 594_000)
    assert made.price_facts == "Joint injection: £42.00 wherever it is paid."
    assert _told(CASE, everywhere.case.id) == ["proposed for LES-001 Minor surgery: change"]
    assert "Proposal 1 waits for a second person." in _refused(everywhere.propose)


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"need": " "}, "The need is missing."),
    ({"evidence": f"Seen: {NHS_NUMBER}"}, "The evidence holds a number that passes the NHS number check."),
    ({"equality": "x" * 2001}, "The equality check has more than 2000 characters."),
    ({"consistency": ""}, "The consistency check is missing."),
    ({"alternative": None}, "Compare the cost with the hospital, or say why"),
    ({"no_alternative": "Nobody does it"}, "Either compare the cost with the hospital"),
    ({"alternative": replace(THERE, element="bed")}, "Choose one of the things that the scheme pays for."),
    ({"alternative": replace(THERE, provider_id=999)}, "There is no such hospital."),
    ({"alternative": replace(THERE, count=0)}, "The expected count is a whole number"),
    ({"alternative": replace(THERE, source=NHS_NUMBER)}, "Where the tariff stands holds a number"),
)


def test_refuses_a_case_that_is_not_made(field: Recommissioning) -> None:
    for changes, sentence in WRONG:
        said = _refused(field.propose, **changes)
        assert sentence in said
        assert NHS_NUMBER not in said
    for actor in (field.finance, field.lead, field.neighbour):
        with pytest.raises(NotAllowed):
            field.propose(by=actor)
    field.propose(alternative=None, no_alternative="No hospital trains practitioners.")
    assert field.case.proposals[0].cost is None


def test_a_second_person_decides(everywhere: Recommissioning) -> None:
    everywhere.propose(Outcome.STOP)
    decide = everywhere.decide_case
    assert _refused(decide, by=everywhere.commissioner) == (
        "You made this proposal. Ask a second person to decide, or withdraw it."
    )
    assert "There is no opinion of DacCom and Hertsmere group, which is no consent." in _refused(decide, reason="")
    for actor in (everywhere.auditor, everywhere.lead, everywhere.manager, everywhere.neighbour):
        with pytest.raises(NotAllowed):
            decide(by=actor)
    decide()
    held = standing(everywhere.case)
    assert held is not None
    decision = decision_of(held)
    assert (held.outcome, decision.name, decision.role) == (Outcome.STOP, "Finance", "PCT finance")
    assert _refused(decide) == "This is decided already: approved."
    assert _told(CASE, everywhere.case.id)[0] == ("decided over the proposal for LES-001 Minor surgery, stop: approved")


def test_nobody_with_an_interest_proposes_or_decides(field: Recommissioning) -> None:
    ids = field.trust.ids
    for_practice = replace(field.commissioner, interests=frozenset({ids["X82002"]}))
    assert "You declared an interest in Practice 2" in _refused(field.propose, by=for_practice)
    compared = replace(THERE, provider_id=ids["WHHT"])
    field.propose(alternative=compared)
    for code, name in (("X82001", "Practice 1"), ("DAC", "DacCom"), ("WHHT", "West Hertfordshire Hospitals")):
        person = replace(field.finance, interests=frozenset({ids[code]}))
        assert f"You declared an interest in {name}" in _refused(field.decide_case, by=person)
    field.decide_case(by=replace(field.finance, interests=frozenset({ids["OWN"]})))


def test_nothing_is_decided_while_a_group_has_time(field: Recommissioning) -> None:
    field.ask()
    field.propose()
    assert _refused(field.decide_case) == (
        "DacCom and Hertsmere group may give an opinion until 21 April 2008. Decide once it is in, or after that day."
    )
    seen = mark_of(field.case)
    field.advise(at=AT_AFTER)
    with pytest.raises(OutOfDate, match="An opinion or a proposal came in"):
        field.decide_case(on=AFTER, at=AT_AFTER, seen=seen)
    db.session.rollback()
    field.decide_case(on=AFTER, at=AT_AFTER)


def test_its_proposer_withdraws_and_a_second_person_declines(field: Recommissioning) -> None:
    field.propose()
    assert "Only the one who made this proposal withdraws it." in _refused(
        field.decide_case, Verdict.WITHDRAWN, by=field.second
    )
    field.decide_case(Verdict.WITHDRAWN, by=field.commissioner)
    field.propose()
    assert _refused(field.decide_case, Verdict.DECLINED, reason=" ").startswith("The reason is missing.")
    field.decide_case(Verdict.DECLINED)
    assert standing(field.case) is None
    assert [each.number for each in field.case.proposals] == [1, 2]


def test_a_new_decision_supersedes_the_older_openly(field: Recommissioning) -> None:
    field.decided(Outcome.CONTINUE)
    assert "Say why it is decided anew" in _refused(field.propose, Outcome.STOP)
    field.propose(Outcome.CHANGE, reason="The price rose.")
    assert standing_outcome(field.case) is Outcome.CONTINUE
    field.decide_case()
    held = standing(field.case)
    assert held is not None
    assert (held.number, held.outcome) == (2, Outcome.CHANGE)
    assert db.session.scalar(select(func.count()).select_from(CaseDecision)) == 2
    assert next_version_after(held) is None
    with transaction():
        begin_next_version(version_id=held.version_id, by=field.commissioner, at=AT)
    held = standing(field.case)
    assert held is not None
    version = next_version_after(held)
    assert version is not None
    assert version.number == 2


def test_two_who_decide_at_once_make_one_decision(everywhere: Recommissioning, database: Flask) -> None:
    everywhere.propose()
    case = everywhere.case
    values: dict[str, Any] = {
        "case_id": case.id,
        "proposal_id": case.proposals[0].id,
        "seen": mark_of(case),
        "reason": "Urgent",
    }
    acts = (
        partial(decide_outcome, verdict=verdict, by=by, on=DAY, at=AT, **values)
        for by, verdict in ((everywhere.second, Verdict.APPROVED), (everywhere.finance, Verdict.APPROVED))
    )
    assert at_once(database, *acts) == ["This is decided already: approved.", "done"]
    assert db.session.scalar(select(func.count()).select_from(CaseDecision)) == 1


def test_two_who_propose_at_once_make_one_proposal(everywhere: Recommissioning, database: Flask) -> None:
    case_id = everywhere.case.id
    acts = (
        partial(propose_outcome, case_id=case_id, made=MADE, by=by, on=DAY, at=AT, href=HREF)
        for by in (everywhere.commissioner, everywhere.second)
    )
    sentence = "Proposal 1 waits for a second person. It is decided or withdrawn before the next."
    assert at_once(database, *acts) == [sentence, "done"]
    assert db.session.scalar(select(func.count()).select_from(CaseProposal)) == 1
