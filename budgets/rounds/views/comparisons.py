"""Two calculations of a round side by side: what differs, who gains and who loses."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from budgets.method.comparison import Comparison, Setting, compare, settings_that_differ
from budgets.rounds.charts.groups import comparison_by_group
from budgets.rounds.models import StoredCalculation
from budgets.rounds.presented import comparison as presented
from budgets.rounds.queries import calculations_seen_by
from budgets.rounds.rules import values_in
from budgets.rounds.views.seen import PREFIX, Seen, calculation_at_hand, links_in, seen
from core.permissions import Permission
from core.record_numbers import record_number
from core.web import asked_number, page, requires

views = Blueprint("comparisons", __name__, url_prefix=PREFIX)


@views.get("/comparison")
@requires(Permission.SEE_ROUNDS)
def show_comparison(calculation_id: int) -> Response | tuple[str, int]:
    """Compare a calculation with an earlier one of its round (`?before=`), or ask with which."""
    found = seen(calculation_id)
    after = asked_number("after", calculation_id)
    if after != calculation_id:
        return redirect(url_for(".show_comparison", calculation_id=after, before=request.args.get("before")))
    choices = calculations_seen_by(found.by, found.stored.round)
    other = before_asked_for(found, choices)
    if other is None:
        return page("budgets/rounds/calculations/show_comparison.html", seen=found, choices=choices, before=None)
    differs, settings = differences(other, found)
    was = links_in(other.id, tuple(found.open_groups), calculation_at_hand(other))
    return page(
        "budgets/rounds/calculations/show_comparison.html",
        seen=found,
        choices=choices,
        before=other,
        what_differs=presented.what_differs(differs, settings, (other.inputs.number, found.stored.inputs.number)),
        settings=presented.settings_table(settings),
        methods=presented.methods_table(differs, found.links()),
        winners=presented.winners_in_words(differs),
        losers=presented.losers_in_words(differs),
        groups=presented.groups_table(differs, was, found.links()),
        lines=presented.lines_table(differs, found.links(), was),
        practices=presented.practices_table(differs, found.open_groups, was, found.links()),
        chart_of_change=comparison_by_group(calculation_at_hand(other), found.calculation),
    )


def before_asked_for(found: Seen, choices: list[StoredCalculation]) -> StoredCalculation | None:
    """The calculation the address names (`?before=`), else the nearest earlier or later one; None where there is none.

    Answers 404 for one that is named but is not among those of the round the reader may see.
    """
    named = request.args.get("before")
    if named is None:
        return _nearest(choices, found.stored)
    return other_of(choices, record_number(named) or 0)


def other_of(choices: list[StoredCalculation], calculation_id: int) -> StoredCalculation:
    """The calculation of that id among those of the round the reader may see, or 404."""
    other = next((stored for stored in choices if stored.id == calculation_id), None)
    if other is None:
        abort(404)
    return other


def differences(before: StoredCalculation, found: Seen) -> tuple[Comparison, list[Setting]]:
    """What differs from another calculation to the one in sight, in its figures and in its policy."""
    settings = settings_that_differ(values_in(before.policy), values_in(found.stored.policy))
    return compare(calculation_at_hand(before), found.calculation), settings


def _nearest(choices: list[StoredCalculation], stored: StoredCalculation) -> StoredCalculation | None:
    """The calculation before this one, else the one after it; None where it is the only one."""
    earlier = [each for each in choices if each.number < stored.number]
    later = [each for each in choices if each.number > stored.number]
    if earlier:
        return max(earlier, key=lambda each: each.number)
    return min(later, key=lambda each: each.number, default=None)
