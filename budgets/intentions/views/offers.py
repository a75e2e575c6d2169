"""Pages of offers built from posts: the list, one with how its cost comes about, making, changing, withdrawing."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from budgets.intentions.actions import offers as actions
from budgets.intentions.models.offers import Offer
from budgets.intentions.models.pay_scales import PayScale
from budgets.intentions.presented.offers import OfferListed, offers_table, percent_in_words, posts_table
from budgets.intentions.presented.pay_scales import settings_in_words
from budgets.intentions.queries import offers as queries
from budgets.intentions.queries.pay_scales import find_scale_on, list_scales, settings_on
from budgets.intentions.rules.establishment import cover_in_words
from budgets.intentions.views.files import table_file
from budgets.intentions.views.offer_forms import asked_in, form_on, posts_standing, proposed, standing_of
from budgets.intentions.views.sight import Crumbs, crumbs_of
from budgets.rounds.models import Round
from budgets.rounds.views.held import held_fast
from budgets.rounds.views.reach import followed_round
from core import clock
from core.one_use import Editing, press, submit
from core.periods import FinancialYear
from core.permissions import Permission
from core.tables import Table
from core.web import asked_number, current_actor, page, requires
from core.wording import sterling

views = Blueprint("offers", __name__, url_prefix="/budgets/rounds/<int:round_id>/offers")


@views.get("")
@requires(Permission.SEE_INTENTIONS)
def list_offers(round_id: int) -> tuple[str, int]:
    """List the offers of a round."""
    found = followed_round(round_id)
    offers = _seen(found)
    return page(
        "budgets/intentions/list_offers.html",
        round=found,
        crumbs=crumbs_of(found, below=False),
        offers=offers,
        table=_list_table(found, offers),
        sees_all=queries.sees_all_offers(current_actor()),
        may_make=current_actor().may(Permission.COST_POSTS) and not held_fast(round_id),
        has_scale=bool(list_scales([found.commissioner_id])),
    )


@views.get("/offers.csv")
@requires(Permission.SEE_INTENTIONS)
def download_offers_csv(round_id: int) -> FlaskResponse:
    """Give the list of offers as CSV."""
    found = followed_round(round_id)
    return table_file([_list_table(found, _seen(found))], "csv", found, "offers")


@views.get("/offers.xlsx")
@requires(Permission.SEE_INTENTIONS)
def download_offers_xlsx(round_id: int) -> FlaskResponse:
    """Give the list of offers as XLSX."""
    found = followed_round(round_id)
    return table_file([_list_table(found, _seen(found))], "xlsx", found, "offers")


@views.get("/<int:offer_id>")
@requires(Permission.SEE_INTENTIONS)
def show_offer(round_id: int, offer_id: int) -> tuple[str, int]:
    """Show an offer: every post with pay, on-costs, leave cover and cost."""
    found, offer = _offer(round_id, offer_id)
    terms = queries.terms_of(offer)
    return page(
        "budgets/intentions/show_offer.html",
        round=found,
        crumbs=_crumbs(found),
        offer=offer,
        costed=queries.costed(offer),
        terms={"on_costs": percent_in_words(terms.on_costs), "cover": cover_in_words(terms)},
        posts=posts_table(queries.costed(offer), terms),
        may_change=_is_own(offer) and offer.withdrawn_at is None and not held_fast(round_id),
    )


@views.get("/<int:offer_id>/posts.csv")
@requires(Permission.SEE_INTENTIONS)
def download_posts_csv(round_id: int, offer_id: int) -> FlaskResponse:
    """Give the posts of an offer as CSV."""
    return _posts_file(round_id, offer_id, "csv")


@views.get("/<int:offer_id>/posts.xlsx")
@requires(Permission.SEE_INTENTIONS)
def download_posts_xlsx(round_id: int, offer_id: int) -> FlaskResponse:
    """Give the posts of an offer as XLSX."""
    return _posts_file(round_id, offer_id, "xlsx")


@views.route("/make", methods=["GET", "POST"])
@requires(Permission.COST_POSTS)
def make_offer(round_id: int) -> Response | tuple[str, int]:
    """Build an offer from posts, on the pay scale that holds when the year begins or the one asked for."""
    found = followed_round(round_id)
    scales = list_scales([found.commissioner_id])
    scale = _scale_asked_for(found, scales)
    if scale is None:
        return page("budgets/intentions/no_pay_scale.html", round=found, crumbs=_crumbs(found))
    settings = settings_on(found.commissioner_id, clock.today())
    form = form_on(found, scale, proposed(settings))

    def act() -> str:
        offer = actions.make_offer(
            round_id=round_id, scale_id=scale.id, asked=asked_in(form), by=current_actor(), at=clock.now()
        )
        flash(f"The offer {offer.name} costs {sterling(queries.costed(offer).total)} a year.")
        return url_for("offers.show_offer", round_id=round_id, offer_id=offer.id)

    return submit(form, act) or page(
        "budgets/intentions/make_offer.html",
        form,
        round=found,
        crumbs=_crumbs(found),
        scale=scale,
        others=[each for each in scales if each.id != scale.id],
        settings=settings_in_words(settings),
    )


@views.route("/<int:offer_id>/change", methods=["GET", "POST"])
@requires(Permission.COST_POSTS)
def change_offer(round_id: int, offer_id: int) -> Response | tuple[str, int]:
    """Change an offer and its posts."""
    found, offer = _own_offer(round_id, offer_id)
    form = form_on(found, offer.scale, standing_of(offer), posts=posts_standing(offer))

    def act() -> str:
        changed = actions.change_offer(offer_id=offer_id, asked=asked_in(form), by=current_actor(), at=clock.now())
        flash(f"The offer {changed.name} costs {sterling(queries.costed(changed).total)} a year now.")
        return url_for("offers.show_offer", round_id=round_id, offer_id=offer_id)

    done = submit(form, act, editing=Editing(record=offer, subject="offer"))
    return done or page(
        "budgets/intentions/change_offer.html",
        form,
        round=found,
        crumbs=[*_crumbs(found), (offer.name, url_for("offers.show_offer", round_id=round_id, offer_id=offer_id))],
        offer=offer,
        scale=offer.scale,
        settings=settings_in_words(settings_on(found.commissioner_id, clock.today())),
    )


@views.post("/<int:offer_id>/withdraw")
@requires(Permission.COST_POSTS)
def withdraw_offer(round_id: int, offer_id: int) -> Response:
    """Withdraw an offer: it stays readable and can no longer be used."""
    _, offer = _own_offer(round_id, offer_id)
    address = url_for("offers.show_offer", round_id=round_id, offer_id=offer.id)

    def act() -> str:
        withdrawn = actions.withdraw_offer(offer_id=offer_id, by=current_actor(), at=clock.now())
        flash(f"The offer {withdrawn.name} is withdrawn.")
        return address

    return press(act, address)


def _offer(round_id: int, offer_id: int) -> tuple[Round, Offer]:
    found = followed_round(round_id)
    offer = queries.get_offer(offer_id)
    if offer.round_id != found.id or not queries.sees_offer(current_actor(), offer):
        abort(404)
    return found, offer


def _seen(found: Round) -> list[Offer]:
    return [each for each in queries.list_offers(found.id) if queries.sees_offer(current_actor(), each)]


def _own_offer(round_id: int, offer_id: int) -> tuple[Round, Offer]:
    found, offer = _offer(round_id, offer_id)
    if not _is_own(offer):
        abort(404)
    return found, offer


def _is_own(offer: Offer) -> bool:
    actor = current_actor()
    return actor.may(Permission.COST_POSTS) and offer.party_id == actor.organisation_id


def _crumbs(found: Round) -> Crumbs:
    return [*crumbs_of(found), ("Offers built from posts", url_for("offers.list_offers", round_id=found.id))]


def _list_table(found: Round, offers: Sequence[Offer]) -> Table:
    listed = [
        OfferListed(
            id=offer.id,
            name=offer.name,
            organisation=offer.party.name,
            line=offer.line_name,
            scale=offer.scale.name,
            costed=queries.costed(offer),
            terms=queries.terms_of(offer),
            is_withdrawn=offer.withdrawn_at is not None,
        )
        for offer in offers
    ]
    return offers_table(listed, lambda known: url_for("offers.show_offer", round_id=found.id, offer_id=known))


def _posts_file(round_id: int, offer_id: int, kind: str) -> FlaskResponse:
    found, offer = _offer(round_id, offer_id)
    return table_file([posts_table(queries.costed(offer), queries.terms_of(offer))], kind, found, "offer", offer.name)


def _scale_asked_for(found: Round, scales: list[PayScale]) -> PayScale | None:
    wanted = asked_number("scale")
    chosen = next((scale for scale in scales if scale.id == wanted), None)
    newest = find_scale_on(found.commissioner_id, FinancialYear.named(found.year).first_day)
    return chosen or newest or next(iter(scales), None)
