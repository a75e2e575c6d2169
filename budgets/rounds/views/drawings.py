"""Charts of a calculation, each an address of its own, shown by pages as images."""

from flask import Blueprint, Response, abort, request

from budgets.rounds.charts.bridge import group_bridge, whole_bridge
from budgets.rounds.charts.groups import (
    comparison_by_group,
    distance_by_group,
    gross_by_group,
    line_by_group,
    per_head_by_group,
)
from budgets.rounds.presented.line import find_line
from budgets.rounds.queries import calculations_seen_by
from budgets.rounds.views.comparisons import other_of
from budgets.rounds.views.seen import PREFIX, calculation_at_hand, seen
from core.charts.figure import Figure
from core.charts.svg import as_svg
from core.permissions import Permission
from core.web import requires

views = Blueprint("drawings", __name__, url_prefix=f"{PREFIX}/charts")


@views.get("/gross")
@requires(Permission.SEE_ROUNDS)
def draw_gross(calculation_id: int) -> Response:
    """Draw each group's gross budget beside last year's."""
    return _drawn(gross_by_group(seen(calculation_id).calculation))


@views.get("/per-head")
@requires(Permission.SEE_ROUNDS)
def draw_per_head(calculation_id: int) -> Response:
    """Draw each group's gross budget per head."""
    return _drawn(per_head_by_group(seen(calculation_id).calculation))


@views.get("/distance")
@requires(Permission.SEE_ROUNDS)
def draw_distance(calculation_id: int) -> Response:
    """Draw how far each group stands from its fair share."""
    return _drawn(distance_by_group(seen(calculation_id).calculation))


@views.get("/bridge")
@requires(Permission.SEE_ROUNDS)
def draw_bridge(calculation_id: int) -> Response:
    """Draw the bridge from baseline to net, of everything or of one group (`?group=DAC`)."""
    found = seen(calculation_id)
    code = request.args.get("group", "")
    if code and code not in found.group_names:
        abort(404)
    return _drawn(group_bridge(found.calculation, code) if code else whole_bridge(found.calculation))


@views.get("/lines/<string:line_code>")
@requires(Permission.SEE_ROUNDS)
def draw_line(calculation_id: int, line_code: str) -> Response:
    """Draw how a line is split."""
    found = seen(calculation_id)
    if find_line(found.calculation, line_code) is None:
        abort(404)
    return _drawn(line_by_group(found.calculation, line_code))


@views.get("/comparison/<int:before_id>")
@requires(Permission.SEE_ROUNDS)
def draw_comparison(calculation_id: int, before_id: int) -> Response:
    """Draw what each group gains or loses against another calculation of the round."""
    found = seen(calculation_id)
    other = other_of(calculations_seen_by(found.by, found.stored.round), before_id)
    return _drawn(comparison_by_group(calculation_at_hand(other), found.calculation))


def _drawn(figure: Figure) -> Response:
    return Response(as_svg(figure), mimetype="image/svg+xml")
