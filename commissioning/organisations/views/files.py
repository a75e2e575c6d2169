"""Files of organisations: sheets to take away, and to bring back."""

from collections.abc import Callable
from datetime import date

from flask import flash, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commissioning.organisations import exports, imports
from commissioning.organisations.actions.populations import record_populations
from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.forms import UploadForm, UploadPopulationsForm
from commissioning.organisations.queries import lines
from commissioning.organisations.rules.values import HasProblems
from commissioning.organisations.views.blueprint import commissioner_in_view, views
from core import clock
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.problems import Problem, in_reading_order
from core.sending import send
from core.spreadsheets.tables import Upload
from core.spreadsheets.writing import Sheet, write_csv, write_xlsx
from core.web import current_actor, page, requires

_SHEETS: dict[str, Callable[[int, date], Sheet]] = {
    "groups": lambda trust, on: exports.groups_sheet(lines.groups_on(trust, on)),
    "practices": lambda trust, _: exports.practices_sheet(lines.practices_of(trust)),
    "populations": lambda trust, _: exports.populations_sheet(lines.populations_of(trust)),
    "providers": lambda trust, on: exports.providers_sheet(lines.providers_of(trust, on)),
}


@views.get("/organisations/download/<string:file>")
@requires(Permission.SEE_ORGANISATIONS)
def download_sheet(file: str) -> Response:
    """Give groups, practices, populations or providers as CSV or XLSX, as they can be uploaded again."""
    name, _, ending = file.rpartition(".")
    if name not in _SHEETS:
        raise NotFound
    return sheet_as_file(_SHEETS[name](commissioner_in_view().id, clock.today()), ending)


@views.route("/organisations/practices/upload", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def upload_practices() -> Response | tuple[str, int]:
    """Take a sheet of practices with their memberships: all of it, or a list of its problems."""
    form, trust, problems = UploadForm(), commissioner_in_view(), list[Problem]()

    def act() -> str:
        found, faults = imports.practices_from(uploaded(form.file.data))
        refuse(faults)
        count = record_organisations(commissioner_id=trust.id, practices=found, on=clock.today(), by=current_actor())
        flash(f"{count} practices and memberships are recorded.")
        return url_for("organisations.list_practices")

    done = submit(form, lambda: noting(problems, act))
    return done or page("commissioning/organisations/upload_practices.html", form, problems=problems)


@views.route("/organisations/groups/upload", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def upload_groups() -> Response | tuple[str, int]:
    """Take a sheet of PbC groups with their localities: all of it, or a list of its problems."""
    form, trust, problems = UploadForm(), commissioner_in_view(), list[Problem]()

    def act() -> str:
        found, faults = imports.groups_from(uploaded(form.file.data))
        refuse(faults)
        count = record_organisations(commissioner_id=trust.id, groups=found, on=clock.today(), by=current_actor())
        flash(f"{count} {'PbC group is' if count == 1 else 'PbC groups are'} recorded.")
        return url_for("organisations.list_groups")

    done = submit(form, lambda: noting(problems, act))
    return done or page("commissioning/organisations/upload_groups.html", form, problems=problems)


@views.route("/organisations/providers/upload", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def upload_providers() -> Response | tuple[str, int]:
    """Take a sheet of providers: all of it, or a list of its problems."""
    form, trust, problems = UploadForm(), commissioner_in_view(), list[Problem]()

    def act() -> str:
        found, faults = imports.providers_from(uploaded(form.file.data))
        refuse(faults)
        count = record_organisations(commissioner_id=trust.id, providers=found, on=clock.today(), by=current_actor())
        flash(f"{count} {'provider is' if count == 1 else 'providers are'} recorded.")
        return url_for("organisations.list_providers")

    done = submit(form, lambda: noting(problems, act))
    return done or page("commissioning/organisations/upload_providers.html", form, problems=problems)


@views.route("/organisations/populations/upload", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def upload_populations() -> Response | tuple[str, int]:
    """Take a sheet of populations: all of it, or a list of its problems."""
    form, trust, problems = UploadPopulationsForm(), commissioner_in_view(), list[Problem]()

    def act() -> str:
        found, faults = imports.populations_from(uploaded(form.file.data))
        refuse(faults)
        count = record_populations(
            commissioner_id=trust.id,
            lines=found,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"{count} populations are recorded.")
        return url_for("organisations.list_populations")

    done = submit(form, lambda: noting(problems, act))
    return done or page("commissioning/organisations/upload_populations.html", form, problems=problems)


def uploaded(file: object) -> Upload:
    """The file that came with a form; refused where there is none."""
    if not isinstance(file, FileStorage) or not file.filename:
        raise Refusal("Choose a file.")
    return Upload(file.filename, file.read())


def refuse(problems: list[Problem]) -> None:
    """Refuse a file with problems."""
    if problems:
        raise HasProblems(in_reading_order(problems))


def noting(problems: list[Problem], act: Callable[[], str]) -> str:
    """Run an act; keep the problems it was refused for, so that the page can list them."""
    try:
        return act()
    except HasProblems as refusal:
        problems.extend(refusal.problems)
        raise


def sheet_as_file(sheet: Sheet, ending: str) -> Response:
    """A sheet as a CSV or XLSX file to take away."""
    if ending not in {"csv", "xlsx"}:
        raise NotFound
    content = write_csv(sheet) if ending == "csv" else write_xlsx([sheet])
    return send(content, ending, sheet.name)
