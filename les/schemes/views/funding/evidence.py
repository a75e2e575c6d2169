"""Evidence of a funding application: attach, take away, withdraw."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from les.schemes.actions.funding import applying
from les.schemes.models.funding import FUNDING
from les.schemes.rules.funding import BEFORE_DECISION, FundingState
from les.schemes.views.funding.blueprint import address_of, crumbs_to, reached_application, views

Answer = Response | tuple[str, int]
_ONE = "/<int:application_id>/documents"


@views.route(f"{_ONE}/attach", methods=["GET", "POST"])
@requires(Permission.APPLY_FOR_FUNDING)
def attach_evidence(application_id: int) -> Answer:
    """Attach a document to an application of one’s own practice."""
    application, form = reached_application(application_id), AttachForm()
    if request.method == "GET" and application.state not in BEFORE_DECISION:
        abort(404)

    def act() -> str:
        attached = applying.attach_evidence(
            application_id=application_id,
            title=str(form.title.data or ""),
            file=form.file_to_attach,
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attached.title}” is attached.")
        return f"{address_of(application)}#evidence"

    done = submit_attachment(
        form,
        act,
        subject=FUNDING,
        subject_id=application_id,
        by=current_actor(),
        commissioner_id=application.commissioner_id,
    )
    return done or page(
        "les/schemes/funding/attach_evidence.html",
        form,
        application=application,
        crumbs=crumbs_to(application),
        address=url_for("scheme_funding.attach_evidence", application_id=application_id),
        is_draft=application.state is FundingState.DRAFT,
    )


@views.get(f"{_ONE}/<int:attachment_id>")
@requires(Permission.SEE_SCHEMES)
def download_evidence(application_id: int, attachment_id: int) -> Response:
    """Give a document of an application to those whom it concerns, and note who took it away."""
    reached_application(application_id)
    return send_attachment(get_attachment(FUNDING, application_id, attachment_id), by=current_actor(), at=clock.now())


@views.route(f"{_ONE}/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.APPLY_FOR_FUNDING)
def withdraw_evidence(application_id: int, attachment_id: int) -> Answer:
    """Take a document off a draft."""
    application = reached_application(application_id)
    attachment, form = get_attachment(FUNDING, application_id, attachment_id), WithdrawForm()
    if request.method == "GET" and application.state is not FundingState.DRAFT:
        abort(404)

    def act() -> str:
        applying.withdraw_evidence(
            application_id=application_id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attachment.title}” is withdrawn.")
        return f"{address_of(application)}#evidence"

    done = submit(form, act)
    return done or page(
        "contracts/agreements/withdraw_document.html", form, attachment=attachment, crumbs=crumbs_to(application)
    )
