"""What a provider's machine reads: which returns are due and how they stand, and one submission."""

from flask import abort, jsonify
from werkzeug.wrappers import Response

from commissioning.activity.api.blueprint import api, provider_acting
from commissioning.activity.exports.machine import query_as_values, return_as_values, submitted_as_values
from commissioning.activity.machines import why_not_sent
from commissioning.activity.queries import returns, submissions
from commissioning.activity.queries.submissions import list_findings, list_queries
from commissioning.activity.rules.months import month_after
from core import clock
from core.api.asking import month_in, parameters
from core.permissions import Permission
from core.web import requires

MONTHS_SHOWN = 12


@api.get("/returns")
@requires(Permission.SEE_ACTIVITY)
def list_returns() -> Response:
    """List the returns of the provider of the token: what is due by when, and how it stands."""
    by, on = provider_acting(), clock.today()
    given = parameters("since")
    since = month_in(given["since"]) if "since" in given else month_after(f"{on:%Y-%m}", -MONTHS_SHOWN)
    found = returns.list_returns(on=on, provider_id=by.organisation_id, since=since)
    return jsonify(returns=[return_as_values(each, why_not_sent(each, on=on)) for each in found])


@api.get("/returns/<int:submission_id>")
@requires(Permission.SEE_ACTIVITY)
def show_submission(submission_id: int) -> Response:
    """Show one submission of the provider of the token: what was stored, how it stands now, and its queries."""
    by = provider_acting()
    parameters()
    submission = submissions.get_submission(submission_id)
    if submission.expectation.provider_id != by.organisation_id:
        abort(404)
    found = returns.get_return(submission.expectation_id, submission.period, on=clock.today())
    stands = any(each.id == submission.id for each in found.standing.values())
    told = submitted_as_values(submission, list_findings(submission.id))
    return jsonify(
        told
        | {
            "is_certified": submission.is_certified,
            "is_accepted": submission.acceptance is not None,
            "stands": stands,
            "state": found.state.value,
            "month_state": found.month_state.value,
            "queries": [query_as_values(each) for each in list_queries([submission.id])],
        }
    )
