"""The claims that wait for approval as approvers look at them: sums, age, and what there is to look at first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func, select, tuple_

from commissioning.organisations.queries.populations import latest_of
from core.db import db
from core.money import as_pence
from les.claims.models.claims import Claim, ClaimLine
from les.claims.queries.ageing import waits_since, working_days_waited
from les.claims.queries.approving import (
    answered_lines,
    answers_to_duplicates,
    looks_at,
    open_queries_of,
    standing_of,
)
from les.claims.queries.budget_left import Place, budget_states
from les.claims.queries.duplicates import duplicates_of
from les.claims.rules.approving import step_of, unanswered
from les.claims.rules.budget_check import BudgetState
from les.claims.rules.kinds import CURRENT, Step
from les.claims.rules.peers import is_above_peers

LATE, QUERIED, TWICE = "late", "query open", "claimed twice?"
OVER, ABOVE = "over budget", "above peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claim that waits: the step it waits for, what it is worth, for how many working days, what to look at first.

    `twice`: what seems claimed twice; `unanswered`: of that, what nobody said anything to yet.
    """

    claim: Claim
    step: Step | None
    pence: int
    days: int
    seen: str
    flags: tuple[str, ...]
    twice: list[str]
    unanswered: list[str]


def waiting_as_seen(claims: Sequence[Claim], on: date) -> list[Waiting]:
    """The claims with all that a list of them shows, in the same number of queries however many (of one year)."""
    ids = [claim.id for claim in claims]
    looks, queries, twice = looks_at(claims), open_queries_of(ids), duplicates_of(claims)
    budgets, above = _budgets(claims, on), _above_peers(claims, on)
    answers, found = answers_to_duplicates(ids), []
    for claim in claims:
        look = looks[claim.id]
        standing = standing_of(claim, look.decisions, queries.get(claim.id, 0))
        asked = unanswered(twice[claim.id], answered_lines(answers.get(claim.id, ())))
        state = budgets[claim.year, (claim.scheme_id, claim.practice_id)]
        told = {
            LATE: claim.is_late,
            QUERIED: bool(standing.open_queries),
            TWICE: bool(asked),
            OVER: bool(state.shortfall(look.pence)),
            ABOVE: claim.id in above,
        }
        found.append(
            Waiting(
                claim=claim,
                step=step_of(standing),
                pence=look.pence,
                days=working_days_waited(waits_since(claim, look), on),
                seen=look.seen,
                flags=tuple(flag for flag, holds in told.items() if holds),
                twice=twice[claim.id],
                unanswered=asked,
            )
        )
    return found


def _budgets(claims: Sequence[Claim], on: date) -> Mapping[tuple[str, Place], BudgetState]:
    found: dict[tuple[str, Place], BudgetState] = {}
    for year in sorted({claim.year for claim in claims}):
        places = {(claim.scheme_id, claim.practice_id) for claim in claims if claim.year == year}
        found |= {(year, place): state for place, state in budget_states(places, year=year, on=on).items()}
    return found


def _above_peers(claims: Sequence[Claim], on: date) -> Collection[int]:
    """The claims that ask much more per registered patient than those of other practices for the same quarter."""
    quarters = {(claim.scheme_id, claim.year, claim.quarter) for claim in claims}
    rows = (
        select(Claim.id, Claim.scheme_id, Claim.year, Claim.quarter, Claim.practice_id, func.sum(ClaimLine.amount))
        .join(Claim.lines)
        .where(tuple_(Claim.scheme_id, Claim.year, Claim.quarter).in_(quarters), Claim.state.in_(CURRENT))
        .group_by(Claim.id)
    )
    asked = [(row[0], (row[1], row[2], row[3]), row[4], row[5]) for row in db.session.execute(rows)]
    lists = latest_of([practice_id for *_, practice_id, _ in asked], on=on) if asked else {}
    rates: dict[tuple[int, str, int], dict[int, Fraction]] = {}
    for claim_id, quarter, practice_id, pounds in asked:
        people = lists[practice_id].registered if practice_id in lists else Decimal(0)
        if people:
            rates.setdefault(quarter, {})[claim_id] = Fraction(as_pence(pounds)) / Fraction(people)
    return {
        claim_id
        for by_claim in rates.values()
        for claim_id, own in by_claim.items()
        if is_above_peers(own, [rate for other, rate in by_claim.items() if other != claim_id])
    }
