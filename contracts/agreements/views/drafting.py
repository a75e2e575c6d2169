"""Pages on which a contract is started, its particulars and settings are changed, and a draft is given up."""

from datetime import timedelta

from flask import flash, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commissioning.organisations.queries.lines import parties_by_code
from commissioning.organisations.queries.providers import list_providers
from commissioning.organisations.rules.values import SORT_NAMES
from contracts.agreements.actions import drafting
from contracts.agreements.forms.ending import ReasonForm
from contracts.agreements.forms.particulars import ParticularsForm, SettingsForm
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import list_heads
from contracts.agreements.rules.particulars import Particulars, Setting
from contracts.agreements.views.blueprint import (
    address_of,
    crumbs,
    crumbs_to,
    draft_in_view,
    editing,
    views,
)
from core import clock
from core.one_use import submit
from core.parties.rules import PartyKind
from core.periods import FinancialYear
from core.permissions import Permission
from core.web import current_actor, page, requires

_AHEAD = timedelta(days=92)
"""In the last quarter of a year contracts are made for the next."""
_YEARS_BACK, _YEARS_ON = 1, 3


@views.route("/start", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def start_contract() -> Response | tuple[str, int]:
    """Start a contract: its legal form first, then its particulars."""
    actor = current_actor()
    if actor.organisation_id not in actor.commissioner_ids:
        raise NotFound
    form = _form(actor.organisation_id)
    if request.method == "GET":
        form.year.data = str(FinancialYear.of(clock.today() + _AHEAD))

    def act() -> str:
        contract = drafting.start_contract(
            commissioner_id=actor.organisation_id, wanted=form.wanted(), by=actor, at=clock.now()
        )
        flash(f"{contract.reference} is started. Now write its schedules and its lines of money.")
        return address_of(contract.id)

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/start_contract.html", form, crumbs=crumbs())


@views.route("/<int:contract_id>/particulars", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def change_particulars(contract_id: int) -> Response | tuple[str, int]:
    """Change the particulars of a draft."""
    contract = draft_in_view(contract_id)
    form = _form(contract.commissioner_id, contract)

    def act() -> str:
        changed = drafting.change_particulars(contract_id=contract_id, wanted=form.wanted(), by=current_actor())
        flash(f"The particulars of {changed.reference} are changed.")
        return address_of(contract_id)

    if answer := submit(form, act, editing=editing(contract)):
        return answer
    return page("contracts/agreements/change_particulars.html", form, contract=contract, crumbs=crumbs_to(contract))


@views.route("/<int:contract_id>/settings", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def change_settings(contract_id: int) -> Response | tuple[str, int]:
    """Write the settings of contract management, each with its source."""
    contract = draft_in_view(contract_id)
    form = SettingsForm([Setting(name=s.name, value=s.value, source=s.source) for s in contract.settings])

    def act() -> str:
        drafting.change_settings(contract_id=contract_id, settings=form.settings(), by=current_actor())
        flash("The settings of contract management are changed.")
        return address_of(contract_id)

    if answer := submit(form, act, editing=editing(contract)):
        return answer
    return page("contracts/agreements/change_settings.html", form, contract=contract, crumbs=crumbs_to(contract))


@views.route("/<int:contract_id>/discard", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def discard_draft(contract_id: int) -> Response | tuple[str, int]:
    """Give a draft up, with the reason."""
    contract = draft_in_view(contract_id)
    form = ReasonForm()

    def act() -> str:
        discarded = drafting.discard_draft(
            contract_id=contract_id, reason=str(form.reason.data or ""), by=current_actor(), at=clock.now()
        )
        flash(f"{discarded.reference} is discarded. It is kept with your reason.")
        return address_of(contract_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/discard_draft.html", form, contract=contract, crumbs=crumbs_to(contract))


def _form(commissioner_id: int, contract: Contract | None = None) -> ParticularsForm:
    standing: Particulars | None = contract.particulars if contract else None
    now = FinancialYear.of(clock.today()).starts_in
    years = [str(FinancialYear(now + turn)) for turn in range(-_YEARS_BACK, _YEARS_ON + 1)]
    if standing is not None and standing.year not in years:
        years = [standing.year, *years]
    return ParticularsForm(
        providers=[
            (party.id, f"{party.name} ({party.code}): {SORT_NAMES[detail.sort].lower() if detail else 'not said what'}")
            for party, detail in list_providers(commissioner_id)
        ],
        heads=[
            (head.id, f"{head.reference}: {head.title}")
            for head in list_heads(commissioner_id, but_for=contract.id if contract else None)
        ],
        groups=[(group.id, group.name) for group in parties_by_code(commissioner_id, PartyKind.PBC_GROUP).values()],
        years=years,
        standing=standing,
    )
