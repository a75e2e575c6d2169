"""Pages of inputs: uploading a workbook, its problems, what was stored, and the files to take away."""

import base64
from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from budgets.rounds import queries
from budgets.rounds.actions.filling import fill_inputs_from_stored
from budgets.rounds.actions.inputs import upload_inputs as store_inputs
from budgets.rounds.exports.problems import problems_as_csv
from budgets.rounds.exports.templates import template_as_xlsx
from budgets.rounds.exports.workbooks import workbook_as_xlsx, workbook_as_zip, zipped
from budgets.rounds.forms import FillInputsForm, UploadInputsForm
from budgets.rounds.imports.workbooks import Read, read_workbook
from budgets.rounds.models import Round
from budgets.rounds.rules import AlreadyStored
from budgets.rounds.views import filling_activity
from budgets.rounds.views.came_from import corrected, origin_of
from budgets.rounds.views.reach import reached_inputs, reached_round
from budgets.rounds.views.submitting import submit_with_problems
from budgets.rounds.views.tables import problem_rows
from core import clock
from core.identifiers import masked
from core.one_use import submit
from core.permissions import Permission
from core.problems import Notice, Problem
from core.sending import send, send_named
from core.spreadsheets.tables import Upload
from core.web import current_actor, page, requires

views = Blueprint("inputs", __name__, url_prefix="/budgets/rounds")
filling_activity.add_to(views)
EXAMPLE = "west-herts-2008-09"


@views.route("/<int:round_id>/inputs/upload", methods=["GET", "POST"])
@requires(Permission.PREPARE_ROUNDS)
def upload_inputs(round_id: int) -> Response | tuple[str, int]:
    """Take a workbook: store it whole, or list everything that is wrong with it and store nothing."""
    found = reached_round(round_id)
    form = UploadInputsForm()
    name, content = _uploaded()
    if request.method == "POST" and not content:
        empty = f"{masked(name)} is empty. Choose another file."
        form.refuse(empty if name else "Choose the file of the budget workbook.")
    if request.method != "POST" or not form.validate() or form.refusals:
        return _upload_page(found, form)
    read = read_workbook(Upload(name, content))
    if read.workbook is None or read.policy is None:
        return _problems_page(found, name, read.problems, read.notices)
    if answer := submit(form, lambda: _store(found.id, name, content, read)):
        return answer
    if isinstance(form.refused_by, AlreadyStored):
        flash(str(form.refused_by))
        return redirect(url_for("inputs.show_inputs", inputs_id=form.refused_by.inputs_id))
    return _upload_page(found, form)


@views.route("/<int:round_id>/inputs/fill", methods=["GET", "POST"])
@requires(Permission.PREPARE_ROUNDS)
def fill_inputs(round_id: int) -> Response | tuple[str, int]:
    """Fill inputs from what is stored and the money of earlier inputs, or list everything that is wrong."""
    found = reached_round(round_id)
    earlier = queries.list_inputs_of(found.commissioner_id)
    form = FillInputsForm([(e.id, f"{e.round.year}, inputs {e.number}: {e.file_name}") for e in earlier])
    problems: list[Problem] = []

    def act() -> str:
        stored = fill_inputs_from_stored(
            round_id=round_id,
            inputs_id=int(form.inputs.data),
            write=workbook_as_zip,
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"What is stored became inputs {stored.number}.")
        return url_for("inputs.show_inputs", inputs_id=stored.id)

    if answer := submit_with_problems(form, act, show=problems.extend):
        return answer
    if problems:
        return _problems_page(found, "what is stored", problems, [])
    return page("budgets/rounds/fill_inputs.html", form, round=found, has_earlier=bool(earlier))


def _upload_page(found: Round, form: UploadInputsForm) -> tuple[str, int]:
    may_fill = bool(queries.list_inputs_of(found.commissioner_id))
    return page("budgets/rounds/upload_inputs.html", form, round=found, may_fill=may_fill)


