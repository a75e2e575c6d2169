"""Pages on which a group's lead asks for a new service, and changes what was asked."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from budgets.intentions.actions import new_services as actions
from budgets.intentions.forms.statements import NewServiceForm
from budgets.intentions.queries.intentions import list_versions
from budgets.intentions.rules.statements import NewService
from budgets.intentions.views import statements
from budgets.intentions.views.blueprint import views
from budgets.intentions.views.sight import crumbs_of, opened_sight
from core import clock
from core.money import as_pence
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/new-service", methods=["GET", "POST"])
@requires(Permission.STATE_INTENTIONS)
def ask_for_new_service(round_id: int) -> Response | tuple[str, int]:
    """Describe a new service the group is willing to pay for."""
    sight, _ = opened_sight(round_id)
    if not sight.is_own_group:
        abort(404)
    offers = statements.offers_to_choose(round_id, sight.by.organisation_id)
    form = NewServiceForm(statements.in_sight_values(sight, None), offers)

    def act() -> str:
        row = actions.ask_for_new_service(
            round_id=round_id,
            party_id=current_actor().organisation_id,
            said=_typed(form),
            in_sight=statements.in_sight_of(form),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"Recorded: your group asks for {row.line_name}.")
        return url_for("intentions.show_intentions", round_id=round_id)

    answer = submit(form, act)
    if answer is not None:
        return answer
    statements.refresh(form, sight, None)
    return page("budgets/intentions/ask_for_new_service.html", form, round=sight.round, crumbs=crumbs_of(sight.round))


@views.route("/<int:intention_id>/change", methods=["GET", "POST"])
@requires(Permission.STATE_INTENTIONS)
def change_new_service(round_id: int, intention_id: int) -> Response | tuple[str, int]:
    """Say something else of a new service; its name stays."""
    sight, _ = opened_sight(round_id)
    row = statements.own_intention(sight, intention_id)
    if row.line_code:
        abort(404)
    newest = list_versions(row)[0]
    offers = statements.offers_to_choose(round_id, sight.by.organisation_id)
    standing = {
        "name": newest.line_name,
        "description": newest.description,
        **statements.amount_standing(newest, offers),
        "reason": newest.reason,
        "effect": newest.effect,
        **statements.in_sight_values(sight, newest),
    }
    form = NewServiceForm(standing, offers)

    def act() -> str:
        actions.change_new_service(
            intention_id=intention_id,
            said=_typed(form),
            in_sight=statements.in_sight_of(form),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"What your group asks of {newest.line_name} is changed.")
        return url_for("intentions.show_intentions", round_id=round_id)

    answer = submit(form, act)
    if answer is not None:
        return answer
    statements.refresh(form, sight, newest)
    crumbs = crumbs_of(sight.round)
    return page("budgets/intentions/change_new_service.html", form, round=sight.round, crumbs=crumbs, row=newest)


def _typed(form: NewServiceForm) -> NewService:
    amount = form.amount.pounds
    return NewService(
        name=str(form.name.data or ""),
        description=str(form.description.data or ""),
        amount=None if amount is None else as_pence(amount),
        reason=str(form.reason.data or ""),
        effect=str(form.effect.data or ""),
        offer_id=statements.offer_chosen(form.offer_id.data),
    )
