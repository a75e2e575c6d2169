"""The page of one submission: what it holds, what it changed, what was found; its file, receipt and findings."""

from flask import Response

from commissioning.activity.documents.receipts import receipt
from commissioning.activity.models.submissions import Submission
from commissioning.activity.presented.findings import all_findings, as_finding, findings_tables
from commissioning.activity.presented.submissions import (
    MOST_CHANGES,
    Total,
    changes_table,
    state_of,
    summed_changes,
    totals_of,
    totals_table,
)
from commissioning.activity.queries.figures import list_adjustments
from commissioning.activity.queries.names import Names, names_of
from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.submissions import changes_in, file_of, list_findings, list_sums
from commissioning.activity.rules.asking import WAY_NAMES
from commissioning.activity.views.blueprint import crumbs_to, figures_in_view, is_own, views, where
from commissioning.activity.views.own import submission_of
from core.permissions import Permission
from core.sending import KINDS, send, send_named
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import page, requires

_PLACE = "/returns/<int:expectation_id>/<string:month>/submissions/<int:number>"


@views.get(_PLACE)
@requires(Permission.SEE_ACTIVITY)
def show_submission(expectation_id: int, month: str, number: int) -> tuple[str, int]:
    """Show one submission to its provider and its commissioner."""
    found = figures_in_view(expectation_id, month)
    submission = submission_of(found, number)
    names, changes = names_of(found.expectation.commissioner_id), changes_in(submission)
    totals = _totals(found, submission, names)
    return page(
        "commissioning/activity/show_submission.html",
        found=found,
        submission=submission,
        state=state_of(submission),
        way=WAY_NAMES[submission.way],
        totals=totals_table(totals, names) if totals else None,
        summed=summed_changes(changes, names, period=found.due.period) if changes else None,
        changes=changes_table(changes, names, period=found.due.period, most=MOST_CHANGES) if changes else None,
        findings=findings_tables([as_finding(each) for each in list_findings(submission.id)], names),
        own=is_own(found),
        here={**where(found), "number": number},
        crumbs=crumbs_to(found),
    )


@views.get(f"{_PLACE}/file")
@requires(Permission.SEE_ACTIVITY)
def download_submitted_file(expectation_id: int, month: str, number: int) -> Response:
    """Give the file of a submission, byte for byte as it came."""
    submission = submission_of(figures_in_view(expectation_id, month), number)
    ending = submission.file_name.rpartition(".")[2].lower()
    return send_named(file_of(submission.id), submission.file_name, KINDS.get(ending, "application/octet-stream"))


@views.get(f"{_PLACE}/receipt.pdf")
@requires(Permission.SEE_ACTIVITY)
def download_receipt(expectation_id: int, month: str, number: int) -> Response:
    """Give the receipt of a submission, with its totals."""
    found = figures_in_view(expectation_id, month)
    submission = submission_of(found, number)
    names = names_of(found.expectation.commissioner_id)
    posted = list_adjustments([found.expectation.id], posted_to=found.due.period.first_month)
    content = receipt(submission, found.due.period, _totals(found, submission, names), names, posted)
    return send(content, "pdf", *_named(found, number), "receipt")


@views.get(f"{_PLACE}/findings.csv")
@requires(Permission.SEE_ACTIVITY)
def download_kept_findings(expectation_id: int, month: str, number: int) -> Response:
    """Give what was found in a submission: rows owed, queries, warnings."""
    found = figures_in_view(expectation_id, month)
    findings = [as_finding(each) for each in list_findings(submission_of(found, number).id)]
    content = table_as_csv(all_findings(findings, names_of(found.expectation.commissioner_id)))
    return send(content, "csv", *_named(found, number), "findings")


@views.get(f"{_PLACE}/changes.csv")
@requires(Permission.SEE_ACTIVITY)
def download_changes_csv(expectation_id: int, month: str, number: int) -> Response:
    """Give every figure that a submission changed, as CSV."""
    found = figures_in_view(expectation_id, month)
    content = table_as_csv(_every_change(found, number))
    return send(content, "csv", *_named(found, number), "changes")


@views.get(f"{_PLACE}/changes.xlsx")
@requires(Permission.SEE_ACTIVITY)
def download_changes_xlsx(expectation_id: int, month: str, number: int) -> Response:
    """Give every figure that a submission changed, as XLSX."""
    found = figures_in_view(expectation_id, month)
    content = tables_as_xlsx([_every_change(found, number)])
    return send(content, "xlsx", *_named(found, number), "changes")


def _every_change(found: Return, number: int) -> Table:
    changes = changes_in(submission_of(found, number))
    return changes_table(changes, names_of(found.expectation.commissioner_id), period=found.due.period)


def _totals(found: Return, submission: Submission, names: Names) -> list[Total]:
    codes = {each.service_id: each.service.code for held in found.submissions for each in held.covered}
    return totals_of(list_sums([submission.id]), codes, names)


def _named(found: Return, number: int) -> tuple[str, ...]:
    return found.expectation.provider.code, found.expectation.name, found.due.period.first_month, f"number-{number}"
