"""The worker's part: reviews called as contracts schedule them, and reminders, each by the state of the records."""

from datetime import date, datetime

from flask import current_app

from contracts.reviews.actions.calling import call_scheduled_reviews
from contracts.reviews.actions.reminding import send_reminders
from core.db import aside, db
from core.jobs.registry import register_due


def make_known() -> None:
    """Tell the jobs what is looked for."""
    register_due("contract reviews to be called", call)
    register_due("reminders of reviews and actions", remind)


def call(on: date, at: datetime) -> None:
    """Call the reviews that are due by a day, each once."""
    call_scheduled_reviews(on=on, at=at, address_of=review_at)


def remind(on: date, at: datetime) -> None:
    """Write the reminders that fall due by a day, each once."""
    with aside(db.session()):
        send_reminders(on=on, at=at, review_at=review_at, action_at=action_at)


def review_at(review_id: int) -> str:
    """The path of a review, outside any request."""
    return current_app.url_map.bind("localhost").build("reviews.show_review", {"review_id": review_id})


def action_at(action_id: int) -> str:
    """The path of an action, outside any request."""
    return current_app.url_map.bind("localhost").build("meetings.show_action", {"action_id": action_id})
