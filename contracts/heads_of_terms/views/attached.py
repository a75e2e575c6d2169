"""Documents kept with heads of terms: attach, read, withdraw."""

from flask import flash
from werkzeug.wrappers import Response

from contracts.heads_of_terms.actions import talking
from contracts.heads_of_terms.models import SUBJECT
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import address_of, crumbs_to, reached_heads
from core import clock
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.models import Attachment
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/<int:heads_id>/documents/attach", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def attach_document(heads_id: int) -> Response | tuple[str, int]:
    """Attach a document, such as an edited Word file or a letter."""
    heads, actor = reached_heads(heads_id), current_actor()
    form = AttachForm()

    def act() -> str:
        attachment = talking.attach_document(
            heads_id=heads_id, title=str(form.title.data or ""), file=form.file_to_attach, by=actor, at=clock.now()
        )
        flash(f"“{attachment.title}” is attached.")
        return address_of(heads_id, "documents")

    answer = submit_attachment(
        form, act, subject=SUBJECT, subject_id=heads_id, by=actor, commissioner_id=heads.commissioner_id
    )
    if answer:
        return answer
    return page("contracts/heads_of_terms/attach_document.html", form, heads=heads, crumbs=crumbs_to(heads))


@views.get("/<int:heads_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_CONTRACTS)
def download_document(heads_id: int, attachment_id: int) -> Response | tuple[str, int]:
    """Give an attached document to somebody who may see the heads."""
    attachment = _reached(heads_id, attachment_id)
    try:
        return send_attachment(attachment, by=current_actor(), at=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "warning")
        heads = reached_heads(heads_id)
        return page("contracts/heads_of_terms/no_document.html", heads=heads, crumbs=crumbs_to(heads))


@views.route("/<int:heads_id>/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def withdraw_document(heads_id: int, attachment_id: int) -> Response | tuple[str, int]:
    """Withdraw a document: it is kept, and shown as withdrawn with the reason."""
    attachment, heads = _reached(heads_id, attachment_id), reached_heads(heads_id)
    form = WithdrawForm()

    def act() -> str:
        talking.withdraw_document(
            heads_id=heads_id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attachment.title}” is withdrawn.")
        return address_of(heads_id, "documents")

    if answer := submit(form, act):
        return answer
    return page(
        "contracts/heads_of_terms/withdraw_document.html",
        form,
        heads=heads,
        attachment=attachment,
        crumbs=crumbs_to(heads),
    )


def _reached(heads_id: int, attachment_id: int) -> Attachment:
    return get_attachment(SUBJECT, reached_heads(heads_id).id, attachment_id)
