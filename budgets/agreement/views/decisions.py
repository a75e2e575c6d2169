"""The page on which the commissioner decides over dissent, with reasons."""

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from budgets.agreement.actions.decisions import decide_over_dissent as decide
from budgets.agreement.actions.decisions import mark_of
from budgets.agreement.forms.sign_off import DecisionForm
from budgets.agreement.presented import sign_off as presented
from budgets.agreement.rules.sign_off import adopted_without
from budgets.agreement.views.sign_off_reach import address_of_sign_off, state_in_view
from budgets.agreement.views.sign_off_words import needed
from budgets.rounds.views.reach import followed_round
from core import clock
from core.errors import OutOfDate
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires

views = Blueprint("decisions", __name__, url_prefix="/budgets/rounds")


@views.route("/<int:round_id>/sign-off/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE_DISPUTES)
@binding
def decide_over_dissent(round_id: int) -> Response | tuple[str, int]:
    """Show the dissent and what deciding over it means, and keep the decision with its reasons."""
    found = followed_round(round_id)
    state = needed(state_in_view(found))
    form = DecisionForm(mark_of(state))

    def act() -> str:
        decide(
            round_id=round_id,
            reasons=str(form.reasons.data or ""),
            seen=str(form.seen.data),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
        )
        flash("Your decision stands, with its reasons, beside the dissent. The sign-off can be opened.")
        return address_of_sign_off(round_id)

    if answer := submit(form, act):
        return answer
    if isinstance(form.refused_by, OutOfDate):
        state = needed(state_in_view(found))
        form.seen.data = mark_of(state)
    return page(
        "budgets/agreement/sign_off/decide_over_dissent.html",
        form,
        round=found,
        state=state,
        line=adopted_without(state.dissent),
        positions=presented.positions_table(state, with_money=True, reads=lambda _: True),
    )
