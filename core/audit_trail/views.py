"""Pages of the audit trail: read, filter and download it, the story of a record, files taken, segments, redactions."""

from http import HTTPStatus
from urllib.parse import unquote_plus

from flask import Blueprint, abort, current_app, request, url_for
from sqlalchemy import Select
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Response

from core import clock
from core.attempts import ATTEMPT_NAMES, Attempt, find_mark
from core.audit_trail import access, actions, exports, queries
from core.audit_trail.forms import FilesFilter, KeepForm, RedactionForm, RefusedFilter, TrailFilter
from core.audit_trail.models import FileTaken, Redaction, RefusedRequest
from core.audit_trail.queries import Asked
from core.audit_trail.rules import GROUND_NAMES, Ground, held_until, values_in
from core.audit_trail.words import acts_with_words
from core.clock import in_london
from core.forms import Press
from core.four_eyes import left_to_another
from core.navigation import Item, Tab, add_item, add_tab
from core.one_use import submit
from core.permissions import Permission
from core.sending import send_lines
from core.web import address, binding, current_actor, find_actor, is_restricted, page, page_of, requires

views = Blueprint("audit_trail", __name__, url_prefix="/audit-trail")
_READ = Permission.SEE_AUDIT_TRAIL
_GIVEN = (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT)
add_item(Item(place=95, label="Audit trail", endpoint="audit_trail.list_events", permission=_READ, section="audit"))
add_tab(Tab(of="audit", place=10, label="Events", endpoint="audit_trail.list_events", permission=_READ))
add_tab(Tab(of="audit", place=20, label="Files taken", endpoint="audit_trail.list_files", permission=_READ))
add_tab(Tab(of="audit", place=35, label="Refused", endpoint="audit_trail.list_refused", permission=_READ))
add_tab(Tab(of="audit", place=40, label="Sealed segments", endpoint="audit_trail.list_segments", permission=_READ))


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
        why_not_you=_why_not_you,
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


@views.get("/refused")
@requires(Permission.SEE_AUDIT_TRAIL)
def list_refused() -> tuple[str, int]:
    """List who was refused what, last first, as the filter asks."""
    asked = RefusedFilter()
    return page("core/audit_trail/list_refused.html", asked=asked, refused=page_of(_refused(asked)), why=ATTEMPT_NAMES)


@views.get("/refused.csv")
@requires(Permission.SEE_AUDIT_TRAIL)
def download_refused() -> Response:
    """Give exactly what the filter asks for, all pages, as CSV."""
    lines = exports.refused_csv_of(access.stream_refused(_refused(RefusedFilter())))
    return send_lines(lines, "csv", "refused-requests")


@views.get("/segments")
@requires(Permission.SEE_AUDIT_TRAIL)
def list_segments() -> tuple[str, int]:
    """List the parts of the trail that were sealed into files, and until when the values of each are held."""
    years = current_app.config["AUDIT_YEARS"]
    segments = queries.list_segments(by=current_actor())
    held = {each.id: held_until(in_london(each.last.at).date(), years) for each in segments}
    return page("core/audit_trail/list_segments.html", segments=segments, held=held, years=years)


@views.after_app_request
def note_file_taken(answer: Response) -> Response:
    """Note every file that somebody takes away, whichever page gave it, and every reading of a restricted document."""
    name = _name_of_file(answer)
    actor = None if name is None else find_actor()
    if name is not None and actor is not None:
        actions.note_file_taken(file_name=name, address=unquote_plus(address()), by=actor, at=clock.now())
    return answer


@views.after_app_request
def note_refused(answer: Response) -> Response:
    """Note what somebody signed in was held off from: page, act, record, form or file."""
    attempt = _attempt_of(answer)
    actor = None if attempt is None else find_actor()
    if attempt is not None and actor is not None:
        actions.note_refused(
            attempt=attempt,
            method=request.method,
            address=unquote_plus(address()),
            route=request.url_rule.rule if request.url_rule else "",
            by=actor,
            at=clock.now(),
        )
    return answer


