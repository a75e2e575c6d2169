"""The board of a proposal: five queries, however many groups and lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import func, or_, select

from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.positions import outcomes_on
from budgets.agreement.queries.proposals import get_proposal, groups_by_code, list_openings
from budgets.agreement.rules.board import Board, Decided, Known, Opened, Said, board_of
from budgets.agreement.rules.disputes import anchor_of
from budgets.agreement.rules.items import Item, ItemKind, Pot
from budgets.agreement.rules.offers import Offers
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Stance
from budgets.method.result import Calculation
from budgets.rounds.queries import calculation_of
from budgets.sources.rules.descriptions import Grade, descriptions_from
from budgets.sources.rules.money import Rests, added, rests_of, weakest
from core.db import db
from core.money import as_pence
from core.threads.queries import count_comments

notes_beside_groups: list[Callable[[Calculation], Mapping[str, str]]] = []
"""Higher rooms append a function here: a calculation → a word beside each group's figures, by the group's code."""
_MOST_AT_HAND = 16
_GRADES_AT_HAND = 8192
Key = tuple[str, Item]


def get_board(proposal: Proposal, calculation: Calculation, proposals: Sequence[Proposal], *, on: date) -> Board:
    """The board of a proposal on a day. `proposals`: all of the round; `calculation`: the figures proposed."""
    offers = Offers(calculation)
    codes = {party.id: code for code, party in groups_by_code(proposal).items()}
    said = _said(proposal.id, codes)
    disputed = [key for key, each in said.items() if each.stance is Stance.DISPUTED]
    counts = count_comments("round", proposal.round_id)
    known = Known(
        said=said,
        opened=_opened(proposal.id, codes),
        outcomes=_outcomes(proposal, proposals),
        comments={key: counts.get(anchor_of(*key), 0) for key in disputed},
        grades={key: grade_at_hand(proposal, *key) for key in disputed},
        notes={code: note for notes in notes_beside_groups for code, note in notes(calculation).items()},
    )
    return board_of(offers, known, reply_by=proposal.reply_by, on=on)


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
def _rests_at_hand(proposal_id: int, content_hash: str) -> tuple[Rests, Offers]:
    del content_hash  # another database may have another proposal under the same id
    proposal = get_proposal(proposal_id)
    calculation = calculation_of(proposal.calculation)
    return rests_of(calculation, descriptions_from(proposal.sources)), Offers(calculation)


def _said(proposal_id: int, codes: Mapping[int, str]) -> dict[Key, Said]:
    """What stands of total, split and pots, and the disputed lines, by group code and item."""
    last = select(func.max(Position.id)).where(Position.proposal_id == proposal_id)
    last = last.group_by(Position.party_id, Position.item_kind, Position.item_code)
    found = select(
        Position.id,
        Position.party_id,
        Position.item_kind,
        Position.item_code,
        Position.stance,
        Position.reason,
        Position.claimed,
        Position.claimed_method,
        Position.carried_from_id,
        Position.name,
        Position.given_at,
    )
    is_shown = or_(Position.item_kind != ItemKind.LINE, Position.stance == Stance.DISPUTED)
    return {
        (codes[row.party_id], Item(kind=row.item_kind, code=row.item_code)): Said(
            id=row.id,
            stance=row.stance,
            reason=row.reason,
            claimed=None if row.claimed is None else as_pence(row.claimed),
            claimed_method=row.claimed_method,
            is_carried=row.carried_from_id is not None,
            by=row.name,
            given_at=row.given_at,
        )
        for row in db.session.execute(found.where(Position.id.in_(last), is_shown))
    }


def _opened(proposal_id: int, codes: Mapping[int, str]) -> dict[str, Opened]:
    opened: dict[str, Opened] = {}
    for opening in list_openings(proposal_id):
        opened.setdefault(codes[opening.party_id], Opened(by=opening.person.name, at=opening.opened_at))
    return opened


def _outcomes(proposal: Proposal, proposals: Sequence[Proposal]) -> dict[int, Decided]:
    """The last outcome of each dispute of a proposal that has one, by its position."""
    decided = {}
    for position_id, outcome in outcomes_on(proposal.id).items():
        calculation = outcome.calculation.number if outcome.calculation else None
        later = taken_up_in(proposals, after=proposal.number, calculation=calculation)
        decided[position_id] = Decided(
            kind=outcome.kind,
            by=outcome.decided_by.name,
            at=outcome.decided_at,
            taken_up_in=later.number if later and outcome.kind is OutcomeKind.UPHELD else None,
        )
    return decided
