"""Offers as the commissioner drafts, sends, follows and withdraws them."""

from typing import Any

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_localities
from core import clock
from core.one_use import Editing, press, submit
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires
from les.schemes.forms.schemes import number_in
from les.schemes.views.blueprint import crumbs_to, reached_scheme
from les.sign_up.actions import drafting, sending
from les.sign_up.forms.offers import ALL, PLACE, SIGNED, OfferForm, PracticesForm, ReasonForm
from les.sign_up.models.offers import OFFER, Offer
from les.sign_up.presented.offers import answers_table, documents_table, offers_table, prepared_table, state_of
from les.sign_up.queries.agreements import running_by_practice
from les.sign_up.queries.binding import levels_of, prepared_for, problems_in
from les.sign_up.queries.offers import count_answers, list_documents, list_offered
from les.sign_up.queries.offers import list_offers as offers_of
from les.sign_up.queries.practices import InGroup, practices_of_offer, practices_of_scheme
from les.sign_up.views.blueprint import (
    crumbs_to_list,
    crumbs_to_offer,
    is_practice,
    offer_at,
    offered_at,
    reached_offer,
    views,
)

Answer = Response | tuple[str, int]


@views.get("/offers")
@requires(Permission.SEE_CLAIMS)
def list_offers() -> tuple[str, int]:
    """List the commissioner’s offers, newest first."""
    if is_practice():
        abort(404)
    return page(
        "les/sign_up/list_offers.html",
        shown=_offers(on_page=True),
        crumbs=crumbs_to_list(),
        may_offer=current_actor().may(Permission.OFFER_SCHEMES),
    )


@views.get("/offers/<int:offer_id>")
@requires(Permission.SEE_CLAIMS)
def show_offer(offer_id: int) -> tuple[str, int]:
    """Show an offer: what it says, what is missing while it is a draft, who answered what once it is sent."""
    offer, on = reached_offer(offer_id), clock.today()
    is_draft = offer.sent_at is None
    prepared = prepared_for(offer) if is_draft else []
    return page(
        "les/sign_up/show_offer.html",
        offer=offer,
        state=state_of(offer, on=on),
        crumbs=crumbs_to_offer(offer)[:-1],
        is_draft=is_draft,
        may_offer=current_actor().may(Permission.OFFER_SCHEMES),
        problems=problems_in(offer, prepared, on=on) if is_draft else [],
        practices=_practices(offer, prepared) if is_draft else _answers(offer, on_page=True),
        documents=documents_table(list_documents(offer_id), lambda each: _document_at(offer_id, each.attachment_id)),
    )


@views.get("/offers/<int:offer_id>/answers.csv")
@requires(Permission.SEE_CLAIMS)
def download_answers_csv(offer_id: int) -> Response:
    """Give who answered what to an offer as CSV."""
    offer = reached_offer(offer_id)
    return send(table_as_csv(_answers(offer, on_page=False)), "csv", offer.scheme.reference, f"offer {offer.number}")


