"""Documents that bind with an offer: added to a draft, taken out of it, read by those whom they bind."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_groups
from core import clock
from core.attachments.forms import WithdrawForm
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from les.schemes.forms.schemes import number_in
from les.sign_up.actions import drafting
from les.sign_up.forms.offers import DocumentForm
from les.sign_up.models.offers import OFFER
from les.sign_up.queries.offers import find_document
from les.sign_up.rules.binding import binding_from
from les.sign_up.views.blueprint import crumbs_to_offer, offer_at, reached_offer, reached_offered, views

Answer = Response | tuple[str, int]


@views.route("/offers/<int:offer_id>/documents/add", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def add_document(offer_id: int) -> Answer:
    """Add a document that binds with a draft."""
    offer, actor, on = reached_offer(offer_id), current_actor(), clock.today()
    trust = offer.scheme.commissioner_id
    form = DocumentForm([(group.id, group.name) for group, _ in list_groups(trust, on=on)])

    def act() -> str:
        document = drafting.add_document(
            offer_id=offer_id,
            kind=form.chosen,
            edition=str(form.edition.data or ""),
            group_id=number_in(form.group.data),
            title=str(form.title.data or ""),
            file=form.file_to_attach,
            by=actor,
            on=on,
            at=clock.now(),
        )
        flash(f"The {document.kind_name.lower()} is added.")
        return offer_at(offer_id)

    done = submit_attachment(form, act, subject=OFFER, subject_id=offer_id, by=actor, commissioner_id=trust)
    return done or page(
        "les/sign_up/add_document.html",
        form,
        offer=offer,
        address=url_for("sign_up.add_document", offer_id=offer_id),
        crumbs=crumbs_to_offer(offer),
    )


@views.get("/offers/<int:offer_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_CLAIMS)
def download_document(offer_id: int, attachment_id: int) -> Response:
    """Give a document of an offer to those of the commissioner."""
    reached_offer(offer_id)
    if find_document(offer_id, attachment_id) is None:
        abort(404)
    return send_attachment(get_attachment(OFFER, offer_id, attachment_id), by=current_actor(), at=clock.now())


@views.get("/offered/<int:offered_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_CLAIMS)
def download_bound(offered_id: int, attachment_id: int) -> Response:
    """Give a document that binds a practice, and no other one of the offer."""
    offered = reached_offered(offered_id)
    if attachment_id not in {each.attachment_id for each in binding_from(offered.content).documents}:
        abort(404)
    attached = get_attachment(OFFER, offered.offer_id, attachment_id)
    return send_attachment(attached, by=current_actor(), at=clock.now())


@views.route("/offers/<int:offer_id>/documents/<int:attachment_id>/take-out", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def take_out_document(offer_id: int, attachment_id: int) -> Answer:
    """Take a document out of a draft."""
    offer, document, form = reached_offer(offer_id), find_document(offer_id, attachment_id), WithdrawForm()
    if document is None:
        abort(404)

    def act() -> str:
        drafting.take_out_document(
            offer_id=offer_id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{document.attachment.title}” is taken out.")
        return offer_at(offer_id)

    done = submit(form, act)
    return done or page(
        "les/sign_up/take_out_document.html", form, offer=offer, document=document, crumbs=crumbs_to_offer(offer)
    )
