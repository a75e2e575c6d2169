"""Files of the catalogue: sheets to take away, and to bring back."""

from flask import flash, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commissioning.catalogue import exports, imports, queries
from commissioning.catalogue.actions.arrangements import record_arrangements
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.forms import UploadForm, UploadServicesForm
from commissioning.catalogue.views.blueprint import views
from commissioning.organisations.views.blueprint import commissioner_in_view
from commissioning.organisations.views.files import noting, refuse, sheet_as_file, uploaded
from core.one_use import submit
from core.permissions import Permission
from core.problems import Problem
from core.web import current_actor, page, requires


@views.get("/download/<string:file>")
@requires(Permission.SEE_CATALOGUE)
def download_sheet(file: str) -> Response:
    """Give services or arrangements as CSV or XLSX, as they can be uploaded again."""
    name, _, ending = file.rpartition(".")
    trust = commissioner_in_view()
    if name == "services":
        return sheet_as_file(exports.services_sheet(queries.services_of(trust.id)), ending)
    if name == "arrangements":
        return sheet_as_file(exports.arrangements_sheet(queries.arrangements_of(trust.id)), ending)
    raise NotFound


@views.route("/services/upload", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_CATALOGUE)
def upload_services() -> Response | tuple[str, int]:
    """Take a sheet of services: all of it, or a list of its problems."""
    form, trust, problems = UploadServicesForm(), commissioner_in_view(), list[Problem]()

    def act() -> str:
        found, faults = imports.services_from(uploaded(form.file.data))
        refuse(faults)
        reason = str(form.scope_reason.data or "")
        count = record_services(commissioner_id=trust.id, lines=found, scope_reason=reason, by=current_actor())
        flash(f"{count} services are recorded.")
        return url_for("catalogue.list_services")

    done = submit(form, lambda: noting(problems, act))
    return done or page("commissioning/catalogue/upload_services.html", form, problems=problems)


@views.route("/arrangements/upload", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_CATALOGUE)
def upload_arrangements() -> Response | tuple[str, int]:
    """Take a sheet of arrangements: all of it, or a list of its problems."""
    form, trust, problems = UploadForm(), commissioner_in_view(), list[Problem]()

    def act() -> str:
        found, faults = imports.arrangements_from(uploaded(form.file.data))
        refuse(faults)
        count = record_arrangements(commissioner_id=trust.id, lines=found, by=current_actor())
        flash(f"{count} arrangements are recorded.")
        return url_for("catalogue.show_table")

    done = submit(form, lambda: noting(problems, act))
    return done or page("commissioning/catalogue/upload_arrangements.html", form, problems=problems)
