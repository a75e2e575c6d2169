"""What becomes of a notice: the commissioner ends it or calls a joint review; a plan needs both parties."""

from collections.abc import Sequence
from datetime import date, datetime

from contracts.agreements.models.contracts import Contract
from contracts.notices.actions.recording import held_open, record_on, settle, side_of, tell_other
from contracts.notices.models.notices import Notice
from contracts.notices.models.outcomes import NoticeOutcome, PlanAnswer, PlanMilestone
from contracts.notices.queries.facts import facts_of
from contracts.notices.queries.ledger import list_entries, standing, waiting
from contracts.notices.queries.notices import get_outcome, list_outcomes
from contracts.notices.rules.kinds import Side
from contracts.notices.rules.ledger import balance_of
from contracts.notices.rules.outcomes import (
    ENDINGS,
    OUTCOME_NAMES,
    Outcome,
    Planned,
    check_answer,
    check_milestones,
    check_nothing_waits,
    check_outcome,
    check_review,
)
from contracts.notices.rules.standing import check_end, check_withdrawal
from core import audit
from core.db import db
from core.errors import Refusal
from core.four_eyes import check_other_person
from core.permissions import Actor, Permission


def permission_of(contract: Contract, by: Actor) -> Permission:
    """The permission by which somebody takes part in a plan: that of their party."""
    return Permission.ANSWER_NOTICES if by.organisation_id == contract.provider_id else Permission.ISSUE_NOTICES


def record_outcome(  # one outcome is one sentence
    *, notice_id: int, outcome: Outcome, words: str, review_due_on: date | None = None, by: Actor, at: datetime,
    on: date, href: str,
) -> NoticeOutcome:  # fmt: skip
    """Withdraw a notice, end it without action, or call a joint review: for the commissioner."""
    notice = held_open(notice_id, by=by, permission=Permission.ISSUE_NOTICES)
    if outcome not in (*ENDINGS, Outcome.JOINT_REVIEW):
        raise Refusal("A plan is proposed with its milestones, and the other party agrees to it.")
    check_outcome(outcome, words=words, side=Side.COMMISSIONER, has_plan=facts_of(notice).plan is not None)
    if outcome is Outcome.JOINT_REVIEW:
        check_review(review_due_on, on=on)
    else:
        check_nothing_is_held(notice, withdrawn=outcome is Outcome.WITHDRAWN)
        review_due_on = None
    found = _added(notice, outcome, words, review_due_on, by=by, at=at)
    settle(notice)
    record_on(notice, outcome.value, by=by, new={"words": words.strip()})
    tell_other(
        notice,
        f"outcome/{found.id}",
        side=Side.COMMISSIONER,
        subject=OUTCOME_NAMES[outcome].lower(),
        words=words.strip(),
        at=at,
        on=on,
        href=href,
    )
    return found


def propose_plan(  # one plan is one sentence
    *, notice_id: int, outcome: Outcome, words: str, milestones: Sequence[Planned], by: Actor, at: datetime, on: date,
    href: str,
) -> NoticeOutcome:  # fmt: skip
    """Propose a plan for one's party; another proposal takes its place while nobody has agreed to it."""
    notice = held_open(notice_id, by=by, permission=_permission(notice_id, by))
    if outcome not in (Outcome.REMEDIAL_PLAN, Outcome.ACTIVITY_PLAN):
        raise Refusal("Choose the kind of plan.")
    side = side_of(notice.contract, by)
    check_outcome(outcome, words=words, side=side, has_plan=False)
    check_milestones(milestones, on=on)
    found = _added(notice, outcome, words, None, by=by, at=at)
    found.milestones = [
        PlanMilestone(number=number, what=each.what.strip(), owner=each.owner.strip(), due_on=each.due_on)
        for number, each in enumerate(milestones, start=1)
    ]
    settle(notice)
    new: audit.Values = {"plan": OUTCOME_NAMES[outcome].lower(), "milestones": len(milestones)}
    record_on(notice, "propose_plan", by=by, new=new)
    tell_other(
        notice,
        f"outcome/{found.id}",
        side=side,
        subject=f"{OUTCOME_NAMES[outcome].lower()} proposed",
        words=f"Agree to it or decline it. {words.strip()}",
        at=at,
        on=on,
        href=href,
    )
    return found


def answer_plan(  # one answer is one sentence
    *, notice_id: int, number: int, agrees: bool, words: str, by: Actor, at: datetime, on: date, href: str
) -> NoticeOutcome:
    """Agree to the plan that the other party proposed, or decline it. `number`: of the plan the person read."""
    notice = held_open(notice_id, by=by, permission=_permission(notice_id, by))
    plan, side, facts = get_outcome(notice.id, number), side_of(notice.contract, by), facts_of(notice)
    pending = facts.pending
    is_pending = pending is not None and pending.id == plan.id
    check_answer(is_pending=is_pending, proposed_by=plan.side, side=side, agrees=agrees, words=words)
    check_other_person(by, plan.recorded_by_id, did="proposed this plan")
    if agrees:
        check_nothing_waits([each.number for each in facts.plan.milestones if each.is_reported] if facts.plan else [])
        check_milestones([Planned(what=m.what, owner=m.owner, due_on=m.due_on) for m in plan.milestones], on=on)
    plan.answer = PlanAnswer(
        is_agreed=agrees, words=words.strip(), answered_by_id=by.person_id, name=by.name, answered_at=at
    )
    settle(notice)
    record_on(notice, "agree_plan" if agrees else "decline_plan", by=by, new={"words": words.strip()})
    tell_other(
        notice,
        f"plan-answer/{plan.id}",
        side=side,
        subject="plan agreed" if agrees else "plan declined",
        words=words.strip() or "The plan is agreed, and its milestones hold.",
        at=at,
        on=on,
        href=href,
    )
    return plan


def check_nothing_is_held(notice: Notice, *, withdrawn: bool = False) -> None:
    """Refuse to end a notice while money is held under it, or waits to be; to withdraw one that kept money for good."""
    entries = list_entries(notice.contract_id, notice_id=notice.id)
    balance = balance_of(standing(entries))
    check_end(name=notice.named, held=balance.held, waiting=len(waiting(entries)))
    if withdrawn:
        check_withdrawal(name=notice.named, retained=balance.retained)


def _permission(notice_id: int, by: Actor) -> Permission:
    """The permission of the party that somebody acts for."""
    found = db.session.get(Notice, notice_id)
    return permission_of(found.contract, by) if found else Permission.ISSUE_NOTICES


def _added(
    notice: Notice, outcome: Outcome, words: str, review_due_on: date | None, *, by: Actor, at: datetime
) -> NoticeOutcome:
    found = NoticeOutcome(
        notice=notice,
        number=len(list_outcomes(notice.id)) + 1,
        outcome=outcome,
        words=words.strip(),
        review_due_on=review_due_on,
        side=side_of(notice.contract, by),
        recorded_by_id=by.person_id,
        name=by.name,
        recorded_at=at,
    )
    db.session.add(found)
    return found
