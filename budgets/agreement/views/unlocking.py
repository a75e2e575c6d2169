"""Pages on which a signed-off round is unlocked by two people of the commissioner."""

from flask import Blueprint, abort, flash
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from budgets.agreement.actions.unlocking import answer_unlocking as answer_request
from budgets.agreement.actions.unlocking import ask_to_unlock as ask
from budgets.agreement.forms.unlocking import AnswerForm, UnlockForm
from budgets.agreement.models.unlocking import Unlocking
from budgets.agreement.queries.sign_off import find_lock
from budgets.agreement.queries.unlocking import get_unlocking
from budgets.agreement.rules.unlocking import AnswerKind
from budgets.agreement.views.sign_off_reach import address_of_notice, address_of_sign_off
from budgets.rounds.models import Round
from budgets.rounds.views.reach import followed_round
from core import clock
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires

views = Blueprint("unlocking", __name__, url_prefix="/budgets/rounds")
_SAID = {
    AnswerKind.CONFIRMED: "The round is open again. What was signed stays readable and is superseded.",
    AnswerKind.DECLINED: "You declined: the round stays locked.",
    AnswerKind.WITHDRAWN: "You took your request back: the round stays locked.",
}


@views.route("/<int:round_id>/sign-off/unlock", methods=["GET", "POST"])
@requires(Permission.UNLOCK_ROUNDS)
@binding
def ask_to_unlock(round_id: int) -> Response | tuple[str, int]:
    """Say what unlocking does and that it takes two people, and ask for it."""
    found = followed_round(round_id)
    form = UnlockForm()

    def act() -> str:
        ask(
            round_id=round_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of_sign_off(round_id),
        )
        flash("You asked to unlock the round. A second person has to confirm it; your colleagues are told.")
        return address_of_sign_off(round_id)

    if answer := submit(form, act):
        return answer
    return page("budgets/agreement/sign_off/ask_to_unlock.html", form, round=found, lock=find_lock(round_id))


@views.route("/<int:round_id>/sign-off/unlockings/<int:unlocking_id>/answer", methods=["GET", "POST"])
@requires(Permission.UNLOCK_ROUNDS)
@binding
def answer_unlocking(round_id: int, unlocking_id: int) -> Response | tuple[str, int]:
    """Confirm or decline a colleague's request, or withdraw one's own."""
    found = followed_round(round_id)
    unlocking = _reached(found, unlocking_id)
    actor = current_actor()
    is_own = is_one_with(actor, unlocking.asked_by_id)
    form = AnswerForm([AnswerKind.WITHDRAWN] if is_own else [AnswerKind.CONFIRMED, AnswerKind.DECLINED])

    def act() -> str:
        given = str(form.kind.data or "")
        if given not in list(AnswerKind):
            raise Refusal("Choose your answer.")
        answer_request(
            unlocking_id=unlocking_id,
            kind=AnswerKind(given),
            words=str(form.words.data or ""),
            by=actor,
            at=clock.now(),
            on=clock.today(),
            href=address_of_sign_off(round_id),
            notice_href=address_of_notice(round_id),
        )
        flash(_SAID[AnswerKind(given)])
        return address_of_sign_off(round_id)

    if answer := submit(form, act):
        return answer
    return page(
        "budgets/agreement/sign_off/answer_unlocking.html", form, round=found, unlocking=unlocking, is_own=is_own
    )


def _reached(found: Round, unlocking_id: int) -> Unlocking:
    try:
        unlocking = get_unlocking(unlocking_id)
    except NoResultFound:
        abort(404)
    if unlocking.lock.sign_off.proposal.round_id != found.id:
        abort(404)
    return unlocking
