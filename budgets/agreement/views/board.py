"""The board: where every group stands, the money in dispute, and the disputes to work through, on one screen."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, abort, request, url_for
from flask.blueprints import BlueprintSetupState

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.presented import board as presented
from budgets.agreement.presented.board_asked import STATE_NAMES, Asked, Order, asked_from, chosen
from budgets.agreement.presented.proposals import State
from budgets.agreement.queries.proposals import list_proposals
from budgets.agreement.rules.board import Board, DisputeOnBoard
from budgets.agreement.views import board_home
from budgets.agreement.views.board_at_hand import board_at_hand
from budgets.agreement.views.reach import figures_of, own_code, state_today
from budgets.method.result import Calculation
from budgets.rounds.models import Round
from budgets.rounds.views.reach import followed_round
from core import clock
from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import address_with, current_actor, page, page_of_list, requires
from core.working_days import time_left

DISPUTES_ON_A_PAGE = 200
views = Blueprint("board", __name__, url_prefix="/budgets/rounds/<int:round_id>")


@views.record_once
def make_known(_: BlueprintSetupState) -> None:
    """Add the page to those of a round, and its part of the home page."""
    add_tab(Tab(of="round", place=10, label="Board", endpoint="board.show_board", permission=Permission.SEE_PROPOSALS))
    add_home_part("board", board_home.home_part)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSeen:
    """The board of a proposal with what is asked of its list of disputes."""

    round: Round
    proposal: Proposal
    proposals: list[Proposal]
    calculation: Calculation
    board: Board
    asked: Asked
    state: State

    @property
    def group_names(self) -> dict[str, str]:
        """Group codes with their names."""
        return {group.code: group.name for group in self.calculation.groups}

    @property
    def earlier(self) -> int | None:
        """The number of the proposal from which positions were carried over."""
        return next((each.number for each in self.proposals if each.number < self.proposal.number), None)

    @property
    def disputes(self) -> list[DisputeOnBoard]:
        """The disputes asked for, in the order asked for."""
        return chosen(self.board.disputes, self.asked)


@views.get("/board")
@requires(Permission.SEE_PROPOSALS)
def show_board(round_id: int) -> tuple[str, int]:
    """Show the board of the newest proposal, or of the one asked for (`?proposal=1`)."""
    found = followed_round(round_id)
    proposals = list_proposals(round_id)
    if not proposals:
        return page("budgets/agreement/show_board.html", round=found, seen=None)
    seen = _seen(found, proposals)
    today, links = clock.today(), _links(seen)
    disputes = seen.disputes
    listed = page_of_list(disputes, DISPUTES_ON_A_PAGE)
    return page(
        "budgets/agreement/show_board.html",
        round=found,
        seen=seen,
        reply=_when(seen.proposal.reply_by, today),
        left=_when(seen.proposal.deadline, today),
        figures=presented.money_figures(seen.board),
        opened=presented.opened_in_words(seen.board),
        groups=presented.groups_table(seen.board, links, carried_from=seen.earlier),
        listed=listed,
        disputes=presented.disputes_table(
            listed.rows, links, names=seen.group_names, asked=seen.asked, heads=_heads(seen)
        ),
        items=presented.items_of(seen.board.disputes),
        states=STATE_NAMES,
        take_position=_where_to_answer(seen),
    )


@views.get("/board.csv")
@requires(Permission.SEE_PROPOSALS)
def download_board_csv(round_id: int) -> Response:
    """Give the groups' rows of the board as CSV."""
    seen = _seen_to_download(round_id)
    return _file(seen, table_as_csv(_groups(seen)), "csv", "board")


@views.get("/disputes.csv")
@requires(Permission.SEE_PROPOSALS)
def download_disputes_csv(round_id: int) -> Response:
    """Give the disputes as CSV, filtered and in order as they are shown."""
    seen = _seen_to_download(round_id)
    return _file(seen, table_as_csv(_disputes(seen)), "csv", "disputes")


@views.get("/board.xlsx")
@requires(Permission.SEE_PROPOSALS)
def download_board_xlsx(round_id: int) -> Response:
    """Give the board and the disputes as they are shown as XLSX, a sheet each."""
    seen = _seen_to_download(round_id)
    return _file(seen, tables_as_xlsx([_groups(seen), _disputes(seen)]), "xlsx", "board")


def _when(by: date, on: date) -> str:
    """How many working days are left until the end of a day, or how many ago it was."""
    return time_left(by, on).replace(" overdue", " ago")


def _seen_to_download(round_id: int) -> BoardSeen:
    found = followed_round(round_id)
    proposals = list_proposals(round_id)
    if not proposals:
        abort(404)
    return _seen(found, proposals)


def _seen(found: Round, proposals: list[Proposal]) -> BoardSeen:
    """The board of the proposal asked for; 404 for one that the round does not have."""
    asked = request.args.get("proposal", "")
    proposal = next((each for each in proposals if asked in ("", str(each.number))), None)
    if proposal is None:
        abort(404)
    calculation, today = figures_of(proposal), clock.today()
    return BoardSeen(
        round=found,
        proposal=proposal,
        proposals=proposals,
        calculation=calculation,
        board=board_at_hand(proposal, proposals, on=today),
        asked=asked_from(request.args),
        state=state_today(proposal, proposals[0]),
    )


def _links(seen: BoardSeen) -> presented.BoardLinks:
    """Where the board leads. Addresses are built once, for a board may lead to hundreds of disputes."""
    dispute = url_for("disputes.show_dispute", position_id=0).removesuffix("0")
    positions = url_for("positions.list_positions", proposal_id=seen.proposal.id)
    return presented.BoardLinks(
        dispute=lambda position_id: f"{dispute}{position_id}",
        positions=lambda code: f"{positions}?group={code}",
        disputes_of=lambda code: f"{address_with({'group': code, 'item': None, 'state': None, 'page': None})}#disputes",
    )


def _heads(seen: BoardSeen) -> dict[Order, str]:
    """Where the head of each column of the disputes leads: the same list in that column's order."""
    kept = {"proposal": request.args.get("proposal"), "page": None}
    blank = dict.fromkeys(("state", "group", "item", "sort", "backwards"))
    return {
        order: f"{address_with({**blank, **kept, **seen.asked.in_order_of(order).query})}#disputes" for order in Order
    }


def _where_to_answer(seen: BoardSeen) -> str:
    """Where somebody who may speak for a group of the proposal answers it; empty for all others."""
    actor = current_actor()
    is_asked = actor.may(Permission.TAKE_POSITIONS) and own_code(actor) in seen.group_names
    if not is_asked or not seen.state.is_current:
        return ""
    return url_for("positions.list_positions", proposal_id=seen.proposal.id)


def _groups(seen: BoardSeen) -> Table:
    return presented.groups_table(seen.board, carried_from=seen.earlier)


def _disputes(seen: BoardSeen) -> Table:
    return presented.disputes_table(seen.disputes, names=seen.group_names)


def _file(seen: BoardSeen, content: bytes, kind: str, what: str) -> Response:
    proposal = f"proposal {seen.proposal.number}"
    return send(content, kind, seen.round.commissioner.name, seen.round.year, proposal, what)
