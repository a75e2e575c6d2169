"""Pages on which it is recorded what follows a notice, and a plan is proposed, agreed to or declined."""

from flask import abort
from werkzeug.wrappers import Response

from contracts.notices.actions import outcomes as acts
from contracts.notices.forms import YES, AnswerPlanForm, OutcomeForm, PlanForm
from contracts.notices.models.outcomes import NoticeOutcome
from contracts.notices.queries.notices import list_outcomes
from contracts.notices.rules.kinds import Kind
from contracts.notices.rules.milestones import Progress
from contracts.notices.rules.outcomes import PLANS, Outcome
from contracts.notices.views.blueprint import address_of, form_page, own_in_view, partys_in_view, views
from core import clock
from core.errors import NotAllowed
from core.permissions import Permission
from core.web import binding, current_actor, requires


@views.route("/<int:contract_id>/notices/<int:number>/outcome", methods=["GET", "POST"])
@requires(Permission.ISSUE_NOTICES)
def record_outcome(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Withdraw a notice, end it without action, or call a joint review."""
    notice, form = own_in_view(contract_id, number), OutcomeForm()

    def act() -> str:
        acts.record_outcome(
            notice_id=notice.id,
            outcome=Outcome(form.outcome.data),
            words=str(form.words.data or ""),
            review_due_on=form.review_due_on.data,
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    return form_page(
        "record_outcome", form, notice, act, "What follows is recorded. The provider is told.", as_seen=True
    )


@views.route("/<int:contract_id>/notices/<int:number>/plan", methods=["GET", "POST"])
@requires(Permission.SEE_PERFORMANCE)
def propose_plan(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Propose a plan with its milestones, for the commissioner or the provider."""
    notice = partys_in_view(contract_id, number)
    _check_takes_part(acts.permission_of(notice.contract, current_actor()))
    plans = [each for each in list_outcomes(notice.id) if each.outcome in PLANS]
    form = PlanForm(data=_standing(plans[-1]) if plans else {"outcome": _usual(notice.kind).value})

    def act() -> str:
        acts.propose_plan(
            notice_id=notice.id,
            outcome=Outcome(form.outcome.data),
            words=str(form.words.data or ""),
            milestones=form.planned(),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    return form_page("propose_plan", form, notice, act, "The plan is proposed. The other party is told.", as_seen=True)


@views.route("/<int:contract_id>/notices/<int:number>/plans/<int:plan_number>/answer", methods=["GET", "POST"])
@requires(Permission.SEE_PERFORMANCE)
@binding
def answer_plan(contract_id: int, number: int, plan_number: int) -> Response | tuple[str, int]:
    """Read a plan that the other party proposed, and agree to it or decline it."""
    notice, form = partys_in_view(contract_id, number), AnswerPlanForm()
    _check_takes_part(acts.permission_of(notice.contract, current_actor()))
    plan = next((o for o in list_outcomes(notice.id) if o.number == plan_number and o.outcome in PLANS), None)
    if plan is None:
        abort(404)

    def act() -> str:
        acts.answer_plan(
            notice_id=notice.id,
            number=plan_number,
            agrees=form.agrees.data == YES,
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    return form_page("answer_plan", form, notice, act, "Your answer is recorded. The other party is told.", plan=plan)


def _check_takes_part(permission: Permission) -> None:
    """Refuse those who only read: groups, auditors, finance."""
    if not current_actor().may(permission):
        raise NotAllowed(f"You may not {permission}.")


def _usual(kind: Kind) -> Outcome:
    return Outcome.ACTIVITY_PLAN if kind is Kind.ACTIVITY_QUERY else Outcome.REMEDIAL_PLAN


def _standing(plan: NoticeOutcome) -> dict[str, object]:
    """What the newest plan says and is not done yet, for the form of the next one."""
    found: dict[str, object] = {"outcome": plan.outcome.value, "words": plan.words}
    left = [each for each in plan.milestones if not each.steps or each.steps[-1].progress is not Progress.ACCEPTED]
    for number, each in enumerate(left, start=1):
        found |= {f"what_{number}": each.what, f"owner_{number}": each.owner, f"due_{number}": each.due_on}
    return found
