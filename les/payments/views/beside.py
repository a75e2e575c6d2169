"""What payments keep beside a claim, whose room stands below: the runs that pay it, and the practice’s statement."""

from collections.abc import Sequence

from flask import url_for

from core.navigation import Beside, Notice
from core.web import current_actor
from core.wording import in_full
from les.claims.queries.claims import get_claim
from les.payments.models.runs import Run
from les.payments.queries.runs import sees_all
from les.payments.queries.statements import list_runs_of_claim
from les.payments.rules.kinds import RunState


def beside_claim(claim_id: int) -> Sequence[Beside]:
    """The statements of the runs that pay a claim; its practice sees those of runs that were released."""
    sees_waiting, practice_id = sees_all(current_actor()), get_claim(claim_id).practice_id
    runs = [run for run in list_runs_of_claim(claim_id) if sees_waiting or run.state is RunState.RELEASED]
    return [Beside(heading="Payment", lines=[_line(run, practice_id) for run in runs])]


def _line(run: Run, practice_id: int) -> Notice:
    href = url_for("payments.show_statement", run_id=run.id, practice_id=practice_id)
    words = f", which pays on {in_full(run.pays_on)}: {run.state_name.lower()}"
    return Notice(words=words, href=href, link=f"Statement of run {run.number}")
