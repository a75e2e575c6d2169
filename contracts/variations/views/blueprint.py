"""The blueprint of variations, what it makes known to others, and how a variation of an address is found."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import find_issue
from contracts.agreements.rules.states import Stage
from contracts.agreements.views.blueprint import contract_in_view, crumbs_to
from contracts.variations.actions.recording import is_party
from contracts.variations.models import SUBJECT, Variation
from contracts.variations.queries.variations import find_seen
from contracts.variations.views import home_part, notices, words
from core.navigation import Tab, add_home_part, add_notice, add_tab
from core.one_use import Editing
from core.permissions import Permission
from core.web import current_actor

views = Blueprint("variations", __name__, url_prefix="/contracts")
TABS = (
    Tab(
        of="contracts",
        place=15,
        label="Variations",
        endpoint="variations.list_variations",
        permission=Permission.SEE_CONTRACTS,
    ),
    Tab(
        of="contract",
        place=10,
        label="Contract",
        endpoint="contracts.show_contract",
        permission=Permission.SEE_CONTRACTS,
    ),
    Tab(
        of="contract",
        place=20,
        label="Variations",
        endpoint="variations.list_of_contract",
        permission=Permission.SEE_CONTRACTS,
    ),
    Tab(
        of="contract",
        place=30,
        label="As at a date",
        endpoint="variations.show_as_at",
        permission=Permission.SEE_CONTRACTS,
    ),
)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the register, the pages of a contract, its notices, the part of the home page, the words of the trail."""
    del state
    for tab in TABS:
        add_tab(tab)
    add_notice("variations", of="contract", make=notices.notices)
    add_home_part("variations", home_part.home_part)
    words.make_known()


def variation_in_view(contract_id: int, number: int) -> Variation:
    """The variation of the address, if the reader may see it; not found otherwise."""
    found = find_seen(contract_id, number, by=current_actor())
    if found is None:
        abort(404)
    return found


def own_draft_in_view(contract_id: int, number: int) -> Variation:
    """A variation that the reader’s organisation drafted; not found for others who may see it."""
    found = variation_in_view(contract_id, number)
    if found.proposer_id != current_actor().organisation_id:
        abort(404)
    return found


def varied_in_view(contract_id: int) -> Contract:
    """The contract of an address on which its parties propose variations; not found for others who may see it."""
    contract = contract_in_view(contract_id)
    if not may_propose(contract):
        abort(404)
    return contract


def may_propose(contract: Contract) -> bool:
    """Whether the reader proposes variations of this contract: it is signed, and their organisation a party."""
    actor = current_actor()
    if not actor.may(Permission.PROPOSE_VARIATIONS) or contract.stage is not Stage.SIGNED:
        return False
    return is_party(find_issue(contract.id), actor.organisation_id)


def address_of(variation: Variation) -> str:
    """The page of a variation."""
    return url_for("variations.show_variation", **where(variation))


def where(variation: Variation) -> dict[str, Any]:
    """The place of a variation in addresses."""
    return {"contract_id": variation.contract_id, "number": variation.number}


def editing(variation: Variation) -> Editing:
    """That a form changes this variation: whoever saves second is told."""
    return Editing(record=variation, subject=SUBJECT)


def crumbs_of(contract: Contract) -> list[tuple[str, str]]:
    """The way to the variations of a contract."""
    return [*crumbs_to(contract), ("Variations", url_for("variations.list_of_contract", contract_id=contract.id))]


def crumbs_to_variation(variation: Variation) -> list[tuple[str, str]]:
    """The way to the acts on a variation."""
    return [*crumbs_of(variation.contract), (variation.named, address_of(variation))]
