"""`POST /api/v1/returns`: a return checked, or submitted, by the same rules as on the pages."""

from datetime import date

from flask import jsonify, url_for
from werkzeug.wrappers import Response

from commissioning.activity.actions.submitting import Sending, submit_return
from commissioning.activity.api.blueprint import api, provider_acting
from commissioning.activity.api.body import Sent, sent_in_request
from commissioning.activity.checking.values import ReadReturn
from commissioning.activity.exports.machine import (
    MOST_FINDINGS,
    checked_as_values,
    finding_as_values,
    submitted_as_values,
)
from commissioning.activity.machines import NotExpected, found_in, read_upload, return_meant, why_not_taken
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.returns import get_return
from commissioning.activity.queries.submissions import list_findings
from commissioning.activity.rules.asking import Taking
from commissioning.activity.rules.checks.findings import HasFindings
from core import clock
from core.api.answering import stored
from core.api.asking import is_true, parameters, request_key
from core.audit import events_of
from core.db import transaction
from core.parties.queries import get_party
from core.permissions import Actor, Permission
from core.problem_details import problem
from core.web import requires

_NAMING = "Name one in “return”."


@api.post("/returns")
@requires(Permission.SUBMIT_ACTIVITY)
def send_return() -> Response:
    """Submit a return, or with `dry_run` only say what would be found in it.

    The provider is that of the token. The same rules hold as for files and the grid on the pages. Where a row has an
    error nothing is stored, unless `owe` says that the good rows are to be taken and the others owed.
    """
    by, on = provider_acting(), clock.today()
    given = parameters("dry_run", "owe", "month", "return")
    is_dry, taking = is_true(given, "dry_run"), Taking.OWE if is_true(given, "owe") else Taking.WHOLE
    key = request_key()
    try:
        sent = sent_in_request(given)
        expectation = return_meant(get_party(by.organisation_id), sent.month, sent.name, naming=_NAMING)
        read = read_upload(sent.upload, by.organisation_id)
        if is_dry:
            return _tell(read, expectation, sent.month, taking, on)
        return _submit(read, expectation, sent, Sending(way=sent.way, taking=taking, request_key=key), by)
    except NotExpected as refusal:
        return problem(404, str(refusal))
    except HasFindings as refusal:
        listed = [finding_as_values(each) for each in refusal.findings[:MOST_FINDINGS]]
        return problem(422, str(refusal), findings=listed, findings_in_all=len(refusal.findings))


def _tell(read: ReadReturn, expectation: Expectation, month: str, taking: Taking, on: date) -> Response:
    """What would be found, and whether the return would be taken. Nothing is stored."""
    asked, checked = found_in(read, expectation, month, on=on)
    why_not = why_not_taken(get_return(expectation.id, month, on=on), read, checked, taking, on=on)
    told = checked_as_values(read, checked, asked)
    findings = [finding_as_values(each) for each in checked.findings[:MOST_FINDINGS]]
    told |= {"findings": findings, "findings_in_all": len(checked.findings)}
    return jsonify(told | {"would_be_taken": not why_not, "why_not": why_not})


def _submit(read: ReadReturn, expectation: Expectation, sent: Sent, how: Sending, by: Actor) -> Response:
    """Submit it: 201 where this made a submission, 200 where the same key had made it before."""
    with transaction() as session:
        submission = submit_return(
            expectation_id=expectation.id,
            month=sent.month,
            read=read,
            by=by,
            at=clock.now(),
            on=clock.today(),
            sending=Sending(
                way=how.way,
                taking=how.taking,
                request_key=how.request_key,
                href=url_for(
                    "activity.show_return",
                    expectation_id=expectation.id,
                    month=expectation.period(sent.month).first_month,
                ),
            ),
        )
        is_new = bool(events_of(session))
        told = submitted_as_values(submission, list_findings(submission.id))
    return stored(told, is_new=is_new, at=url_for("activity_api.show_submission", submission_id=told["id"]))
