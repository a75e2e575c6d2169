"""Where a notice stands and what is to be done, from what was recorded; days; milestones and their exceptions."""

from datetime import date

import pytest

from contracts.agreements.rules.particulars import Setting
from contracts.notices.rules.days import Settings, days_of, exception_due
from contracts.notices.rules.kinds import Kind, Side
from contracts.notices.rules.milestones import (
    Milestone,
    Progress,
    Report,
    Step,
    check_judgement,
    check_report_done,
    next_stage,
)
from contracts.notices.rules.outcomes import Outcome
from contracts.notices.rules.standing import Facts, Recorded, Stage, check_closure, check_end, stage_of, tasks_of
from core.errors import Refusal
from core.working_days import add_working_days

ON = date(2008, 3, 17)
PLANNED = Milestone(id=1, number=1, what="Rota", owner="Matron", due_on=date(2008, 7, 1))


def settings(**values: str) -> Settings:
    return {name: Setting(name=name, value=value, source="The example") for name, value in values.items()}


def plan(*milestones: Milestone, agreed: bool | None = True, number: int = 1) -> Recorded:
    return Recorded(
        id=number,
        number=number,
        outcome=Outcome.REMEDIAL_PLAN,
        proposed_by=Side.PROVIDER,
        is_agreed=agreed,
        milestones=milestones,
    )


def single(outcome: Outcome, number: int = 1) -> Recorded:
    due = date(2008, 5, 1) if outcome is Outcome.JOINT_REVIEW else None
    return Recorded(id=number, number=number, outcome=outcome, proposed_by=Side.COMMISSIONER, review_due_on=due)


def facts(*outcomes: Recorded, answered: bool = False, met: bool = False, closed: bool = False) -> Facts:
    return Facts(
        response_due_on=date(2008, 4, 1),
        meeting_due_on=date(2008, 4, 8),
        outcome_due_on=date(2008, 4, 15),
        is_answered=answered,
        is_met=met,
        outcomes=outcomes,
        is_closed=closed,
    )


def stepped(*steps: tuple[Progress, date], reports: tuple[Report, ...] = ()) -> Milestone:
    return Milestone(
        id=1,
        number=1,
        what="Rota",
        owner="Matron",
        due_on=date(2008, 7, 1),
        steps=[Step(progress=progress, on=on) for progress, on in steps],
        reports=reports,
    )


@pytest.mark.parametrize(
    ("found", "stage", "next_side"),
    [
        (facts(), Stage.ISSUED, Side.PROVIDER),
        (facts(answered=True), Stage.ANSWERED, Side.COMMISSIONER),
        (facts(met=True), Stage.MET, Side.COMMISSIONER),
        (facts(single(Outcome.JOINT_REVIEW)), Stage.REVIEW, Side.COMMISSIONER),
        (facts(plan(PLANNED, agreed=None), answered=True), Stage.PROPOSED, Side.COMMISSIONER),
        (facts(plan(PLANNED, agreed=False), answered=True), Stage.ANSWERED, Side.COMMISSIONER),
        (facts(plan(PLANNED)), Stage.PLAN, Side.PROVIDER),
        (facts(plan(stepped((Progress.REPORTED, ON)))), Stage.PLAN, Side.COMMISSIONER),
        (facts(plan(PLANNED), plan(PLANNED, agreed=None, number=2)), Stage.PLAN, Side.PROVIDER),
        (facts(single(Outcome.WITHDRAWN)), Stage.WITHDRAWN, None),
        (facts(plan(PLANNED), single(Outcome.NO_ACTION, 2)), Stage.NO_ACTION, None),
        (facts(plan(PLANNED), closed=True), Stage.CLOSED, None),
    ],
    ids=[
        "issued", "answered", "met", "review", "proposed", "declined", "plan", "reported", "another plan proposed",
        "withdrawn", "no action", "closed",
    ],
)  # fmt: skip
def test_stage_and_next_follow_from_what_was_recorded(found: Facts, stage: Stage, next_side: Side | None) -> None:
    tasks = tasks_of(found)
    assert (stage_of(found), tasks[0].side if tasks else None) == (stage, next_side)


def test_overdue_is_a_question_of_the_day_asked() -> None:
    answer = tasks_of(facts())[0]
    assert not answer.is_overdue(date(2008, 4, 1))
    assert answer.is_overdue(date(2008, 4, 2))


def test_days_are_counted_over_easter_and_bank_holidays() -> None:
    found = days_of(
        Kind.PERFORMANCE,
        settings(performance_days="4", meeting_days="5", remedy_days="6"),
        issued_on=ON,
        typed=None,
        add_working_days=add_working_days,
    )
    assert found.response.on == date(2008, 3, 25), "Good Friday and Easter Monday are no working days"
    assert found.response.source == (
        "Answer to a performance notice within 4 operational days (setting of the contract; The example)"
    )
    assert found.meeting is not None
    assert found.outcome is not None
    assert (found.meeting.on, found.outcome.on) == (date(2008, 3, 26), date(2008, 3, 27))


