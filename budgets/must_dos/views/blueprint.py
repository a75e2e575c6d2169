"""The blueprint of must-dos, what it makes known to others, and how a must-do of an address is found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.queries import find_must_do
from budgets.must_dos.views import home_part, words
from budgets.rounds.models import Round
from budgets.rounds.views.reach import followed_round
from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission
from core.web import current_actor

views = Blueprint("must_dos", __name__, url_prefix="/budgets/rounds/<int:round_id>/must-dos")
TAB = Tab(
    of="round", place=50, label="Must-dos", endpoint="must_dos.list_must_dos", permission=Permission.SEE_INTENTIONS
)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the page to those of a round, the part of the home page and the words of the audit trail."""
    del state
    add_tab(TAB)
    add_home_part("must_dos", home_part.home_part)
    words.make_known()


def reached_must_do(round_id: int, must_do_id: int) -> ProposedMustDo:
    """The must-do of the address, if its round concerns the reader."""
    found = find_must_do(followed_round(round_id).id, must_do_id)
    if found is None:
        abort(404)
    return found


def own_must_do(round_id: int, must_do_id: int) -> ProposedMustDo:
    """The must-do of the address, if the reader's organisation proposed it: nobody else changes or withdraws it."""
    found = reached_must_do(round_id, must_do_id)
    if found.party_id != current_actor().organisation_id:
        abort(404)
    return found


def crumbs_to_round(found: Round) -> list[tuple[str, str]]:
    """The way to the pages of a round."""
    return [
        ("Budget rounds", url_for("rounds.list_rounds")),
        (f"Round {found.year}", url_for("rounds.show_round", round_id=found.id)),
    ]


def crumbs_to_list(found: Round) -> list[tuple[str, str]]:
    """The way to the must-dos of a round."""
    return [*crumbs_to_round(found), ("Must-dos", url_for("must_dos.list_must_dos", round_id=found.id))]


def crumbs_to(must_do: ProposedMustDo) -> list[tuple[str, str]]:
    """The way to the acts on a must-do."""
    address = url_for("must_dos.show_must_do", round_id=must_do.round_id, must_do_id=must_do.id)
    return [*crumbs_to_list(must_do.round), (must_do.name, address)]
