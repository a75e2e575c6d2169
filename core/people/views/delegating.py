"""Handing a grant over to a colleague for an absence, and taking it back."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.one_use import press, submit
from core.people import queries
from core.people.actions import delegating as actions
from core.people.forms import HandOverForm
from core.people.queries.delegations import get_delegation, list_colleagues
from core.people.views.blueprint import views
from core.permissions import Permission
from core.web import binding, current_actor, page, signed_in


@views.route("/account/grants/<int:grant_id>/hand-over", methods=["GET", "POST"])
@signed_in
@binding
def hand_over_grant(grant_id: int) -> Response | tuple[str, int]:
    """Let a colleague of the same organisation act under one's grant while one is away."""
    actor, today = current_actor(), clock.today()
    grant = queries.get_grant(grant_id, person_id=actor.person_id)
    colleagues = list_colleagues(organisation_id=grant.organisation_id, person_id=actor.person_id, on=today)
    form = HandOverForm([(person.id, person.name) for person in colleagues], today)

    def act() -> str:
        given = actions.hand_over_grant(
            grant_id=grant_id,
            person_id=form.person.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            reason=str(form.reason.data),
            by=actor,
            on=today,
            at=clock.now(),
        )
        flash(f"{given.person.name} is told that they stand in for you.")
        return url_for("people.show_account")

    shown = {"grant": grant, "colleagues": colleagues}
    return submit(form, act) or page("core/people/hand_over_grant.html", form, **shown)


@views.post("/account/grants/<int:grant_id>/give-back")
@signed_in
def end_delegation(grant_id: int) -> Response:
    """Take back what was handed over, or give it back, from today on."""
    actor = current_actor()
    delegation = get_delegation(grant_id)
    if not actor.may(Permission.ADMINISTER_PEOPLE) and delegation.of_grant.person_id != actor.person_id:
        queries.get_grant(grant_id, person_id=actor.person_id)

    def act() -> str:
        actions.end_delegation(grant_id=grant_id, by=actor, on=clock.today(), at=clock.now())
        return url_for("people.show_account")

    return press(act, url_for("people.show_account"))
