"""Pages on which a notice is answered, its meeting recorded, and the notice closed."""

from werkzeug.wrappers import Response

from contracts.notices.actions import answering
from contracts.notices.actions import milestones as acts
from contracts.notices.forms import MeetingForm, WordsOnlyForm
from contracts.notices.views.blueprint import address_of, form_page, own_in_view, partys_in_view, views
from core import clock
from core.permissions import Permission
from core.web import current_actor, requires


@views.route("/<int:contract_id>/notices/<int:number>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_NOTICES)
def answer_notice(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Answer a notice for the provider."""
    notice, form = partys_in_view(contract_id, number), WordsOnlyForm()

    def act() -> str:
        answering.answer_notice(
            notice_id=notice.id,
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    is_late = clock.today() > notice.response_due_on
    said = "Your answer is given. The commissioner is told."
    return form_page("answer_notice", form, notice, act, said, is_late=is_late)


@views.route("/<int:contract_id>/notices/<int:number>/meeting", methods=["GET", "POST"])
@requires(Permission.ISSUE_NOTICES)
def record_meeting(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Record the meeting about a notice."""
    notice, form = own_in_view(contract_id, number), MeetingForm()

    def act() -> str:
        answering.record_meeting(
            notice_id=notice.id,
            held_on=form.held_on.data,
            attended=str(form.attended.data or ""),
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    return form_page("record_meeting", form, notice, act, "The meeting is recorded. The provider is told.")


@views.route("/<int:contract_id>/notices/<int:number>/close", methods=["GET", "POST"])
@requires(Permission.ISSUE_NOTICES)
def close_notice(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Close a notice, with the words that say what came of it."""
    notice, form = own_in_view(contract_id, number), WordsOnlyForm()

    def act() -> str:
        acts.close_notice(
            notice_id=notice.id,
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    return form_page(
        "close_notice", form, notice, act, f"{notice.named} is closed. The provider is told.", as_seen=True
    )
