"""Pages of what a provider states: that nothing happened, that a return is right, and who has to certify it."""

from flask import flash
from werkzeug.wrappers import Response

from commissioning.activity.actions.submitting import certify_return, submit_nil_return
from commissioning.activity.forms.providing import NilForm
from commissioning.activity.views.blueprint import address_of, crumbs_to, views, where
from commissioning.activity.views.own import own_return, submission_of, why_not_sent
from commissioning.activity.views.submitting import address_of_submission
from core import clock
from core.one_use import press, submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires


@views.route("/returns/<int:expectation_id>/<string:month>/state-nil", methods=["GET", "POST"])
@requires(Permission.SUBMIT_ACTIVITY)
def state_nil(expectation_id: int, month: str) -> Response | tuple[str, int]:
    """State that nothing of what is asked for happened, and why."""
    found, form = own_return(expectation_id, month), NilForm()

    def act() -> str:
        made = submit_nil_return(
            expectation_id=found.expectation.id,
            month=found.due.period.first_month,
            words=form.words.data or "",
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(found),
        )
        flash(f"Number {made.number} is submitted: a nil return for {found.due.period}.")
        return address_of_submission(found, made.number)

    return submit(form, act) or page(
        "commissioning/activity/state_nil.html",
        form,
        found=found,
        why_not=[closed] if (closed := why_not_sent(found)) else [],
        here=where(found),
        crumbs=crumbs_to(found),
    )


@views.post("/returns/<int:expectation_id>/<string:month>/submissions/<int:number>/certify")
@requires(Permission.SUBMIT_ACTIVITY)
@binding
def certify_submission(expectation_id: int, month: str, number: int) -> Response:
    """Certify what a colleague prepared: from then on it counts."""
    found = own_return(expectation_id, month)
    submission = submission_of(found, number)

    def act() -> str:
        certify_return(submission_id=submission.id, by=current_actor(), at=clock.now(), on=clock.today())
        flash(f"Number {number} is certified. It counts from now on.")
        return address_of(found)

    return press(act, address_of_submission(found, number))
