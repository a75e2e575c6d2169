"""The documents and letters kept with a contract: attach one, take one away, withdraw one."""

from flask import flash
from werkzeug.wrappers import Response

from contracts.agreements.actions.talking import attach_document as attach
from contracts.agreements.actions.talking import withdraw_document as withdraw
from contracts.agreements.models.contracts import SUBJECT
from contracts.agreements.views.blueprint import address_of, contract_in_view, crumbs_to, views
from core import clock
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.models import Attachment
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/<int:contract_id>/documents", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def attach_document(contract_id: int) -> Response | tuple[str, int]:
    """Attach a letter or a document, such as a draft edited in Word; nothing of it becomes the text."""
    contract, actor = contract_in_view(contract_id), current_actor()
    form = AttachForm()

    def act() -> str:
        attached = attach(
            contract_id=contract_id, title=str(form.title.data), file=form.file_to_attach, by=actor, at=clock.now()
        )
        flash(f"“{attached.title}” is attached.")
        return f"{address_of(contract_id)}#documents"

    answer = submit_attachment(
        form, act, subject=SUBJECT, subject_id=contract.id, by=actor, commissioner_id=contract.commissioner_id
    )
    if answer:
        return answer
    return page("contracts/agreements/attach_document.html", form, contract=contract, crumbs=crumbs_to(contract))


@views.get("/<int:contract_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_CONTRACTS)
def download_document(contract_id: int, attachment_id: int) -> Response:
    """Give a document to one who sees its contract, and note who took it away."""
    attachment = _attachment(contract_id, attachment_id)
    return send_attachment(attachment, by=current_actor(), at=clock.now())


@views.route("/<int:contract_id>/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def withdraw_document(contract_id: int, attachment_id: int) -> Response | tuple[str, int]:
    """Withdraw a document of one’s own organisation; it is kept, with the reason."""
    attachment = _attachment(contract_id, attachment_id)
    form = WithdrawForm()

    def act() -> str:
        withdraw(
            contract_id=contract_id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The document is withdrawn.")
        return f"{address_of(contract_id)}#documents"

    if answer := submit(form, act):
        return answer
    crumbs = crumbs_to(contract_in_view(contract_id))
    return page("contracts/agreements/withdraw_document.html", form, attachment=attachment, crumbs=crumbs)


def _attachment(contract_id: int, attachment_id: int) -> Attachment:
    return get_attachment(SUBJECT, contract_in_view(contract_id).id, attachment_id)
