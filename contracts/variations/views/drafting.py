"""Pages on which the draft of a variation is started, and what it is about is changed."""

from datetime import date

from flask import flash
from werkzeug.wrappers import Response

from contracts.agreements.models.contracts import Contract
from contracts.variations.actions import drafting as acts
from contracts.variations.actions.drafting import Details
from contracts.variations.forms import DetailsForm
from contracts.variations.models import Variation
from contracts.variations.queries.settings import settings_on
from contracts.variations.views.blueprint import (
    address_of,
    crumbs_of,
    crumbs_to_variation,
    editing,
    own_draft_in_view,
    varied_in_view,
    views,
)
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from core.working_days import add_working_days

_ANSWER_SETTING = "variation_days"


@views.route("/<int:contract_id>/variations/start", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def start_variation(contract_id: int) -> Response | tuple[str, int]:
    """Start the draft of a variation: what it is about, why, and when it holds."""
    contract = varied_in_view(contract_id)
    form = DetailsForm(data={"response_due_on": answer_due(contract, clock.today())})

    def act() -> str:
        variation = acts.start_variation(
            contract_id=contract_id, details=_details(form), by=current_actor(), at=clock.now()
        )
        flash(f"{variation.named} is started. Write what it changes, then propose it.")
        return address_of(variation)

    if answer := submit(form, act):
        return answer
    return page("contracts/variations/start_variation.html", form, contract=contract, crumbs=crumbs_of(contract))


@views.route("/<int:contract_id>/variations/<int:number>/details", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def change_details(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Change what a draft is about, why, and when it holds."""
    variation = own_draft_in_view(contract_id, number)
    form = DetailsForm(data=_standing(variation))

    def act() -> str:
        acts.change_details(variation_id=variation.id, details=_details(form), by=current_actor())
        flash(f"{variation.named} is saved.")
        return address_of(variation)

    if answer := submit(form, act, editing=editing(variation)):
        return answer
    crumbs = crumbs_to_variation(variation)
    return page("contracts/variations/change_details.html", form, variation=variation, crumbs=crumbs)


def answer_due(contract: Contract, on: date) -> date | None:
    """By when an answer is due to what is proposed on a day, as the contract then reads; None: it does not say."""
    setting = settings_on(contract, on).get(_ANSWER_SETTING)
    return add_working_days(on, int(setting.value)) if setting else None


def _details(form: DetailsForm) -> Details:
    return Details(
        kind=form.chosen,
        title=str(form.title.data or ""),
        reason=str(form.reason.data or ""),
        effective_from=form.effective_from.data,
        effective_to=form.effective_to.data,
        response_due_on=form.response_due_on.data,
        life_value=form.pence,
    )


def _standing(variation: Variation) -> dict[str, object]:
    """What a draft says, for its form."""
    return {
        "kind": variation.kind.value,
        "title": variation.title,
        "reason": variation.reason,
        "effective_from": variation.effective_from,
        "effective_to": variation.effective_to,
        "response_due_on": variation.response_due_on,
        "life_value": variation.life_value or None,
    }