def test_without_a_setting_the_day_is_typed_and_with_one_it_is_not() -> None:
    with pytest.raises(Refusal, match="Enter the day by which an answer is due"):
        days_of(Kind.ACTIVITY_QUERY, {}, issued_on=ON, typed=None, add_working_days=add_working_days)
    with pytest.raises(Refusal, match="Enter a later day"):
        days_of(Kind.ACTIVITY_QUERY, {}, issued_on=ON, typed=ON, add_working_days=add_working_days)
    later = date(2008, 4, 4)
    found = days_of(Kind.ACTIVITY_QUERY, {}, issued_on=ON, typed=later, add_working_days=add_working_days)
    assert (found.response.on, found.meeting, found.outcome) == (later, None, None)
    with pytest.raises(Refusal, match="The answer is due by 18 March 2008 under the contract"):
        days_of(
            Kind.ACTIVITY_QUERY,
            settings(query_days="1"),
            issued_on=ON,
            typed=later,
            add_working_days=add_working_days,
        )
    assert exception_due({}, issued_on=ON, typed=later, add_working_days=add_working_days) == later
    with pytest.raises(Refusal, match="Enter the day by which it is put right"):
        exception_due({}, issued_on=ON, typed=None, add_working_days=add_working_days)


def test_a_milestone_done_late_stays_missed_and_one_done_in_time_waits_for_nobody() -> None:
    in_time = stepped((Progress.REPORTED, date(2008, 7, 1)))
    assert not in_time.is_missed(date(2008, 8, 1)), "accepting may take its time"
    late = stepped((Progress.REPORTED, date(2008, 7, 2)), (Progress.ACCEPTED, date(2008, 7, 3)))
    assert (late.is_missed(date(2009, 1, 1)), late.state_name(date(2009, 1, 1))) == (True, "Done, late")
    returned = stepped((Progress.REPORTED, date(2008, 7, 1)), (Progress.RETURNED, date(2008, 7, 2)))
    assert returned.is_missed(date(2008, 7, 2)), "what was not accepted was not done"


def test_an_exception_report_waits_for_its_day_before_the_next_stage() -> None:
    with pytest.raises(Refusal, match="due by 1 July 2008 under the plan: it is not missed yet"):
        next_stage(PLANNED, words="Late.", on=date(2008, 7, 1))
    assert next_stage(PLANNED, words="Late.", on=date(2008, 7, 2)) == 1
    first = stepped(reports=(Report(stage=1, on=date(2008, 7, 2), due_on=date(2008, 7, 9)),))
    with pytest.raises(Refusal, match="under stage 1 of its exception report"):
        next_stage(first, words="Late.", on=date(2008, 7, 9))
    assert next_stage(first, words="Late.", on=date(2008, 7, 10)) == 2
    with pytest.raises(Refusal, match="Accept it, or say what is missing first"):
        next_stage(stepped((Progress.REPORTED, ON)), words="Late.", on=date(2008, 7, 2))


def test_reports_and_judgements_follow_each_other() -> None:
    reported = stepped((Progress.REPORTED, ON))
    with pytest.raises(Refusal, match="is reported done already"):
        check_report_done(reported, words="Done.")
    with pytest.raises(Refusal, match="is not reported done"):
        check_judgement(PLANNED, accepts=True, words="")
    with pytest.raises(Refusal, match="Say what is missing"):
        check_judgement(reported, accepts=False, words="")
    with pytest.raises(Refusal, match="is accepted as done already"):
        check_report_done(stepped((Progress.REPORTED, ON), (Progress.ACCEPTED, ON)), words="Done.")


def test_a_notice_is_closed_when_all_is_done_and_nothing_is_held() -> None:
    with pytest.raises(Refusal, match="Milestone 1 is not accepted as done"):
        check_closure(facts(plan(PLANNED)), name="Notice 1", is_in_force=True)
    check_closure(facts(plan(PLANNED)), name="Notice 1", is_in_force=False)
    with pytest.raises(Refusal, match="No plan is agreed"):
        check_closure(facts(answered=True), name="Notice 1", is_in_force=True)
    with pytest.raises(Refusal, match="A plan waits for the other party"):
        check_closure(facts(plan(PLANNED, agreed=None)), name="Notice 1", is_in_force=True)
    with pytest.raises(Refusal, match="Notice 1 is over"):
        check_closure(facts(single(Outcome.WITHDRAWN)), name="Notice 1", is_in_force=True)
    with pytest.raises(Refusal, match=r"£0[.]01 are still withheld"):
        check_end(name="Notice 1", held=1, waiting=0)
    with pytest.raises(Refusal, match="has 2 ledger entries that nobody decided on yet"):
        check_end(name="Notice 1", held=0, waiting=2)
