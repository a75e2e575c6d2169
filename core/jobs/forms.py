"""The filter of the list of jobs."""

from collections.abc import Mapping

from wtforms import SelectField

from core.forms import Filter, options
from core.jobs.rules import STATE_NAMES, JobState


class JobsFilter(Filter):
    """Which jobs: in which state, of what kind."""

    state = SelectField("State", validate_choice=False)
    kind = SelectField("Work", validate_choice=False)

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__()
        self.state.choices = options([("", "Any state"), *((state, STATE_NAMES[state]) for state in JobState)])
        self.kind.choices = options([("", "Any work"), *sorted(labels.items(), key=lambda pair: pair[1])])

    @property
    def chosen_state(self) -> JobState | None:
        """The state asked for; None for any."""
        return JobState(self.state.data) if self.state.data in set(JobState) else None
