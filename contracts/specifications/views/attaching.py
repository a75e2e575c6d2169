"""Documents kept with a specification: attach, take away, withdraw."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from contracts.specifications.actions import attaching
from contracts.specifications.models import SUBJECT, SpecificationVersion
from contracts.specifications.views.blueprint import address_of, crumbs_to, is_party, reached_versions, views
from core import clock
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires

Answer = Response | tuple[str, int]


@views.route("/<int:specification_id>/documents/attach", methods=["GET", "POST"])
@requires(Permission.DRAFT_SPECIFICATIONS)
def attach_document(specification_id: int) -> Answer:
    """Attach a document to a specification."""
    version, form = _of_a_party(specification_id), AttachForm()

    def act() -> str:
        attached = attaching.attach_document(
            specification_id=specification_id,
            title=str(form.title.data or ""),
            file=form.file_to_attach,
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attached.title}” is attached.")
        return f"{address_of(version)}#documents"

    done = submit_attachment(
        form,
        act,
        subject=SUBJECT,
        subject_id=specification_id,
        by=current_actor(),
        commissioner_id=version.specification.commissioner_id,
    )
    return done or page(
        "contracts/specifications/attach_document.html",
        form,
        version=version,
        crumbs=crumbs_to(version),
        address=url_for("specifications.attach_document", specification_id=specification_id),
    )


@views.get("/<int:specification_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_CONTRACTS)
def download_document(specification_id: int, attachment_id: int) -> Response:
    """Give a document of a specification to those whom it concerns."""
    reached_versions(specification_id)
    return send_attachment(get_attachment(SUBJECT, specification_id, attachment_id), by=current_actor(), at=clock.now())


@views.route("/<int:specification_id>/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DRAFT_SPECIFICATIONS)
def withdraw_document(specification_id: int, attachment_id: int) -> Answer:
    """Withdraw a document, by the organisation that attached it."""
    version, attached = _of_a_party(specification_id), get_attachment(SUBJECT, specification_id, attachment_id)
    if attached.organisation_id != current_actor().organisation_id:
        abort(404)
    form = WithdrawForm()

    def act() -> str:
        attaching.withdraw_document(
            specification_id=specification_id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attached.title}” is withdrawn.")
        return f"{address_of(version)}#documents"

    done = submit(form, act)
    return done or page(
        "contracts/specifications/withdraw_document.html", form, attached=attached, crumbs=crumbs_to(version)
    )


def _of_a_party(specification_id: int) -> SpecificationVersion:
    version = reached_versions(specification_id)[0]
    if not is_party(version.specification, current_actor()):
        abort(404)
    return version
