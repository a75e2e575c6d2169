"""What happens in the demo year, day by day, through the acts people use, each at its own hour.

Proposal 1 by capitation, as in 2007/08, with the positions of the leads’ meeting; what came of them; proposal 2 on
activity; intentions and the provider’s answers; and one dispute that stands on the morning of the demo’s day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from budgets.agreement import demo as said
from budgets.agreement.actions.disputes import comment_on_dispute, decide_dispute
from budgets.agreement.actions.openings import note_opening
from budgets.agreement.actions.positions import take_positions
from budgets.agreement.actions.proposals import issue_proposal
from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.positions import find_standing, standing_positions
from budgets.agreement.rules.items import Item, ItemKind
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.positions import Answer
from budgets.intentions.demo import seed_demo_intentions
from budgets.must_dos.actions.taking import take_into_inputs
from budgets.must_dos.demo import seed_demo_must_dos
from budgets.risk.demo import seed_demo_risk
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.scenarios import change_methods, change_policy, copy_scenario, use_inputs
from budgets.rounds.demo import seed_demo_activity_from_returns
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import workbook_of
from budgets.rounds.rules import methods_written, values_in
from budgets.sources.demo import seed_demo_sources
from contracts.heads_of_terms import demo as heads
from contracts.specifications.demo import seed_specifications_under_way
from core.permissions import Actor
from demo.cast import Cast, at_hour, scheme_sides_of, sides_of
from demo.contracting import return_and_contract
from demo.services import Services
from les.schemes.demo_recommissioning import seed_demo_decisions

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FIRST_DAYS = {"DAC": (2, 25), "WAT": (2, 26), "STA": (2, 27), "HER": (2, 27), "RED": (2, 29)}
SECOND_DAYS = {"WAT": (3, 10), "STA": (3, 11), "HER": (3, 12), "RED": (3, 13), "DAC": (3, 13)}


def play_story(working: StoredCalculation, cast: Cast, services: Services) -> None:
    """Play the story from the calculation of the working budget to the morning of the demo's day."""
    by = cast.commissioner
    seed_demo_sources(inputs_id=working.inputs_id, by=cast.finance, at=at_hour(2, 12, 15))
    first = _propose_as_last_year(working, by)
    services.pay_incentive()
    _answer(first, cast, said.FIRST_ANSWERS, FIRST_DAYS)
    seed_demo_decisions(EXAMPLES / "demo" / "re-commissioning.toml", scheme_sides_of(cast), cast.leads)
    seed_demo_must_dos(
        round_id=working.round_id,
        lead=cast.leads["WAT"],
        provider=cast.provider,
        commissioner=by,
        at=at_hour(3, 3, 9),
    )
    seed_demo_risk(
        round_id=working.round_id,
        commissioner=by,
        finance=cast.finance,
        contributor=cast.leads["HER"],
        drawer=cast.leads["RED"],
        at=at_hour(3, 3, 11),
    )
    _decide_first_disputes(first, cast)
    second = _propose_on_activity(working, by)
    seed_specifications_under_way(EXAMPLES / "demo", sides_of(cast))
    services.claim_open_quarter()
    seed_demo_intentions(
        round_id=working.round_id,
        calculation=second.calculation,
        leads=cast.leads,
        provider=cast.provider,
        commissioner=by,
        scale=EXAMPLES / "demo" / "pay-scale.csv",
        at=at_hour(3, 7, 9),
    )
    heads_id = heads.draft_demo_heads(
        proposal_id=second.id, provider=cast.provider, lead=cast.leads["WAT"], by=by, at=at_hour(3, 7, 14)
    )
    _last_days(second, heads_id, cast)


def _last_days(second: Proposal, heads_id: int, cast: Cast) -> None:
    """Answers, contracts, the dispute, signatures; on the last evening the year’s frozen returns are tried out."""
    _answer(second, cast, said.SECOND_ANSWERS, SECOND_DAYS)
    return_and_contract(cast)
    _argue(second, cast)
    _sign_heads(heads_id, cast)
    seed_demo_activity_from_returns(second.calculation, by=cast.commissioner, at=at_hour(3, 17, 17))


def _propose_as_last_year(working: StoredCalculation, by: Actor) -> Proposal:
    """Every line that is split at all by capitation: how 2007/08 was divided."""
    at = at_hour(2, 13, 10)
    scenario = copy_scenario(calculation_id=working.id, name="By capitation, as in 2007/08", by=by, at=at)
    workbook = workbook_of(working.inputs)
    by_heads = {service.code: "capitation" for service in workbook.services if not service.method.is_pooled}
    written = methods_written(workbook)
    seen = {code: written[code] for code in by_heads}
    change_methods(scenario_id=scenario.id, written=by_heads, seen=seen, by=by, at=at)
    stored, _ = calculate_scenario(scenario_id=scenario.id, by=by, at=at)
    return _issue(stored, said.FIRST_NOTE, said.FIRST_REPLY_BY, by, at_hour(2, 14, 9))


