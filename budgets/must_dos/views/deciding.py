"""Pages on which the commissioner approves a must-do or declines it."""

from flask import flash
from werkzeug.wrappers import Response

from budgets.must_dos.actions import deciding
from budgets.must_dos.forms import ApproveForm, DeclineForm
from budgets.must_dos.rules.proposals import State
from budgets.must_dos.views.blueprint import crumbs_to, reached_must_do, views
from budgets.must_dos.views.seen import address_of, must_dos_seen
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires


@views.route("/<int:must_do_id>/approve", methods=["GET", "POST"])
@requires(Permission.APPROVE_MUST_DOS)
@binding
def approve_must_do(round_id: int, must_do_id: int) -> Response | tuple[str, int]:
    """Say what approving will do to the growth money, and do it."""
    must_do = reached_must_do(round_id, must_do_id)
    seen = must_dos_seen(must_do.round, current_actor())
    form = ApproveForm()

    def act() -> str:
        approved = deciding.approve_must_do(
            must_do_id=must_do_id, words=str(form.words.data or ""), by=current_actor(), at=clock.now()
        )
        flash(f"{approved.name} is approved. Take it into the inputs, so that the next calculation splits it.")
        return address_of(approved)

    if answer := submit(form, act):
        return answer
    return page(
        "budgets/must_dos/approve_must_do.html",
        form,
        crumbs=crumbs_to(must_do),
        must_do=must_do,
        use=seen.use if seen else None,
    )


@views.route("/<int:must_do_id>/decline", methods=["GET", "POST"])
@requires(Permission.APPROVE_MUST_DOS)
def decline_must_do(round_id: int, must_do_id: int) -> Response | tuple[str, int]:
    """Decline a must-do with the reason, or take an approval back."""
    must_do = reached_must_do(round_id, must_do_id)
    form = DeclineForm()

    def act() -> str:
        declined = deciding.decline_must_do(
            must_do_id=must_do_id, reason=str(form.reason.data or ""), by=current_actor(), at=clock.now()
        )
        flash(f"{declined.name} was declined.")
        return address_of(declined)

    if answer := submit(form, act):
        return answer
    return page(
        "budgets/must_dos/decline_must_do.html",
        form,
        crumbs=crumbs_to(must_do),
        must_do=must_do,
        is_approved=must_do.state is State.APPROVED,
    )