def _store(round_id: int, name: str, content: bytes, read: Read) -> str:
    if read.workbook is None or read.policy is None:
        raise AssertionError("a workbook with problems is never stored")
    stored = store_inputs(
        round_id=round_id,
        workbook=read.workbook,
        policy=read.policy,
        notices=read.notices,
        file_name=name,
        file=content,
        by=current_actor(),
        at=clock.now(),
    )
    flash(f"{name} was stored as inputs {stored.number}.")
    return url_for("inputs.show_inputs", inputs_id=stored.id)


@views.get("/inputs/<int:inputs_id>")
@requires(Permission.SEE_UNSHOWN_CALCULATIONS)
def show_inputs(inputs_id: int) -> tuple[str, int]:
    """Show what a set of inputs holds and where it came from."""
    stored = reached_inputs(inputs_id)
    scenarios = [each for each in queries.list_scenarios(stored.round_id) if each.inputs_id != inputs_id]
    return page(
        "budgets/rounds/show_inputs.html",
        stored=stored,
        workbook=queries.workbook_of(stored),
        notices=queries.notices_of(stored),
        scenarios=scenarios,
        origin=origin_of(stored),
        corrected=corrected(stored),
    )


@views.get("/inputs/<int:inputs_id>/file")
@requires(Permission.SEE_UNSHOWN_CALCULATIONS)
def download_file(inputs_id: int) -> Response:
    """Give the file as it came."""
    reached_inputs(inputs_id)
    stored = queries.get_file(inputs_id)
    return send_named(stored.file, stored.file_name, "application/octet-stream")


@views.get("/inputs/<int:inputs_id>.xlsx")
@requires(Permission.SEE_UNSHOWN_CALCULATIONS)
def download_xlsx(inputs_id: int) -> Response:
    """Give the inputs as one XLSX file, as they were read."""
    stored = reached_inputs(inputs_id)
    content = workbook_as_xlsx(queries.workbook_of(stored), queries.policy_of(stored))
    return send(content, "xlsx", f"inputs {stored.number}")


@views.get("/inputs/<int:inputs_id>.zip")
@requires(Permission.SEE_UNSHOWN_CALCULATIONS)
def download_zip(inputs_id: int) -> Response:
    """Give the inputs as a ZIP of CSV files, as they were read."""
    stored = reached_inputs(inputs_id)
    content = workbook_as_zip(queries.workbook_of(stored), queries.policy_of(stored))
    return send(content, "zip", f"inputs {stored.number}")


@views.get("/inputs/template.xlsx")
@requires(Permission.PREPARE_ROUNDS)
def download_template() -> Response:
    """Give the empty workbook with its page of instructions."""
    return send(template_as_xlsx(), "xlsx", "budget workbook")


@views.get("/inputs/example.zip")
@requires(Permission.PREPARE_ROUNDS)
def download_example() -> Response:
    """Give the example: a whole budget workbook of 2008/09."""
    folder = Path(current_app.root_path) / "examples" / EXAMPLE
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in {".csv", ".toml"}}
    return send(zipped(files), "zip", EXAMPLE)


def _uploaded() -> tuple[str, bytes]:
    sent: FileStorage | None = request.files.get("workbook")
    if sent is None:
        return "", b""
    return (sent.filename or "").replace("\\", "/").rpartition("/")[2], sent.read()


def _problems_page(found: Round, name: str, problems: Sequence[Problem], notices: Sequence[Notice]) -> tuple[str, int]:
    name = masked(name)
    listed = base64.b64encode(problems_as_csv(problems)).decode()
    text, _ = page(
        "budgets/rounds/show_problems.html",
        round=found,
        file_name=name,
        count=len(problems),
        rows=problem_rows(problems, name),
        notices=notices,
        as_csv=f"data:text/csv;base64,{listed}",
    )
    return text, 422
