"""Calendars of reviews, papers and actions: as a file, and under a secret address that can be revoked."""

from flask import abort, flash, session, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from contracts.reviews.actions import calendars as acts
from contracts.reviews.queries.calendars import entries_for, find_reader, get_address, list_addresses
from contracts.reviews.rules.calendar import Entry, calendar_text
from contracts.reviews.views.blueprint import views
from core import clock
from core.addresses import whole_address
from core.one_use import press
from core.permissions import Actor, Permission
from core.web import current_actor, page, public, requires

_KIND = "text/calendar; charset=utf-8"
_SHOWN_ONCE = "calendar_shown_once"
_NAME = "reviews"


@views.get("/reviews/calendar")
@requires(Permission.SEE_PERFORMANCE)
def show_calendar() -> tuple[str, int]:
    """Show how the calendar is read, and the addresses one has made."""
    return page(
        "contracts/reviews/show_calendar.html",
        entries=sorted(_entries(current_actor()), key=lambda each: (each.day, each.key)),
        addresses=list_addresses(current_actor().grant_id),
        secret=session.pop(_SHOWN_ONCE, None),
        crumbs=[("Reviews", url_for("reviews.list_reviews"))],
    )


@views.get("/reviews/calendar.ics")
@requires(Permission.SEE_PERFORMANCE)
def download_calendar() -> Response:
    """Give the reader's calendar as a file."""
    answer = _calendar(current_actor())
    answer.headers["Content-Disposition"] = f"attachment; filename={_NAME}.ics"
    return answer


@views.post("/reviews/calendar/addresses/make")
@requires(Permission.SEE_PERFORMANCE)
def make_address() -> Response:
    """Make a secret address, shown once."""
    made: list[str] = []

    def act() -> str:
        _, secret = acts.make_address(by=current_actor(), at=clock.now())
        made.append(secret)
        return url_for("reviews.show_calendar")

    answer = press(act, url_for("reviews.show_calendar"))
    for secret in made:
        session[_SHOWN_ONCE] = secret
    return answer


@views.post("/reviews/calendar/addresses/<int:address_id>/revoke")
@requires(Permission.SEE_PERFORMANCE)
def revoke_address(address_id: int) -> Response:
    """End an address at once."""
    try:
        get_address(address_id, grant_id=current_actor().grant_id)
    except NoResultFound:
        abort(404)

    def act() -> str:
        acts.revoke_address(address_id=address_id, by=current_actor(), at=clock.now())
        flash("The address is revoked. Calendars that read it find nothing any more.")
        return url_for("reviews.show_calendar")

    return press(act, url_for("reviews.show_calendar"))


@views.get("/reviews/calendar/<string:secret>.ics")
@public
def read_calendar(secret: str) -> Response:
    """Give the calendar to whoever knows its secret address; not found for one that is revoked or was never made."""
    reader = find_reader(secret, on=clock.today())
    if reader is None or not reader.may(Permission.SEE_PERFORMANCE):
        abort(404)
    return _calendar(reader)


def _entries(reader: Actor) -> list[Entry]:
    return entries_for(
        reader,
        on=clock.today(),
        review_at=lambda number: whole_address("reviews.show_review", review_id=number),
        action_at=lambda number: whole_address("meetings.show_action", action_id=number),
        notice_at=lambda contract_id, number: whole_address(
            "contract_notices.show_notice", contract_id=contract_id, number=number
        ),
    )


def _calendar(reader: Actor) -> Response:
    name = f"Reviews, {reader.organisation_name}"
    text = calendar_text(_entries(reader), name=name, at=clock.now())
    answer = Response(text, content_type=_KIND)
    answer.headers["Cache-Control"] = "no-store"
    return answer
