"""Pages of runs: the list, making one, a run, releasing and cancelling it, its file."""

from datetime import date

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.db import bookkeeping
from core.errors import Refusal
from core.four_eyes import left_to_another
from core.jobs.actions import ask_for
from core.jobs.rules import Values
from core.money import as_pence
from core.one_use import submit
from core.permissions import Permission, Role
from core.sending import send
from core.web import binding, current_actor, page, page_of, requires
from core.wording import in_full, sterling
from les.payments.actions import releasing
from les.payments.actions.downloading import note_download
from les.payments.actions.making import check_may_make
from les.payments.actions.making import make_run as make
from les.payments.exports.finance_file import finance_file
from les.payments.forms.payments import CancelForm, MakeForm, ReleaseForm
from les.payments.models.runs import Run
from les.payments.presented.runs import (
    carried_in_words,
    downloads_table,
    own_payments_table,
    payments_table,
    reports_table,
    runs_table,
)
from les.payments.queries.runs import (
    file_content,
    list_downloads,
    list_reports,
    results_of,
    results_of_practices,
    sees_all,
    select_payments,
    select_payments_to,
    select_runs,
)
from les.payments.queries.taking import count_due
from les.payments.rules.kinds import RunState
from les.payments.rules.running import KIND_OF_JOB, MOST_AT_ONCE
from les.payments.rules.statements import PRACTICES_OF_A_ZIP
from les.payments.views.blueprint import (
    LIST,
    address_of,
    address_of_statement,
    crumbs_to,
    crumbs_to_list,
    reached_run,
    views,
)

Answer = Response | tuple[str, int]


@views.get("")
@requires(Permission.SEE_CLAIMS)
def list_runs() -> tuple[str, int]:
    """List payment runs; a practice sees what it was paid."""
    actor = current_actor()
    if not sees_all(actor):
        return _own_payments()
    runs = page_of(select_runs(actor.commissioner_ids))
    shown = runs_table(runs.rows, results_of([run.id for run in runs.rows]), address_of)
    may_pay = actor.may(Permission.PAY_CLAIMS)
    return page(
        "les/payments/list_runs.html", runs=runs, shown=shown, may_pay=may_pay, due=_due_in_words(clock.today())
    )


