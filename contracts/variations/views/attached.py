"""What is kept with a variation besides its text: documents and letters, and what people say about it."""

from flask import flash
from werkzeug.wrappers import Response

from contracts.variations.actions import documents as acts
from contracts.variations.models import SUBJECT
from contracts.variations.views.blueprint import address_of, crumbs_to_variation, variation_in_view, views, where
from core import clock
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.models import Attachment
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.threads.forms import CommentForm
from core.web import current_actor, page, requires


@views.route("/<int:contract_id>/variations/<int:number>/documents", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def attach_document(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Attach a letter or a document to a variation; nothing of it becomes the text."""
    variation, actor = variation_in_view(contract_id, number), current_actor()
    form = AttachForm()

    def act() -> str:
        attached = acts.attach_document(
            variation_id=variation.id, title=str(form.title.data), file=form.file_to_attach, by=actor, at=clock.now()
        )
        flash(f"“{attached.title}” is attached.")
        return f"{address_of(variation)}#documents"

    answer = submit_attachment(
        form,
        act,
        subject=SUBJECT,
        subject_id=variation.id,
        by=actor,
        commissioner_id=variation.contract.commissioner_id,
    )
    if answer:
        return answer
    return page(
        "contracts/variations/attach_document.html",
        form,
        variation=variation,
        here=where(variation),
        crumbs=crumbs_to_variation(variation),
    )


@views.get("/<int:contract_id>/variations/<int:number>/documents/<int:attachment_id>")
@requires(Permission.SEE_CONTRACTS)
def download_document(contract_id: int, number: int, attachment_id: int) -> Response:
    """Give a document to one who sees its variation, and note who took it away."""
    attachment = _attachment(contract_id, number, attachment_id)
    return send_attachment(attachment, by=current_actor(), at=clock.now())


@views.route(
    "/<int:contract_id>/variations/<int:number>/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"]
)
@requires(Permission.COMMENT)
def withdraw_document(contract_id: int, number: int, attachment_id: int) -> Response | tuple[str, int]:
    """Withdraw a document of one’s own organisation; it is kept, with the reason."""
    variation = variation_in_view(contract_id, number)
    attachment = _attachment(contract_id, number, attachment_id)
    form = WithdrawForm()

    def act() -> str:
        acts.withdraw_document(
            variation_id=variation.id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The document is withdrawn.")
        return f"{address_of(variation)}#documents"

    if answer := submit(form, act):
        return answer
    crumbs = crumbs_to_variation(variation)
    return page("contracts/agreements/withdraw_document.html", form, attachment=attachment, crumbs=crumbs)


@views.route("/<int:contract_id>/variations/<int:number>/comments", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def comment_on_variation(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Say something about a variation."""
    variation = variation_in_view(contract_id, number)
    form = CommentForm()

    def act() -> str:
        comment = acts.comment_on_variation(
            variation_id=variation.id, words=str(form.words.data), by=current_actor(), at=clock.now()
        )
        return f"{address_of(variation)}#comment-{comment.number}"

    if answer := submit(form, act):
        return answer
    return page(
        "contracts/variations/comment_on_variation.html",
        form,
        variation=variation,
        here=where(variation),
        crumbs=crumbs_to_variation(variation),
    )


def _attachment(contract_id: int, number: int, attachment_id: int) -> Attachment:
    return get_attachment(SUBJECT, variation_in_view(contract_id, number).id, attachment_id)
