"""Administering people: find, see, add, give a temporary password, deactivate, reactivate."""

from datetime import datetime, timedelta

from flask import current_app, session, url_for
from werkzeug.wrappers import Response

from core import clock
from core.configuration import sends_mail
from core.forms import Press
from core.navigation import Item, add_item, besides_on
from core.one_use import submit
from core.people import passwords, queries, rules
from core.people.actions import administration as actions
from core.people.actions.links import invite_person
from core.people.forms import PeopleFilter, PersonForm, ReasonForm
from core.people.queries.codes import has_codes
from core.people.queries.delegations import delegators_of
from core.people.queries.links import find_invitation, locked_until
from core.people.rules.leaving import is_former
from core.people.views.blueprint import views
from core.people.views.invitations import invitation_lasts, show_once
from core.permissions import Permission
from core.web import binding, current_actor, page, page_of, requires

add_item(Item(place=90, label="People", endpoint="people.list_people", permission=Permission.ADMINISTER_PEOPLE))


@views.get("/")
@requires(Permission.ADMINISTER_PEOPLE)
def list_people() -> tuple[str, int]:
    """List people by name, with what they may do today."""
    asked = PeopleFilter()
    people = page_of(queries.select_people(asked.text.data or ""))
    grants = queries.list_grants_of([person.id for person in people.rows], on=clock.today())
    return page("core/people/list_people.html", asked=asked, people=people, grants=grants)


@views.get("/<int:person_id>")
@requires(Permission.ADMINISTER_PEOPLE)
def show_person(person_id: int) -> tuple[str, int]:
    """Show a person: what can be done, grants past and present, interests, tokens, history."""
    person, grants = queries.get_person(person_id), queries.list_grants(person_id)
    return page(
        "core/people/show_person.html",
        person=person,
        password_is_over=rules.is_over(
            person.password_expires_at, is_temporary=person.password_is_temporary, at=clock.now()
        ),
        grants=grants,
        interests=queries.list_interests(person_id),
        tokens=queries.list_tokens(person_id),
        secret=session.pop("shown_once", None),
        link=session.pop("shown_link", None),
        invitation=find_invitation(person_id),
        locked_until=locked_until(person_id, at=clock.now()),
        has_codes=has_codes(person_id),
        delegators=delegators_of([grant.id for grant in grants]),
        besides=besides_on("person", person_id),
        is_former=is_former(person.email),
    )


@views.route("/create", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
def create_person() -> Response | tuple[str, int]:
    """Add a person: invited by a link, or with a temporary password that is shown once, on the next page."""
    form = PersonForm(sends_mail=sends_mail(current_app))
    refuse_generic = current_app.config["REFUSE_GENERIC_MAILBOXES"]

    def act() -> str:
        email, name, by = str(form.email.data), str(form.name.data), current_actor()
        if form.begins.data == form.BY_LINK:
            lasts, at = invitation_lasts(), clock.now()
            person, sent = invite_person(
                email=email, name=name, lasts=lasts, refuse_generic=refuse_generic, by=by, at=at
            )
            show_once(sent)
            return url_for("people.show_person", person_id=person.id)
        password = passwords.new_temporary_password()
        person = actions.create_person(
            email=email, name=name, password=password, until=temporary_until(), refuse_generic=refuse_generic, by=by
        )
        session["shown_once"] = password
        return url_for("people.show_person", person_id=person.id)

    return submit(form, act) or page("core/people/create_person.html", form)


@views.route("/<int:person_id>/reset-password", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def reset_password(person_id: int) -> Response | tuple[str, int]:
    """Give a person a temporary password, shown once."""
    form = Press()

    def act() -> str:
        session["shown_once"] = actions.reset_password(person_id=person_id, until=temporary_until(), by=current_actor())
        return url_for("people.show_person", person_id=person_id)

    person = queries.get_person(person_id)
    return submit(form, act) or page(
        "core/people/reset_password.html", form, person=person, hours=current_app.config["TEMPORARY_PASSWORD_HOURS"]
    )


@views.route("/<int:person_id>/deactivate", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def deactivate_person(person_id: int) -> Response | tuple[str, int]:
    """Stop a person from signing in, with a reason."""
    form = ReasonForm()

    def act() -> str:
        actions.deactivate_person(
            person_id=person_id, reason=str(form.reason.data), by=current_actor(), on=clock.today()
        )
        return url_for("people.show_person", person_id=person_id)

    person = queries.get_person(person_id)
    return submit(form, act) or page("core/people/deactivate_person.html", form, person=person)


@views.route("/<int:person_id>/reactivate", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def reactivate_person(person_id: int) -> Response | tuple[str, int]:
    """Let a person sign in again, with a reason."""
    form = ReasonForm()

    def act() -> str:
        actions.reactivate_person(person_id=person_id, reason=str(form.reason.data), by=current_actor())
        return url_for("people.show_person", person_id=person_id)

    person = queries.get_person(person_id)
    return submit(form, act) or page("core/people/reactivate_person.html", form, person=person)


def temporary_until() -> datetime:
    """Until when a password that is handed over now holds."""
    return clock.now() + timedelta(hours=current_app.config["TEMPORARY_PASSWORD_HOURS"])