@views.route("/runs/make", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
@binding
def make_run() -> Answer:
    """Make a payment run of all that is due by a day."""
    form = MakeForm()

    def act() -> str:
        if form.pays_on.data is None:
            raise Refusal("Enter the day on which the run pays.")
        return _made(form.pays_on.data, str(form.form_key.data))

    done = submit(form, act)
    due = _due_in_words(clock.today())
    return done or page("les/payments/make_run.html", form, due=due, crumbs=crumbs_to_list())


@views.get("/runs/<int:run_id>")
@requires(Permission.SEE_CLAIMS)
def show_run(run_id: int) -> tuple[str, int]:
    """Show a run: what each practice gets, what is carried, what became of it, its file."""
    run, actor = reached_run(run_id), current_actor()
    payments = page_of(select_payments(run_id))
    results = results_of_practices(run_id, [each.practice_id for each in payments.rows])
    waits, may_pay = run.state is RunState.WAITING, actor.may(Permission.PAY_CLAIMS)
    why_not_you = _why_not_you(run)
    return page(
        "les/payments/show_run.html",
        run=run,
        payments=payments,
        shown=payments_table(payments.rows, results, address_of_statement),
        carried=carried_in_words(payments.rows),
        reports=reports_table(list_reports(run_id)),
        downloads=downloads_table(list_downloads(run_id)),
        parts=-(-run.file.practices // PRACTICES_OF_A_ZIP),
        facts=_facts(run),
        why_not_you=why_not_you if waits and may_pay else "",
        can={
            "release": waits and may_pay and not why_not_you,
            "cancel": waits and may_pay,
            "tell": run.state is RunState.RELEASED and may_pay,
            "take": run.state is RunState.RELEASED and may_pay,
        },
        crumbs=crumbs_to_list(),
    )


@views.route("/runs/<int:run_id>/release", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
@binding
def release_run(run_id: int) -> Answer:
    """Release a run that somebody else made."""
    run = reached_run(run_id)
    form = ReleaseForm(data={"seen_hash": run.file.content_hash})

    def act() -> str:
        releasing.release_run(
            run_id=run_id, seen_hash=str(form.seen_hash.data or ""), by=current_actor(), at=clock.now()
        )
        flash("The run is released. Take its file away for the finance system.")
        return address_of(run)

    done = submit(form, act)
    return done or page(
        "les/payments/release_run.html",
        form,
        run=run,
        facts=_facts(run),
        why_not=[reason] if (reason := _why_not_you(run)) else [],
        crumbs=crumbs_to(run),
    )


@views.route("/runs/<int:run_id>/cancel", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
def cancel_run(run_id: int) -> Answer:
    """Cancel a run that waits for release."""
    run, form = reached_run(run_id), CancelForm()

    def act() -> str:
        releasing.cancel_run(run_id=run_id, reason=str(form.reason.data or ""), by=current_actor(), at=clock.now())
        flash("The run is cancelled. What it took is taken by the next one.")
        return address_of(run)

    done = submit(form, act)
    return done or page("les/payments/cancel_run.html", form, run=run, crumbs=crumbs_to(run))


@views.get("/runs/<int:run_id>/file.csv")
@requires(Permission.PAY_CLAIMS)
def download_file(run_id: int) -> Response:
    """Give the file of a released run, the same bytes each time, and note who took it."""
    run = reached_run(run_id)
    if run.state is not RunState.RELEASED:
        abort(404)
    content = file_content(run_id).encode()
    number = run.number
    with bookkeeping():
        note_download(run_id=run_id, what="File for the finance system", by=current_actor(), at=clock.now())
    return send(content, "csv", "payment run", number)


def _made(pays_on: date, key: str) -> str:
    """Make the run, or let a worker make a large one; where it is to be seen."""
    actor, on = current_actor(), clock.today()
    commissioner_id = actor.organisation_id
    check_may_make(commissioner_id=commissioner_id, pays_on=pays_on, by=actor, on=on)
    if count_due(commissioner_id, on=pays_on)[0] > MOST_AT_ONCE:
        values: Values = {"commissioner_id": commissioner_id, "pays_on": pays_on.isoformat(), "key": key}
        ask_for(kind=KIND_OF_JOB, key=f"{commissioner_id}/{pays_on}", by=actor, at=clock.now(), values=values)
        flash("So much is due that a worker makes the run. It stands in the list once it is made.")
        return url_for(LIST)
    run = make(
        commissioner_id=commissioner_id,
        pays_on=pays_on,
        key=key,
        write=finance_file,
        by=actor,
        on=on,
        at=clock.now(),
    )
    flash("The run is made. Somebody else of finance releases it.")
    return address_of(run)


def _own_payments() -> tuple[str, int]:
    actor = current_actor()
    if actor.role is not Role.PRACTICE_MANAGER:
        abort(404)
    found = page_of(select_payments_to(actor.organisation_id))
    results = results_of([each.run_id for each in found.rows], practice_id=actor.organisation_id)
    shown = own_payments_table(found.rows, results, address_of_statement)
    return page("les/payments/list_payments.html", payments=found, shown=shown)


def _why_not_you(run: Run) -> str:
    return left_to_another(current_actor(), run.made_by_id, did="made this run", then="of finance releases it")


def _facts(run: Run) -> list[tuple[str, str]]:
    facts = [
        ("Pays on", in_full(run.pays_on)),
        ("Lines", f"{run.file.lines:,} of {run.file.practices:,} practices"),
        ("Approved", sterling(as_pence(run.file.amount))),
        ("Set aside for groups", sterling(as_pence(run.file.kept))),
        ("Paid to practices", sterling(as_pence(run.file.paid))),
        ("Made by", f"{run.made_by.name}, {clock.moment_in_words(run.made_at)}"),
        ("Layout of the file", f"The one from {in_full(run.layout.starts_on)}" if run.layout else "As usual"),
        ("Hash of the file", run.file.content_hash),
    ]
    if run.decision:
        said = f": {run.decision.words}" if run.decision.words else ""
        decided = f"{run.decision.name} ({run.decision.role}), {clock.moment_in_words(run.decision.decided_at)}{said}"
        facts.append((f"{run.state_name} by", decided))
    return facts


def _due_in_words(on: date) -> str:
    sums = [count_due(each, on=on) for each in sorted(current_actor().commissioner_ids)]
    lines, total = sum(each[0] for each in sums), sum(as_pence(each[2]) for each in sums)
    if not lines:
        return "Nothing is due today that is not in a run."
    return f"Due today and in no run: {lines:,} {'sum' if lines == 1 else 'sums'}, {sterling(total)} in all."
