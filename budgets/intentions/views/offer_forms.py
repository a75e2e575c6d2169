"""The form of an offer: what it begins with, what it offers to choose from, and what was typed into it."""

from collections.abc import Mapping, Sequence
from typing import Any

from budgets.intentions.actions.offers import OfferAsked, PostAsked
from budgets.intentions.forms.offers import OfferForm, offer_form
from budgets.intentions.models.offers import Offer
from budgets.intentions.models.pay_scales import PayScale
from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.intentions.rules.establishment import Terms, percent_from, wte_from
from budgets.intentions.rules.kinds import LeaveWay, SettingKey
from budgets.intentions.rules.settings import Setting
from budgets.method.result import LineKind
from budgets.rounds.models import Round
from budgets.rounds.views.seen import calculation_at_hand
from core.errors import Refusal
from core.money import as_pence
from core.wording import sterling

_KINDS = (LineKind.SERVICE, LineKind.MUST_DO)


def form_on(
    found: Round, scale: PayScale, standing: Mapping[str, Any], posts: Sequence[Mapping[str, Any]] = ()
) -> OfferForm:
    """The form on a pay scale, with the lines of the calculation at hand to choose from."""
    stored = find_calculation_at_hand(found.id)
    lines = [] if stored is None else calculation_at_hand(stored).lines
    return offer_form(
        standing,
        lines=[(line.code, line.name) for line in lines if line.kind in _KINDS],
        points=[(point.id, f"{point.name}: {sterling(as_pence(point.amount))}") for point in scale.points],
        posts=posts,
    )


def proposed(settings: Mapping[SettingKey, Setting | None]) -> dict[str, str]:
    """What a new offer begins with: the trust's percentages for community services, added on."""
    leave, on_costs = settings[SettingKey.LEAVE_COMMUNITY], settings[SettingKey.ON_COSTS]
    return {
        "leave": f"{leave.percent:f}" if leave else "",
        "on_costs": f"{on_costs.percent:f}" if on_costs else "",
        "way": LeaveWay.ADD_ON.value,
    }


def standing_of(offer: Offer) -> dict[str, str]:
    """What the form of an offer begins with: the offer as it stands."""
    return {
        "name": offer.name,
        "line_code": offer.line_code,
        "words": offer.words,
        "on_costs": f"{offer.on_costs_percent:f}",
        "leave": f"{offer.leave_percent:f}",
        "way": offer.leave_way.value,
    }


def posts_standing(offer: Offer) -> list[dict[str, str]]:
    """The rows of posts of an offer as they stand."""
    return [
        {"title": each.title, "point": str(each.point_id), "number": str(each.number), "wte": f"{each.wte:f}"}
        for each in offer.posts
    ]


def asked_in(form: OfferForm) -> OfferAsked:
    """The offer as it was typed."""
    try:
        on_costs, leave = percent_from(str(form.on_costs.data)), percent_from(str(form.leave.data))
    except ValueError as error:
        raise Refusal(f"On-costs and leave cover must be {error}.") from error
    return OfferAsked(
        name=str(form.name.data),
        line_code=str(form.line_code.data or ""),
        words=str(form.words.data or ""),
        terms=Terms(on_costs=on_costs, leave=leave, way=LeaveWay(form.way.data)),
        posts=[
            PostAsked(title=post.title, point_id=post.point_id, number=post.number, wte=wte_from(post.wte))
            for post in form.posts()
        ],
    )
