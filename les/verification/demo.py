"""The part of the demo year about verification: a sample of paid claims, and a visit whose findings are begun."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from core.permissions import Actor
from les.schemes.queries.schemes import find_scheme_named
from les.schemes.rules.quarters import Quarter
from les.verification.actions.drawing import draw_sample
from les.verification.actions.visiting import arrange_visit, record_finding
from les.verification.queries.plans import list_sample
from les.verification.queries.visits import get_visit, lines_found
from les.verification.rules.kinds import Method, Reason
from les.verification.rules.sampling import Asked

SCHEME = "Minor surgery"
SEED = "4 1 6 2 5 3"
SIZE = 6
VISIT_ON = date(2008, 3, 6)


def seed_demo_sample(quarter: Quarter, by: Actor, hour: Callable[[int, int, int, int], datetime]) -> int:
    """Draw six paid claims of a quarter at random, and arrange to visit the first practice; the visit’s id."""
    scheme = find_scheme_named(by.organisation_id, SCHEME)
    if scheme is None:
        raise RuntimeError(f"{SCHEME} is not there")
    plan = draw_sample(
        commissioner_id=by.organisation_id,
        name=f"{SCHEME}, {quarter}",
        scheme_ids=[scheme.id],
        quarters=[quarter],
        asked=Asked(method=Method.RANDOM, seed=SEED, size=SIZE, weights={}),
        by=by,
        at=hour(2008, 2, 22, 17),
    )
    first = list_sample(plan.id)[0]
    return arrange_visit(
        plan_id=plan.id,
        practice_id=first.practice_id,
        visit_on=VISIT_ON,
        visitors="Head of primary care commissioning, and a clinical adviser",
        by=by,
        at=hour(2008, 2, 22, 18),
        href="/les/verification",
    ).id


def begin_demo_findings(visit_id: int, by: Actor, at: datetime) -> None:
    """Record what the first line showed on the day of the visit."""
    line = lines_found(get_visit(visit_id))[0]
    record_finding(
        visit_id=visit_id,
        line_id=line.line.id,
        checked=line.line.claimed,
        verified=line.line.claimed - Decimal(1),
        reason=Reason.NO_RECORD,
        items="2",
        words="",
        by=by,
        at=at,
    )
