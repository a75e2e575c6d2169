"""What views of other rooms use to take documents in and give them out; and the page of who took them away.

The room that owns the record has the addresses of its own documents: it checks who may, then calls these.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint
from sqlalchemy import Select
from werkzeug.wrappers import Response

from core.attachments import exports, queries
from core.attachments.actions import note_infected, note_reading
from core.attachments.forms import AttachForm, ReadingsFilter
from core.attachments.models import Attachment, AttachmentReading
from core.attachments.queries import content_of
from core.attachments.rules import MEDIA, check_may_be_read
from core.db import bookkeeping, transaction
from core.headers import POLICY_OF_FILES
from core.navigation import Tab, add_tab
from core.one_use import submit
from core.permissions import Actor, Permission
from core.sending import send_lines, send_named
from core.web import current_actor, page, page_of, requires

views = Blueprint("attachments", __name__, url_prefix="/attachments")
add_tab(
    Tab(
        of="audit",
        place=30,
        label="Documents read",
        endpoint="attachments.list_readings",
        permission=Permission.SEE_AUDIT_TRAIL,
    )
)


def submit_attachment(
    form: AttachForm,
    act: Callable[[], str],
    *,
    subject: str,
    subject_id: int,
    by: Actor,
    commissioner_id: int | None = None,
) -> Response | None:
    """Run the act of a posted upload form, as `core.one_use.submit` does, once however often it is sent.

    The act calls `attach` with `file=form.file_to_attach`. A file in which the virus scanner found something is
    refused at its field, and that is recorded.
    """
    done = submit(form, act)
    if form.infected is not None:
        with transaction():
            note_infected(form.infected, subject=subject, subject_id=subject_id, by=by, commissioner_id=commissioner_id)
    return done


def send_attachment(attachment: Attachment, *, by: Actor, at: datetime) -> Response:
    """Give the file to somebody who may see its record, as a download that no browser opens, and note who it was.

    Refuses, in words, a file that is missing or damaged, and a withdrawn one but to those who read the audit trail.
    """
    check_may_be_read(
        title=attachment.title,
        withdrawn=attachment.withdrawal.given if attachment.withdrawal else None,
        reads_the_trail=by.may(Permission.SEE_AUDIT_TRAIL),
    )
    answer = send_named(content_of(attachment), attachment.file_name, MEDIA[attachment.kind].mimetype)
    answer.headers["Content-Security-Policy"] = POLICY_OF_FILES
    with bookkeeping():
        note_reading(attachment_id=attachment.id, by=by, at=at)
    return answer


@views.get("/readings")
@requires(Permission.SEE_AUDIT_TRAIL)
def list_readings() -> tuple[str, int]:
    """List who took which document away when, last first, as the filter asks."""
    asked = ReadingsFilter()
    return page("core/attachments/list_readings.html", asked=asked, readings=page_of(_readings(asked)))


@views.get("/readings.csv")
@requires(Permission.SEE_AUDIT_TRAIL)
def download_readings() -> Response:
    """Give exactly what the filter asks for, all pages, as CSV."""
    lines = queries.stream_readings(_readings(ReadingsFilter()))
    return send_lines(exports.csv_of(lines), "csv", "documents-read")


def _readings(asked: ReadingsFilter) -> Select[AttachmentReading]:
    return queries.select_readings(by=current_actor(), person=asked.person.data or "", title=asked.title.data or "")
