"""Recording what became of a run’s lines."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from les.payments.actions.outcomes import Told
from les.payments.actions.outcomes import record_outcomes as record
from les.payments.forms.payments import OutcomeForm
from les.payments.models.runs import Run
from les.payments.queries.runs import list_payments
from les.payments.rules.kinds import Result
from les.payments.rules.references import place_of
from les.payments.views.blueprint import LIST, address_of, crumbs_to, reached_run, views
from les.schemes.forms.schemes import number_in


@views.route("/runs/<int:run_id>/outcome", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
@binding
def record_outcome(run_id: int) -> Response | tuple[str, int]:
    """Say that a run, what a practice gets in it, or some lines were paid, or failed."""
    run = reached_run(run_id)
    form = OutcomeForm(practices=[(each.practice_id, each.practice.name) for each in list_payments(run_id)])

    def act() -> str:
        actor, at = current_actor(), clock.now()
        told = [_told(form, run)]
        count = record(run_id=run_id, told=told, href=url_for(LIST), by=actor, on=clock.today(), at=at)
        flash(f"Recorded for {count:,} {'line' if count == 1 else 'lines'}. The practices concerned are told.")
        return address_of(run)

    done = submit(form, act)
    return done or page("les/payments/record_outcome.html", form, run=run, crumbs=crumbs_to(run))


def _told(form: OutcomeForm, run: Run) -> Told:
    practice_id = number_in(form.practice.data)
    references = str(form.lines.data or "").split()
    places = []
    for reference in references:
        place = place_of(reference, run_id=run.id)
        if place is None:
            raise Refusal(f"“{reference[:40]}” is no line of {run.number}.")
        places.append(place)
    return Told(
        result=Result(form.result.data),
        paid_on=form.paid_on.data,
        bank_reference=str(form.bank_reference.data or ""),
        reason=str(form.reason.data or ""),
        practice_ids=None if practice_id is None else [practice_id],
        places=places if references else None,
    )
