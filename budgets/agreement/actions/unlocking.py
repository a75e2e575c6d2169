"""Unlocking a signed-off round: one person of the commissioner asks with a reason, a second one answers."""

from datetime import date, datetime

from budgets.agreement.actions import sign_off_telling as telling
from budgets.agreement.models.unlocking import Unlocking, UnlockingAnswer
from budgets.agreement.queries.sign_off import find_lock
from budgets.agreement.queries.unlocking import find_unanswered, get_unlocking
from budgets.agreement.rules import unlocking as rules
from budgets.agreement.rules.unlocking import AnswerKind
from budgets.rounds.models import Round
from budgets.rounds.queries import get_round
from core import audit
from core.db import db
from core.errors import Refusal
from core.four_eyes import counts_as
from core.permissions import ROLE_NAMES, Actor, Permission, check_may


def ask_to_unlock(*, round_id: int, reason: str, by: Actor, at: datetime, on: date, href: str) -> Unlocking:
    """Ask that a signed-off round be unlocked. `href`: the page of the sign-off, where a second person answers."""
    found = _held(round_id, by)
    lock = find_lock(round_id)
    if lock is None:
        raise Refusal(f"The round for {found.year} is not locked, so there is nothing to unlock.")
    earlier = find_unanswered(round_id)
    if earlier is not None:
        raise Refusal(f"{earlier.name} has asked for this already. A second person confirms or declines that.")
    rules.check_reason(reason)
    unlocking = Unlocking(
        sign_off_id=lock.sign_off_id,
        reason=reason.replace("\r\n", "\n").strip(),
        asked_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        asked_at=at,
    )
    db.session.add(unlocking)
    db.session.flush()
    _record(found, "ask_to_unlock", by=by, new={"reason": unlocking.reason})
    telling.ask_to_confirm(unlocking, on=on, at=at, href=href)
    return unlocking


def answer_unlocking(
    *,
    unlocking_id: int,
    kind: AnswerKind,
    words: str,
    by: Actor,
    at: datetime,
    on: date,
    href: str,
    notice_href: str,
) -> UnlockingAnswer:
    """Confirm or decline a colleague's request to unlock, or withdraw one's own. Confirmed, the round is open again."""
    unlocking = get_unlocking(unlocking_id)
    found = _held(unlocking.lock.sign_off.proposal.round_id, by)
    by_id = counts_as(by, unlocking.asked_by_id)
    rules.check_answer(kind, asked_by_id=unlocking.asked_by_id, by_id=by_id, asked_by=unlocking.name)
    _check_unanswered(unlocking)
    rules.check_words(kind, words)
    answer = UnlockingAnswer(
        unlocking_id=unlocking.id,
        asked_by_id=unlocking.asked_by_id,
        kind=kind,
        words=words.replace("\r\n", "\n").strip(),
        answered_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        answered_at=at,
    )
    db.session.add(answer)
    db.session.flush()
    new: audit.Values = {
        "kind": kind.value,
        "asked_by": unlocking.name,
        "reason": unlocking.reason,
        "words": answer.words,
    }
    _record(found, f"{_ACTS[kind]}_unlocking", by=by, new=new)
    if kind is AnswerKind.CONFIRMED:
        telling.tell_of_unlocking(unlocking, on=on, at=at, href=href, notice_href=notice_href)
    return answer


def _check_unanswered(unlocking: Unlocking) -> None:
    """Refuse to answer what somebody answered, also while this act waited for theirs."""
    db.session.refresh(unlocking, ["answer"])
    if unlocking.answer is not None:
        raise Refusal(f"{unlocking.answer.name} has answered this already: {unlocking.answer.kind.value}.")


def _held(round_id: int, by: Actor) -> Round:
    """The round, held until the act is over; or a refusal for whoever is not of its commissioner."""
    found = get_round(round_id, for_change=True)
    check_may(by, Permission.UNLOCK_ROUNDS, commissioner_id=found.commissioner_id)
    rules.check_of_commissioner(
        organisation_id=by.organisation_id,
        commissioner_id=found.commissioner_id,
        commissioner=found.commissioner.name,
    )
    return found


def _record(found: Round, act: str, *, by: Actor, new: audit.Values) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"agreement.{act}",
        subject="round",
        subject_id=found.id,
        new=new,
        commissioner_id=found.commissioner_id,
    )


_ACTS = {AnswerKind.CONFIRMED: "confirm", AnswerKind.DECLINED: "decline", AnswerKind.WITHDRAWN: "withdraw"}
