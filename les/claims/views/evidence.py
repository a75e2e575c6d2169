"""Evidence of a claim: attach a file, take one away, withdraw one."""

from flask import flash
from werkzeug.wrappers import Response

from core import clock
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from les.claims.actions import evidence
from les.claims.imports.evidence import check_evidence
from les.claims.models.claims import SUBJECT
from les.claims.views.blueprint import address_of, claim_in_view, crumbs_to, own_claim_in_view, views

Answer = Response | tuple[str, int]


@views.route("/<int:claim_id>/documents", methods=["GET", "POST"])
@requires(Permission.CLAIM)
def attach_evidence(claim_id: int) -> Answer:
    """Attach what shows that it was done: cases by sequence number, never by patient."""
    claim, actor, form = own_claim_in_view(claim_id), current_actor(), AttachForm()

    def act() -> str:
        check_evidence(form.file_to_attach)
        attached = evidence.attach_evidence(
            claim_id=claim_id, title=str(form.title.data), file=form.file_to_attach, by=actor, at=clock.now()
        )
        flash(f"“{attached.title}” is attached.")
        return f"{address_of(claim)}#documents"

    answer = submit_attachment(
        form, act, subject=SUBJECT, subject_id=claim.id, by=actor, commissioner_id=claim.scheme.commissioner_id
    )
    if answer:
        return answer
    form.file.description = "CSV, Excel (.xlsx), Word (.docx) or PDF whose text can be read; no scanned pictures."
    return page("les/claims/attach_evidence.html", form, claim=claim, crumbs=crumbs_to(claim))


@views.get("/<int:claim_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_CLAIMS)
def download_evidence(claim_id: int, attachment_id: int) -> Response:
    """Give a document to one who sees its claim, and note who took it away."""
    claim = claim_in_view(claim_id)
    attachment = get_attachment(SUBJECT, claim.id, attachment_id)
    return send_attachment(attachment, by=current_actor(), at=clock.now())


@views.route("/<int:claim_id>/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CLAIM)
def withdraw_evidence(claim_id: int, attachment_id: int) -> Answer:
    """Withdraw a document of one's own practice; it is kept, with the reason."""
    claim = own_claim_in_view(claim_id)
    attachment, form = get_attachment(SUBJECT, claim.id, attachment_id), WithdrawForm()

    def act() -> str:
        evidence.withdraw_evidence(
            claim_id=claim_id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The document is withdrawn.")
        return f"{address_of(claim)}#documents"

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/withdraw_document.html", form, attachment=attachment, crumbs=crumbs_to(claim))
