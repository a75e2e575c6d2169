"""Giving and ending grants, and ending the tokens that act under them."""

from flask import url_for
from werkzeug.wrappers import Response

from core import clock
from core.one_use import press, submit
from core.people import queries
from core.people.actions import grants as actions
from core.people.actions.tokens import revoke_token
from core.people.forms import EndForm, GrantForm
from core.people.views.blueprint import views
from core.permissions import Permission, Role
from core.web import binding, current_actor, page, requires


@views.route("/<int:person_id>/grants/give", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def give_grant(person_id: int) -> Response | tuple[str, int]:
    """Give a person a role at an organisation for a time."""
    form = GrantForm(queries.list_organisations_to_choose(on=clock.today()), clock.today())

    def act() -> str:
        actions.give_grant(
            person_id=person_id,
            role=Role(form.role.data),
            organisation_id=form.organisation.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            by=current_actor(),
        )
        return url_for("people.show_person", person_id=person_id)

    person = queries.get_person(person_id)
    return submit(form, act) or page("core/people/give_grant.html", form, person=person)


@views.route("/grants/<int:grant_id>/end", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def end_grant(grant_id: int) -> Response | tuple[str, int]:
    """Say from which day on a grant no longer holds."""
    form = EndForm(clock.today())
    grant = queries.get_grant(grant_id)
    address = url_for("people.show_person", person_id=grant.person_id)

    def act() -> str:
        actions.end_grant(grant_id=grant_id, ends_on=form.ends_on.data, by=current_actor())
        return address

    return submit(form, act) or page("core/people/end_grant.html", form, grant=grant)


@views.post("/tokens/<int:token_id>/revoke")
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def revoke_token_of_person(token_id: int) -> Response:
    """End somebody's token at once."""
    person_id = queries.get_grant(queries.get_token(token_id).grant_id).person_id
    address = url_for("people.show_person", person_id=person_id)

    def act() -> str:
        revoke_token(token_id=token_id, by=current_actor(), at=clock.now())
        return address

    return press(act, address)
