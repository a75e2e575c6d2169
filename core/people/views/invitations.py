"""Letting people in: invitations that are open, links for who is locked out, unlocking, ending lost codes."""

from datetime import timedelta

from flask import current_app, flash, session, url_for
from werkzeug.wrappers import Response

from core import clock
from core.addresses import whole_address
from core.configuration import sends_mail
from core.forms import Press
from core.navigation import Tab, add_tab
from core.one_use import press, submit
from core.people import queries
from core.people.actions import codes, links
from core.people.actions.throttling import unlock_account as unlock
from core.people.forms import LostCodesForm
from core.people.models import Link
from core.people.queries.links import select_invitations
from core.people.rules.links import state_of
from core.people.views.blueprint import views
from core.permissions import Permission
from core.web import binding, current_actor, page, page_of, requires

for _place, _label, _endpoint in (
    (10, "Everybody", "people.list_people"),
    (20, "Invitations", "people.list_invitations"),
):
    add_tab(Tab(of="people", place=_place, label=_label, endpoint=_endpoint, permission=Permission.ADMINISTER_PEOPLE))


@views.get("/invitations")
@requires(Permission.ADMINISTER_PEOPLE)
def list_invitations() -> tuple[str, int]:
    """List the invitations that nobody has taken up, newest first."""
    found = page_of(select_invitations())
    return page("core/people/list_invitations.html", invitations=found, sends_mail=sends_mail(current_app))


@views.route("/<int:person_id>/invite-again", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def renew_invitation(person_id: int) -> Response | tuple[str, int]:
    """Send somebody another invitation; the one before works no more."""
    form = Press()

    def act() -> str:
        sent = links.renew_invitation(person_id=person_id, lasts=invitation_lasts(), by=current_actor(), at=clock.now())
        show_once(sent)
        return url_for("people.show_person", person_id=person_id)

    person = queries.get_person(person_id)
    return submit(form, act) or page("core/people/renew_invitation.html", form, person=person)


@views.post("/<int:person_id>/withdraw-invitation")
@requires(Permission.ADMINISTER_PEOPLE)
def withdraw_invitation(person_id: int) -> Response:
    """Let the link of an invitation work no more."""

    def act() -> str:
        links.withdraw_invitation(person_id=person_id, by=current_actor(), at=clock.now())
        flash("The invitation is withdrawn: its link opens nothing any more.")
        return url_for("people.list_invitations")

    return press(act, url_for("people.list_invitations"))


@views.route("/<int:person_id>/send-link", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def send_link(person_id: int) -> Response | tuple[str, int]:
    """Send somebody a link to choose their password anew."""
    form = Press()

    def act() -> str:
        sent = links.send_reset(person_id=person_id, lasts=reset_lasts(), by=current_actor(), at=clock.now())
        show_once(sent)
        return url_for("people.show_person", person_id=person_id)

    person, minutes = queries.get_person(person_id), current_app.config["RESET_MINUTES"]
    goes_out = sends_mail(current_app)
    return submit(form, act) or page(
        "core/people/send_link.html", form, person=person, minutes=minutes, goes_out=goes_out
    )


@views.post("/<int:person_id>/unlock")
@requires(Permission.ADMINISTER_PEOPLE)
def unlock_account(person_id: int) -> Response:
    """Let somebody whose account is locked try again at once."""

    def act() -> str:
        unlock(person_id=person_id, by=current_actor(), at=clock.now())
        return url_for("people.show_person", person_id=person_id)

    return press(act, url_for("people.show_person", person_id=person_id))


@views.route("/<int:person_id>/end-codes", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def reset_codes(person_id: int) -> Response | tuple[str, int]:
    """End the one-time codes of somebody who lost the device and the recovery codes."""
    form = LostCodesForm()

    def act() -> str:
        codes.reset_codes(person_id=person_id, known_by=str(form.known_by.data), by=current_actor(), at=clock.now())
        return url_for("people.show_person", person_id=person_id)

    person = queries.get_person(person_id)
    return submit(form, act) or page("core/people/reset_codes.html", form, person=person)


def invitation_lasts() -> timedelta:
    """How long an invitation can be taken up."""
    return timedelta(days=current_app.config["INVITATION_DAYS"])


def reset_lasts() -> timedelta:
    """How long a link to choose a password anew works."""
    return timedelta(minutes=current_app.config["RESET_MINUTES"])


def show_once(sent: links.Sent) -> None:
    """Say that a letter goes out; where no mail does, keep the link for the next page, to be handed over."""
    if sends_mail(current_app):
        flash("The link goes out by mail within a few minutes.")
        return
    session["shown_link"] = whole_address("people.use_link", link_id=sent.link.id, secret=sent.secret)


@views.app_template_global("link_state")
def link_state(link: Link) -> str:
    """Give where a link stands now, in words."""
    return state_of(used_at=link.used_at, withdrawn_at=link.withdrawn_at, expires_at=link.expires_at, at=clock.now())
