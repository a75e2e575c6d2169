"""`POST /api/v1/kpi-results`: results checked, or returned, by the same rules as on the pages."""

from flask import jsonify, url_for
from werkzeug.wrappers import Response

from contracts.performance.actions.checking import Given, NotTaken, Sent, check_results
from contracts.performance.actions.returning import return_results
from contracts.performance.api.blueprint import api, provider_acting
from contracts.performance.api.body import sent_in_request
from contracts.performance.api.told import Unfit, Values, finding_of, finding_of_wrong, found, return_as_values
from contracts.performance.imports.results import read_numbered
from contracts.performance.queries.kpis import list_of_provider
from contracts.performance.queries.returned import list_results_in
from core import clock
from core.api.answering import stored
from core.api.asking import is_true, parameters
from core.audit import events_of
from core.canonical import hash_of_bytes
from core.db import transaction
from core.errors import Refusal
from core.permissions import Actor, Permission
from core.problem_details import problem
from core.spreadsheets.tables import Upload
from core.web import requires

ByRow = dict[int, Given]


@api.post("/kpi-results")
@requires(Permission.SUBMIT_RESULTS)
def send_kpi_results() -> Response:
    """Return results of key performance indicators, or with `dry_run` only say what would be found in them.

    The provider is that of the token. The same rules hold as for files and the grid on the pages: all results are taken
    or none, what differs from what stands becomes its next version, and a frozen result is only corrected beside, on
    the page of its KPI.
    """
    by = provider_acting()
    given = parameters("dry_run", "words")
    is_dry = is_true(given, "dry_run")
    try:
        sent = sent_in_request(given)
        return _tell(sent, by) if is_dry else _return(sent, by)
    except Unfit as refusal:
        return problem(422, str(refusal), **found(refusal.findings))


def _read(sent: Sent, provider_id: int) -> ByRow:
    """The results in a file, by the number of their row; refused with all that cannot be read."""
    ids = {kpi.code: kpi.id for kpi in list_of_provider(provider_id)}
    rows, problems = read_numbered(Upload(sent.file_name, sent.content), ids)
    if problems:
        raise Unfit([finding_of(each) for each in problems])
    return {
        row: Given(kpi_id=kpi_id, period=period, numerator=above, denominator=below)
        for row, (kpi_id, period, above, below) in rows.items()
    }


def _tell(sent: Sent, by: Actor) -> Response:
    """What would be found, and whether the results would be taken. Nothing is stored."""
    changes, findings, why_not, rows = 0, list[Values](), "", ByRow()
    try:
        rows = _read(sent, by.organisation_id)
        changes = len(_changes(rows, sent, by))
    except Unfit as refusal:
        findings, why_not = list(refusal.findings), str(refusal)
    except Refusal as refusal:
        why_not = str(refusal)
    told = {"file": sent.file_name, "sha256": hash_of_bytes(sent.content), "rows": len(rows), "changes": changes}
    return jsonify(told | found(findings) | {"would_be_taken": not why_not, "why_not": why_not})


def _changes(rows: ByRow, sent: Sent, by: Actor) -> list[Given]:
    try:
        return check_results(
            provider_id=by.organisation_id, given=list(rows.values()), sent=sent, by=by, on=clock.today()
        )
    except NotTaken as refusal:
        raise _unfit(refusal, rows) from refusal


def _unfit(refusal: NotTaken, rows: ByRow) -> Unfit:
    return Unfit([finding_of_wrong(each, list(rows)) for each in refusal.wrongs])


def _return(sent: Sent, by: Actor) -> Response:
    """Return them: 201 where this made a return, 200 where the same key had made it before."""
    with transaction() as session:
        rows = _read(sent, by.organisation_id)
        try:
            made = return_results(
                provider_id=by.organisation_id,
                given=list(rows.values()),
                sent=sent,
                by=by,
                at=clock.now(),
                on=clock.today(),
            )
        except NotTaken as refusal:
            raise _unfit(refusal, rows) from refusal
        is_new = bool(events_of(session))
        told = return_as_values(made, list_results_in(made.id))
    return stored(told, is_new=is_new, at=url_for("performance_api.show_kpi_return", return_id=told["id"]))
