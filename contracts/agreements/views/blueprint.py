"""The blueprint of contracts, what it makes known to others, and how a contract of an address is found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import NoResultFound

from contracts.agreements.models.contracts import SUBJECT, Contract
from contracts.agreements.models.schedules import Schedule
from contracts.agreements.queries.contracts import find_seen, get_schedule
from contracts.agreements.queries.money import has_budgets
from contracts.agreements.rules.states import Stage
from contracts.agreements.views import home_part, words
from core.four_eyes import is_one_with
from core.navigation import Item, Tab, add_home_part, add_item, add_tab
from core.one_use import Editing
from core.permissions import Permission
from core.web import current_actor

views = Blueprint("contracts", __name__, url_prefix="/contracts")
ITEM = Item(
    place=30,
    label="Contracts",
    endpoint="contracts.list_contracts",
    permission=Permission.SEE_CONTRACTS,
    section="contracts",
)
TAB = Tab(
    of="contracts",
    place=10,
    label="Register",
    endpoint="contracts.list_contracts",
    permission=Permission.SEE_CONTRACTS,
)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the section of the bar and its register, the part of the home page, the words of the audit trail."""
    del state
    add_item(ITEM)
    add_tab(TAB)
    add_home_part("contracts", home_part.home_part)
    words.make_known()


def contract_in_view(contract_id: int) -> Contract:
    """The contract of the address, if it concerns the reader; not found otherwise."""
    found = find_seen(contract_id, by=current_actor())
    if found is None:
        abort(404)
    return found


def draft_in_view(contract_id: int) -> Contract:
    """The contract of an address on which only its commissioner acts; not found for others who may see it."""
    found = contract_in_view(contract_id)
    if not may_draft(found):
        abort(404)
    return found


def schedule_in_view(contract: Contract, schedule_id: int) -> Schedule:
    """A schedule of the contract; not found where it has none of that number."""
    try:
        return get_schedule(contract.id, schedule_id)
    except NoResultFound:
        abort(404)


def may_allow(contract: Contract) -> bool:
    """Whether the reader may let it go over a budget line: not who drafted it, and its year has budgets."""
    actor = current_actor()
    return (
        actor.may(Permission.RECORD_EXCEPTIONS)
        and actor.organisation_id == contract.commissioner_id
        and contract.stage in (Stage.DRAFT, Stage.SIGNED)
        and not is_one_with(actor, contract.drafted_by_id)
        and has_budgets(contract.commissioner_id, contract.year)
    )


def may_draft(contract: Contract) -> bool:
    """Whether the reader drafts contracts of this commissioner."""
    actor = current_actor()
    return actor.may(Permission.DRAFT_CONTRACTS) and actor.organisation_id == contract.commissioner_id


def address_of(contract_id: int) -> str:
    """The page of a contract."""
    return url_for("contracts.show_contract", contract_id=contract_id)


def editing(contract: Contract) -> Editing:
    """That a form changes this contract: whoever saves second is told."""
    return Editing(record=contract, subject=SUBJECT)


def crumbs() -> list[tuple[str, str]]:
    """The way to the register."""
    return [("Contracts", url_for("contracts.list_contracts"))]


def crumbs_to(contract: Contract) -> list[tuple[str, str]]:
    """The way to the acts on a contract."""
    return [*crumbs(), (contract.reference, address_of(contract.id))]