def _propose_on_activity(working: StoredCalculation, by: Actor) -> Proposal:
    """The working budget, with the must-do that was approved meanwhile."""
    at = at_hour(3, 5, 9)
    inputs = take_into_inputs(round_id=working.round_id, by=by, at=at)
    scenario = use_inputs(scenario_id=working.scenario_id, inputs_id=inputs.id, with_policy=False, by=by, at=at)
    seen = values_in(scenario.policy)
    in_three = {"uplift.gross_percent": "5.3", "uplift.efficiency_percent": "3"}  # 2.3% net, now said in three figures
    change_policy(scenario_id=scenario.id, keys={**seen, **in_three}, seen=seen, by=by, at=at)
    stored, _ = calculate_scenario(scenario_id=working.scenario_id, by=by, at=at)
    return _issue(stored, said.SECOND_NOTE, said.SECOND_REPLY_BY, by, at_hour(3, 5, 11))


def _issue(stored: StoredCalculation, note: str, reply_by: date, by: Actor, at: datetime) -> Proposal:
    return issue_proposal(
        calculation_id=stored.id,
        note=note,
        reply_by=reply_by,
        deadline=said.DEADLINE,
        shares_words=True,
        by=by,
        at=at,
        on=at.date(),
        address_of="/budgets/proposals/{}".format,
    )


def _answer(
    proposal: Proposal, cast: Cast, answers: Mapping[str, Sequence[Answer]], days: Mapping[str, tuple[int, int]]
) -> None:
    """Each lead opens the proposal and answers it an hour later, in the order of the days."""
    for code, (month, day) in sorted(days.items(), key=lambda pair: pair[1]):
        lead, opened = cast.leads[code], at_hour(month, day, 8, 30)
        note_opening(proposal_id=proposal.id, by=lead, at=opened)
        standing = standing_positions(proposal.id)
        seen = {item: held.id for (party, item), held in standing.items() if party == lead.organisation_id}
        at = at_hour(month, day, 9, 30)
        take_positions(
            proposal_id=proposal.id,
            group_id=lead.organisation_id,
            answers=[replace(each, seen_id=seen.get(each.item)) for each in answers[code]],
            by=lead,
            at=at,
            on=at.date(),
        )


def _decide_first_disputes(proposal: Proposal, cast: Cast) -> None:
    for (code, line), words in said.UPHELD.items():
        decide_dispute(
            position_id=_dispute(proposal, cast, code, line).id,
            kind=OutcomeKind.UPHELD,
            words=words,
            calculation_id=None,
            by=cast.commissioner,
            at=at_hour(3, 4, 16),
        )


def _argue(proposal: Proposal, cast: Cast) -> None:
    """The dispute that stands: talked over, and rejected with a reason the day before."""
    dispute = _dispute(proposal, cast, "DAC", "COMM-NUR")
    who = {"commissioner": cast.commissioner, "lead": cast.leads["DAC"], "provider": cast.provider}
    for hour, (role, words) in enumerate(said.COMMENTS, start=10):
        comment_on_dispute(position_id=dispute.id, words=words, by=who[role], at=at_hour(3, 14, hour))
    decide_dispute(
        position_id=dispute.id,
        kind=OutcomeKind.REJECTED,
        words=said.REJECTED,
        calculation_id=None,
        by=cast.commissioner,
        at=at_hour(3, 17, 16),
    )


def _sign_heads(heads_id: int, cast: Cast) -> None:
    """Broad heads of terms for intermediate care: all sign but Red House, one group with a reservation."""
    address_of = "/contracts/heads-of-terms/{}".format
    heads.issue_demo_heads(heads_id=heads_id, by=cast.commissioner, at=at_hour(3, 17, 16, 15), address_of=address_of)
    signers = [cast.commissioner, cast.provider, *(cast.leads[code] for code in ("WAT", "STA", "HER", "DAC"))]
    for minute, by in enumerate(signers, start=30):
        reservation = heads.RESERVATION if by is cast.leads["DAC"] else ""
        at = at_hour(3, 17, 16, minute)
        heads.sign_demo_heads(heads_id=heads_id, by=by, at=at, address_of=address_of, reservation=reservation)


def _dispute(proposal: Proposal, cast: Cast, code: str, line: str) -> Position:
    party_id = cast.leads[code].organisation_id
    found = find_standing(proposal.id, party_id=party_id, item=Item(kind=ItemKind.LINE, code=line))
    if found is None:
        raise RuntimeError(f"{code} was to dispute {line}")
    return found
