"""Pages of the audit trail: read, filter and download it, the story of a record, files taken away, redactions."""

from http import HTTPStatus
from urllib.parse import unquote_plus

from flask import Blueprint, abort, request, url_for
from sqlalchemy import Select
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Response

from core import clock
from core.audit_trail import actions, exports, queries
from core.audit_trail.forms import FilesFilter, RedactionForm, TrailFilter
from core.audit_trail.models import FileTaken
from core.audit_trail.queries import Asked
from core.audit_trail.rules import values_in
from core.audit_trail.words import acts_with_words
from core.forms import Press
from core.navigation import Item, Tab, add_item, add_tab
from core.one_use import submit
from core.permissions import Permission
from core.sending import send_lines
from core.web import address, binding, current_actor, find_actor, page, page_of, requires

views = Blueprint("audit_trail", __name__, url_prefix="/audit-trail")
_READ = Permission.SEE_AUDIT_TRAIL
add_item(Item(place=95, label="Audit trail", endpoint="audit_trail.list_events", permission=_READ, section="audit"))
add_tab(Tab(of="audit", place=10, label="Events", endpoint="audit_trail.list_events", permission=_READ))
add_tab(Tab(of="audit", place=20, label="Files taken", endpoint="audit_trail.list_files", permission=_READ))


@views.get("/")
@requires(Permission.SEE_AUDIT_TRAIL)
def list_events() -> tuple[str, int]:
    """List who did what when, newest first, as the filter asks."""
    asked = _filter()
    events = page_of(queries.select_events(_asked(asked), by=current_actor()))
    return page(
        "core/audit_trail/list_events.html",
        asked=asked,
        events=events,
        lines=queries.lines_of(events.rows),
        checked=_last_check(),
        waiting=queries.list_open_redactions() if current_actor().may(Permission.REDACT_AUDIT_TRAIL) else [],
    )


@views.get("/events.csv")
@requires(Permission.SEE_AUDIT_TRAIL)
def download_events() -> Response:
    """Give exactly what the filter asks for, all pages, as CSV."""
    rows = queries.select_events(_asked(_filter()), by=current_actor())
    return send_lines(exports.csv_of(queries.stream_lines(rows)), "csv", "audit-trail")


@views.get("/records/<string:subject>/<int:subject_id>")
@requires(Permission.SEE_AUDIT_TRAIL)
def show_record(subject: str, subject_id: int) -> tuple[str, int]:
    """Tell the whole story of one record, from its first event on."""
    asked = Asked(subject=subject, subject_id=subject_id)
    events = page_of(queries.select_events(asked, by=current_actor()))
    if not events.count:
        abort(404)
    lines = queries.lines_of(events.rows)
    return page("core/audit_trail/show_record.html", subject=subject, subject_id=subject_id, events=events, lines=lines)


@views.get("/files")
@requires(Permission.SEE_AUDIT_TRAIL)
def list_files() -> tuple[str, int]:
    """List who took which file away when, last first, as the filter asks."""
    asked = FilesFilter()
    return page("core/audit_trail/list_files.html", asked=asked, taken=page_of(_files(asked)))


@views.get("/files.csv")
@requires(Permission.SEE_AUDIT_TRAIL)
def download_files() -> Response:
    """Give exactly what the filter asks for, all pages, as CSV."""
    lines = queries.stream_files_taken(_files(FilesFilter()))
    return send_lines(exports.files_csv_of(lines), "csv", "files-taken")


@views.after_app_request
def note_file_taken(answer: Response) -> Response:
    """Note every file that somebody takes away, whichever page gave it; what is shown on pages is not noted."""
    name = _name_of_file(answer)
    actor = find_actor() if name else None
    if name and actor is not None:
        actions.note_file_taken(file_name=name, address=unquote_plus(address()), by=actor, at=clock.now())
    return answer


def _name_of_file(answer: Response) -> str:
    """The name of the file that an answer is, blank when it is none."""
    if answer.status_code != HTTPStatus.OK or request.method != "GET":
        return ""
    kind, options = parse_options_header(answer.headers.get("Content-Disposition"))
    return str(options.get("filename", request.path.rpartition("/")[2])) if kind == "attachment" else ""


@views.get("/<int:event_id>")
@requires(Permission.SEE_AUDIT_TRAIL)
def show_event(event_id: int) -> tuple[str, int]:
    """Show one event with its values before and after, and its place in the chain."""
    event = queries.get_event(event_id, by=current_actor())
    old, new = values_in(event.payload)
    return page(
        "core/audit_trail/show_event.html",
        event=event,
        line=queries.line_of(event),
        values=[(name, old.get(name), new.get(name)) for name in sorted({*old, *new})],
        redaction=queries.find_redaction(event_id),
        may_redact=current_actor().may(Permission.REDACT_AUDIT_TRAIL),
    )


@views.route("/<int:event_id>/propose-redaction", methods=["GET", "POST"])
@requires(Permission.REDACT_AUDIT_TRAIL)
@binding
def propose_redaction(event_id: int) -> Response | tuple[str, int]:
    """Propose that the values of an event go."""
    form = RedactionForm()

    def act() -> str:
        actions.propose_redaction(event_id=event_id, reason=str(form.reason.data), by=current_actor(), at=clock.now())
        return url_for("audit_trail.show_event", event_id=event_id)

    line = queries.line_of(queries.get_event(event_id, by=current_actor()))
    return submit(form, act) or page("core/audit_trail/propose_redaction.html", form, line=line)


@views.route("/redactions/<int:redaction_id>/confirm", methods=["GET", "POST"])
@requires(Permission.REDACT_AUDIT_TRAIL)
@binding
def confirm_redaction(redaction_id: int) -> Response | tuple[str, int]:
    """Redact, as the second person."""
    form = Press()

    def act() -> str:
        event = actions.confirm_redaction(redaction_id=redaction_id, by=current_actor(), at=clock.now())
        return url_for("audit_trail.show_event", event_id=event.id)

    done = submit(form, act)
    redaction = queries.get_redaction(redaction_id)
    line = queries.line_of(queries.get_event(redaction.event_id, by=current_actor()))
    return done or page("core/audit_trail/confirm_redaction.html", form, redaction=redaction, line=line)


@views.app_template_global("history_of")
def list_history(subject: str, subject_id: int) -> list[queries.Line]:
    """Give the history of a record to the macro `history` of components/history.html."""
    return queries.history_of(subject, subject_id)


def _last_check() -> queries.Line | None:
    event = queries.find_last_of(("operations.verify_trail", "operations.find_trail_broken"))
    return queries.line_of(event) if event else None


def _filter() -> TrailFilter:
    return TrailFilter(sorted(acts_with_words()), queries.list_subjects())


def _files(asked: FilesFilter) -> Select[FileTaken]:
    return queries.select_files_taken(by=current_actor(), person=asked.person.data or "", file=asked.file.data or "")


def _asked(asked: TrailFilter) -> Asked:
    return Asked(
        person=asked.person.data or "",
        organisation=asked.organisation.data or "",
        subject_id=asked.record.data,
        act=asked.act.data or "",
        subject=asked.subject.data or "",
        first_day=asked.first_day.data,
        last_day=asked.last_day.data,
    )
