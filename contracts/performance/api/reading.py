"""What a provider's machine reads: which results are due and how they stand, and one return."""

from datetime import UTC, datetime, time

from flask import jsonify
from werkzeug.wrappers import Response

from commissioning.activity.rules.months import first_day_of, month_after, month_of
from contracts.performance.api.blueprint import api, provider_acting
from contracts.performance.api.told import due_as_values, listed_return, return_as_it_stands
from contracts.performance.queries import returned
from contracts.performance.queries.due import LOOKED_BACK, list_due
from contracts.performance.queries.results import standing_results
from core import clock
from core.api.asking import month_in, parameters
from core.permissions import Permission
from core.web import requires


@api.get("/kpi-results")
@requires(Permission.SEE_PERFORMANCE)
def list_kpi_results() -> Response:
    """List the results of KPIs asked of the provider of the token, with how they stand, and what it returned.

    Results of periods that end from that month on, and returns made from its first day on, both newest first.
    """
    by, on = provider_acting(), clock.today()
    given = parameters("since")
    since = month_in(given["since"]) if "since" in given else month_after(month_of(on), -LOOKED_BACK)
    made_since = datetime.combine(first_day_of(since), time(), UTC)
    return jsonify(
        due=[due_as_values(each, on=on) for each in list_due(by.organisation_id, on=on, since=since)],
        returns=[
            listed_return(each, count) for each, count in returned.list_returns(by.organisation_id, since=made_since)
        ],
    )


@api.get("/kpi-results/<int:return_id>")
@requires(Permission.SEE_PERFORMANCE)
def show_kpi_return(return_id: int) -> Response:
    """Show one return of KPI results of the provider of the token: what was stored, and how each result stands now."""
    by = provider_acting()
    parameters()
    made = returned.get_return(by.organisation_id, return_id)
    results = returned.list_results_in(made.id)
    periods = [each.period for each in results]
    standing = standing_results(sorted({each.kpi_id for each in results}), min(periods), max(periods))
    return jsonify(return_as_it_stands(made, results, standing, returned.list_corrections_in(made.id)))
