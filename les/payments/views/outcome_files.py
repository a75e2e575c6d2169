"""What became of a run’s lines, from a file: the sheet to fill in, looking at it, recording what was shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from commissioning.organisations.views.files import sheet_as_file, uploaded
from core import clock
from core.canonical import hash_of_bytes
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.problems import Problem
from core.web import binding, current_actor, page, requires
from les.payments.actions.outcome_files import record_outcome_file as record
from les.payments.exports.outcomes import outcomes_sheet
from les.payments.forms.payments import OutcomeFileForm, RecordFileForm
from les.payments.imports.outcomes import outcomes_from
from les.payments.models.runs import Run
from les.payments.presented.outcomes import MOST_SHOWN, rows_table, told_table
from les.payments.queries.outcomes import known_run
from les.payments.queries.runs import list_items, practices_of_places
from les.payments.rules.kinds import Result, RunState
from les.payments.rules.outcome_files import COLUMNS, OutcomeRow, ToTell, told_by
from les.payments.rules.references import place_of
from les.payments.views.blueprint import LIST, address_of, crumbs_to, reached_run, views

Answer = Response | tuple[str, int]
_NOT_OURS = "What was read of the file did not come back whole. Bring the file again."


@views.route("/runs/<int:run_id>/outcomes", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
def upload_outcomes(run_id: int) -> Answer:
    """Take a file of outcomes, and show what it would record, or all that is wrong with it."""
    run, form = _released(run_id), OutcomeFileForm()
    found: dict[str, Any] = {"problems": list[Problem](), "shown": None}
    if request.method == "POST" and form.validate():
        try:
            found = _checked(run, form)
        except Refusal as refusal:
            form.refuse(str(refusal))
    template = "les/payments/upload_outcomes.html"
    return page(template, form, run=run, columns=COLUMNS, most=MOST_SHOWN, crumbs=crumbs_to(run), **found)


@views.get("/runs/<int:run_id>/outcomes.csv")
@requires(Permission.PAY_CLAIMS)
def download_outcomes_csv(run_id: int) -> Response:
    """Give the open lines of a released run to fill in, as CSV."""
    _released(run_id)
    return sheet_as_file(outcomes_sheet(list_items(run_id)), "csv")


@views.get("/runs/<int:run_id>/outcomes.xlsx")
@requires(Permission.PAY_CLAIMS)
def download_outcomes_xlsx(run_id: int) -> Response:
    """Give the same as XLSX."""
    _released(run_id)
    return sheet_as_file(outcomes_sheet(list_items(run_id)), "xlsx")


@views.post("/runs/<int:run_id>/outcomes/record")
@requires(Permission.PAY_CLAIMS)
@binding
def record_outcomes(run_id: int) -> Answer:
    """Record what the file said that was shown: all of it or nothing."""
    run, form = _released(run_id), RecordFileForm()

    def act() -> str:
        told, file_hash = _read_back(str(form.read.data or ""), run_id)
        actor, on, at = current_actor(), clock.today(), clock.now()
        count = record(run_id=run_id, told=told, file_hash=file_hash, href=url_for(LIST), by=actor, on=on, at=at)
        if count:
            flash(f"Recorded for {count:,} {'line' if count == 1 else 'lines'}. The practices concerned are told.")
        else:
            flash("All of it was recorded before. Nothing was changed.")
        return address_of(run)

    if answer := submit(form, act):
        return answer
    for error in form.error_list():
        flash(error["text"], "warning")
    return redirect(url_for(".upload_outcomes", run_id=run_id))


def _released(run_id: int) -> Run:
    run = reached_run(run_id)
    if run.state is not RunState.RELEASED:
        abort(404)
    return run


def _checked(run: Run, form: OutcomeFileForm) -> dict[str, Any]:
    """What the file would record and the form to record it, or its problems."""
    upload, known = uploaded(form.file.data), known_run(run, on=clock.today())
    bank = str(form.bank_reference.data or "").strip()
    rows, problems = outcomes_from(upload, known, bank_reference=bank)
    if problems:
        return {"problems": problems, "shown": None}
    told, already = told_by(rows, known)
    recording = RecordFileForm(fresh=True)
    recording.read.data = _signer().dumps(
        {"run": run.id, "file_hash": hash_of_bytes(upload.content), "told": [_as_values(each) for each in told]}
    )
    new = sum(len(each.places) for each in told)
    return {
        "problems": [],
        "shown": told_table(told, known),
        "rows": rows_table(rows, known, practices_of_places(run.id, _places(rows, run)[:MOST_SHOWN])),
        "count": new,
        "already": already,
        "left": sum(line.result is None for line in known.lines.values()) - new,
        "recording": recording,
    }


def _places(rows: Sequence[OutcomeRow], run: Run) -> list[int]:
    return [place_of(row.reference, run_id=run.id) or 0 for row in rows if row.result]


def _as_values(told: ToTell) -> list[Any]:
    day = told.day.isoformat() if told.day else None
    return [told.result.value, day, told.bank_reference, told.reason, list(told.places)]


def _read_back(signed: str, run_id: int) -> tuple[list[ToTell], str]:
    """What we read of the file, as the page handed it back; refused when it is not what we signed for this run."""
    try:
        read: dict[str, Any] = _signer().loads(signed)
    except BadSignature:
        raise Refusal(_NOT_OURS) from None
    if read["run"] != run_id:
        raise Refusal(_NOT_OURS)
    told = [
        ToTell(
            result=Result(result),
            day=date.fromisoformat(day) if day else None,
            bank_reference=bank,
            reason=reason,
            places=places,
        )
        for result, day, bank, reason, places in read["told"]
    ]
    return told, read["file_hash"]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="payments.outcomes")
