"""One's own messages: reading them, and marking them as read."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, g, url_for
from werkzeug.wrappers import Response

from core import clock
from core.audit_trail.words import say
from core.navigation import Figure, ToDo, add_home_part
from core.notifications import actions, queries
from core.one_use import press
from core.permissions import Actor
from core.web import current_actor, find_actor, page, page_of, safe_address, signed_in

views = Blueprint("messages", __name__, url_prefix="/messages")
say("notifications.mark_read", "marked the message “{subject}” as read")
say("notifications.mark_all_read", "marked {messages} messages as read")


@views.get("/")
@signed_in
def list_messages() -> tuple[str, int]:
    """List one's messages, newest first."""
    rows = queries.select_messages(current_actor().person_id)
    return page("core/notifications/list_messages.html", messages=page_of(rows), unread=count_unread())


@views.post("/<int:message_id>/open")
@signed_in
def open_message(message_id: int) -> Response:
    """Mark a message as read and go to the page it leads to."""
    queries.get_own_message(message_id, person_id=current_actor().person_id)

    def act() -> str:
        message = actions.mark_read(message_id=message_id, by=current_actor(), at=clock.now())
        return safe_address(message.href, url_for("messages.list_messages"))

    return press(act, url_for("messages.list_messages"))


@views.post("/mark-read")
@signed_in
def mark_all_read() -> Response:
    """Mark all one's messages as read."""

    def act() -> str:
        actions.mark_all_read(by=current_actor(), at=clock.now())
        return url_for("messages.list_messages")

    return press(act, url_for("messages.list_messages"))


@views.app_template_global("unread_messages")
def count_unread() -> int:
    """Give how many messages the reader has not read, for the header; asked once a request."""
    actor = find_actor()
    if actor is None:
        return 0
    if "unread_messages" not in g:
        g.unread_messages = queries.count_unread(actor.person_id)
    count: int = g.unread_messages
    return count


def at_home(_: Actor, __: date) -> Sequence[ToDo | Figure]:
    """That there is something to read."""
    count = count_unread()
    what = f"{count} unread message{'' if count == 1 else 's'}"
    return [ToDo(what=what, href=url_for("messages.list_messages"))] if count else []


add_home_part("messages", at_home)
