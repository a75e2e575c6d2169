"""The blueprint of notices, what it makes known to others, and how a notice of an address is found."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from contracts.agreements.models.contracts import Contract
from contracts.agreements.views.blueprint import contract_in_view, crumbs_to
from contracts.notices.models.notices import SUBJECT, Notice
from contracts.notices.queries.notices import contract_is_seen, find_seen
from contracts.notices.views import home_part, words
from core.forms import Form
from core.navigation import Tab, add_home_part, add_notice, add_tab
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page

views = Blueprint("contract_notices", __name__, url_prefix="/contracts")
TABS = (
    Tab(
        of="contracts",
        place=20,
        label="Notices",
        endpoint="contract_notices.list_notices",
        permission=Permission.SEE_PERFORMANCE,
    ),
    Tab(
        of="contract",
        place=60,
        label="Notices",
        endpoint="contract_notices.list_of_contract",
        permission=Permission.SEE_PERFORMANCE,
    ),
    Tab(
        of="contract",
        place=65,
        label="Withholding",
        endpoint="contract_notices.show_ledger",
        permission=Permission.SEE_PERFORMANCE,
    ),
)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the register, the pages of a contract and what stands above them, the home page, the words of the trail."""
    del state
    for tab in TABS:
        add_tab(tab)
    add_notice("contract notices", of="contract", make=home_part.above_contract)
    add_home_part("contract notices", home_part.home_part)
    words.make_known()


def noticed_in_view(contract_id: int) -> Contract:
    """The contract of an address, if the reader may see its notices; not found otherwise."""
    contract = contract_in_view(contract_id)
    if not contract_is_seen(contract_id, by=current_actor()):
        abort(404)
    return contract


def notice_in_view(contract_id: int, number: int) -> Notice:
    """The notice of an address, if the reader may see it; not found otherwise."""
    found = find_seen(contract_id, number, by=current_actor())
    if found is None:
        abort(404)
    return found


def own_in_view(contract_id: int, number: int) -> Notice:
    """A notice on which the reader's organisation acts as the commissioner; not found for others."""
    notice = notice_in_view(contract_id, number)
    if notice.contract.commissioner_id != current_actor().organisation_id:
        abort(404)
    return notice


def partys_in_view(contract_id: int, number: int) -> Notice:
    """A notice of a contract to which the reader's organisation is a party; not found for others."""
    notice, own = notice_in_view(contract_id, number), current_actor().organisation_id
    if own not in (notice.contract.commissioner_id, notice.contract.provider_id):
        abort(404)
    return notice


def address_of(notice: Notice) -> str:
    """The page of a notice."""
    return url_for("contract_notices.show_notice", **where(notice))


def where(notice: Notice) -> dict[str, Any]:
    """The place of a notice in addresses."""
    return {"contract_id": notice.contract_id, "number": notice.number}


def crumbs_of(contract: Contract) -> list[tuple[str, str]]:
    """The way to the notices of a contract."""
    return [*crumbs_to(contract), ("Notices", url_for("contract_notices.list_of_contract", contract_id=contract.id))]


def crumbs_to_notice(notice: Notice) -> list[tuple[str, str]]:
    """The way to the acts on a notice."""
    return [*crumbs_of(notice.contract), (notice.named, address_of(notice))]


def form_page(  # what the page is of, what it does, what it says then
    view: str, form: Form, notice: Notice, act: Callable[[], str], said: str, *, as_seen: bool = False, **values: Any
) -> Response | tuple[str, int]:
    """A page with one form about a notice: the act once, `said`, and back to the notice; else the page.

    `act` gives where it leads. `as_seen`: what was recorded since the page was opened is told first.
    """

    def act_and_say() -> str:
        leads = act()
        flash(said)
        return leads

    if answer := submit(form, act_and_say, editing=_editing(notice) if as_seen else None):
        return answer
    return page(f"contracts/notices/{view}.html", form, notice=notice, crumbs=crumbs_to_notice(notice), **values)


def _editing(notice: Notice) -> Editing:
    """What a stale page is told: who recorded what last; to others than the keepers of the ledger only that."""
    is_told = current_actor().may(Permission.WITHHOLD_PAYMENT)
    return Editing(record=notice, subject=SUBJECT if is_told else "")
