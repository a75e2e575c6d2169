"""Where a notice stands, and what is to be done next by whom: all of it follows from what was recorded.

A day makes nothing but things overdue, so the stage is kept with the notice and the day is asked of `is_overdue`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.notices.rules.kinds import Side
from contracts.notices.rules.milestones import Milestone
from contracts.notices.rules.outcomes import ENDINGS, PLANS, Outcome
from core.errors import Refusal
from core.wording import listed, sterling


class Stage(StrEnum):
    """How far a notice has come."""

    ISSUED = "issued"
    ANSWERED = "answered"
    MET = "met"
    REVIEW = "review"
    PROPOSED = "proposed"
    PLAN = "plan"
    WITHDRAWN = "withdrawn"
    NO_ACTION = "no_action"
    CLOSED = "closed"


STAGE_NAMES: Mapping[Stage, str] = {
    Stage.ISSUED: "Issued, not answered",
    Stage.ANSWERED: "Answered",
    Stage.MET: "Meeting held",
    Stage.REVIEW: "Joint review",
    Stage.PROPOSED: "Plan proposed",
    Stage.PLAN: "Plan agreed",
    Stage.WITHDRAWN: "Withdrawn",
    Stage.NO_ACTION: "No action",
    Stage.CLOSED: "Closed",
}
OVER = frozenset({Stage.WITHDRAWN, Stage.NO_ACTION, Stage.CLOSED})
OVERDUE, ALL_OPEN, ALL_OVER = "overdue", "open", "over"
OPEN = tuple(stage for stage in Stage if stage not in OVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An outcome as it was recorded. `is_agreed`: None where it waits for the other party, or needs nobody else."""

    id: int
    number: int
    outcome: Outcome
    proposed_by: Side
    is_agreed: bool | None = None
    review_due_on: date | None = None
    milestones: Sequence[Milestone] = ()

    @property
    def is_plan(self) -> bool:
        """Whether it is a plan, to which the other party has to agree."""
        return self.outcome in PLANS


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that was recorded about a notice, as far as its standing follows from it. Outcomes oldest first."""

    response_due_on: date
    meeting_due_on: date | None = None
    outcome_due_on: date | None = None
    is_answered: bool = False
    is_met: bool = False
    outcomes: Sequence[Recorded] = ()
    is_closed: bool = False

    @property
    def pending(self) -> Recorded | None:
        """The plan that waits for the other party: only the newest outcome can."""
        last = self.outcomes[-1] if self.outcomes else None
        return last if last is not None and last.is_plan and last.is_agreed is None else None

    @property
    def stands(self) -> Recorded | None:
        """The outcome that holds: the newest that needs nobody else or was agreed."""
        return next((each for each in reversed(self.outcomes) if each.is_agreed or not each.is_plan), None)

    @property
    def plan(self) -> Recorded | None:
        """The plan that holds."""
        return self.stands if self.stands is not None and self.stands.is_plan else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to be done under a notice. `due_on`: None where no day is set; `key` names it for good."""

    key: str
    what: str
    side: Side
    due_on: date | None = None

    def is_overdue(self, on: date) -> bool:
        """Whether its day is past. On the day itself nothing is overdue."""
        return self.due_on is not None and self.due_on < on


def stage_of(facts: Facts) -> Stage:
    """How far it has come."""
    if facts.is_closed:
        return Stage.CLOSED
    if facts.stands is not None and facts.stands.outcome in ENDINGS:
        return Stage(facts.stands.outcome.value)
    if facts.plan is not None:
        return Stage.PLAN
    if facts.pending is not None:
        return Stage.PROPOSED
    if facts.stands is not None:
        return Stage.REVIEW
    return Stage.MET if facts.is_met else Stage.ANSWERED if facts.is_answered else Stage.ISSUED


def tasks_of(facts: Facts) -> list[Task]:
    """What is to be done, the soonest due first; nothing once the notice is over.

    >>> [task.what for task in tasks_of(Facts(response_due_on=date(2008, 10, 1)))]
    ['answer the notice']
    """
    if stage_of(facts) in OVER:
        return []
    tasks = [*_of_pending(facts), *(_of_plan(facts.plan) if facts.plan else _before_plan(facts))]
    return sorted(tasks, key=lambda task: (task.due_on or date.max, task.key))


