"""The board as it stands: worked out anew only when somebody has said something since it was last read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sqlalchemy import Engine

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.board import get_board, how_far
from budgets.agreement.rules.board import Board
from budgets.agreement.views.reach import figures_of
from core.db import db

_MOST_AT_HAND = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The board of a proposal in one state, by which two are the same; and how it is worked out."""

    engine: Engine
    proposal_id: int
    said: tuple[int | None, ...]
    known: tuple[tuple[int, bool], ...]
    on: date
    work_out: Callable[[], Board] = field(compare=False)


def board_at_hand(proposal: Proposal, proposals: Sequence[Proposal], *, on: date) -> Board:
    """The board of a proposal on a day; `proposals`: all of its round.

    What it is made of is frozen and only ever added to, so the last few boards stay at hand until something is added.
    Only for pages, which read what was committed.
    """
    wanted = _Wanted(
        engine=db.engine,
        proposal_id=proposal.id,
        said=how_far(proposal),
        known=tuple((each.id, each.withdrawal is None) for each in proposals),
        on=on,
        work_out=lambda: get_board(proposal, figures_of(proposal), proposals, on=on),
    )
    return _at_hand(wanted)


@lru_cache(maxsize=_MOST_AT_HAND)
def _at_hand(wanted: _Wanted) -> Board:
    return wanted.work_out()
