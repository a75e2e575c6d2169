"""Deciding an application as a second person, in view of opinions, specification, budget and spend."""

from flask import flash
from werkzeug.wrappers import Response

from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from core.wording import sterling
from les.schemes.actions.funding import deciding
from les.schemes.forms.funding import DecideApplicationForm
from les.schemes.presented.funding import opinions_table
from les.schemes.views.funding.application import grounds_of
from les.schemes.views.funding.blueprint import address_of, crumbs_to, reached_application, views


@views.route("/<int:application_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_SCHEMES)
@binding
def decide_application(application_id: int) -> Response | tuple[str, int]:
    """Approve an application in full or in part, or decline it."""
    application, actor, on = reached_application(application_id), current_actor(), clock.today()
    form = DecideApplicationForm(asked=sterling(application.pence))

    def act() -> str:
        deciding.decide_application(
            application_id=application_id,
            pence=form.pence(application.pence),
            reason=str(form.reason.data or ""),
            exception=str(form.exception.data or ""),
            by=actor,
            on=on,
            at=clock.now(),
            href=address_of(application),
        )
        flash(f"{application.reference} is decided. The practice and the groups that were asked are told.")
        return address_of(application)

    done = submit(form, act)
    return done or page(
        "les/schemes/funding/decide_application.html",
        form,
        application=application,
        asked=sterling(application.pence),
        why_not=[reason] if (reason := deciding.reason_against(application, actor, on=on)) else [],
        grounds=grounds_of(application, actor),
        opinions=opinions_table(application.asks, on=on) if application.asks else None,
        crumbs=crumbs_to(application),
    )
