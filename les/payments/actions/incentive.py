"""Planning the incentive of a scheme and year, and judging whether the condition of an instalment is met."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import NoResultFound

from commissioning.organisations.queries.populations import list_days
from core.db import db
from core.errors import Refusal
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.wording import in_full
from les.claims.queries.claimed import is_claimed_in
from les.payments.actions.incentive_recording import check_no_interest, held_plan, record
from les.payments.models.incentive import IncentiveInstalment, IncentiveJudgement, IncentivePlan
from les.payments.queries.incentive import find_plan_of, list_judgements, list_proposals, planned_of
from les.payments.rules.incentive_plans import InstalmentLine, Planned, check_list_day, written_of, year_written
from les.schemes.actions.recording import words_to_keep
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import find_approved_version, get_scheme
from les.schemes.rules.kinds import SchemeKind


def make_plan(*, scheme_id: int, year: str, planned: Planned, by: Actor, at: datetime) -> IncentivePlan:
    """Plan the incentive of a directed enhanced service for a year; one plan for each."""
    scheme = _scheme_to_plan(scheme_id, by)
    named = year_written(year)
    if find_plan_of(scheme_id, named) is not None:
        raise Refusal(f"{scheme.called} has a plan for {named} already. Change that one.")
    if is_claimed_in(scheme_id, named):
        raise Refusal(f"Practices claimed of {scheme.called} for {named}. What a plan pays is not claimed besides.")
    list_on = check_list_day(planned.list_on, [day for day, _ in list_days(scheme.commissioner_id)])
    plan = IncentivePlan(
        scheme=scheme,
        year=named,
        list_on=list_on,
        set_aside=planned.set_aside,
        source=words_to_keep(planned.source, what="The source of the rule"),
        instalments=_rows(planned.instalments),
        made_by_id=by.person_id,
        made_at=at,
    )
    db.session.add(plan)
    db.session.flush()
    record(plan, "make_plan", by, new=_said(plan))
    return plan


def change_plan(*, plan_id: int, planned: Planned, by: Actor) -> IncentivePlan:
    """Change a plan of which nothing is proposed; its instalments only while none is judged."""
    plan = held_plan(plan_id, by)
    if list_proposals(plan.id):
        raise Refusal("An instalment of this plan was proposed for payment. The plan stays as it is from then on.")
    old = _said(plan)
    if written_of(planned.instalments) != written_of(planned_of(plan).instalments):
        if list_judgements(plan.id):
            raise Refusal("An instalment was judged already. The instalments stay as they are from then on.")
        plan.instalments = _rows(planned.instalments)
    plan.list_on = check_list_day(planned.list_on, [day for day, _ in list_days(plan.scheme.commissioner_id)])
    plan.set_aside = planned.set_aside
    plan.source = words_to_keep(planned.source, what="The source of the rule")
    db.session.flush()
    record(plan, "change_plan", by, old=old, new=_said(plan))
    return plan


def judge_condition(
    *, instalment_id: int, plan_id: int, party_id: int, is_met: bool, reason: str, by: Actor, at: datetime
) -> IncentiveJudgement:
    """Judge whether the condition of an instalment is met, for a group or for one practice, and why.

    The newest judgement counts, and a practice’s own stands before its group’s. What was proposed stays.
    """
    plan = held_plan(plan_id, by)
    instalment = next((each for each in plan.instalments if each.id == instalment_id), None)
    if instalment is None:
        raise Refusal("There is no such instalment in this plan. Choose one from the list.")
    party = _judged(plan, party_id)
    check_no_interest(by, [party])
    judgement = IncentiveJudgement(
        instalment=instalment,
        party=party,
        is_met=is_met,
        reason=words_to_keep(reason, what="The reason"),
        judged_by_id=by.person_id,
        judged_at=at,
    )
    db.session.add(judgement)
    db.session.flush()
    met = "met" if is_met else "not met"
    new = {"instalment": instalment.name, "of": party.name, "judged": met, "reason": judgement.reason}
    record(plan, "judge_condition", by, new=new)
    return judgement


def _rows(lines: Sequence[InstalmentLine]) -> list[IncentiveInstalment]:
    return [
        IncentiveInstalment(place=place, name=each.name, rate=each.rate, quarter=each.quarter, condition=each.condition)
        for place, each in enumerate(lines, start=1)
    ]


def _scheme_to_plan(scheme_id: int, by: Actor) -> Scheme:
    try:
        scheme = get_scheme(scheme_id, for_change=True)
    except NoResultFound:
        raise Refusal("There is no such scheme. Choose one from the list.") from None
    check_may(by, Permission.SET_SCHEME_BUDGETS, commissioner_id=scheme.commissioner_id)
    if scheme.kind is not SchemeKind.DES:
        raise Refusal("The incentive is a directed enhanced service (DES). Choose a scheme of that kind.")
    if find_approved_version(scheme.id) is None:
        raise Refusal("No version of this scheme is approved yet. Have it approved first.")
    return scheme


def _judged(plan: IncentivePlan, party_id: int) -> Party:
    try:
        party = get_party(party_id)
    except NoResultFound:
        raise Refusal("There is no such group or practice. Choose one from the list.") from None
    kinds = (PartyKind.PBC_GROUP, PartyKind.PRACTICE)
    if party.kind not in kinds or party.commissioner_id != plan.scheme.commissioner_id:
        raise Refusal("There is no such group or practice. Choose one from the list.")
    return party


def _said(plan: IncentivePlan) -> dict[str, str | int | bool | None]:
    rates = ", ".join(f"{each.name} £{each.rate}" for each in plan.instalments)
    return {
        "list_on": in_full(plan.list_on),
        "instalments": rates,
        "set_aside": f"{plan.set_aside}%",
        "source": plan.source,
    }
