"""Pages of the audit trail: read and filter it, download it, open one event, redact its values by two people."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from core import clock
from core.audit_trail import actions, exports, queries
from core.audit_trail.forms import RedactionForm, TrailFilter
from core.audit_trail.queries import Asked
from core.audit_trail.rules import values_in
from core.audit_trail.words import acts_with_words
from core.forms import Press
from core.navigation import Item, add_item
from core.one_use import submit
from core.permissions import Permission
from core.sending import send_lines
from core.web import binding, current_actor, page, page_of, requires

views = Blueprint("audit_trail", __name__, url_prefix="/audit-trail")
add_item(Item(place=95, label="Audit trail", endpoint="audit_trail.list_events", permission=Permission.SEE_AUDIT_TRAIL))


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
        waiting=queries.list_open_redactions() if current_actor().may(Permission.REDACT_AUDIT_TRAIL) else [],
    )


@views.get("/events.csv")
@requires(Permission.SEE_AUDIT_TRAIL)
def download_events() -> Response:
    """Give exactly what the filter asks for, all pages, as CSV."""
    rows = queries.select_events(_asked(_filter()), by=current_actor())
    return send_lines(exports.csv_of(queries.stream_lines(rows)), "csv", "audit-trail")


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


def _filter() -> TrailFilter:
    return TrailFilter(sorted(acts_with_words()), queries.list_subjects())


def _asked(asked: TrailFilter) -> Asked:
    return Asked(
        person=asked.person.data or "",
        act=asked.act.data or "",
        subject=asked.subject.data or "",
        first_day=asked.first_day.data,
        last_day=asked.last_day.data,
    )
