"""Pages on which a must-do is proposed, changed and withdrawn."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from budgets.must_dos.actions import proposing
from budgets.must_dos.forms import MustDoForm, WithdrawForm
from budgets.must_dos.rules.proposals import Wanted
from budgets.must_dos.views.blueprint import crumbs_to, crumbs_to_list, own_must_do, views
from budgets.must_dos.views.seen import MustDosSeen, address_of, must_dos_seen
from budgets.rounds.queries import policy_of
from budgets.rounds.views.reach import followed_round
from core import clock
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/propose", methods=["GET", "POST"])
@requires(Permission.PROPOSE_MUST_DOS)
def propose_must_do(round_id: int) -> Response | tuple[str, int]:
    """Propose a must-do."""
    found = followed_round(round_id)
    seen = must_dos_seen(found, current_actor())
    if seen is None:
        return redirect(url_for(".list_must_dos", round_id=round_id))
    form = _form(seen)

    def act() -> str:
        must_do = proposing.propose_must_do(round_id=round_id, wanted=form.wanted(), by=current_actor(), at=clock.now())
        flash(f"{must_do.name} is proposed. The commissioner decides about it.")
        return address_of(must_do)

    if answer := submit(form, act):
        return answer
    return page("budgets/must_dos/propose_must_do.html", form, round=found, crumbs=crumbs_to_list(found), use=seen.use)


@views.route("/<int:must_do_id>/change", methods=["GET", "POST"])
@requires(Permission.PROPOSE_MUST_DOS)
def change_must_do(round_id: int, must_do_id: int) -> Response | tuple[str, int]:
    """Change what is proposed."""
    must_do = own_must_do(round_id, must_do_id)
    seen = must_dos_seen(must_do.round, current_actor())
    if seen is None:
        return redirect(url_for(".list_must_dos", round_id=round_id))
    form = _form(seen, must_do.wanted)

    def act() -> str:
        changed = proposing.change_must_do(
            must_do_id=must_do_id, wanted=form.wanted(), by=current_actor(), at=clock.now()
        )
        flash(f"{changed.name} was changed.")
        return address_of(changed)

    if answer := submit(form, act, editing=Editing(record=must_do, subject="must_do")):
        return answer
    return page("budgets/must_dos/change_must_do.html", form, crumbs=crumbs_to(must_do), must_do=must_do)


@views.route("/<int:must_do_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PROPOSE_MUST_DOS)
def withdraw_must_do(round_id: int, must_do_id: int) -> Response | tuple[str, int]:
    """Withdraw what is proposed."""
    must_do = own_must_do(round_id, must_do_id)
    form = WithdrawForm()

    def act() -> str:
        withdrawn = proposing.withdraw_must_do(
            must_do_id=must_do_id, reason=str(form.reason.data or ""), by=current_actor(), at=clock.now()
        )
        flash(f"{withdrawn.name} was withdrawn.")
        return address_of(withdrawn)

    if answer := submit(form, act):
        return answer
    return page("budgets/must_dos/withdraw_must_do.html", form, crumbs=crumbs_to(must_do), must_do=must_do)


def _form(seen: MustDosSeen, standing: Wanted | None = None) -> MustDoForm:
    usual = policy_of(seen.inputs).population
    columns = [column for column in ("registered", *seen.workbook.population_columns) if column != usual]
    return MustDoForm(groups=seen.groups, columns=list(dict.fromkeys(columns)), standing=standing)