@views.get("/offers/<int:offer_id>/answers.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_answers_xlsx(offer_id: int) -> Response:
    """Give the same as XLSX."""
    offer = reached_offer(offer_id)
    shown = [_answers(offer, on_page=False)]
    return send(tables_as_xlsx(shown), "xlsx", offer.scheme.reference, f"offer {offer.number}")


@views.route("/schemes/<int:scheme_id>/offer", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def begin_offer(scheme_id: int) -> Answer:
    """Begin an offer of the approved version of a scheme."""
    scheme, form = reached_scheme(scheme_id), OfferForm()

    def act() -> str:
        told: dict[str, Any] = {"by": current_actor(), "on": clock.today(), "at": clock.now()}
        offer = drafting.begin_offer(scheme_id=scheme_id, terms=form.terms(), **told)
        flash("The offer is begun. Choose its practices and add the documents that bind, then send it.")
        return offer_at(offer.id)

    done = submit(form, act)
    return done or page("les/sign_up/begin_offer.html", form, scheme=scheme, crumbs=crumbs_to(scheme))


@views.route("/offers/<int:offer_id>/change", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def change_offer(offer_id: int) -> Answer:
    """Change days and words of a draft."""
    offer = reached_offer(offer_id)
    form = OfferForm(offer.terms)

    def act() -> str:
        drafting.change_offer(offer_id=offer_id, terms=form.terms(), by=current_actor(), on=clock.today())
        flash("The offer is saved.")
        return offer_at(offer_id)

    done = submit(form, act, editing=Editing(record=offer, subject=OFFER))
    return done or page("les/sign_up/change_offer.html", form, offer=offer, crumbs=crumbs_to_offer(offer))


@views.route("/offers/<int:offer_id>/practices", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def choose_practices(offer_id: int) -> Answer:
    """Choose to which practices a draft goes."""
    offer = reached_offer(offer_id)
    places = practices_of_scheme(offer.scheme, on=offer.starts_on)
    chosen = [each.practice_id for each in practices_of_offer(offer_id)]
    levels = levels_of(offer.scheme_version)
    localities = [(each.id, each.name) for each in list_localities(offer.scheme.commissioner_id, on=clock.today())]
    form = PracticesForm(localities=localities, levels=levels, chosen=chosen)

    def act() -> str:
        found = drafting.choose_practices(
            offer_id=offer_id,
            practice_ids=_wanted(form, offer, places),
            level=number_in(form.level.data) or 0 if levels else 0,
            by=current_actor(),
            on=clock.today(),
        )
        flash(f"{len(found)} {'practice is' if len(found) == 1 else 'practices are'} on the list.")
        return offer_at(offer_id)

    if answer := submit(form, act):
        return answer
    groups: dict[str, list[InGroup]] = {}
    for each in places:
        groups.setdefault(each.group_name, []).append(each)
    return page(
        "les/sign_up/choose_practices.html",
        form,
        offer=offer,
        groups=sorted(groups.items()),
        ticked={str(each) for each in form.practice.data or []},
        levels=levels,
        crumbs=crumbs_to_offer(offer),
    )


@views.post("/offers/<int:offer_id>/send")
@requires(Permission.OFFER_SCHEMES)
def send_offer(offer_id: int) -> Response:
    """Send a draft to its practices."""
    reached_offer(offer_id)

    def act() -> str:
        told: dict[str, Any] = {"by": current_actor(), "on": clock.today(), "at": clock.now()}
        sending.send_offer(offer_id=offer_id, address_of=offered_at, **told)
        flash("The offer is sent, and the managers of the practices are told. It cannot be changed any more.")
        return offer_at(offer_id)

    return press(act, offer_at(offer_id))


@views.route("/offers/<int:offer_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def withdraw_offer(offer_id: int) -> Answer:
    """Withdraw an offer for those who have not accepted it."""
    offer, form = reached_offer(offer_id), ReasonForm()

    def act() -> str:
        told: dict[str, Any] = {"by": current_actor(), "on": clock.today(), "at": clock.now()}
        sending.withdraw_offer(offer_id=offer_id, reason=str(form.reason.data or ""), **told)
        flash("The offer is withdrawn for all who have not accepted it.")
        return offer_at(offer_id)

    done = submit(form, act)
    return done or page("les/sign_up/withdraw_offer.html", form, offer=offer, crumbs=crumbs_to_offer(offer))


def _wanted(form: PracticesForm, offer: Offer, places: list[InGroup]) -> set[int]:
    """The practices that were meant, of those the scheme is for."""
    ids = {each.practice.id for each in places}
    if form.who.data == ALL:
        return ids
    if form.who.data == PLACE:
        locality_id = number_in(form.locality.data)
        return {each.practice.id for each in places if locality_id is not None and each.locality_id == locality_id}
    if form.who.data == SIGNED:
        running = running_by_practice(offer.scheme_id, ids, after=offer.starts_on)
        return {key for key, each in running.items() if each.version_id != offer.version_id}
    return form.ticked


def _offers(*, on_page: bool) -> Table:
    found = offers_of(current_actor())
    counts = count_answers([each.id for each in found])
    return offers_table(found, counts, on=clock.today(), link=(lambda each: offer_at(each.id)) if on_page else None)


def _practices(offer: Offer, prepared: Any) -> Table:
    return prepared_table(prepared, with_levels=bool(levels_of(offer.scheme_version)))


def _answers(offer: Offer, *, on_page: bool) -> Table:
    levels = bool(levels_of(offer.scheme_version))
    link = (lambda each: offered_at(each.id)) if on_page else None
    return answers_table(list_offered(offer.id), on=clock.today(), with_levels=levels, link=link)


def _document_at(offer_id: int, attachment_id: int) -> str:
    return url_for("sign_up.download_document", offer_id=offer_id, attachment_id=attachment_id)
