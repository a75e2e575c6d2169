"""The part of the demo year about payments: runs made by one person of finance, released by another, and paid.

One payment failed at the bank and was made again. The incentive is planned, judged for one group, and paid to it once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from commissioning.organisations.queries.lines import parties_by_code
from core.parties.rules import PartyKind
from core.people.actions.administration import create_person
from core.people.actions.grants import give_grant
from core.people.passwords import hash_password
from core.people.queries import find_actor
from core.people.rules import DEMO_DOMAIN, DEMO_WORDS
from core.permissions import Actor, Role
from les.payments.actions.incentive import judge_condition, make_plan
from les.payments.actions.incentive_freed import decide_freed_up, enter_freed_up
from les.payments.actions.incentive_proposing import decide_proposal, propose_instalment
from les.payments.actions.making import make_run
from les.payments.actions.outcomes import Told, record_outcomes
from les.payments.actions.releasing import release_run
from les.payments.actions.settings import decide_set_aside, propose_set_aside
from les.payments.exports.finance_file import finance_file
from les.payments.models.incentive import IncentivePlan
from les.payments.models.runs import Run
from les.payments.queries.incentive import get_plan
from les.payments.queries.incentive_standing import mark_of, standing_of
from les.payments.rules.incentive_freed import FreedLine
from les.payments.rules.incentive_plans import Planned, instalments_written
from les.payments.rules.kinds import Result
from les.schemes.queries.schemes import find_scheme_named
from les.schemes.rules.kinds import Verdict

INCENTIVE = "Practice based commissioning incentive"
SECOND = ("finance-second", "Second person of finance")
FAILS = "X82010"
INSTALMENTS = """
Targets; 0.64; 3; Targets of the business plan are met
Support; 0.31; 4; Targets were missed for lack of support by the trust; for next year’s work
"""
GROUP = "WAT"
"""The group that is judged, and paid, first."""
FREED = ("0.00", "0.00", "1250.00", "0.00", "400.00")
"""What practices freed up, in turn. Invented."""
HREF = "/les/payments/statements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who plans, who makes runs and who releases them; `hour` sets the clock."""

    commissioner: Actor
    finance: Actor
    second: Actor
    hour: Callable[[int, int, int, int], datetime]


def seed_second_of_finance(administrator: Actor, on: date) -> Actor:
    """A second person of finance, without whom no run is released."""
    email, name = f"{SECOND[0]}{DEMO_DOMAIN}", f"{SECOND[1]}, {administrator.organisation_name}"
    hashed = hash_password(DEMO_WORDS)
    person = create_person(email=email, name=name, password=DEMO_WORDS, by=administrator, until=None, hashed=hashed)
    grant = give_grant(
        person_id=person.id,
        role=Role.FINANCE,
        organisation_id=administrator.organisation_id,
        starts_on=on,
        by=administrator,
    )
    actor = find_actor(person_id=person.id, on=on, grant_id=grant.id)
    if actor is None:
        raise RuntimeError("the demo has no second person of finance")
    return actor


def pay_demo_run(sides: Sides, days: Sequence[datetime], *, failing: Sequence[str] = ()) -> Run:
    """A run from making to the outcome, on four days: made, released, the day it pays, recorded.

    `failing`: codes of practices whose bank did not carry the payment out.
    """
    made_at, released_at, pays_at, told_at = days
    trust = sides.finance.organisation_id
    run = make_run(
        commissioner_id=trust,
        pays_on=pays_at.date(),
        key=f"demo-{pays_at:%Y-%m-%d}",
        write=finance_file,
        by=sides.finance,
        on=made_at.date(),
        at=made_at,
    )
    release_run(run_id=run.id, seen_hash=run.file.content_hash, by=sides.second, at=released_at)
    told = [Told(result=Result.PAID, paid_on=pays_at.date(), bank_reference=f"BACS {pays_at:%d%m%y}")]
    if failing:
        practices = parties_by_code(trust, PartyKind.PRACTICE)
        ids = [practices[code].id for code in failing]
        told.insert(0, Told(result=Result.FAILED, reason="The account was closed", practice_ids=ids))
    record_outcomes(run_id=run.id, told=told, href=HREF, by=sides.finance, on=told_at.date(), at=told_at)
    return run


def plan_demo_incentive(sides: Sides) -> int:
    """The plan of the incentive with two instalments, a quarter of each for the group’s account; its id."""
    scheme = find_scheme_named(sides.commissioner.organisation_id, INCENTIVE)
    if scheme is None:
        raise RuntimeError(f"{INCENTIVE} is not there")
    source = "Minutes of the commissioning group; the split is illustrative"
    planned = Planned(
        list_on=date(2007, 4, 1),
        instalments=instalments_written(INSTALMENTS),
        set_aside=Decimal(25),
        source=source,
    )
    at = sides.hour(2007, 5, 8, 10)
    plan = make_plan(scheme_id=scheme.id, year="2007/08", planned=planned, by=sides.commissioner, at=at)
    set_aside = propose_set_aside(
        scheme_id=scheme.id,
        percent=Decimal(25),
        starts_on=date(2007, 4, 1),
        source=source,
        by=sides.finance,
        at=at,
    )
    decide_set_aside(
        set_aside_id=set_aside.id, verdict=Verdict.APPROVED, reason="", by=sides.second, at=sides.hour(2007, 5, 9, 10)
    )
    return plan.id


def judge_demo_incentive(plan_id: int, groups: Mapping[str, int], sides: Sides) -> None:
    """What was freed up, entered and approved; one group is judged to have met its targets and is paid for them."""
    plan = get_plan(plan_id)
    codes = sorted(parties_by_code(sides.commissioner.organisation_id, PartyKind.PRACTICE))
    lines = [FreedLine(code=code, amount=Decimal(FREED[turn % len(FREED)])) for turn, code in enumerate(codes)]
    at = sides.hour(2008, 2, 18, 9)
    source = "Statements of the third quarter. Illustrative"
    sheet = enter_freed_up(plan_id=plan_id, lines=lines, source=source, by=sides.commissioner, at=at)
    at = sides.hour(2008, 2, 18, 14)
    decide_freed_up(sheet_id=sheet.id, verdict=Verdict.APPROVED, words="", by=sides.finance, at=at)
    at = sides.hour(2008, 2, 19, 9)
    judge_condition(
        plan_id=plan_id,
        instalment_id=plan.instalments[0].id,
        party_id=groups[GROUP],
        is_met=True,
        reason="Four of five targets of the business plan are met, and the fifth will be in March.",
        by=sides.commissioner,
        at=at,
    )
    _pay_group(get_plan(plan_id), sides)


def _pay_group(plan: IncentivePlan, sides: Sides) -> None:
    instalment = plan.instalments[0]
    seen = mark_of(standing_of(plan).to_propose(instalment))
    at = sides.hour(2008, 2, 19, 10)
    proposal = propose_instalment(plan_id=plan.id, instalment_id=instalment.id, seen=seen, by=sides.commissioner, at=at)
    at = sides.hour(2008, 2, 19, 15)
    decide_proposal(proposal_id=proposal.id, verdict=Verdict.APPROVED, words="", by=sides.finance, at=at)
