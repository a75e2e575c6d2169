"""Notices misused: interests, replaced plans, money of a notice that ends, words that may not be kept, two at once."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from contracts.notices.actions.answering import answer_notice
from contracts.notices.actions.issuing import issue_notice
from contracts.notices.actions.outcomes import answer_plan, record_outcome
from contracts.notices.actions.reminding import send_reminders
from contracts.notices.actions.withholding import Wanted, propose_entry
from contracts.notices.models.notices import Notice
from contracts.notices.queries.ledger import find_entry, list_entries, list_to_decide, standing
from contracts.notices.queries.notices import find_seen, get_notice, list_of_contract, list_outcomes
from contracts.notices.queries.register import Asked, list_notices
from contracts.notices.rules.ledger import Decision, EntryKind, balance_of
from contracts.notices.rules.outcomes import Outcome, Planned
from contracts.notices.rules.standing import Stage
from core.db import aside, bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.at_once import at_once
from tests.builders_contracts import Contracting, a_contract, issued, with_schedule
from tests.builders_notices import (
    HREF,
    a_contract_in_force,
    a_notice,
    a_planned_notice,
    answered,
    at,
    decided,
    entered,
    judged,
    milestone_ids,
    plan_answered,
    planned,
    reported,
    withheld,
    written,
)
from tests.builders_rounds import a_party, an_actor

pytestmark = pytest.mark.usefixtures("database")
ON = date(2008, 7, 4)
LATER = date(2008, 8, 1)
IDENTIFIER = "Of patient 943 476 5919."


def ended(notice: Notice, outcome: Outcome, by: Actor, on: date = ON) -> None:
    with transaction():
        record_outcome(
            notice_id=notice.id, outcome=outcome, words="It was put right.", by=by, at=at(on), on=on, href=HREF
        )


def test_nobody_decides_about_a_provider_in_which_they_have_an_interest() -> None:
    people = Contracting()
    notice = a_planned_notice(a_contract_in_force(people), people)
    first = milestone_ids(notice)[0]
    partial = replace(people.colleague, interests=frozenset({people.providing}))
    number = entered(notice, people.commissioner, ON, 100)
    sentence = "You declared an interest in Provider services, so you take no part in decisions about it"
    reported(notice, first, people.provider, ON)
    for act in (
        lambda: decided(notice, number, partial, ON),
        lambda: entered(notice, partial, ON, 100),
        lambda: judged(notice, first, partial, ON),
        lambda: ended(notice, Outcome.NO_ACTION, partial),
        lambda: planned(notice, partial, ON),
    ):
        with pytest.raises(Refusal, match=sentence):
            act()
    assert list_to_decide(by=partial) == []
    assert [each.number for each in list_to_decide(by=people.colleague)] == [number]
    decided(notice, number, replace(people.colleague, interests=frozenset({people.trust})), ON)


def test_a_contract_that_was_issued_but_not_signed_bears_no_notice() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    issued(contract_id, people)
    with pytest.raises(Refusal, match=r"WH/01 is not in force today \(Issued"):
        a_notice(contract_id, people)


def test_a_plan_replaced_takes_nothing_with_it() -> None:
    """A milestone missed stays missed in its plan; what waits for a decision about it is not approved any more."""
    people = Contracting()
    notice = a_planned_notice(a_contract_in_force(people), people)
    first, second = milestone_ids(notice)
    number = entered(notice, people.commissioner, ON, 100_00, milestone_id=first)
    again = [Planned(what="A rota", owner="Lead matron", due_on=date(2008, 9, 1))]
    proposed = planned(notice, people.provider, ON, again)
    reported(notice, second, people.provider, ON)
    with pytest.raises(Refusal, match="Milestone 2 waits to be accepted"):
        plan_answered(notice, proposed, people.commissioner, ON)
    judged(notice, second, people.commissioner, ON)
    plan_answered(notice, proposed, people.commissioner, ON)
    with pytest.raises(Refusal, match="Choose a milestone of the plan that stands: another may have taken its place"):
        decided(notice, number, people.colleague, ON)
    decided(notice, number, people.colleague, ON, decision=Decision.DECLINED, words="A new plan stands.")
    old, new = list_outcomes(notice.id)
    assert [each.due_on for each in old.milestones] == [date(2008, 7, 1), date(2008, 9, 1)], "nothing of it was changed"
    assert [each.due_on for each in new.milestones] == [date(2008, 9, 1)]


def test_a_notice_under_which_money_was_kept_is_not_withdrawn_as_if_it_had_not_been() -> None:
    people = Contracting()
    notice = a_planned_notice(a_contract_in_force(people), people)
    number = withheld(notice, people, ON, 100_00)
    with pytest.raises(Refusal, match=r"£100[.]00 are still withheld under it"):
        ended(notice, Outcome.WITHDRAWN, people.commissioner)
    kept = entered(notice, people.commissioner, ON, 100_00, kind=EntryKind.RETAINED, of=number)
    with pytest.raises(Refusal, match="Notice 1 has 1 ledger entry that nobody decided on yet"):
        ended(notice, Outcome.NO_ACTION, people.commissioner)
    decided(notice, kept, people.colleague, ON)
    with pytest.raises(Refusal, match=r"£100[.]00 were retained for good under notice 1, so it cannot be withdrawn"):
        ended(notice, Outcome.WITHDRAWN, people.commissioner)
    ended(notice, Outcome.NO_ACTION, people.commissioner)
    assert get_notice(notice.id).stage is Stage.NO_ACTION


def test_words_that_may_not_be_kept_are_refused_whoever_sends_them() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    for field in ("title", "clause", "about", "asked"):
        with pytest.raises(Refusal, match="passes the NHS number check") as refused:
            a_notice(contract_id, people, ON, **{field: IDENTIFIER})
        assert "943" not in str(refused.value)
    notice = a_planned_notice(contract_id, people)
    first = milestone_ids(notice)[0]
    reported(notice, first, people.provider, ON)
    for act in (
        lambda: judged(notice, first, people.commissioner, ON, words=IDENTIFIER),
        lambda: planned(notice, people.provider, ON, [Planned(what="A rota", owner=IDENTIFIER, due_on=LATER)]),
        lambda: planned(notice, people.provider, ON, [Planned(what=IDENTIFIER, owner="Matron", due_on=LATER)]),
    ):
        with pytest.raises(Refusal, match="passes the NHS number check"):
            act()
    other = a_notice(contract_id, people)
    with pytest.raises(Refusal, match="has 4,001 characters, and at most 4,000 are kept"):
        answered(other, people.provider, date(2008, 6, 3), "x" * 4001)
    answered(other, people.provider, date(2008, 6, 3), "x" * 4000)


def test_a_slip_in_the_year_of_a_day_is_refused() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people, {"withholding_percent": "1"})
    with pytest.raises(Refusal, match="3 June 2108 is more than a year ahead"):
        a_notice(contract_id, people, response_due_on=date(2108, 6, 3))
    notice = a_notice(contract_id, people, response_due_on=date(2008, 6, 30))
    far = [Planned(what="A rota", owner="Matron", due_on=date(2080, 7, 1))]
    with pytest.raises(Refusal, match="Milestone 1: 1 July 2080 is more than five years ahead"):
        planned(notice, people.provider, ON, far)


def test_no_month_before_the_notice_is_withheld_of() -> None:
    people = Contracting()
    notice = a_notice(a_contract_in_force(people), people)
    with pytest.raises(Refusal, match="The notice was issued on 2 June 2008"):
        entered(notice, people.commissioner, ON, 1, month="2008-05")
    entered(notice, people.commissioner, ON, 1, month="2008-06")


def test_walls_of_notices() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    a_notice(contract_id, people)
    authority = a_party(PartyKind.SHA, "Q02", "East of England SHA")
    with bookkeeping() as session:
        session.get_one(Party, people.pct).overseer_id = authority
    reading = (people.member, an_actor(authority, Role.AUDITOR, "Auditor of the authority"))
    assert all(find_seen(contract_id, 1, by=by) is not None for by in reading)
    walled = (people.lead_of_watcom, people.stranger, people.lead_elsewhere, people.practice_manager)
    for by in walled:
        assert find_seen(contract_id, 1, by=by) is None, by.name
        assert list_notices(Asked(), by=by, on=ON) == [], by.name
    for by in (*walled, *reading, people.lead):
        with pytest.raises(NotAllowed):
            a_notice_by(contract_id, by)


def a_notice_by(contract_id: int, by: Actor) -> None:
    with transaction():
        issue_notice(
            contract_id=contract_id,
            wanted=written(),
            by=by,
            at=at(ON),
            on=ON,
            href_of=f"/contracts/{contract_id}/notices/{{}}".format,
        )


def test_two_who_issue_at_once_get_two_numbers(database: Flask) -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)

    def issue(by: Actor) -> object:
        return issue_notice(
            contract_id=contract_id, wanted=written(), by=by, at=at(ON), on=ON, href_of=lambda number: f"/{number}"
        )

    assert at_once(database, lambda: issue(people.commissioner), lambda: issue(people.colleague)) == ["done", "done"]
    assert [each.number for each in list_of_contract(contract_id)] == [1, 2]


def test_of_two_who_answer_a_plan_at_once_one_does(database: Flask) -> None:
    people = Contracting()
    notice_id = a_notice(a_contract_in_force(people), people).id
    number = planned(get_notice(notice_id), people.provider, date(2008, 6, 10))

    def answer(by: Actor) -> object:
        return answer_plan(
            notice_id=notice_id,
            number=number,
            agrees=False,
            words="Too late.",
            by=by,
            at=at(ON),
            on=ON,
            href=HREF,
        )

    told = at_once(database, lambda: answer(people.commissioner), lambda: answer(people.colleague))
    assert told == ["This plan is not waiting for an answer: it was answered, or another was proposed since.", "done"]


def test_of_two_who_release_the_same_money_at_once_one_does(database: Flask) -> None:
    people = Contracting()
    notice = a_notice(a_contract_in_force(people), people)
    notice_id, number = notice.id, withheld(notice, people, ON, 100_00)

    def release(by: Actor) -> object:
        wanted = Wanted(kind=EntryKind.RELEASED, pence=60_00, reason="Done.", of=number)
        return propose_entry(notice_id=notice_id, wanted=wanted, by=by, at=at(ON), on=ON, href=HREF)

    told = at_once(database, lambda: release(people.commissioner), lambda: release(people.colleague))
    held = "£100.00 are held of entry 1, and £60.00 of it wait for a decision already."
    assert sorted(told) == sorted(["done", f"{held} You cannot release £60.00."])
    entry = find_entry(notice_id, 2)
    assert entry is not None
    assert entry.decision is None
    assert balance_of(standing(list_entries(notice.contract_id))).held == 100_00


def test_an_answer_as_the_notice_is_withdrawn_is_taken_or_refused_but_never_lost(database: Flask) -> None:
    people = Contracting()
    notice_id = a_notice(a_contract_in_force(people), people).id

    def answer() -> object:
        return answer_notice(notice_id=notice_id, words="Yes.", by=people.provider, at=at(ON), on=ON, href=HREF)

    def withdraw() -> object:
        return record_outcome(
            notice_id=notice_id,
            outcome=Outcome.WITHDRAWN,
            words="Wrong figures.",
            by=people.commissioner,
            at=at(ON),
            on=ON,
            href=HREF,
        )

    told = at_once(database, answer, withdraw)
    assert told[-1] == "done"
    assert told[0] == "done" or told[0].startswith("Notice 1 is over (withdrawn)")
    assert get_notice(notice_id).stage is Stage.WITHDRAWN


def test_a_worker_that_was_down_for_weeks_tells_everything_once() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_planned_notice(contract_id, people)
    other = a_notice(contract_id, people)
    counted = [_reminded(date(2008, 7, 21)), _reminded(date(2008, 7, 21)), _reminded(date(2008, 7, 22))]
    late = 1 + 3  # milestone 1 of the one notice; answer, meeting and outcome of the other
    assert counted == [late * 3, 0, 0], "each to the provider’s manager and to two people of the trust"
    reported(notice, milestone_ids(notice)[0], people.provider, date(2008, 7, 22))
    answered(other, people.provider, date(2008, 7, 22))
    assert _reminded(date(2008, 8, 20)) == 0, "what was put right is not told of again"
    assert _reminded(date(2008, 8, 27)) == 1, "three working days before, over the bank holiday of 25 August"
    assert _reminded(date(2008, 9, 2)) == 3


def _reminded(on: date) -> int:
    with transaction(), aside(db.session()):
        return send_reminders(on=on, at=at(on), address_of=lambda contract, number: f"/contracts/{contract}/{number}")
