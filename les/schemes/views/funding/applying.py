"""A practice asks for funding: beginning, changing, signing and sending, taking back."""

from flask import abort, flash, request
from werkzeug.wrappers import Response

from core import clock
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import asked_number, binding, current_actor, page, requires
from core.wording import sterling
from les.schemes.actions.funding import applying
from les.schemes.forms.funding import ApplicationForm, SendForm, WithdrawApplicationForm
from les.schemes.forms.schemes import Pairs
from les.schemes.models.funding import FUNDING, FundingApplication
from les.schemes.queries.funding_text import evidence_of, hash_of_application
from les.schemes.queries.schemes import find_approved_version, list_schemes, shown_version
from les.schemes.rules.documents import has_expired
from les.schemes.rules.funding import BEFORE_DECISION, FundingState
from les.schemes.rules.kinds import State
from les.schemes.views.funding.blueprint import (
    address_of,
    crumbs_to,
    crumbs_to_applications,
    reached_application,
    views,
)

Answer = Response | tuple[str, int]


@views.route("/apply", methods=["GET", "POST"])
@requires(Permission.APPLY_FOR_FUNDING)
def begin_application() -> Answer:
    """Begin an application of one’s own practice."""
    form = ApplicationForm(schemes=_schemes(), chosen=asked_number("scheme"))

    def act() -> str:
        begun = applying.begin_application(
            scheme_id=form.scheme_id, wanted=form.wanted(), by=current_actor(), on=clock.today(), at=clock.now()
        )
        flash(f"{begun.reference} is a draft. Attach evidence, then sign and send it.")
        return address_of(begun)

    done = submit(form, act)
    return done or page("les/schemes/funding/begin_application.html", form, crumbs=crumbs_to_applications())


@views.route("/<int:application_id>/change", methods=["GET", "POST"])
@requires(Permission.APPLY_FOR_FUNDING)
def change_application(application_id: int) -> Answer:
    """Change a draft."""
    application = _in_state(application_id, FundingState.DRAFT)
    form = ApplicationForm(saved=application.wanted)

    def act() -> str:
        applying.change_application(application_id=application_id, wanted=form.wanted(), by=current_actor())
        flash("The draft is saved.")
        return address_of(application)

    done = submit(form, act, editing=Editing(record=application, subject=FUNDING))
    return done or page(
        "les/schemes/funding/change_application.html", form, application=application, crumbs=crumbs_to(application)
    )


@views.route("/<int:application_id>/send", methods=["GET", "POST"])
@requires(Permission.APPLY_FOR_FUNDING)
@binding
def send_application(application_id: int) -> Answer:
    """Say what signing means, and sign the exact text that is shown."""
    application = _in_state(application_id, FundingState.DRAFT)
    version = find_approved_version(application.scheme_id)
    seen = hash_of_application(application, version) if version else ""
    form = SendForm(seen_hash=seen)

    def act() -> str:
        applying.send_application(
            application_id=application_id,
            seen_hash=str(form.seen_hash.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=address_of(application),
        )
        flash(f"{application.reference} is signed and sent. The commissioner is told.")
        return address_of(application)

    if answer := submit(form, act):
        return answer
    return page(
        "les/schemes/funding/send_application.html",
        form,
        application=application,
        version=version,
        asked=sterling(application.pence),
        content_hash=seen,
        evidence=[each for each in evidence_of(application) if each.withdrawal is None],
        crumbs=crumbs_to(application),
    )


@views.route("/<int:application_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.APPLY_FOR_FUNDING)
def withdraw_application(application_id: int) -> Answer:
    """Take an application back before it is decided."""
    application = _in_state(application_id, *BEFORE_DECISION)
    form = WithdrawApplicationForm()

    def act() -> str:
        applying.withdraw_application(
            application_id=application_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=address_of(application),
        )
        flash(f"{application.reference} is withdrawn.")
        return address_of(application)

    done = submit(form, act)
    return done or page(
        "les/schemes/funding/withdraw_application.html", form, application=application, crumbs=crumbs_to(application)
    )


def _in_state(application_id: int, *states: FundingState) -> FundingApplication:
    """The application, if this can be done with it now; else the action says why not to who sends it all the same."""
    application = reached_application(application_id)
    if request.method == "GET" and application.state not in states:
        abort(404)
    return application


def _schemes() -> Pairs:
    """The schemes under which the practice can ask: approved and not expired."""
    on = clock.today()
    found = [(each, shown_version(each)) for each in list_schemes(current_actor())]
    return [
        (scheme.id, scheme.called)
        for scheme, version in found
        if version.state is State.APPROVED and not has_expired(version.expires_on, on=on)
    ]
