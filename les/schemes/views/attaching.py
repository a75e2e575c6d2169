"""Documents of a version: attach, take away, withdraw."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.attachments.forms import WithdrawForm
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from les.schemes.actions import attaching
from les.schemes.forms.attaching import AttachToVersionForm
from les.schemes.models.schemes import VERSION, SchemeVersion
from les.schemes.rules.kinds import State
from les.schemes.views.blueprint import address_of_version, crumbs_to_version, reached_version, views

Answer = Response | tuple[str, int]


@views.route("/versions/<int:version_id>/documents/attach", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def attach_document(version_id: int) -> Answer:
    """Attach a document to a draft."""
    version, form = _draft(version_id), AttachToVersionForm()

    def act() -> str:
        attached = attaching.attach_document(
            version_id=version_id,
            kind=form.document_kind,
            title=str(form.title.data or ""),
            file=form.file_to_attach,
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attached.title}” is attached.")
        return f"{address_of_version(version)}#documents"

    done = submit_attachment(
        form,
        act,
        subject=VERSION,
        subject_id=version_id,
        by=current_actor(),
        commissioner_id=version.scheme.commissioner_id,
    )
    return done or page(
        "les/schemes/attach_document.html",
        form,
        version=version,
        crumbs=crumbs_to_version(version),
        address=url_for("schemes.attach_document", version_id=version_id),
    )


@views.get("/versions/<int:version_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_SCHEMES)
def download_document(version_id: int, attachment_id: int) -> Response:
    """Give a document of a version to those whom it concerns, and note who took it away."""
    reached_version(version_id)
    return send_attachment(get_attachment(VERSION, version_id, attachment_id), by=current_actor(), at=clock.now())


@views.route("/versions/<int:version_id>/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def withdraw_document(version_id: int, attachment_id: int) -> Answer:
    """Take a document off a draft."""
    version, attachment = _draft(version_id), get_attachment(VERSION, version_id, attachment_id)
    form = WithdrawForm()

    def act() -> str:
        attaching.withdraw_document(
            version_id=version_id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attachment.title}” is withdrawn.")
        return f"{address_of_version(version)}#documents"

    done = submit(form, act)
    crumbs = crumbs_to_version(version)
    return done or page("contracts/agreements/withdraw_document.html", form, attachment=attachment, crumbs=crumbs)


def _draft(version_id: int) -> SchemeVersion:
    """The version, if documents can be attached now; the action says why not to who sends something all the same."""
    version = reached_version(version_id)
    if request.method == "GET" and version.state is not State.DRAFT:
        abort(404)
    return version
