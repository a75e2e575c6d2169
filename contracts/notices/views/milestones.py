"""Pages on which a milestone is reported done, accepted or returned, and reported as missed."""

from flask import abort
from werkzeug.wrappers import Response

from contracts.agreements.rules.particulars import SETTINGS
from contracts.notices.actions import milestones as acts
from contracts.notices.forms import YES, ExceptionForm, JudgeForm, WordsOnlyForm
from contracts.notices.models.notices import Notice
from contracts.notices.queries.facts import facts_of
from contracts.notices.queries.terms import terms_of
from contracts.notices.rules.days import EXCEPTION, counted
from contracts.notices.rules.milestones import Milestone
from contracts.notices.views.blueprint import address_of, form_page, own_in_view, partys_in_view, views
from core import clock
from core.permissions import Permission
from core.web import binding, current_actor, requires
from core.working_days import add_working_days

_MILESTONE = "/<int:contract_id>/notices/<int:number>/milestones/<int:milestone_id>"


@views.route(f"{_MILESTONE}/report", methods=["GET", "POST"])
@requires(Permission.ANSWER_NOTICES)
def report_milestone(contract_id: int, number: int, milestone_id: int) -> Response | tuple[str, int]:
    """Report a milestone done."""
    notice, form = partys_in_view(contract_id, number), WordsOnlyForm()
    milestone = milestone_in_view(notice, milestone_id)

    def act() -> str:
        acts.report_milestone(
            notice_id=notice.id,
            milestone_id=milestone_id,
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    said = f"Milestone {milestone.number} is reported done. The commissioner is told."
    return form_page("report_milestone", form, notice, act, said, milestone=milestone)


@views.route(f"{_MILESTONE}/accept", methods=["GET", "POST"])
@requires(Permission.ISSUE_NOTICES)
def judge_milestone(contract_id: int, number: int, milestone_id: int) -> Response | tuple[str, int]:
    """Accept a milestone that was reported done, or say what is missing."""
    notice, form = own_in_view(contract_id, number), JudgeForm()
    milestone = milestone_in_view(notice, milestone_id)

    def act() -> str:
        acts.judge_milestone(
            notice_id=notice.id,
            milestone_id=milestone_id,
            accepts=form.accepts.data == YES,
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    said = "Your judgement is recorded. The provider is told."
    return form_page("judge_milestone", form, notice, act, said, milestone=milestone)


@views.route(f"{_MILESTONE}/exception", methods=["GET", "POST"])
@requires(Permission.ISSUE_NOTICES)
@binding
def report_exception(contract_id: int, number: int, milestone_id: int) -> Response | tuple[str, int]:
    """Issue the next stage of the exception report on a missed milestone."""
    notice, form = own_in_view(contract_id, number), ExceptionForm()
    milestone, on = milestone_in_view(notice, milestone_id), clock.today()

    def act() -> str:
        acts.report_exception(
            notice_id=notice.id,
            milestone_id=milestone_id,
            words=str(form.words.data or ""),
            due_on=form.due_on.data,
            by=current_actor(),
            at=clock.now(),
            on=on,
            href=address_of(notice),
        )
        return address_of(notice)

    return form_page(
        "report_exception",
        form,
        notice,
        act,
        "The exception report is issued. The provider is told.",
        as_seen=True,
        milestone=milestone,
        stage=milestone.reports[-1].stage + 1 if milestone.reports else 1,
        due=counted(EXCEPTION, terms_of(notice.contract).settings(on), on, add_working_days),
        setting=SETTINGS[EXCEPTION].label,
    )


def milestone_in_view(notice: Notice, milestone_id: int) -> Milestone:
    """A milestone of the plan that stands; not found where it has none of that number."""
    plan = facts_of(notice).plan
    found = next((each for each in plan.milestones if each.id == milestone_id), None) if plan else None
    if found is None:
        abort(404)
    return found
