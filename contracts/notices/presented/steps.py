"""Where a notice is: issued, answered, agreed, done, closed; and the milestones of its plan as rows of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from budgets.rounds.rules import RoundStep, StepState
from contracts.notices.models.notices import Notice
from contracts.notices.rules.milestones import Milestone
from contracts.notices.rules.outcomes import OUTCOME_NAMES
from contracts.notices.rules.standing import Facts, Stage
from core.components import day

_PLACES = {
    Stage.ISSUED: 1,
    Stage.ANSWERED: 2,
    Stage.MET: 2,
    Stage.REVIEW: 2,
    Stage.PROPOSED: 2,
    Stage.PLAN: 3,
    Stage.WITHDRAWN: 5,
    Stage.NO_ACTION: 5,
    Stage.CLOSED: 5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneShown:
    """A milestone as a page shows it, and what the reader can do about it now."""

    milestone: Milestone
    state: str
    look: str
    more: str
    may_report: bool
    may_judge: bool
    may_except: bool

    @property
    def may_now(self) -> bool:
        """Whether the reader can do something about it now."""
        return self.may_report or self.may_judge or self.may_except


def steps_of(notice: Notice, facts: Facts) -> list[RoundStep]:
    """The steps of a notice: what is done, what comes now, what comes later."""
    place = _PLACES[notice.stage]
    done, all_of = _done(facts)
    said = (
        ("Issued", f"On {day(notice.issued_on)}"),
        ("Answer", f"By {day(notice.response_due_on)}"),
        ("Outcome", OUTCOME_NAMES[facts.stands.outcome] if facts.stands else "Meeting, then a plan or no action"),
        ("Plan", f"{done} of {all_of} milestones accepted" if all_of else "Milestones, if a plan is agreed"),
        ("Over", notice.stage_name if notice.is_over else "Closed with words"),
    )
    return [RoundStep(name=name, state=_state(turn, place), words=words) for turn, (name, words) in enumerate(said)]


def milestones_shown(
    milestones: Sequence[Milestone], *, on: date, reports: bool, pursues: bool
) -> list[MilestoneShown]:
    """The milestones of the plan that stands. `reports`: for a provider; `pursues`: for the commissioner."""
    return [
        MilestoneShown(
            milestone=each,
            state=each.state_name(on),
            look=_look(each, on),
            more=each.reports_in_words(on),
            may_report=reports and not each.is_accepted and not each.is_reported,
            may_judge=pursues and each.is_reported,
            may_except=pursues and each.is_overdue(on),
        )
        for each in milestones
    ]


def _done(facts: Facts) -> tuple[int, int]:
    milestones = facts.plan.milestones if facts.plan else ()
    return sum(each.is_accepted for each in milestones), len(milestones)


def _look(milestone: Milestone, on: date) -> str:
    if milestone.is_accepted:
        return "nhsuk-tag--green"
    if milestone.is_reported:
        return "nhsuk-tag--yellow"
    return "nhsuk-tag--red" if milestone.is_missed(on) else "nhsuk-tag--blue"


def _state(turn: int, place: int) -> StepState:
    if turn < place:
        return StepState.DONE
    return StepState.NOW if turn == place else StepState.LATER
