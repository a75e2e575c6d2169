"""Where the activity of a calculation came from, as files for people of the trust: XLSX and JSON."""

from flask import Blueprint, Response, abort

from budgets.rounds.exports.activity_sources import sources_as_json, sources_as_xlsx
from budgets.rounds.views.seen import PREFIX, Seen, seen
from core.permissions import Permission
from core.sending import send
from core.web import requires

views = Blueprint("activity_files", __name__, url_prefix=PREFIX)


@views.get("/activity-sources.xlsx")
@requires(Permission.SEE_ROUNDS)
def download_sources_xlsx(calculation_id: int) -> Response:
    """Give the submissions, corrections and files behind every line's activity as XLSX, each with its hash."""
    found = _seen_whole(calculation_id)
    return send(sources_as_xlsx(found.stored), "xlsx", *_named(found))


@views.get("/activity-sources.json")
@requires(Permission.SEE_ROUNDS)
def download_sources_json(calculation_id: int) -> Response:
    """Give the same for machines."""
    found = _seen_whole(calculation_id)
    return send(sources_as_json(found.stored).encode(), "json", *_named(found))


def _seen_whole(calculation_id: int) -> Seen:
    found = seen(calculation_id)
    if not found.sees_returns:
        abort(404)
    return found


def _named(found: Seen) -> tuple[str, ...]:
    stored = found.stored
    return stored.round.commissioner.name, stored.round.year, f"calculation {stored.number}", "activity sources"
