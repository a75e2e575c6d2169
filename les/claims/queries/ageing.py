"""How old what waits is: claims by the step they wait for, in working days. Payments shows it beside its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.clock import in_london
from core.db import db
from core.permissions import Actor
from core.working_days import working_days_between
from les.claims.models.claims import Claim
from les.claims.queries.approving import AskedClaims, Look, looks_at, open_queries_of, select_waiting, standing_of
from les.claims.rules.approving import step_of
from les.claims.rules.kinds import Step, Verdict

BANDS = ((0, 5), (6, 10), (11, 20), (21, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """The claims that wait for a step: how many, pence, since when the oldest, and how many by age (`BANDS`)."""

    step: Step
    count: int
    pence: int
    oldest: datetime
    days: int
    by_band: tuple[int, ...]


def ages_of_waiting(by: Actor, on: date) -> list[Age]:
    """How old what waits for the commissioner is, by step, in the order of the steps; steps without any left out."""
    claims = list(db.session.scalars(select_waiting(by, AskedClaims())))
    looks, queries = looks_at(claims), open_queries_of([claim.id for claim in claims])
    by_step: dict[Step, list[tuple[datetime, int]]] = {}
    for claim in claims:
        look = looks[claim.id]
        step = step_of(standing_of(claim, look.decisions, queries.get(claim.id, 0)))
        if step is not None:
            by_step.setdefault(step, []).append((waits_since(claim, look), look.pence))
    return [_age(step, by_step[step], on) for step in Step if step in by_step]


def waits_since(claim: Claim, look: Look) -> datetime:
    """Since when a claim waits for its step: since it was submitted, or since its evidence was approved."""
    approved = [each.decided_at for each in look.decisions if each.verdict is Verdict.APPROVED]
    return approved[-1] if approved else claim.submitted_at or claim.begun_at


def working_days_waited(since: datetime, on: date) -> int:
    """How many working days something waits."""
    return working_days_between(in_london(since).date(), on)


def _age(step: Step, waiting: Sequence[tuple[datetime, int]], on: date) -> Age:
    counted = [working_days_waited(since, on) for since, _ in waiting]
    oldest = min(since for since, _ in waiting)
    return Age(
        step=step,
        count=len(waiting),
        pence=sum(pence for _, pence in waiting),
        oldest=oldest,
        days=working_days_waited(oldest, on),
        by_band=tuple(sum(low <= each and (high is None or each <= high) for each in counted) for low, high in BANDS),
    )
