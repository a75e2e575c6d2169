"""Notices: issued, answered, planned, pursued, closed; who may, what is refused, what stays, what the trail says."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from contracts.agreements.actions.ending import terminate_contract
from contracts.notices.actions.milestones import close_notice
from contracts.notices.actions.outcomes import record_outcome
from contracts.notices.models.notices import SUBJECT, Notice, NoticeText
from contracts.notices.queries.notices import (
    find_seen,
    get_notice,
    history_seen,
    list_of_contract,
    list_outcomes,
    list_responses,
)
from contracts.notices.queries.open_notices import open_notices
from contracts.notices.queries.references import Reference, describers
from contracts.notices.queries.register import Asked, list_notices
from contracts.notices.rules.kinds import Kind, Side
from contracts.notices.rules.outcomes import Outcome, Planned
from contracts.notices.rules.standing import Stage
from core.audit_trail.queries import history_of
from core.canonical import hash_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor, Role
from tests.builders_contracts import Contracting, a_contract
from tests.builders_notices import (
    HREF,
    ISSUED_ON,
    a_contract_in_force,
    a_notice,
    a_planned_notice,
    answered,
    at,
    excepted,
    judged,
    met,
    milestone_ids,
    plan_answered,
    planned,
    reported,
    withheld,
)
from tests.builders_rounds import AT, an_actor

pytestmark = pytest.mark.usefixtures("database")
LATER = date(2008, 6, 17)


def ended(notice: Notice, outcome: Outcome, by: Actor, on: date = LATER, review_due_on: date | None = None) -> None:
    with transaction():
        record_outcome(
            notice_id=notice.id,
            outcome=outcome,
            words="The figures were wrong.",
            review_due_on=review_due_on,
            by=by,
            at=at(on),
            on=on,
            href=HREF,
        )


def closed(notice: Notice, by: Actor, on: date) -> None:
    with transaction():
        close_notice(notice_id=notice.id, words="It works.", by=by, at=at(on), on=on, href=HREF)


def test_a_notice_is_numbered_frozen_and_counts_its_days() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    a_notice(contract_id, people)
    notice = a_notice(contract_id, people, kind=Kind.ACTIVITY_QUERY)
    notice = get_notice(notice.id)
    assert (notice.number, notice.stage, notice.waits_for) == (2, Stage.ISSUED, Side.PROVIDER)
    assert (notice.response_due_on, notice.meeting_due_on) == (date(2008, 6, 16), date(2008, 6, 23))
    assert notice.outcome_due_on is None, "only a performance notice has a day for its plan"
    assert notice.text.content_hash == hash_of(notice.text.content)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(update(NoticeText).values(content="{}"))
    db.session.rollback()
    assert [each.did for each in history_of(SUBJECT, notice.id)] == [
        "issued Activity query notice 2 under WH/01: First visits are late"
    ]


def test_a_notice_needs_a_contract_in_force() -> None:
    people = Contracting()
    with pytest.raises(Refusal, match=r"WH/01 is not in force today \(Draft\), so no notice can be issued"):
        a_notice(a_contract(people), people)
    contract_id = a_contract_in_force(people, reference="WH/02")
    with pytest.raises(Refusal, match="Signed, not yet in force"):
        a_notice(contract_id, people, date(2008, 3, 31))
    with pytest.raises(Refusal, match="Expired"):
        a_notice(contract_id, people, date(2009, 4, 1))
    with transaction():
        terminate_contract(
            contract_id=contract_id,
            notice_given_on=date(2008, 3, 3),
            first_day_without=date(2008, 5, 1),
            reason="Moved.",
            shorter="Both agreed.",
            by=people.commissioner,
            at=AT,
            on=date(2008, 3, 3),
            href=HREF,
        )
    with pytest.raises(Refusal, match="Terminated"):
        a_notice(contract_id, people)


def test_who_may_not() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_notice(contract_id, people)
    with pytest.raises(NotAllowed):
        answered(notice, people.commissioner, LATER)
    with pytest.raises(NotAllowed):
        answered(notice, people.idle_provider, LATER)
    with pytest.raises(NotAllowed):
        met(notice, people.provider, LATER)
    with pytest.raises(NotAllowed):
        ended(notice, Outcome.WITHDRAWN, people.provider)
    with pytest.raises(NotAllowed):
        planned(notice, people.idle_provider, LATER)
    finance = an_actor(people.pct, Role.FINANCE, "Finance")
    with pytest.raises(NotAllowed):
        met(notice, finance, LATER)


def test_walls() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    a_notice(contract_id, people)
    auditor = an_actor(people.pct, Role.AUDITOR, "Auditor of the trust")
    sees = (people.commissioner, people.provider, auditor, people.lead)
    assert all(find_seen(contract_id, 1, by=by) is not None for by in sees)
    assert find_seen(contract_id, 1, by=people.idle_provider) is None
    for by in sees:
        assert len(list_notices(Asked(), by=by, on=LATER)) == 1
    assert list_notices(Asked(), by=people.idle_provider, on=LATER) == []


def test_late_answers_are_taken_and_said_to_be_late_and_the_newest_counts() -> None:
    people = Contracting()
    notice = a_notice(a_contract_in_force(people), people)
    answered(notice, people.provider, date(2008, 6, 16))
    answered(notice, people.provider, date(2008, 6, 17), "More exactly: three posts.")
    assert [each.is_late for each in list_responses(notice.id)] == [False, True]
    assert get_notice(notice.id).stage is Stage.ANSWERED
    assert [each.did for each in history_of(SUBJECT, notice.id)][:2] == ["answered it late", "answered it"]


def test_both_sides_agree_a_plan_and_a_declined_one_holds_nothing() -> None:
    people = Contracting()
    notice = a_notice(a_contract_in_force(people), people)
    first = planned(notice, people.provider, LATER)
    with pytest.raises(Refusal, match="Your own organisation proposed this plan"):
        plan_answered(notice, first, people.provider, LATER)
    with pytest.raises(Refusal, match="Say why the plan is declined"):
        plan_answered(notice, first, people.commissioner, LATER, agrees=False)
    plan_answered(notice, first, people.commissioner, LATER, agrees=False, words="Too late.")
    assert get_notice(notice.id).stage is Stage.ISSUED
    second = planned(notice, people.commissioner, LATER)
    third = planned(notice, people.commissioner, LATER)
    with pytest.raises(Refusal, match="another was proposed since"):
        plan_answered(notice, second, people.provider, LATER)
    plan_answered(notice, third, people.provider, LATER)
    assert get_notice(notice.id).stage is Stage.PLAN
    assert [each.answer.is_agreed if each.answer else None for each in list_outcomes(notice.id)] == [False, None, True]
    with pytest.raises(Refusal, match="A plan is agreed under notice 1"):
        answered(notice, people.provider, LATER)
    with pytest.raises(Refusal, match="1 June 2008 is past"):
        planned(notice, people.provider, LATER, [Planned(what="A", owner="B", due_on=date(2008, 6, 1))])


def test_no_action_and_withdrawn_are_over_and_a_joint_review_is_not() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    first, second = a_notice(contract_id, people), a_notice(contract_id, people)
    ended(first, Outcome.NO_ACTION, people.commissioner)
    assert get_notice(first.id).stage is Stage.NO_ACTION
    with pytest.raises(Refusal, match=r"Notice 1 is over \(no action\)"):
        answered(first, people.provider, LATER)
    with pytest.raises(Refusal, match="Enter a day to come"):
        ended(second, Outcome.JOINT_REVIEW, people.commissioner)
    ended(second, Outcome.JOINT_REVIEW, people.commissioner, review_due_on=date(2008, 7, 1))
    found = get_notice(second.id)
    assert (found.stage, found.next_due_on) == (Stage.REVIEW, date(2008, 7, 1))
    ended(second, Outcome.WITHDRAWN, people.commissioner)
    assert get_notice(second.id).next_due_on is None


def test_milestones_missed_and_put_right_until_the_notice_is_closed() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_planned_notice(contract_id, people)
    first, second = milestone_ids(notice)
    assert get_notice(notice.id).next_due_on == date(2008, 7, 1)
    assert excepted(notice, first, people.commissioner, date(2008, 7, 2)) == 1
    with pytest.raises(Refusal, match="due by 9 July 2008 under stage 1"):
        excepted(notice, first, people.commissioner, date(2008, 7, 9))
    assert excepted(notice, first, people.commissioner, date(2008, 7, 10)) == 2
    reported(notice, first, people.provider, date(2008, 7, 11))
    judged(notice, first, people.commissioner, date(2008, 7, 14), accepts=False, words="Nights are missing.")
    reported(notice, first, people.provider, date(2008, 7, 15))
    judged(notice, first, people.commissioner, date(2008, 7, 16))
    with pytest.raises(Refusal, match="Milestone 2 is not accepted as done"):
        closed(notice, people.commissioner, date(2008, 7, 17))
    reported(notice, second, people.provider, date(2008, 8, 1))
    judged(notice, second, people.commissioner, date(2008, 8, 4))
    number = withheld(notice, people, date(2008, 8, 4), 100_00)
    with pytest.raises(Refusal, match=r"£100[.]00 are still withheld"):
        closed(notice, people.commissioner, date(2008, 8, 5))
    assert number == 1
    (value,) = open_notices(contract_id, on=date(2008, 8, 5))
    assert (value.held, value.plan, value.what) == (
        100_00,
        "Remedial action plan",
        "close the notice: every milestone is done",
    )
    assert [each.state_name for each in value.milestones] == ["Done, late", "Done"]


def test_others_than_the_keepers_of_the_ledger_do_not_read_what_was_only_proposed() -> None:
    people = Contracting()
    notice = a_planned_notice(a_contract_in_force(people), people)
    withheld(notice, people, date(2008, 7, 4), 100_00)
    said = [each.did for each in history_seen(notice, by=people.provider)]
    assert "approved entry 1: £100.00 withheld" in said
    assert not any("proposed entry" in each for each in said)
    assert any("proposed entry" in each.did for each in history_seen(notice, by=people.commissioner))


def test_the_register_shows_what_is_overdue_first() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    for title in ("over", "late", "soon"):
        a_notice(contract_id, people, title=title)
    over, late, _ = list_of_contract(contract_id)
    ended(over, Outcome.WITHDRAWN, people.commissioner)
    planned_on = date(2008, 6, 10)
    number = planned(late, people.provider, planned_on, [Planned(what="A", owner="B", due_on=planned_on)])
    plan_answered(late, number, people.commissioner, planned_on)
    on = date(2008, 6, 12)
    shown = list_notices(Asked(), by=people.commissioner, on=on)
    assert [each.title for each in shown] == ["late", "soon", "over"]
    assert [each.title for each in list_notices(Asked(state="overdue"), by=people.commissioner, on=on)] == ["late"]
    assert [each.title for each in list_notices(Asked(state="over"), by=people.commissioner, on=on)] == ["over"]
    assert [each.title for each in list_notices(Asked(text="soo"), by=people.commissioner, on=on)] == ["soon"]


def test_a_higher_room_says_what_a_notice_is_about() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    with pytest.raises(Refusal, match="was not found in this contract"):
        a_notice(contract_id, people, about_kind="risk", about_id=7)
    describers["risk"] = lambda contract, record: (
        Reference(name="First visits in time", href="/risks/7") if (contract, record) == (contract_id, 7) else None
    )
    notice = a_notice(contract_id, people, about_kind="risk", about_id=7)
    assert '"reference_in_words":"First visits in time"' in notice.text.content
    (value,) = open_notices(contract_id, on=ISSUED_ON)
    assert (value.about_kind, value.about_id) == ("risk", 7)
