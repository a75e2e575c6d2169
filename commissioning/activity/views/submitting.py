"""Pages on which a provider takes the template away, checks a file, and submits it, whole or in part, knowingly."""

from flask import Response, abort, current_app, flash, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from commissioning.activity.actions.submitting import Sending, check_return, submit_return
from commissioning.activity.checking.values import ReadReturn
from commissioning.activity.exports.findings import unpack
from commissioning.activity.exports.templates import MOST_ROWS, file_name, template_as_xlsx
from commissioning.activity.forms.providing import FindingsForm, SendForm
from commissioning.activity.imports.files import read_return
from commissioning.activity.models.submissions import Submission
from commissioning.activity.presented.findings import all_findings
from commissioning.activity.queries.asked import asked_of, last_rows
from commissioning.activity.queries.names import names_of
from commissioning.activity.queries.releases import released_cells
from commissioning.activity.queries.returns import Return, services_to_send
from commissioning.activity.queries.submissions import list_queries
from commissioning.activity.rules.asking import QueryState, Taking
from commissioning.activity.rules.checks.findings import HasFindings
from commissioning.activity.views.blueprint import address_of, crumbs_to, views, where
from commissioning.activity.views.checked import Shown, shown
from commissioning.activity.views.own import own_return, why_not_sent
from core import clock
from core.canonical import hash_of_bytes
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.sending import KINDS, send, send_named
from core.spreadsheets.shown import table_as_csv
from core.spreadsheets.tables import Upload
from core.web import current_actor, page, requires

_ANOTHER_FILE = (
    "This is not the file whose rows you were shown, so none was owed unseen. Look at what was found in this one, "
    "then choose again."
)


@views.get("/returns/<int:expectation_id>/<string:month>/template.xlsx")
@requires(Permission.SUBMIT_ACTIVITY)
def download_template(expectation_id: int, month: str) -> Response:
    """Give the template of one return and period, with the figures of the last one for orientation."""
    found = own_return(expectation_id, month)
    asked = asked_of(found.expectation, month, on=clock.today(), service_ids=services_to_send(found))
    last = last_rows(found.expectation, found.due.period, most=MOST_ROWS)
    return send_named(template_as_xlsx(asked, last), file_name(asked), KINDS["xlsx"])


@views.route("/returns/<int:expectation_id>/<string:month>/send", methods=["GET", "POST"])
@requires(Permission.SUBMIT_ACTIVITY)
def send_return(expectation_id: int, month: str) -> Answer | tuple[str, int]:
    """Check a file without submitting it, or submit it; both from one page, each with the file itself."""
    found = own_return(expectation_id, month)
    form = SendForm()
    if request.method == "POST" and request.form.get("act") != "submit":
        return _page(found, form, _check(form, found))
    done = submit(form, lambda: _submit(form, found))
    if done is not None:
        return done
    checked = _check(form, found) if isinstance(form.refused_by, HasFindings) else None
    return _page(found, form, checked)


@views.post("/returns/<int:expectation_id>/<string:month>/findings.csv")
@requires(Permission.SUBMIT_ACTIVITY)
def download_findings(expectation_id: int, month: str) -> Response:
    """Give what was found in a file that was checked and not kept, as the page showed it; it changes nothing."""
    found = own_return(expectation_id, month)
    form = FindingsForm()
    if not form.validate():
        abort(400)
    try:
        findings = unpack(form.packed.data or "", key=str(current_app.secret_key))
    except ValueError:
        abort(400)
    content = table_as_csv(all_findings(findings, names_of(found.expectation.commissioner_id)))
    return send(content, "csv", found.expectation.name, found.due.period.first_month, "findings")


def said_of(submission: Submission, queries: int) -> str:
    """What a submission came to, in sentences, for the person who sent it."""
    rows = "1 row" if submission.row_count == 1 else f"{submission.row_count:,} rows"
    owed = "1 row is owed" if submission.owed == 1 else f"{submission.owed:,} rows are owed"
    asked = "1 query is" if queries == 1 else f"{queries:,} queries are"
    return " ".join(
        [
            f"Number {submission.number} is submitted: {rows} taken; {owed if submission.owed else 'no row is owed'}.",
            *([f"{asked} to be answered."] if queries else []),
            *([] if submission.is_certified else ["It counts once a second person of yours has certified it."]),
        ]
    )


def address_of_submission(found: Return, number: int) -> str:
    """The page of a submission."""
    return url_for("activity.show_submission", **where(found), number=number)


def open_queries_about(submission: Submission) -> int:
    """How many queries the checks raised about a submission that was just made."""
    return len(list_queries([submission.id], state=QueryState.ASKED))


def _check(form: SendForm, found: Return) -> Shown | None:
    """What is found in the file of the form; None where there is none, which the form then says."""
    form.taking.data = form.taking.data or Taking.WHOLE.value
    if not form.validate():
        return None
    try:
        read = _read(form, found)
        checked = check_return(
            expectation_id=found.expectation.id,
            month=found.due.period.first_month,
            read=read,
            by=current_actor(),
            on=clock.today(),
        )
    except Refusal as refusal:
        form.refuse(str(refusal))
        return None
    if form.taking.data == Taking.OWE.value and form.seen.data != read.file_hash:
        form.taking.data = Taking.WHOLE.value
    form.seen.data = read.file_hash
    return shown(read, checked, names_of(found.expectation.commissioner_id))


def _submit(form: SendForm, found: Return) -> str:
    read = _read(form, found)
    is_chosen = form.taking.data == Taking.OWE.value
    is_seen = form.seen.data == read.file_hash
    try:
        submission = submit_return(
            expectation_id=found.expectation.id,
            month=found.due.period.first_month,
            read=read,
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            sending=Sending(taking=Taking.OWE if is_chosen and is_seen else Taking.WHOLE, href=address_of(found)),
        )
    except HasFindings:
        if is_chosen and not is_seen:
            form.refuse(_ANOTHER_FILE)
        raise
    flash(said_of(submission, open_queries_about(submission)))
    return address_of_submission(found, submission.number)


def _read(form: SendForm, found: Return) -> ReadReturn:
    """The file of the form, read anew: nothing of it is kept between two steps."""
    file = form.file.data
    if not isinstance(file, FileStorage) or not file.filename:
        raise Refusal("Choose a file. It is not kept after a check, so choose it again to submit it.")
    file.stream.seek(0)
    upload = Upload(file.filename, file.read())
    file.stream.seek(0)
    released = released_cells(found.expectation.provider_id, hash_of_bytes(upload.content))
    return read_return(upload, released=released)


def _page(found: Return, form: SendForm, checked: Shown | None) -> tuple[str, int]:
    why_not = why_not_sent(found)
    return page(
        "commissioning/activity/send_return.html",
        form,
        found=found,
        checked=checked,
        may_submit=not why_not,
        closed=why_not,
        findings_form=FindingsForm(fresh=True, packed=checked.packed) if checked and checked.packed else None,
        here=where(found),
        crumbs=crumbs_to(found),
    )
