"""The end of a scheme: two people, once, not against a decision or what stands; and what it means for what follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from les.schemes.actions.ending import decide_end
from les.schemes.actions.making import begin_next_version
from les.schemes.models.ending import EndDecision
from les.schemes.models.schemes import SUBJECT
from les.schemes.queries import schemes as known
from les.schemes.queries.consistency import prices_compared
from les.schemes.queries.ending import ended_on, ended_on_of
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.recommissioning import Outcome
from tests.at_once import at_once
from tests.builders import AT, DAY
from tests.builders_recommissioning import ENDS_ON, Recommissioning
from tests.builders_schemes import HREF


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


def _signed_up(scheme_id: int, ends_on: date) -> list[str]:
    return [f"Two practices are signed up to scheme {scheme_id} beyond it."] if ends_on.month == 8 else []


def _refused(act: Callable[..., Any], *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    db.session.rollback()
    return str(refused.value)


def test_two_people_end_a_scheme_from_a_day(everywhere: Recommissioning) -> None:
    everywhere.decided(Outcome.STOP)
    end_id = everywhere.propose_end()
    assert ended_on(everywhere.scheme_id) is None
    decide = everywhere.decide_end
    assert "You set this day." in _refused(decide, end_id, by=everywhere.commissioner)
    assert "Only the one who set this day" in _refused(decide, end_id, Verdict.WITHDRAWN, by=everywhere.second)
    interested = replace(everywhere.finance, interests=frozenset({everywhere.trust.ids["X82001"]}))
    assert "an interest in Practice 1" in _refused(decide, end_id, by=interested)
    for actor in (everywhere.auditor, everywhere.lead, everywhere.neighbour):
        with pytest.raises(NotAllowed):
            decide(end_id, by=actor)
    before = db.session.scalar(select(func.count()).select_from(Message)) or 0
    decide(end_id)
    assert ended_on_of([everywhere.scheme_id, 999]) == {everywhere.scheme_id: ENDS_ON}
    told = db.session.scalars(select(Message.subject).where(Message.id > before)).all()
    assert told == ["LES-001 Minor surgery ends on 1 August 2008"] * 2
    assert [line.did for line in history_of(SUBJECT, everywhere.scheme_id)][:2] == [
        "decided over its end on 1 August 2008: approved",
        "proposed that it ends on 1 August 2008: Nobody asks for it.",
    ]
    assert _refused(everywhere.propose_end) == "The end of this scheme is set already: 1 August 2008."


def test_refuses_an_end_against_a_decision(field: Recommissioning) -> None:
    assert "is undecided. Decide there first that it stops." in _refused(field.propose_end)
    field.decided(Outcome.CONTINUE)
    assert "Its re-commissioning was decided: continue." in _refused(field.propose_end)
    field.propose(Outcome.STOP, reason="New evidence")
    field.decide_case()
    assert "a day to come" in _refused(field.propose_end, DAY)
    end_id = field.propose_end()
    assert "waits for a second person already" in _refused(field.propose_end)
    field.propose(Outcome.CHANGE, reason="Practices asked for it")
    field.decide_case()
    assert "Its re-commissioning was decided: change." in _refused(field.decide_end, end_id)
    field.decide_end(end_id, Verdict.WITHDRAWN, by=field.commissioner)
    assert "This is decided already: withdrawn." in _refused(field.decide_end, end_id)


def test_who_may_not_end_a_scheme(field: Recommissioning) -> None:
    field.decided(Outcome.STOP)
    for actor in (field.finance, field.lead, field.neighbour):
        with pytest.raises(NotAllowed):
            field.propose_end(by=actor)
    interested = replace(field.commissioner, interests=frozenset({field.trust.ids["DAC"]}))
    assert "an interest in DacCom" in _refused(field.propose_end, by=interested)


def test_refuses_an_end_while_a_room_above_has_a_reason(
    field: Recommissioning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("les.schemes.queries.ending.reasons_against_ending", [_signed_up])
    field.decided(Outcome.STOP)
    assert _refused(field.propose_end) == "Two practices are signed up to scheme 1 beyond it."
    field.propose_end(date(2008, 9, 1))


def test_what_waits_is_held_against_rooms_above_again(field: Recommissioning, monkeypatch: pytest.MonkeyPatch) -> None:
    field.decided(Outcome.STOP)
    end_id = field.propose_end()
    monkeypatch.setattr("les.schemes.queries.ending.reasons_against_ending", [lambda *_: ["A practice signed up."]])
    assert _refused(field.decide_end, end_id) == "A practice signed up."


def test_a_scheme_that_ends_keeps_what_holds_until_then_and_begins_nothing(field: Recommissioning) -> None:
    field.ended()
    version = known.find_approved_version(field.scheme_id)
    assert version is not None
    assert prices_compared(field.commissioner, on=date(2008, 7, 31))
    assert prices_compared(field.commissioner, on=ENDS_ON) == []
    nothing = "This scheme ends on 1 August 2008: nothing of it is written anew."
    begin = partial(begin_next_version, version_id=version.id, by=field.commissioner, at=AT)
    assert _refused(begin) == nothing
    assert _refused(field.propose, Outcome.CONTINUE, reason="Anew") == nothing
    assert "no price holds from that day on" in _refused(field.price, field.scheme_id, valid_from=ENDS_ON)
    field.price(field.scheme_id, valid_from=date(2008, 7, 31))
    assert "nothing to re-commission" in _refused(field.begin)
    asked = known.Asked(ended=True, on=ENDS_ON)
    assert len(db.session.scalars(known.select_schemes(field.auditor, asked)).all()) == 1
    assert not db.session.scalars(known.select_schemes(field.auditor, replace(asked, on=date(2008, 7, 31)))).all()
    said = [line.did for line in known.history_of(known.get_scheme(field.scheme_id))]
    assert "decided over the proposal for LES-001 Minor surgery, stop: approved" in said


def test_two_who_approve_an_end_at_once_end_it_once(everywhere: Recommissioning, database: Flask) -> None:
    everywhere.decided(Outcome.STOP)
    end_id = everywhere.propose_end()
    acts = (
        partial(decide_end, end_id=end_id, verdict=Verdict.APPROVED, reason="", by=by, on=DAY, at=AT, href=HREF)
        for by in (everywhere.second, everywhere.finance)
    )
    assert at_once(database, *acts) == ["This is decided already: approved.", "done"]
    assert db.session.scalar(select(func.count()).select_from(EndDecision)) == 1


def test_an_end_that_is_none_is_refused(field: Recommissioning) -> None:
    with transaction(), pytest.raises(Refusal, match="There is no such end of a scheme"):
        decide_end(end_id=999, verdict=Verdict.APPROVED, reason="", by=field.finance, on=DAY, at=AT, href=HREF)
