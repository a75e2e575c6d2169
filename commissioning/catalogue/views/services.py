"""Pages of service lines."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from commissioning.catalogue import queries
from commissioning.catalogue.actions import services as actions
from commissioning.catalogue.forms import CloseServiceForm, ServiceFilter, ServiceForm
from commissioning.catalogue.rules import ServiceLine, currencies_from
from commissioning.catalogue.views.blueprint import may_maintain, service_in_view, views
from commissioning.organisations.queries.localities import list_localities
from commissioning.organisations.views.blueprint import commissioner_in_view
from core import clock
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, page_of, requires


@views.get("/services")
@requires(Permission.SEE_CATALOGUE)
def list_services() -> tuple[str, int]:
    """List the services of a trust."""
    trust, on = commissioner_in_view(), clock.today()
    asked = ServiceFilter(queries.list_categories(trust.id))
    sort = request.args.get("sort", "code")
    rows = queries.select_services(
        trust.id, on=on, text=asked.text.data or "", category=str(asked.category.data or ""), sort=sort
    )
    return page(
        "commissioning/catalogue/list_services.html",
        asked=asked,
        services=page_of(rows),
        sort=sort,
        may_maintain=may_maintain(),
    )


@views.get("/services/<int:service_id>")
@requires(Permission.SEE_CATALOGUE)
def show_service(service_id: int) -> tuple[str, int]:
    """Show a service: who provides it where today, the arrangements before and to come, its history."""
    service, on = service_in_view(service_id), clock.today()
    kept = queries.list_arrangements(service.commissioner_id, service_id=service_id)
    held = {a.locality_id: a for a in kept if a.starts_on <= on and (a.ends_on is None or on < a.ends_on)}
    return page(
        "commissioning/catalogue/show_service.html",
        service=service,
        places=[
            (place, queries.words_of(held.get(place.id)), held.get(place.id))
            for place in list_localities(service.commissioner_id, on=on)
        ],
        arrangements=[(arrangement, queries.words_of(arrangement)) for arrangement in kept],
        may_maintain=may_maintain(),
    )


@views.route("/services/add", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_CATALOGUE)
def add_service() -> Response | tuple[str, int]:
    """Add a service line."""
    form = ServiceForm()

    def act() -> str:
        service = actions.add_service(
            commissioner_id=commissioner_in_view().id,
            line=_line(form),
            scope_reason=str(form.scope_reason.data or ""),
            by=current_actor(),
        )
        flash(f"{service.name} is added. Now say who provides it in each locality.")
        return url_for("catalogue.show_service", service_id=service.id)

    return submit(form, act) or page("commissioning/catalogue/add_service.html", form)


@views.route("/services/<int:service_id>/change", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_CATALOGUE)
def change_service(service_id: int) -> Response | tuple[str, int]:
    """Change name, category, currencies or scope of a service."""
    service = service_in_view(service_id)
    form = ServiceForm(service)
    del form.code

    def act() -> str:
        actions.change_service(
            service_id=service_id,
            line=_line(form, service.code),
            scope_reason=str(form.scope_reason.data or ""),
            by=current_actor(),
        )
        flash("The changes are saved.")
        return url_for("catalogue.show_service", service_id=service_id)

    done = submit(form, act, editing=Editing(record=service, subject="service"))
    return done or page("commissioning/catalogue/change_service.html", form, service=service)


@views.route("/services/<int:service_id>/close", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_CATALOGUE)
def close_service(service_id: int) -> Response | tuple[str, int]:
    """Say what closing means, ask from when and why, and close."""
    service = service_in_view(service_id)
    form = CloseServiceForm(clock.today())

    def act() -> str:
        actions.close_service(
            service_id=service_id, closed_on=form.closed_on.data, reason=str(form.reason.data), by=current_actor()
        )
        flash(f"{service.name} is closed.")
        return url_for("catalogue.show_service", service_id=service_id)

    return submit(form, act) or page("commissioning/catalogue/close_service.html", form, service=service)


def _line(form: ServiceForm, code: str | None = None) -> ServiceLine:
    return ServiceLine(
        code=code or str(form.code.data).strip(),
        name=str(form.name.data),
        category=str(form.category.data or ""),
        currencies=currencies_from(str(form.currencies.data or "")),
        in_scope=bool(form.in_scope.data),
    )