def _of_pending(facts: Facts) -> Iterator[Task]:
    if (pending := facts.pending) is not None:
        other = Side.PROVIDER if pending.proposed_by is Side.COMMISSIONER else Side.COMMISSIONER
        due_on = None if facts.plan else facts.outcome_due_on
        yield Task(key=f"agree/{pending.number}", what="agree to the plan or decline it", side=other, due_on=due_on)


def _of_plan(plan: Recorded) -> Iterator[Task]:
    for each in plan.milestones:
        name = f"milestone {each.number}, {each.what}"
        if each.is_reported:
            yield Task(key=f"accept/{each.id}/{len(each.steps)}", what=f"accept {name}", side=Side.COMMISSIONER)
        elif not each.is_accepted:
            key = f"do/{each.id}/{len(each.reports)}"
            yield Task(key=key, what=name, side=Side.PROVIDER, due_on=each.falls_due_on)
    if all(each.is_accepted for each in plan.milestones):
        yield Task(key="close", what="close the notice: every milestone is done", side=Side.COMMISSIONER)


def _before_plan(facts: Facts) -> Iterator[Task]:
    if facts.stands is not None:
        if facts.pending is None:
            what, due = "end the joint review and record what follows", facts.stands.review_due_on
            yield Task(key=f"review/{facts.stands.number}", what=what, side=Side.COMMISSIONER, due_on=due)
        return
    if not facts.is_answered and not facts.is_met:
        yield Task(key="answer", what="answer the notice", side=Side.PROVIDER, due_on=facts.response_due_on)
    if not facts.is_met and facts.meeting_due_on is not None:
        yield Task(key="meet", what="hold the meeting", side=Side.COMMISSIONER, due_on=facts.meeting_due_on)
    if facts.pending is None and (facts.is_answered or facts.is_met or facts.outcome_due_on is not None):
        yield Task(key="outcome", what="record an outcome", side=Side.COMMISSIONER, due_on=facts.outcome_due_on)


def check_is_open(stage: Stage, *, name: str) -> None:
    """Refuse to add to a notice that is over."""
    if stage in OVER:
        raise Refusal(f"{name} is over ({STAGE_NAMES[stage].lower()}). Issue another notice if there is need of one.")


def check_may_be_answered(stage: Stage, *, name: str) -> None:
    """Refuse an answer once a plan stands or the notice is over."""
    check_is_open(stage, name=name)
    if stage is Stage.PLAN:
        raise Refusal(f"A plan is agreed under {name[0].lower()}{name[1:]}. Report its milestones instead.")


def check_meeting(stage: Stage, *, name: str, held_on: date, issued_on: date, on: date) -> None:
    """Refuse a meeting before the notice or on a day that has not come, and one after the notice is over."""
    check_is_open(stage, name=name)
    if held_on < issued_on:
        raise Refusal("The meeting was held before the notice was issued. Enter the day of the meeting about it.")
    if held_on > on:
        raise Refusal("The meeting is on a day that has not come yet. Record it once it was held.")


def check_withdrawal(*, name: str, retained: int) -> None:
    """Refuse to withdraw a notice under which money (pence) was retained for good: it did have its consequences."""
    if retained:
        raise Refusal(
            f"{sterling(retained)} were retained for good under {name[0].lower()}{name[1:]}, so it cannot be withdrawn "
            "as if it had not been issued. Close it, or record no action and why."
        )


def check_end(*, name: str, held: int, waiting: int) -> None:
    """Refuse to end a notice while money (pence) is held under it, or entries wait for a second person."""
    if waiting:
        raise Refusal(f"{name} has {waiting} ledger entr{'y' if waiting == 1 else 'ies'} that nobody decided on yet.")
    if held:
        raise Refusal(f"{sterling(held)} are still withheld under it. Release, retain or waive them first.")


def check_closure(facts: Facts, *, name: str, is_in_force: bool) -> None:
    """Refuse to close a notice without a plan, or whose milestones are not accepted while the contract is in force."""
    check_is_open(stage_of(facts), name=name)
    if facts.pending is not None:
        raise Refusal("A plan waits for the other party. It is agreed to or declined first.")
    if facts.plan is None and is_in_force:
        raise Refusal("No plan is agreed. Withdraw the notice, or record no action and why, to end it.")
    left = [str(each.number) for each in facts.plan.milestones if not each.is_accepted] if facts.plan else []
    if left and is_in_force:
        said = f"Milestone {left[0]} is" if len(left) == 1 else f"Milestones {listed(left)} are"
        raise Refusal(f"{said} not accepted as done. The notice is closed once all are.")
