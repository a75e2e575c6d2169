"""Pages of localities."""

from flask import flash, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commissioning.organisations.actions import localities as actions
from commissioning.organisations.forms import CloseForm, NameForm
from commissioning.organisations.models import Locality
from commissioning.organisations.queries import localities as queries
from commissioning.organisations.views.blueprint import commissioner_in_view, views
from commissioning.organisations.views.home import may_maintain
from core import clock
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/organisations/localities")
@requires(Permission.SEE_ORGANISATIONS)
def list_localities() -> tuple[str, int]:
    """List the areas of a trust with the groups that lie in them."""
    trust = commissioner_in_view()
    groups = queries.list_groups(trust.id, on=clock.today())
    return page(
        "commissioning/organisations/list_localities.html",
        localities=queries.list_localities(trust.id),
        groups=groups,
        may_maintain=may_maintain(),
    )


@views.get("/organisations/localities/<int:locality_id>")
@requires(Permission.SEE_ORGANISATIONS)
def show_locality(locality_id: int) -> tuple[str, int]:
    """Show an area, its groups and its history."""
    locality = locality_in_view(locality_id)
    return page(
        "commissioning/organisations/show_locality.html",
        locality=locality,
        groups=queries.list_groups(locality.commissioner_id, on=clock.today(), locality_id=locality_id),
        may_maintain=may_maintain(),
    )


@views.route("/organisations/localities/add", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def add_locality() -> Response | tuple[str, int]:
    """Add an area."""
    form = NameForm()

    def act() -> str:
        locality = actions.add_locality(
            commissioner_id=commissioner_in_view().id, name=str(form.name.data), by=current_actor()
        )
        flash(f"{locality.name} is added.")
        return url_for("organisations.show_locality", locality_id=locality.id)

    return submit(form, act) or page("commissioning/organisations/add_locality.html", form)


@views.route("/organisations/localities/<int:locality_id>/rename", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def rename_locality(locality_id: int) -> Response | tuple[str, int]:
    """Give an area another name."""
    locality = locality_in_view(locality_id)
    form = NameForm(obj=locality)

    def act() -> str:
        actions.rename_locality(locality_id=locality_id, name=str(form.name.data), by=current_actor())
        return url_for("organisations.show_locality", locality_id=locality_id)

    done = submit(form, act, editing=Editing(record=locality, subject="locality"))
    return done or page("commissioning/organisations/rename_locality.html", form, locality=locality)


@views.route("/organisations/localities/<int:locality_id>/close", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def close_locality(locality_id: int) -> Response | tuple[str, int]:
    """Close an area, with a reason."""
    locality = locality_in_view(locality_id)
    form = CloseForm(clock.today())

    def act() -> str:
        actions.close_locality(
            locality_id=locality_id,
            closed_on=form.closed_on.data,
            reason=str(form.reason.data),
            by=current_actor(),
        )
        return url_for("organisations.show_locality", locality_id=locality_id)

    return submit(form, act) or page("commissioning/organisations/close_locality.html", form, locality=locality)


def locality_in_view(locality_id: int) -> Locality:
    """An area of a trust that concerns the reader; not found otherwise."""
    try:
        locality = queries.get_locality(locality_id)
    except NoResultFound:
        raise NotFound from None
    if not current_actor().reaches(locality.commissioner_id):
        raise NotFound
    return locality
