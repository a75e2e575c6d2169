"""What the board puts on the home page: to those who commission, the money in dispute and the disputes to decide."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.proposals import list_current_proposals
from budgets.agreement.rules.board import Board
from budgets.agreement.views.board_at_hand import board_at_hand
from budgets.rounds.views.held import held_fast
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from core.wording import sterling


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of the board on the home page of one who reads, on a day. A round held fast needs nothing any more."""
    if not actor.may(Permission.PREPARE_ROUNDS):
        return []
    found: list[ToDo | Figure] = []
    for proposal in list_current_proposals(actor.commissioner_ids):
        if not held_fast(proposal.round_id):
            board = board_at_hand(proposal, [proposal], on=on)
            found += _to_decide(actor, proposal, board)
            found.append(_in_dispute(proposal, board))
    return found


def _to_decide(actor: Actor, proposal: Proposal, board: Board) -> Iterator[ToDo]:
    waiting = sum(dispute.is_open for dispute in board.disputes)
    if waiting and actor.may(Permission.DECIDE_DISPUTES):
        yield ToDo(
            what=f"Decide over {waiting} {'dispute' if waiting == 1 else 'disputes'} for {proposal.round.year}",
            href=url_for("board.show_board", round_id=proposal.round_id, state="open"),
            by=proposal.deadline,
            detail=f"On proposal {proposal.number}. Talk first: each has a thread of comments.",
        )


def _in_dispute(proposal: Proposal, board: Board) -> Figure:
    """The amount under disputed lines, and beside it the difference claimed and a disputed total."""
    disputed = board.money.totals_disputed
    beside = f" Total disputed by {len(disputed)}." if disputed else ""
    return Figure(
        label=f"Money in dispute for {proposal.round.year}",
        value=sterling(board.money.amount),
        href=url_for("board.show_board", round_id=proposal.round_id),
        note=f"Difference claimed {sterling(board.money.claimed)}.{beside}",
    )
