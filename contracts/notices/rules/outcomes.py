"""What becomes of a notice: withdrawn, no action, a joint review, or a plan with milestones, and who has to agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.notices.rules.kinds import Side, check_kept, check_said
from core.errors import Refusal
from core.wording import in_full

MOST_MILESTONES = 8
LONGEST_OWNER = 120
LONGEST_WHAT = 300
MOST_DAYS_AHEAD = 5 * 366


class Outcome(StrEnum):
    """What the parties make of a notice."""

    WITHDRAWN = "withdrawn"
    NO_ACTION = "no_action"
    JOINT_REVIEW = "joint_review"
    REMEDIAL_PLAN = "remedial_plan"
    ACTIVITY_PLAN = "activity_plan"


OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.WITHDRAWN: "Withdrawn",
    Outcome.NO_ACTION: "No action",
    Outcome.JOINT_REVIEW: "Joint review",
    Outcome.REMEDIAL_PLAN: "Remedial action plan",
    Outcome.ACTIVITY_PLAN: "Activity management plan",
}
PLANS = frozenset({Outcome.REMEDIAL_PLAN, Outcome.ACTIVITY_PLAN})
ENDINGS = frozenset({Outcome.WITHDRAWN, Outcome.NO_ACTION})
_WANTED: Mapping[Outcome, str] = {
    Outcome.WITHDRAWN: "Say why the notice is withdrawn. The provider reads this.",
    Outcome.NO_ACTION: "No action, because… Say why. The provider reads this.",
    Outcome.JOINT_REVIEW: "Say what is reviewed together, and by whom.",
    Outcome.REMEDIAL_PLAN: "Say what the plan is to reach.",
    Outcome.ACTIVITY_PLAN: "Say what the plan is to reach.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A milestone as it is planned: what is done, who sees to it, by when."""

    what: str
    owner: str
    due_on: date


def check_outcome(outcome: Outcome, *, words: str, side: Side, has_plan: bool) -> None:
    """Refuse an outcome without its reason, one that the provider cannot record, a review once a plan stands."""
    if outcome not in PLANS and side is not Side.COMMISSIONER:
        raise Refusal("The commissioner withdraws a notice, ends it without action or calls a joint review.")
    if outcome is Outcome.JOINT_REVIEW and has_plan:
        raise Refusal("A plan is agreed already. Propose another plan instead of a joint review.")
    check_said(words, _WANTED[outcome])


def check_review(due_on: date | None, *, on: date) -> None:
    """Refuse a joint review without a day by which it ends."""
    if due_on is None or due_on <= on:
        raise Refusal("Enter a day to come by which the joint review ends.")
    _check_near(due_on, on, "The joint review")


def check_milestones(milestones: Sequence[Planned], *, on: date) -> None:
    """Refuse a plan without milestones, with too many, with one that is not whole, or due on a day that is past.

    >>> check_milestones([], on=date(2008, 10, 1))
    Traceback (most recent call last):
    core.errors.Refusal: A plan has at least one milestone: what is done, who sees to it, by when.
    """
    if not milestones:
        raise Refusal("A plan has at least one milestone: what is done, who sees to it, by when.")
    if len(milestones) > MOST_MILESTONES:
        raise Refusal(f"A plan has at most {MOST_MILESTONES} milestones. Join some.")
    for number, each in enumerate(milestones, start=1):
        _check_milestone(each, number, on)


def _check_milestone(planned: Planned, number: int, on: date) -> None:
    if not 1 <= len(planned.what.strip()) <= LONGEST_WHAT:
        raise Refusal(f"Milestone {number}: say what is done, in at most {LONGEST_WHAT} characters.")
    if not 1 <= len(planned.owner.strip()) <= LONGEST_OWNER:
        raise Refusal(f"Milestone {number}: say who sees to it, by role, in at most {LONGEST_OWNER} characters.")
    if planned.due_on < on:
        raise Refusal(f"Milestone {number}: {in_full(planned.due_on)} is past. Enter a day to come.")
    _check_near(planned.due_on, on, f"Milestone {number}")
    for words in (planned.what, planned.owner):
        check_kept(words)


def _check_near(due_on: date, on: date, name: str) -> None:
    """Refuse a day that is more than five years ahead: it is a slip."""
    if (due_on - on).days > MOST_DAYS_AHEAD:
        raise Refusal(f"{name}: {in_full(due_on)} is more than five years ahead. Check the year.")


def check_answer(*, is_pending: bool, proposed_by: Side, side: Side, agrees: bool, words: str) -> None:
    """Refuse to agree or decline what is not waiting, one's own plan, or to decline without saying why."""
    if not is_pending:
        raise Refusal("This plan is not waiting for an answer: it was answered, or another was proposed since.")
    if proposed_by is side:
        raise Refusal("Your own organisation proposed this plan. The other party agrees to it or declines it.")
    if not agrees:
        check_said(words, "Say why the plan is declined. The other party reads this.")
    check_kept(words)


def check_nothing_waits(reported: Sequence[int]) -> None:
    """Refuse to let another plan take the place of one of which milestones (their numbers) wait to be accepted."""
    if reported:
        said = f"Milestone {reported[0]} waits" if len(reported) == 1 else "Milestones of it wait"
        raise Refusal(
            f"Another plan stands, and this one would take its place. {said} to be accepted: the commissioner accepts "
            "what is done, or says what is missing, first."
        )