def _attempt_of(answer: Response) -> Attempt | None:
    """What this request tried and was held off from, if anything: what was marked, or what the answer says."""
    if answer.status_code == HTTPStatus.FORBIDDEN:
        return Attempt.NOT_PERMITTED
    if answer.status_code == HTTPStatus.NOT_FOUND and request.view_args:
        return Attempt.NO_RECORD
    if answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Attempt.REFUSED_FILE
    return find_mark()


def _name_of_file(answer: Response) -> str | None:
    """The name of the file that an answer is, whole or in part; blank for a restricted page; None for anything else."""
    if answer.status_code not in _GIVEN or request.method == "HEAD":
        return None
    kind, options = parse_options_header(answer.headers.get("Content-Disposition"))
    if kind == "attachment":
        return str(options.get("filename", request.path.rpartition("/")[2]))
    shows = current_app.view_functions.get(request.endpoint or "")
    return "" if request.method == "GET" and is_restricted(shows) else None


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
        grounds=GROUND_NAMES,
        segment=queries.find_segment_of(event_id),
        may_redact=current_actor().may(Permission.REDACT_AUDIT_TRAIL),
        why_not_you=_why_not_you,
    )


@views.route("/<int:event_id>/propose-redaction", methods=["GET", "POST"])
@requires(Permission.REDACT_AUDIT_TRAIL)
@binding
def propose_redaction(event_id: int) -> Response | tuple[str, int]:
    """Propose that the values of an event go."""
    form = RedactionForm()

    def act() -> str:
        ground, reason = Ground(form.ground.data), str(form.reason.data)
        actions.propose_redaction(event_id=event_id, ground=ground, reason=reason, by=current_actor(), at=clock.now())
        return url_for("audit_trail.show_event", event_id=event_id)

    line = queries.line_of(queries.get_event(event_id, by=current_actor()))
    segment = queries.find_segment_of(event_id)
    return submit(form, act) or page("core/audit_trail/propose_redaction.html", form, line=line, segment=segment)


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
    words = {"line": line, "ground": GROUND_NAMES[redaction.ground], "segment": queries.find_segment_of(line.number)}
    why_not = [reason] if (reason := _why_not_you(redaction)) else []
    return done or page("core/audit_trail/confirm_redaction.html", form, redaction=redaction, why_not=why_not, **words)


@views.route("/redactions/<int:redaction_id>/decline", methods=["GET", "POST"])
@requires(Permission.REDACT_AUDIT_TRAIL)
@binding
def decline_redaction(redaction_id: int) -> Response | tuple[str, int]:
    """Keep the values; the proposal is declined, or taken back by the one who made it."""
    form = KeepForm()

    def act() -> str:
        reason = str(form.reason.data)
        event = actions.decline_redaction(redaction_id=redaction_id, reason=reason, by=current_actor(), at=clock.now())
        return url_for("audit_trail.show_event", event_id=event.id)

    done = submit(form, act)
    redaction = queries.get_redaction(redaction_id)
    line = queries.line_of(queries.get_event(redaction.event_id, by=current_actor()))
    return done or page("core/audit_trail/decline_redaction.html", form, redaction=redaction, line=line)


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


def _refused(asked: RefusedFilter) -> Select[RefusedRequest]:
    chosen = asked.why.data
    return access.select_refused(
        by=current_actor(),
        person=asked.person.data or "",
        address=asked.address.data or "",
        attempt=Attempt(chosen) if chosen in set(Attempt) else None,
    )


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


@views.app_template_filter("record_kind")
def record_kind(subject: str) -> str:
    """The kind of a record as people read it: `performance_kpi` is a performance KPI."""
    return subject.replace("_", " ").replace("-", " ").replace("kpi", "KPI")


def _why_not_you(redaction: Redaction) -> str:
    return left_to_another(current_actor(), redaction.proposed_by_id, did="proposed this redaction", then="confirms it")
