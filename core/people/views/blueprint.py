"""The blueprint of people and what it makes known to the kernel when the application starts."""

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState

from core import clock
from core.cli import find_actor_with
from core.people.openid import name_of_service, prepare_openid
from core.people.queries import find_actor_by_email
from core.people.rules.sessions import counted_address
from core.people.sign_in import is_confirmed, load_actor, prepare_sign_in, seconds_left
from core.permissions import ROLE_NAMES
from core.web import confirm_with, load_actor_with

views = Blueprint("people", __name__, url_prefix="/people")


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Tell the kernel who finds the one who acts, and whether the password was given."""
    prepare_sign_in(state.app)
    prepare_openid(state.app)
    state.app.jinja_env.globals["sign_in_service"] = name_of_service
    state.app.jinja_env.globals["seconds_left"] = seconds_left
    state.app.jinja_env.globals["role_names"] = ROLE_NAMES
    load_actor_with(load_actor)
    confirm_with(is_confirmed)
    find_actor_with(lambda email, account: find_actor_by_email(email, on=clock.today(), account=account))


def address_of_reader() -> str:
    """The network address a request comes from, as it is counted."""
    return counted_address(request.remote_addr or "")
