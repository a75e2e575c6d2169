"""What papers are made of: everything a meeting about a proposal has to know, read once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.adoption import adoption_words_of
from budgets.agreement.queries.board import get_board
from budgets.agreement.queries.proposals import list_proposals
from budgets.agreement.rules.board import Board
from budgets.agreement.rules.changes import Changes, changes_from
from budgets.intentions.queries.overview import overview_of
from budgets.intentions.rules.overview import Overview
from budgets.method.policy import Policy
from budgets.method.result import Calculation
from budgets.must_dos.presented.listed import Listed, listed
from budgets.must_dos.queries import list_must_dos, use_of_growth
from budgets.must_dos.rules.growth import GrowthUse
from budgets.risk.queries.movements import account_in
from budgets.risk.rules.pool import Account
from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.queries import calculation_of, policy_of, workbook_of
from budgets.sources.rules.descriptions import descriptions_from
from budgets.sources.rules.money import Rests, rests_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A calculation of the round that somebody wants to see beside the proposal."""

    stored: StoredCalculation
    calculation: Calculation


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All of it, as it stands on a day. `adopted`: the line on adopting without somebody's agreement, or blank."""

    round: Round
    proposal: Proposal
    calculation: Calculation
    policy: Policy
    board: Board
    adopted: str
    changes: Changes | None
    scenarios: Sequence[Scenario]
    growth: GrowthUse
    must_dos: Sequence[Listed]
    intentions: Overview
    rests: Rests
    pool: Account
    practice_names: dict[str, str]
    on: date


def gather(
    proposal: Proposal,
    scenarios: Sequence[StoredCalculation],
    *,
    on: date,
    read: Callable[[StoredCalculation], Calculation] = calculation_of,
) -> Gathered:
    """What there is to say about a proposal on a day. `scenarios`: calculations of the round to stand beside it.

    `read` gives the values of a calculation, where the caller has them at hand.
    """
    stored, found = proposal.calculation, proposal.round
    calculation = read(stored)
    own, workbook = list_must_dos(found.id), workbook_of(stored.inputs)
    return Gathered(
        round=found,
        proposal=proposal,
        calculation=calculation,
        policy=policy_of(stored),
        board=get_board(proposal, calculation, list_proposals(found.id), on=on),
        adopted=adoption_words_of(proposal),
        changes=changes_from(proposal.changes),
        scenarios=[Scenario(stored=each, calculation=read(each)) for each in scenarios],
        growth=use_of_growth(stored.inputs, own),
        must_dos=listed(workbook, stored.inputs.number, own),
        intentions=overview_of(found, stored, calculation, on=on),
        rests=rests_of(calculation, descriptions_from(proposal.sources)),
        pool=account_in(found.id),
        practice_names={row.practice: row.name for row in workbook.practices},
        on=on,
    )
