"""Milestones of a plan: reported done by the provider, accepted by the commissioner; missed ones, and exceptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.notices.rules.kinds import check_kept, check_said
from core.errors import Refusal
from core.wording import in_full


class Progress(StrEnum):
    """What was recorded about a milestone."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"


PROGRESS_NAMES: Mapping[Progress, str] = {
    Progress.REPORTED: "Reported done",
    Progress.ACCEPTED: "Accepted",
    Progress.RETURNED: "Not accepted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was recorded, and when."""

    progress: Progress
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An exception report: its stage (1, 2, …), its day, and by when the milestone is put right."""

    stage: int
    on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A milestone of the plan that stands, with all that was recorded about it, oldest first."""

    id: int
    number: int
    what: str
    owner: str
    due_on: date
    steps: Sequence[Step] = ()
    reports: Sequence[Report] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether the commissioner took it as done."""
        return bool(self.steps) and self.steps[-1].progress is Progress.ACCEPTED

    @property
    def is_reported(self) -> bool:
        """Whether it waits for the commissioner to accept it."""
        return bool(self.steps) and self.steps[-1].progress is Progress.REPORTED

    @property
    def falls_due_on(self) -> date:
        """By when it is done now: its own day, or that of the newest exception report."""
        return self.reports[-1].due_on if self.reports else self.due_on

    def done_on(self) -> date | None:
        """The day on which it was reported done, where that report stands; None while it is open."""
        if not (self.is_accepted or self.is_reported):
            return None
        return next(step.on for step in reversed(self.steps) if step.progress is Progress.REPORTED)

    def is_missed(self, on: date) -> bool:
        """Whether it was not done by its own day: still open after it, or done later."""
        return self.due_on < (self.done_on() or on)

    def is_overdue(self, on: date) -> bool:
        """Whether it is open on a day after the one by which it is done now."""
        return self.done_on() is None and self.falls_due_on < on

    def state_name(self, on: date) -> str:
        """Where it stands on a day, as people say it."""
        late = ", late" if self.is_missed(on) else ""
        if self.is_accepted:
            return f"Done{late}"
        if self.is_reported:
            return f"To be accepted{late}"
        return "Missed" if self.is_missed(on) else "Open"

    def reports_in_words(self, on: date) -> str:
        """The newest exception report and its day; blank without one."""
        if not self.reports:
            return ""
        late = ", overdue" if self.is_overdue(on) else ""
        return f"Exception report stage {self.reports[-1].stage}, put right by {in_full(self.falls_due_on)}{late}"


def check_report_done(milestone: Milestone, *, words: str) -> None:
    """Refuse to report done what is reported or accepted already, or without a word how."""
    if milestone.is_accepted:
        raise Refusal(f"Milestone {milestone.number} is accepted as done already.")
    if milestone.is_reported:
        raise Refusal(f"Milestone {milestone.number} is reported done already and waits to be accepted.")
    check_said(words, "Say what was done, and how the commissioner can see it.")


def check_judgement(milestone: Milestone, *, accepts: bool, words: str) -> None:
    """Refuse to accept or return what is not reported done, or to return it without saying what is missing."""
    if not milestone.is_reported:
        raise Refusal(f"Milestone {milestone.number} is not reported done, so there is nothing to accept.")
    if not accepts:
        check_said(words, "Say what is missing. The provider reads this.")
    check_kept(words)


def next_stage(milestone: Milestone, *, words: str, on: date) -> int:
    """The stage of the exception report that may be issued now. Refused for what was not missed, or has time left.

    >>> late = Milestone(id=1, number=1, what="Rota", owner="Matron", due_on=date(2008, 10, 1))
    >>> next_stage(late, words="Not done.", on=date(2008, 10, 2))
    1
    """
    name = f"Milestone {milestone.number}"
    if milestone.done_on() is not None:
        raise Refusal(f"{name} is reported done. Accept it, or say what is missing first.")
    if not milestone.is_overdue(on):
        since = f"stage {milestone.reports[-1].stage} of its exception report" if milestone.reports else "the plan"
        raise Refusal(f"{name} is due by {in_full(milestone.falls_due_on)} under {since}: it is not missed yet.")
    check_said(words, "Say what was not done and what follows. The provider reads this.")
    return milestone.reports[-1].stage + 1 if milestone.reports else 1
