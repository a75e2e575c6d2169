"""Later corrections of frozen months: the list of them, and the page where the provider posts one with its reason.

The commissioner sees them all and posts none: the figures are the provider's.
"""

from typing import Any

from flask import abort, flash
from werkzeug.wrappers import Response

from commissioning.activity.actions import adjusting as actions
from commissioning.activity.forms.adjusting import AdjustmentForm
from commissioning.activity.presented.figures import adjustments_table
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.queries.figures import list_adjustments
from commissioning.activity.queries.returns import Return, list_returns
from commissioning.activity.rules.adjusting import Correction
from commissioning.activity.rules.months import Period
from commissioning.activity.views.blueprint import address_of, crumbs_to, is_own, return_in_view, views, where
from commissioning.organisations.queries.practices import list_practices
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


def adjusted_in(found: Return) -> dict[str, Any]:
    """What was adjusted of this period or counts in it, and whether the reader may post an adjustment."""
    months = {found.due.period.first_month, *found.due.period.months}
    adjustments = [
        each for each in list_adjustments([found.expectation.id]) if each.month in months or each.posted_to in months
    ]
    count = len(adjustments)
    caption = f"{count:,} adjustment{'' if count == 1 else 's'} of, or in, {found.due.period}"
    known = currencies_of(found.expectation.commissioner_id)
    return {
        "table": adjustments_table(adjustments, known, caption=caption) if adjustments else None,
        "may_post": is_own(found) and found.facts.is_frozen,
    }


@views.route("/returns/<int:expectation_id>/<string:month>/adjust", methods=["GET", "POST"])
@requires(Permission.SUBMIT_ACTIVITY)
def post_adjustment(expectation_id: int, month: str) -> Response | tuple[str, int]:
    """Correct a figure of a frozen month by an exact quantity that counts in an open one."""
    found = return_in_view(expectation_id, month)
    if not is_own(found):
        abort(404)
    form = _form(found)

    def act() -> str:
        correction = Correction(
            month=form.corrected,
            posted_to=str(form.posted_to.data),
            service=str(form.service.data),
            currency=str(form.currency.data),
            practice=str(form.practice.data or ""),
            quantity=form.exact,
            reason=str(form.reason.data),
        )
        actions.post_adjustment(
            expectation_id=expectation_id,
            correction=correction,
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(found),
        )
        flash(
            f"The correction is posted: {form.said} of {found.due.period}, counted in {form.into}. "
            "The frozen figures stay as they are."
        )
        return address_of(found)

    return submit(form, act) or page(
        "commissioning/activity/post_adjustment.html",
        form,
        found=found,
        here=where(found),
        why_not=_why_not(found, form),
        crumbs=crumbs_to(found),
    )


def _form(found: Return) -> AdjustmentForm:
    expectation = found.expectation
    practices = list_practices(expectation.commissioner_id, on=found.due.period.last_day)
    return AdjustmentForm(
        services=[(each.service.code, each.service.name) for each in expectation.services],
        currencies=[(code, each.label) for code, each in currencies_of(expectation.commissioner_id).items()],
        practices=[(each.code, each.name) for each in practices],
        corrected=[(month, str(Period(month))) for month in found.due.period.months],
        open_months=[(each.due.period.first_month, str(each.due.period)) for each in _open_after(found)],
    )


def _open_after(found: Return) -> list[Return]:
    """The later periods of the same return that have begun and are not frozen."""
    later = list_returns(
        on=clock.today(), provider_id=found.expectation.provider_id, since=found.due.period.first_month
    )
    return [
        each
        for each in later
        if each.expectation.id == found.expectation.id
        and each.due.period > found.due.period
        and not each.facts.is_frozen
    ]


def _why_not(found: Return, form: AdjustmentForm) -> list[str]:
    if not found.facts.is_frozen:
        return [f"{found.due.period} is not frozen: send its return anew instead of adjusting it."]
    if not form.posted_to.choices:
        return ["No later month of this return is open. Post the adjustment when one has begun."]
    return []
