"""Milestones of the plan that stands: reported done, accepted or returned; exception reports; and closing a notice."""

from datetime import date, datetime

from contracts.notices.actions.outcomes import check_nothing_is_held
from contracts.notices.actions.recording import held_open, is_in_force, record_on, settle, side_of, tell_other
from contracts.notices.models.notices import Closure, Notice
from contracts.notices.models.outcomes import ExceptionReport, MilestoneStep
from contracts.notices.queries.facts import facts_of
from contracts.notices.queries.notices import find_milestone
from contracts.notices.queries.terms import terms_of
from contracts.notices.rules.days import exception_due
from contracts.notices.rules.kinds import Side, check_said
from contracts.notices.rules.milestones import (
    Milestone,
    Progress,
    check_judgement,
    check_report_done,
    next_stage,
)
from contracts.notices.rules.standing import check_closure
from core import audit
from core.db import db
from core.errors import NotAllowed, Refusal
from core.four_eyes import check_other_person
from core.permissions import Actor, Permission
from core.wording import in_full
from core.working_days import add_working_days


def report_milestone(
    *, notice_id: int, milestone_id: int, words: str, by: Actor, at: datetime, on: date, href: str
) -> MilestoneStep:
    """Report a milestone of the plan done, for the provider."""
    notice = held_open(notice_id, by=by, permission=Permission.ANSWER_NOTICES)
    if side_of(notice.contract, by) is not Side.PROVIDER:
        raise NotAllowed("The provider reports milestones done.")
    milestone = _standing(notice, milestone_id)
    check_report_done(milestone, words=words)
    return _step(notice, milestone, Progress.REPORTED, words, by=by, at=at, on=on, href=href)


def judge_milestone(  # one judgement is one sentence
    *, notice_id: int, milestone_id: int, accepts: bool, words: str, by: Actor, at: datetime, on: date, href: str
) -> MilestoneStep:
    """Accept a milestone that was reported done, or say what is missing: for the commissioner."""
    notice = held_open(notice_id, by=by, permission=Permission.ISSUE_NOTICES)
    milestone = _standing(notice, milestone_id)
    check_judgement(milestone, accepts=accepts, words=words)
    check_other_person(by, *_reporters(notice, milestone_id), did="reported this milestone")
    progress = Progress.ACCEPTED if accepts else Progress.RETURNED
    return _step(notice, milestone, progress, words, by=by, at=at, on=on, href=href)


def report_exception(  # one report is one sentence
    *, notice_id: int, milestone_id: int, words: str, due_on: date | None, by: Actor, at: datetime, on: date, href: str
) -> ExceptionReport:
    """Issue the next stage of the exception report on a missed milestone. `due_on`: where no setting says by when."""
    notice = held_open(notice_id, by=by, permission=Permission.ISSUE_NOTICES)
    milestone = _standing(notice, milestone_id)
    stage = next_stage(milestone, words=words, on=on)
    settings = terms_of(notice.contract).settings(on)
    due = exception_due(settings, issued_on=on, typed=due_on, add_working_days=add_working_days)
    report = ExceptionReport(
        milestone_id=milestone.id,
        stage=stage,
        words=words.strip(),
        issued_on=on,
        due_on=due,
        issued_by_id=by.person_id,
        name=by.name,
        issued_at=at,
    )
    db.session.add(report)
    settle(notice)
    new: audit.Values = {"stage": stage, "milestone": milestone.number, "due_on": in_full(due)}
    record_on(notice, "report_exception", by=by, new=new)
    tell_other(
        notice,
        f"exception/{report.id}",
        side=Side.COMMISSIONER,
        subject=f"exception report stage {stage} on milestone {milestone.number}",
        words=f"{milestone.what} was due by {in_full(milestone.falls_due_on)}. Put it right by {in_full(due)}.",
        at=at,
        on=on,
        href=href,
    )
    return report


def close_notice(*, notice_id: int, words: str, by: Actor, at: datetime, on: date, href: str) -> Closure:
    """Close a notice whose milestones are all accepted and under which nothing is held, and say what came of it."""
    notice = held_open(notice_id, by=by, permission=Permission.ISSUE_NOTICES)
    check_closure(facts_of(notice), name=notice.named, is_in_force=is_in_force(notice.contract, on=on))
    check_nothing_is_held(notice)
    check_said(words, "Say what came of the notice. Both parties read this.")
    closure = Closure(notice=notice, words=words.strip(), closed_by_id=by.person_id, name=by.name, closed_at=at)
    db.session.add(closure)
    settle(notice)
    record_on(notice, "close_notice", by=by, new={"words": words.strip()})
    tell_other(notice, "close", side=Side.COMMISSIONER, subject="closed", words=words.strip(), at=at, on=on, href=href)
    return closure


def _standing(notice: Notice, milestone_id: int) -> Milestone:
    """A milestone of the plan that stands. Refused for one of a plan that another took the place of."""
    plan = facts_of(notice).plan
    found = next((each for each in plan.milestones if each.id == milestone_id), None) if plan else None
    if found is None:
        raise Refusal("This milestone belongs to no plan that stands. Open the notice again.")
    return found


def _reporters(notice: Notice, milestone_id: int) -> list[int]:
    found = find_milestone(notice.id, milestone_id)
    steps = found.steps if found is not None else []
    return [each.recorded_by_id for each in steps if each.progress is Progress.REPORTED]


def _step(  # what was recorded, and of which milestone
    notice: Notice, milestone: Milestone, progress: Progress, words: str, *, by: Actor, at: datetime, on: date,
    href: str,
) -> MilestoneStep:  # fmt: skip
    step = MilestoneStep(
        milestone_id=milestone.id,
        progress=progress,
        words=words.strip(),
        recorded_on=on,
        recorded_by_id=by.person_id,
        name=by.name,
        recorded_at=at,
    )
    db.session.add(step)
    settle(notice)
    record_on(notice, f"milestone_{progress.value}", by=by, new={"milestone": milestone.number, "what": milestone.what})
    said = {Progress.REPORTED: "reported done", Progress.ACCEPTED: "accepted", Progress.RETURNED: "not accepted"}
    tell_other(
        notice,
        f"step/{step.id}",
        side=side_of(notice.contract, by),
        subject=f"milestone {milestone.number} {said[progress]}",
        words=words.strip() or milestone.what,
        at=at,
        on=on,
        href=href,
    )
    return step
