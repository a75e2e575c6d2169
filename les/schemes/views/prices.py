"""Proposing a price and deciding over it."""

from typing import Any

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.practices import list_practices
from core import clock
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.one_use import submit
from core.parties.models import Party
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from les.schemes.actions import prices
from les.schemes.forms.schemes import DecideForm, PriceForm, number_in
from les.schemes.models.prices import SchemePrice
from les.schemes.models.schemes import Scheme
from les.schemes.presented.prices import history_table
from les.schemes.queries.prices import find_price
from les.schemes.rules.kinds import VERDICT_NAMES
from les.schemes.views.blueprint import address_of, crumbs_to, reached_scheme, views

Answer = Response | tuple[str, int]


@views.route("/<int:scheme_id>/prices/propose", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def propose_price(scheme_id: int) -> Answer:
    """Propose the price of something a scheme pays for, from a day on."""
    scheme = reached_scheme(scheme_id)
    practices = [(each.id, f"{each.name} ({each.code})") for each in _practices(scheme)]
    elements = [(each.code, f"{each.name} ({each.unit})") for each in prices.elements_of(scheme).values()]
    form = PriceForm(elements=elements, practices=practices)

    def act() -> str:
        amount, valid_from = form.amount.pounds, form.valid_from.data
        if amount is None or valid_from is None:
            raise Refusal("Enter a price in pounds and the day from which it holds.")
        prices.propose_price(
            scheme_id=scheme_id,
            element=str(form.element.data or ""),
            amount=amount,
            valid_from=valid_from,
            source=str(form.source.data or ""),
            practice_id=number_in(form.practice.data),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The price is proposed. It counts once a second person approved it.")
        return f"{address_of(scheme)}#prices"

    if answer := submit(form, act):
        return answer
    return page(
        "les/schemes/propose_price.html", form, scheme=scheme, crumbs=crumbs_to(scheme), has_elements=bool(elements)
    )


@views.route("/prices/<int:price_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_SCHEMES)
@binding
def decide_price(price_id: int) -> Answer:
    """Approve or decline a price as a second person, or withdraw one’s own."""
    price = find_price(price_id)
    if price is None:
        abort(404)
    scheme = reached_scheme(price.scheme_id)
    form = DecideForm(is_own=is_one_with(current_actor(), price.proposed_by_id))

    def act() -> str:
        told: dict[str, Any] = {"price_id": price_id, "by": current_actor(), "at": clock.now()}
        prices.decide_price(verdict=form.chosen, reason=str(form.reason.data or ""), **told)
        flash(f"The price is {VERDICT_NAMES[form.chosen].lower()}.")
        return f"{address_of(scheme)}#prices"

    if answer := submit(form, act):
        return answer
    return page(
        "les/schemes/decide_price.html", form, scheme=scheme, shown=history_table([price]), crumbs=crumbs_to(scheme)
    )


def link_to(price: SchemePrice) -> str:
    """Where a price is decided."""
    return url_for("schemes.decide_price", price_id=price.id)


def _practices(scheme: Scheme) -> list[Party]:
    return list_practices(scheme.commissioner_id, on=clock.today())
