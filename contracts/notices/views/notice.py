"""The page of a notice: where it stands, what can be done now, its letter, plan, ledger, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.notices.actions.keeping import ANCHOR
from contracts.notices.models.ledger import LedgerEntry
from contracts.notices.models.notices import SUBJECT, Notice
from contracts.notices.models.outcomes import MILESTONE_SUBJECT, NoticeOutcome, PlanMilestone
from contracts.notices.presented.ledger import entries_table
from contracts.notices.presented.plans import earlier_plans
from contracts.notices.presented.register import LOOKS, next_in_words
from contracts.notices.presented.steps import milestones_shown, steps_of
from contracts.notices.presented.timeline import happenings_of
from contracts.notices.queries.facts import facts_of
from contracts.notices.queries.ledger import entries_shown, standing
from contracts.notices.queries.notices import history_seen, list_outcomes
from contracts.notices.queries.records import records_of
from contracts.notices.queries.references import reference_of
from contracts.notices.rules.kinds import Side
from contracts.notices.rules.ledger import EntryKind, balance_of, held_of
from contracts.notices.rules.letters import letter_from
from contracts.notices.rules.outcomes import OUTCOME_NAMES
from contracts.notices.rules.standing import Recorded, Stage, tasks_of
from contracts.notices.views.blueprint import crumbs_of, notice_in_view, views, where
from core import clock
from core.attachments.models import Attachment
from core.attachments.queries import attachments_of, list_attachments
from core.four_eyes import left_to_another
from core.permissions import Permission
from core.threads.forms import CommentForm
from core.threads.queries import comments_on
from core.web import current_actor, page, requires, restricted
from core.wording import sterling
from core.working_days import time_left


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What the reader can do with a notice now."""

    answer: bool
    meet: bool
    end: bool
    plan: bool
    agree: int | None
    close: bool
    withhold: bool
    keep: bool
    withdraw: bool


@views.get("/<int:contract_id>/notices/<int:number>")
@requires(Permission.SEE_PERFORMANCE)
@restricted
def show_notice(contract_id: int, number: int) -> tuple[str, int]:
    """Show a notice: its state, what can be done now, what it says, the plan, what is withheld, what happened."""
    notice, on, actor = notice_in_view(contract_id, number), clock.today(), current_actor()
    facts, may, interest = facts_of(notice), may_do(notice), has_interest(notice)
    rows = entries_shown(notice.contract, by=actor, notice_id=notice.id)
    plan, outcomes = facts.plan, list_outcomes(notice.id)
    return page(
        "contracts/notices/show_notice.html",
        notice=notice,
        contract=notice.contract,
        crumbs=crumbs_of(notice.contract),
        here=where(notice),
        look=LOOKS[notice.stage],
        is_overdue=notice.is_overdue(on),
        steps=steps_of(notice, facts),
        next_in_words=next_in_words(notice),
        time_left=time_left(notice.next_due_on, on=on) if notice.next_due_on else "",
        tasks=tasks_of(facts),
        today_is=on,
        may=may,
        interest=interest,
        letter=letter_from(notice.text.content),
        reference=reference_of(notice),
        pending=_row(outcomes, facts.pending),
        plan=_row(outcomes, plan),
        earlier=earlier_plans(outcomes, facts, on=on),
        plan_name=OUTCOME_NAMES[plan.outcome] if plan else "",
        milestones=milestones_shown(
            plan.milestones if plan else (),
            on=on,
            reports=_side(notice) is Side.PROVIDER and actor.may(Permission.ANSWER_NOTICES) and not notice.is_over,
            pursues=may.end,
        ),
        **_ledger(rows, may),
        **_kept(notice, outcomes, may),
        happened=list(reversed(happenings_of(notice, records_of([notice])[notice.id]))),
        history=history_seen(notice, by=actor),
    )


def _ledger(rows: list[LedgerEntry], may: May) -> dict[str, Any]:
    """What is withheld under the notice, and the entries on which the reader can act."""
    return {
        "entries": entries_table(rows) if rows else None,
        "held": sterling(balance_of(standing(rows)).held),
        "to_decide": _to_decide(rows) if may.withhold else [],
        "to_give_back": _to_give_back(rows) if may.withhold else [],
    }


def _to_decide(rows: Sequence[LedgerEntry]) -> list[tuple[LedgerEntry, str]]:
    """The entries that wait, each with why another person approves it where the reader does not."""
    by = current_actor()
    return [
        (each, left_to_another(by, each.proposed_by_id, did=f"proposed entry {each.number}", then="approves it"))
        for each in rows
        if each.decision is None
    ]


def _kept(notice: Notice, outcomes: list[NoticeOutcome], may: May) -> dict[str, Any]:
    """The documents and comments kept with the notice and its milestones."""
    return {
        "documents": list_attachments(SUBJECT, notice.id),
        "evidence": _evidence(outcomes),
        "comments": comments_on(SUBJECT, notice.id, ANCHOR),
        "comment": CommentForm() if may.keep else None,
    }


def may_do(notice: Notice) -> May:
    """What the reader can do with the notice now."""
    actor, side, facts = current_actor(), _side(notice), facts_of(notice)
    is_open = not notice.is_over and not has_interest(notice)
    pursues = is_open and side is Side.COMMISSIONER and actor.may(Permission.ISSUE_NOTICES)
    answers = is_open and side is Side.PROVIDER and actor.may(Permission.ANSWER_NOTICES)
    pending = facts.pending
    asked = pending is not None and pending.proposed_by is not side and (pursues or answers)
    all_done = facts.plan is not None and all(each.is_accepted for each in facts.plan.milestones)
    return May(
        answer=answers and notice.stage is not Stage.PLAN,
        meet=pursues,
        end=pursues,
        plan=pursues or answers,
        agree=pending.number if pending is not None and asked else None,
        close=pursues and all_done and pending is None,
        withhold=is_open and side is Side.COMMISSIONER and actor.may(Permission.WITHHOLD_PAYMENT),
        keep=is_open and side is not None and actor.may(Permission.COMMENT),
        withdraw=side is not None and not has_interest(notice) and actor.may(Permission.COMMENT),
    )


def has_interest(notice: Notice) -> bool:
    """Whether the reader acts for the commissioner and has declared an interest in the provider."""
    return _side(notice) is Side.COMMISSIONER and notice.contract.provider_id in current_actor().interests


def _side(notice: Notice) -> Side | None:
    """The party that the reader acts for; None for those who only read."""
    own = current_actor().organisation_id
    if own == notice.contract.commissioner_id:
        return Side.COMMISSIONER
    return Side.PROVIDER if own == notice.contract.provider_id else None


def _row(outcomes: list[NoticeOutcome], wanted: Recorded | None) -> NoticeOutcome | None:
    return next((each for each in outcomes if wanted is not None and each.id == wanted.id), None)


def _evidence(outcomes: list[NoticeOutcome]) -> list[tuple[PlanMilestone, list[Attachment]]]:
    """The milestones that have documents, with them."""
    milestones = [each for outcome in outcomes for each in outcome.milestones]
    kept = attachments_of(MILESTONE_SUBJECT, [each.id for each in milestones])
    return [(each, kept[each.id]) for each in milestones if kept[each.id]]


def _to_give_back(rows: list[LedgerEntry]) -> list[tuple[LedgerEntry, str]]:
    """The entries of which money is still held, and how much."""
    counted = standing(rows)
    held = [(each, held_of(each.number, counted)) for each in rows if each.is_approved]
    return [(each, sterling(pence)) for each, pence in held if each.kind is EntryKind.WITHHELD and pence]
