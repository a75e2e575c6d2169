"""What a provider answers to an intention."""

from datetime import datetime

from budgets.intentions.actions.recording import at_hand, check_is_open, day_of, record_in, role_of
from budgets.intentions.actions.speaking import words_of
from budgets.intentions.models.answers import Answer
from budgets.intentions.models.intentions import Intention
from budgets.intentions.queries.intentions import find_answer, find_newest, get_intention
from budgets.intentions.queries.overview import provided_for
from budgets.intentions.rules.answers import Reply, check_reply
from budgets.intentions.rules.kinds import ANSWER_NAMES, AnswerKind
from core.clock import moment_in_words
from core.db import db
from core.errors import NotAllowed, OutOfDate
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission
from core.wording import in_full


def answer_intention(*, intention_id: int, reply: Reply, seen_id: int, by: Actor, at: datetime) -> Answer:
    """Answer an intention for a provider it concerns. `seen_id`: the provider's last answer in sight (0: none)."""
    said = get_intention(intention_id)
    found = at_hand(said.round_id, Permission.ANSWER_INTENTIONS, by=by)
    check_is_open(by, day_of(at))
    _check_is_concerned(said, found.round.commissioner_id, by=by, at=at)
    _check_stands(said)
    before = find_answer(intention_id, party_id=by.organisation_id)
    _check_nothing_new(before, seen_id)
    kept = check_reply(reply, said=said.kind, on=day_of(at))
    answer = Answer(
        intention_id=said.id,
        party_id=by.organisation_id,
        kind=kept.kind,
        from_on=kept.from_on,
        consequence=kept.consequence,
        posts=kept.posts,
        answered_by_id=by.person_id,
        name=by.name,
        role=role_of(by),
        answered_at=at,
    )
    db.session.add(answer)
    db.session.flush()
    new = {
        "provider": by.organisation_name,
        "group": said.party.name,
        "line": said.line_name,
        "said": words_of(said),
        "answer": _words(answer),
        "consequence": answer.consequence,
    }
    record_in(found.round, "answer_intention", by=by, old=_old(before), new=new)
    return answer


def _check_is_concerned(said: Intention, commissioner_id: int, *, by: Actor, at: datetime) -> None:
    provided = provided_for(commissioner_id, [said.party.code], on=day_of(at))
    if said.party.kind is PartyKind.PBC_GROUP and by.organisation_id in provided.of(said.line_code, said.party.code):
        return
    raise NotAllowed(
        f"You act for {by.organisation_name}, which according to the catalogue does not provide {said.line_name} "
        f"for {said.party.name}. Only its provider answers."
    )


def _check_stands(said: Intention) -> None:
    newest = find_newest(said.round_id, party_id=said.party_id, line_code=said.line_code, service_key=said.service_key)
    if newest is None or (newest.id == said.id and not said.taken_back):
        return
    at = moment_in_words(newest.stated_at)
    told = f"{said.party.name} spoke to {said.line_name} again on {at}: {words_of(newest)}."
    raise OutOfDate(f"{told} There is nothing to answer." if newest.taken_back else f"{told} Answer that instead.")


def _check_nothing_new(before: Answer | None, seen_id: int) -> None:
    if before is None or before.id == seen_id:
        return
    at = moment_in_words(before.answered_at)
    raise OutOfDate(
        f"{before.name} answered on {at}, while you were working on it: {_words(before)}. "
        "What you typed is still here: compare it, and save again if it is to stand instead."
    )


def _old(before: Answer | None) -> dict[str, str] | None:
    return None if before is None else {"answer": _words(before), "consequence": before.consequence}


def _words(answer: Answer) -> str:
    name = ANSWER_NAMES[answer.kind].lower()
    if answer.kind is AnswerKind.CAN_DO_FROM and answer.from_on is not None:
        name = f"{name} {in_full(answer.from_on)}"
    return f"{name}, {answer.posts:f} WTE" if answer.posts is not None else name
