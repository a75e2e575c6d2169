"""What would be signed now: the proposal's figures with what every group says to it and what was decided over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from functools import lru_cache

from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import Decision
from budgets.agreement.queries.positions import standing_positions
from budgets.agreement.queries.proposals import groups_by_code
from budgets.agreement.rules.items import SPLIT, TOTAL, Item
from budgets.agreement.rules.sign_off import GroupSaid, Said
from budgets.agreement.rules.sign_off_content import (
    MONEY,
    SignedContent,
    SignedDecision,
    SignedGroup,
    dissent_from,
)
from budgets.agreement.rules.stances import silence
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import calculation_of, get_calculation
from core.clock import in_london

_FIGURES_AT_HAND = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What of a calculation is signed: its totals in pence, and of each group code, name, gross and net."""

    money: Mapping[str, int]
    groups: tuple[tuple[str, str, int, int], ...]


def said_by_groups(proposal: Proposal, *, on: date) -> tuple[GroupSaid, ...]:
    """What every group of the calculation says to the total and the split on a day; silence under its name."""
    standing, parties = standing_positions(proposal.id), groups_by_code(proposal)

    def said(code: str, item: Item) -> Said:
        party = parties.get(code)
        position = standing.get((party.id, item)) if party else None
        return Said(stance=silence(item.kind, reply_by=proposal.reply_by, on=on)) if position is None else _of(position)

    return tuple(
        GroupSaid(code=code, name=name, total=said(code, TOTAL), split=said(code, SPLIT))
        for code, name, _, _ in figures_of(proposal.calculation).groups
    )


def content_now(proposal: Proposal, said: Sequence[GroupSaid], decision: Decision | None) -> SignedContent:
    """What would be signed now. Where the proposal keeps words from the others, positions stand without them."""
    stored, found = proposal.calculation, proposal.round
    figures = figures_of(stored)
    shown = {each.code: each if proposal.shares_words else _without_words(each) for each in said}
    has_dissent = any(not each.consents for each in said)
    return SignedContent(
        commissioner=found.commissioner.name,
        commissioner_code=found.commissioner.code,
        year=found.year,
        proposal=proposal.number,
        proposal_hash=proposal.content_hash,
        calculation=stored.number,
        calculation_hash=stored.result_hash,
        money=figures.money,
        groups=tuple(SignedGroup(said=shown[code], gross=gross, net=net) for code, _, gross, net in figures.groups),
        decision=_signed(decision, shares_words=proposal.shares_words) if decision and has_dissent else None,
    )


def figures_of(stored: StoredCalculation) -> Figures:
    """What of a calculation is signed. Being frozen, the last few stay at hand."""
    return _figures_at_hand(stored.id, stored.result_hash)


@lru_cache(maxsize=_FIGURES_AT_HAND)
def _figures_at_hand(calculation_id: int, result_hash: str) -> Figures:
    del result_hash  # another database may have another calculation under the same id
    calculation = calculation_of(get_calculation(calculation_id))
    totals = calculation.totals
    return Figures(
        money={name: getattr(totals, name) for name in MONEY},
        groups=tuple(
            (group.code, group.name, totals.by_group[group.code].gross, totals.by_group[group.code].net)
            for group in calculation.groups
        ),
    )


def _of(position: Position) -> Said:
    return Said(
        stance=position.stance,
        reason=position.reason,
        words=position.words,
        by=position.name,
        role=position.role,
        at=position.given_at.astimezone(UTC).isoformat(),
        on=in_london(position.given_at).date(),
    )


def _without_words(group: GroupSaid) -> GroupSaid:
    return replace(group, total=replace(group.total, words=""), split=replace(group.split, words=""))


def _signed(decision: Decision, *, shares_words: bool) -> SignedDecision:
    dissent = dissent_from(decision.dissent)
    if not shares_words:
        dissent = tuple(replace(each, said=replace(each.said, words="")) for each in dissent)
    return SignedDecision(
        reasons=decision.reasons,
        by=decision.name,
        role=decision.role,
        at=decision.decided_at.astimezone(UTC).isoformat(),
        on=in_london(decision.decided_at).date(),
        dissent=dissent,
    )
