"""The pack of a review: as it would be frozen now, freezing it, and every frozen one as page, charts and one PDF."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from contracts.reviews.actions.freezing import freeze_pack as freeze
from contracts.reviews.documents.pack import pack_pdf
from contracts.reviews.forms import FreezeForm
from contracts.reviews.presented.drawn import inline, is_wide
from contracts.reviews.queries.packs import content_from, content_now, sections_of
from contracts.reviews.queries.reviews import list_packs, text_of
from contracts.reviews.views.blueprint import (
    address_of,
    crumbs_to,
    held_in_view,
    pack_in_view,
    review_in_view,
    views,
)
from core import clock
from core.canonical import canonical_text, hash_of
from core.charts.svg import as_svg
from core.one_use import submit
from core.permissions import Permission
from core.sending import send
from core.web import current_actor, page, requires


@views.route("/reviews/<int:review_id>/packs/freeze", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def freeze_pack(review_id: int) -> Response | tuple[str, int]:
    """Show what the pack says now, and freeze exactly that."""
    review = held_in_view(review_id)
    if review.meeting is not None and review.meeting.opened_at is not None:
        return redirect(address_of(review))
    form, number = FreezeForm(), len(list_packs(review.id)) + 1
    if number == 1:
        del form.reason

    def act() -> str:
        href = url_for("reviews.show_pack", review_id=review.id, number=number)
        pack = freeze(
            review_id=review.id,
            seen_hash=str(form.seen.data or ""),
            reason=str(form.reason.data or "") if number > 1 else "",
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=href,
        )
        flash(f"Pack {pack.number} is frozen. Everybody who takes part is told.")
        return href

    if answer := submit(form, act):
        return answer
    content = content_now(review, on=clock.today())
    form.take_as_seen(hash_of(canonical_text(content)))
    return page(
        "contracts/reviews/freeze_pack.html",
        form,
        review=review,
        number=number,
        sections=sections_of(content),
        inline=inline,
        is_wide=is_wide,
        crumbs=crumbs_to(review),
    )


@views.get("/reviews/<int:review_id>/packs/<int:number>")
@requires(Permission.SEE_PERFORMANCE)
def show_pack(review_id: int, number: int) -> tuple[str, int]:
    """Show a frozen pack, drawn from its text alone."""
    review = review_in_view(review_id)
    pack = pack_in_view(review, number)
    content = content_from(text_of(pack))
    return page(
        "contracts/reviews/show_pack.html",
        review=review,
        pack=pack,
        newest=list_packs(review.id)[0].number,
        content=content,
        sections=sections_of(content),
        is_wide=is_wide,
        crumbs=crumbs_to(review),
    )


@views.get("/reviews/<int:review_id>/packs/<int:number>/charts/<string:key>/<int:turn>.svg")
@requires(Permission.SEE_PERFORMANCE)
def show_pack_chart(review_id: int, number: int, key: str, turn: int) -> Response:
    """Give a chart of a frozen pack as SVG."""
    review = review_in_view(review_id)
    shown = sections_of(content_from(text_of(pack_in_view(review, number))))
    charts = next((each.charts for each in shown if each.key == key), [])
    if not 1 <= turn <= len(charts):
        abort(404)
    return Response(as_svg(charts[turn - 1]), mimetype="image/svg+xml")


@views.get("/reviews/<int:review_id>/packs/<int:number>.pdf")
@requires(Permission.SEE_PERFORMANCE)
def download_pack_pdf(review_id: int, number: int) -> Response:
    """Give a frozen pack as one PDF with its charts."""
    review = review_in_view(review_id)
    pack = pack_in_view(review, number)
    name = f"{review.contract.reference} review {review.number}"
    return send(pack_pdf(pack, text_of(pack)), "pdf", name, f"pack {number}")
