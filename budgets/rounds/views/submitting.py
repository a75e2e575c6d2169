"""Submitting a form whose refusal carries problems: each is put beside its field instead of one long sentence."""

from collections.abc import Callable, Sequence

from werkzeug.wrappers import Response

from budgets.rounds.rules import InputsRefused
from core.errors import OutOfDate
from core.forms import Form
from core.one_use import submit
from core.problems import Problem


def submit_with_problems(
    form: Form,
    act: Callable[[], str],
    *,
    show: Callable[[Sequence[Problem]], None],
    when_out_of_date: Callable[[], None] | None = None,
) -> Response | None:
    """As `core.one_use.submit`; problems of a refusal go to `show`.

    `when_out_of_date` runs where somebody else saved first, so that the page sent again is taken as meant.
    """
    refused: list[InputsRefused] = []
    late: list[OutOfDate] = []

    def noting() -> str:
        try:
            return act()
        except InputsRefused as refusal:
            refused.append(refusal)
            raise
        except OutOfDate as refusal:
            late.append(refusal)
            raise

    answer = submit(form, noting)
    for refusal in refused:
        form.refusals.remove(str(refusal))
        show(refusal.problems)
    if late and when_out_of_date is not None:
        when_out_of_date()
    return answer
