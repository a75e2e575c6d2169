"""The page on which it is decided who holds the reserve."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from budgets.method.policy import Holder
from budgets.risk.actions.holding import decide_holder as decide_the_holder
from budgets.risk.forms import HolderForm
from budgets.risk.queries.calculations import find_newest_seen
from budgets.risk.queries.holdings import find_holding, list_holdings
from budgets.risk.rules.holding import HOLDER_NAMES
from budgets.risk.views.blueprint import views
from budgets.risk.views.reach import holder_reckoned
from budgets.rounds.views.reach import followed_round
from core import clock
from core.errors import OutOfDate, Refusal
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires


@views.route("/rounds/<int:round_id>/risk/holder", methods=["GET", "POST"])
@requires(Permission.DECIDE_RESERVE)
@binding
def decide_holder(round_id: int) -> Response | tuple[str, int]:
    """Decide who holds the reserve of a round, with the reason."""
    found = followed_round(round_id)
    newest = find_holding(round_id)
    stored = find_newest_seen(current_actor(), found)
    form = HolderForm(newest.id if newest else 0, newest.holder if newest else holder_reckoned(stored))

    def act() -> str:
        holding = decide_the_holder(
            round_id=round_id,
            holder=_chosen(str(form.holder.data or "")),
            reason=str(form.reason.data or ""),
            seen=form.seen_id,
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"It is recorded that {HOLDER_NAMES[holding.holder]} holds the reserve of {found.year}.")
        return url_for("risk.show_risk", round_id=round_id)

    if answer := submit(form, act):
        return answer
    if isinstance(form.refused_by, OutOfDate):
        since = find_holding(round_id)
        form.seen.data = str(since.id if since else 0)
    return page("budgets/risk/decide_holder.html", form, round=found, newest=newest, stored=stored)


@views.get("/rounds/<int:round_id>/reserve")
@requires(Permission.SEE_PROPOSALS)
def show_holder(round_id: int) -> tuple[str, int]:
    """Show who holds the reserve, why, and what was decided before: a provider named for it reads it here."""
    found = followed_round(round_id)
    holdings = list_holdings(round_id)
    return page(
        "budgets/risk/show_holder.html",
        round=found,
        holding=holdings[0] if holdings else None,
        earlier=holdings[1:],
        holder_names=HOLDER_NAMES,
    )


def _chosen(text: str) -> Holder:
    if text not in set(Holder):
        raise Refusal("Choose who holds the risk reserve.")
    return Holder(text)
