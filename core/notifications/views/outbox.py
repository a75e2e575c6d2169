"""The outbox: what people were told, whether it went out as mail, and its text where no mail goes out at all."""

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from core import clock
from core.audit_trail.words import say
from core.navigation import Item, add_item
from core.notifications import actions, queries
from core.notifications.forms import OutboxFilter
from core.notifications.mail import mail_settings
from core.notifications.models import Message
from core.notifications.rules import MAILING_NAMES, Mailing, fate_of, mailing_of
from core.one_use import press
from core.permissions import Permission
from core.web import current_actor, page, page_of, requires

views = Blueprint("outbox", __name__, url_prefix="/outbox")
add_item(Item(place=92, label="Outbox", endpoint="outbox.list_outbox", permission=Permission.SEE_OUTBOX))
say("notifications.send_again", "let the mail “{subject}” be tried again")
_LOOKS = {Mailing.SENT: "green", Mailing.NOT_SENT: "grey", Mailing.FAILED: "red"}


@views.get("/")
@requires(Permission.SEE_OUTBOX)
def list_outbox() -> tuple[str, int]:
    """List the messages to everybody within reach, newest first, as the filter asks."""
    asked = OutboxFilter()
    rows = queries.select_outbox(by=current_actor(), mailing=asked.chosen_mailing, person=asked.person.data or "")
    return page("core/notifications/list_outbox.html", asked=asked, messages=page_of(rows), sends_mail=_sends_mail())


@views.get("/<int:message_id>")
@requires(Permission.SEE_OUTBOX)
def show_message(message_id: int) -> tuple[str, int]:
    """Show what became of a message; its text only where no mail goes out, so that it can be handed on."""
    message = queries.get_message_within_reach(message_id, by=current_actor())
    return page("core/notifications/show_message.html", message=message, sends_mail=_sends_mail())


@views.post("/<int:message_id>/send-again")
@requires(Permission.SEE_OUTBOX)
def send_again(message_id: int) -> Response:
    """Let a mail that failed be tried again."""
    queries.get_message_within_reach(message_id, by=current_actor())

    def act() -> str:
        actions.send_again(message_id=message_id, by=current_actor())
        return url_for("outbox.show_message", message_id=message_id)

    return press(act, url_for("outbox.show_message", message_id=message_id))


@views.app_template_global("mailing_words")
def words_of(message: Message) -> dict[str, str]:
    """Give what became of a message as mail: the state in words and in colour, and what is to be expected."""
    mailing = mailing_of(sent_at=message.sent_at, tries=message.tries)
    written_at, at = message.written_at, clock.now()
    fate = fate_of(sent_at=message.sent_at, tries=message.tries, written_at=written_at, at=at)
    if not message.person.is_active and mailing is not Mailing.SENT:
        fate = "The person is deactivated, so it is not sent."
    return {
        "mailing": mailing.value,
        "state": MAILING_NAMES[mailing],
        "look": _LOOKS[mailing],
        "fate": fate if _sends_mail() else "",
    }


def _sends_mail() -> bool:
    return mail_settings(current_app) is not None
