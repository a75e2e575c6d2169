"""Minutes: issued, read, approved, corrected; as a page and as a PDF, both drawn from the text of one version alone."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from commissioning.meetings.actions import minutes as acts
from commissioning.meetings.documents.minutes import minutes_pdf
from commissioning.meetings.forms import ReasonForm, SeenForm
from commissioning.meetings.models import MINUTES_SUBJECT, Meeting, Minutes
from commissioning.meetings.queries.content import content_now, text_as_issued
from commissioning.meetings.queries.meetings import list_minutes, next_number, waits_for
from commissioning.meetings.views.blueprint import (
    address_of,
    crumbs_to,
    is_under_way,
    kept_in_view,
    meeting_in_view,
    minutes_in_view,
    views,
)
from core import clock
from core.canonical import canonical_text, hash_of
from core.four_eyes import is_one_with
from core.markdown import as_html
from core.one_use import submit
from core.permissions import Permission
from core.sending import send
from core.signatures.queries import list_signatures
from core.web import binding, current_actor, page, requires


def address_of_minutes(meeting: Meeting, number: int) -> str:
    """The page of a version of the minutes."""
    return url_for("meetings.show_minutes", meeting_id=meeting.id, number=number)


@views.route("/<int:meeting_id>/minutes/issue", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def issue_minutes(meeting_id: int) -> Response | tuple[str, int]:
    """Show the minutes as they would be issued, and issue them to those who approve them."""
    meeting = kept_in_view(meeting_id)
    if not is_under_way(meeting):
        return redirect(address_of(meeting))
    form, number = SeenForm(), next_number(Minutes, meeting.id)

    def act() -> str:
        href = address_of_minutes(meeting, number)
        minutes = acts.issue_minutes(
            meeting_id=meeting.id,
            seen_hash=str(form.seen.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=href,
        )
        flash(f"Version {minutes.number} of the minutes is issued. Those who approve it are told.")
        return href

    if answer := submit(form, act):
        return answer
    content = content_now(meeting, number=number)
    form.take_as_seen(hash_of(canonical_text(content)))
    return page(
        "commissioning/meetings/issue_minutes.html",
        form,
        meeting=meeting,
        number=number,
        content=content,
        crumbs=crumbs_to(meeting),
        as_html=as_html,
    )


@views.route("/<int:meeting_id>/minutes/correct", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def correct_minutes(meeting_id: int) -> Response | tuple[str, int]:
    """Take issued minutes up again with a reason."""
    meeting = kept_in_view(meeting_id)
    form = ReasonForm()

    def act() -> str:
        acts.correct_minutes(meeting_id=meeting.id, reason=str(form.reason.data or ""), by=current_actor())
        flash("The record is open again. The version that was issued stays as it was.")
        return address_of(meeting)

    if answer := submit(form, act):
        return answer
    return page("commissioning/meetings/correct_minutes.html", form, meeting=meeting, crumbs=crumbs_to(meeting))


@views.get("/<int:meeting_id>/minutes/<int:number>")
@requires(Permission.SEE_PERFORMANCE)
def show_minutes(meeting_id: int, number: int) -> tuple[str, int]:
    """Show a version of the minutes, and who approved it."""
    meeting, actor = meeting_in_view(meeting_id), current_actor()
    minutes = minutes_in_view(meeting, number)
    newest = list_minutes(meeting.id)[0]
    waits = number == newest.number and waits_for(meeting, actor.organisation_id)
    return page(
        "commissioning/meetings/show_minutes.html",
        meeting=meeting,
        minutes=minutes,
        newest=newest,
        content=text_as_issued(minutes),
        given=list_signatures(MINUTES_SUBJECT, minutes.id),
        may_approve=waits and actor.may(Permission.APPROVE_MINUTES) and not is_one_with(actor, minutes.issued_by_id),
        crumbs=crumbs_to(meeting),
        as_html=as_html,
    )


@views.get("/<int:meeting_id>/minutes/<int:number>.pdf")
@requires(Permission.SEE_PERFORMANCE)
def download_minutes_pdf(meeting_id: int, number: int) -> Response:
    """Give a version of the minutes as PDF."""
    meeting = meeting_in_view(meeting_id)
    minutes = minutes_in_view(meeting, number)
    given = list_signatures(MINUTES_SUBJECT, minutes.id)
    return send(minutes_pdf(minutes, given), "pdf", "minutes", meeting.title, f"version {number}")


@views.route("/<int:meeting_id>/minutes/<int:number>/approve", methods=["GET", "POST"])
@requires(Permission.APPROVE_MINUTES)
@binding
def approve_minutes(meeting_id: int, number: int) -> Response | tuple[str, int]:
    """Show exactly what is approved, and approve it for the reader's organisation."""
    meeting = meeting_in_view(meeting_id)
    minutes = minutes_in_view(meeting, number)
    form = SeenForm()

    def act() -> str:
        signature = acts.approve_minutes(
            meeting_id=meeting.id,
            number=number,
            seen_hash=str(form.seen.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
        )
        flash(f"You approved the minutes for {signature.organisation}.")
        return address_of_minutes(meeting, number)

    if answer := submit(form, act):
        return answer
    form.take_as_seen(minutes.content_hash)
    return page(
        "commissioning/meetings/approve_minutes.html",
        form,
        meeting=meeting,
        minutes=minutes,
        content=text_as_issued(minutes),
        crumbs=crumbs_to(meeting),
        as_html=as_html,
    )
