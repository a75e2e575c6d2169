"""Funding that was approved and waits to be paid: finance takes each over as an adjustment."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.money import as_pence
from core.one_use import press
from core.permissions import Permission
from core.web import current_actor, requires
from core.wording import sterling
from les.claims.actions.funding import take_over_funding as take_over
from les.claims.views.approval_blueprint import ADJUSTMENTS, views


@views.post("/adjustments/take-over/<int:application_id>")
@requires(Permission.RELEASE_CLAIMS)
def take_over_funding(application_id: int) -> Response:
    """Propose what was approved of a funding application to be paid."""

    def act() -> str:
        adjustment = take_over(application_id=application_id, by=current_actor(), at=clock.now())
        flash(f"{adjustment.number} proposes to pay {sterling(as_pence(adjustment.amount))}. A second person decides.")
        return url_for(".show_adjustment", adjustment_id=adjustment.id)

    return press(act, url_for(ADJUSTMENTS))
