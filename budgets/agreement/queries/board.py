"""The board of a proposal: four queries, however many groups and lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Integer, Select, bindparam, exists, func, select, type_coerce
from sqlalchemy.orm import aliased

from budgets.agreement.models.positions import ON_BOARD, Outcome, Position
from budgets.agreement.models.proposals import Opening, Proposal
from budgets.agreement.queries.proposals import get_proposal
from budgets.agreement.rules.board import Board, Decided, Known, Opened, Said, board_of
from budgets.agreement.rules.disputes import anchor_of
from budgets.agreement.rules.items import Item, ItemKind, Pot
from budgets.agreement.rules.offers import Offers
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Stance
from budgets.method.result import Calculation
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import calculation_of
from budgets.sources.rules.descriptions import Grade, descriptions_from
from budgets.sources.rules.money import Rests, added, rests_of, weakest
from core.db import db
from core.parties.models import Party
from core.people.models import Person
from core.threads.models import Comment, Thread
from core.threads.queries import count_comments

Teller = Callable[[Calculation], Mapping[str, str]]
notes_beside_groups: list[Teller] = []
"""Higher rooms append a function here: a calculation → a word beside each group's figures, by the group's code."""
_MOST_AT_HAND = 16
_GRADES_AT_HAND = 8192
Key = tuple[str, Item]
_PROPOSAL: BindParameter[int] = bindparam("proposal_id")


def get_board(proposal: Proposal, calculation: Calculation, proposals: Sequence[Proposal], *, on: date) -> Board:
    """The board of a proposal on a day. `proposals`: all of the round; `calculation`: the figures proposed."""
    said = _said(proposal)
    disputed = [key for key, each in said.items() if each.stance is Stance.DISPUTED]
    counts = count_comments("round", proposal.round_id)
    known = Known(
        said=said,
        opened=_opened(proposal.id),
        outcomes=_outcomes(proposal, proposals),
        comments={key: counts.get(anchor_of(*key), 0) for key in disputed} if counts else {},
        grades={key: grade_at_hand(proposal, *key) for key in disputed},
        notes=_notes_at_hand(proposal.id, proposal.content_hash, tuple(notes_beside_groups)),
    )
    return board_of(Offers(calculation), known, reply_by=proposal.reply_by, on=on)


def how_far(proposal: Proposal) -> tuple[int | None, ...]:
    """What tells one state of a board from another. Rows are only ever added, so the last of each kind will do."""
    return tuple(db.session.execute(_HOW_FAR, {"proposal_id": proposal.id, "round_id": proposal.round_id}).one())


def taken_up_in(proposals: Iterable[Proposal], *, after: int, calculation: int | None) -> Proposal | None:
    """The first proposal after one (by its number) that took up what was upheld on it; None: none did so far.

    `calculation`: the number of the one in which it was taken up, where the decision names it. A proposal that was
    withdrawn took nothing up.
    """
    later = [each for each in proposals if each.number > after and each.withdrawal is None]
    found = (each for each in later if calculation is None or each.calculation.number >= calculation)
    return min(found, key=lambda each: each.number, default=None)


def grade_at_hand(proposal: Proposal, group: str, item: Item) -> Grade | None:
    """The weakest grade on which a group's money of an item rests, as it stood when the proposal was issued.

    Of the total, everything; of the split, all the group's lines. None where nothing is graded.
    """
    return _grade_at_hand(proposal.id, proposal.content_hash, group, item)


@lru_cache(maxsize=_GRADES_AT_HAND)
def _grade_at_hand(proposal_id: int, content_hash: str, group: str, item: Item) -> Grade | None:
    rests, offers = _rests_at_hand(proposal_id, content_hash)
    match item.kind:
        case ItemKind.TOTAL:
            return weakest(rests.pence)
        case ItemKind.SPLIT:
            return weakest(rests.of_group(group))
        case ItemKind.LINE:
            return rests.grade_of(item.code, group)
        case ItemKind.POT:
            lines = [rests.lines[line.code].by_group[group] for line in offers.lines_of(Pot(item.code))]
            return weakest(added(lines))


@lru_cache(maxsize=_MOST_AT_HAND)
def _notes_at_hand(proposal_id: int, content_hash: str, tellers: tuple[Teller, ...]) -> Mapping[str, str]:
    _, offers = _rests_at_hand(proposal_id, content_hash)
    return {code: note for notes in tellers for code, note in notes(offers.calculation).items()}


@lru_cache(maxsize=_MOST_AT_HAND)
def _rests_at_hand(proposal_id: int, content_hash: str) -> tuple[Rests, Offers]:
    del content_hash  # another database may have another proposal under the same id
    proposal = get_proposal(proposal_id)
    calculation = calculation_of(proposal.calculation)
    return rests_of(calculation, descriptions_from(proposal.sources)), Offers(calculation)


def _what_stands() -> Select[*tuple[Any, ...]]:
    """What stands of total, split and pots, and the disputed lines: few of the thousands a large round may have."""
    later = aliased(Position)
    is_last = ~exists().where(
        later.proposal_id == Position.proposal_id,
        later.party_id == Position.party_id,
        later.item_kind == Position.item_kind,
        later.item_code == Position.item_code,
        later.id > Position.id,
    )
    found = select(
        Party.code,
        Position.item_kind,
        Position.item_code,
        Position.stance,
        Position.id,
        Position.reason,
        type_coerce(Position.claimed, BigInteger),
        Position.claimed_method,
        Position.carried_from_id,
        Position.name,
        Position.given_at,
    )
    found = found.join(Position.party).where(Position.proposal_id == _PROPOSAL)
    return found.where(ON_BOARD, is_last)


# The statements are the same for every proposal, so they are made once.
_WHAT_STANDS = _what_stands()
_WHO_OPENED = (
    select(Party.code, Person.name, Opening.opened_at)
    .join(Opening.party)
    .join(Opening.person)
    .where(Opening.proposal_id == _PROPOSAL)
    .order_by(Opening.opened_at.desc(), Opening.id.desc())
)
_OUTCOMES = (
    select(Outcome.position_id, Outcome.kind, Person.name, Outcome.decided_at, StoredCalculation.number)
    .join(Outcome.position)
    .join(Outcome.decided_by)
    .outerjoin(Outcome.calculation)
    .where(Position.proposal_id == _PROPOSAL)
    .order_by(Outcome.id)
)


_OF_ROUND = bindparam("round_id", type_=Integer)
_HOW_FAR = select(
    select(func.max(Position.id)).where(Position.proposal_id == _PROPOSAL).scalar_subquery(),
    select(func.max(Outcome.id)).join(Outcome.position).where(Position.proposal_id == _PROPOSAL).scalar_subquery(),
    select(func.max(Opening.id)).where(Opening.proposal_id == _PROPOSAL).scalar_subquery(),
    select(func.max(Comment.id))
    .join(Comment.thread)
    .where(Thread.subject == "round", Thread.subject_id == _OF_ROUND)
    .scalar_subquery(),
)


def _said(proposal: Proposal) -> dict[Key, Said]:
    """The same by group code and item."""
    return {
        (group, Item(kind=kind, code=code)): Said(
            stance=stance,
            id=position_id,
            reason=reason,
            claimed=claimed,
            claimed_method=method,
            is_carried=carried_from is not None,
            by=by,
            given_at=at,
        )
        for group, kind, code, stance, position_id, reason, claimed, method, carried_from, by, at in (
            db.session.connection().execute(_WHAT_STANDS, {"proposal_id": proposal.id})
        )
    }


def _opened(proposal_id: int) -> dict[str, Opened]:
    """Who of each group opened a proposal first, by the group's code."""
    rows = db.session.execute(_WHO_OPENED, {"proposal_id": proposal_id})
    return {code: Opened(by=name, at=at) for code, name, at in rows}


def _outcomes(proposal: Proposal, proposals: Sequence[Proposal]) -> dict[int, Decided]:
    """The last outcome of each dispute of a proposal that has one, by its position."""
    decided = {}
    for position_id, kind, by, at, calculation in db.session.execute(_OUTCOMES, {"proposal_id": proposal.id}):
        later = taken_up_in(proposals, after=proposal.number, calculation=calculation)
        number = later.number if later and kind is OutcomeKind.UPHELD else None
        decided[position_id] = Decided(kind=kind, by=by, at=at, taken_up_in=number)
    return decided
