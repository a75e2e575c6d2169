"""Unlocking a signed-off round: two people of the commissioner and a reason; then a new proposal has to follow."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from budgets.agreement.actions.unlocking import answer_unlocking
from budgets.agreement.models.unlocking import UnlockingAnswer
from budgets.agreement.queries.adoption import adoption_words_of
from budgets.agreement.queries.proposals import get_proposal, history_of_agreement
from budgets.agreement.queries.sign_off import find_lock
from budgets.agreement.queries.unlocking import find_lifting, find_unanswered, list_unlockings
from budgets.agreement.rules.items import TOTAL
from budgets.agreement.rules.stances import Stance
from budgets.agreement.rules.unlocking import AnswerKind
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.queries import select_messages
from tests.at_once import at_once
from tests.builders_sign_off import LATER, LATER_AT, SigningOff

pytestmark = pytest.mark.usefixtures("database")
REASON = "The uplift was wrong: the operating framework says 2.5%."


def locked() -> SigningOff:
    people = SigningOff()
    people.sign_all()
    return people


def test_one_asks_another_confirms_and_the_round_is_open_again() -> None:
    people = locked()
    asked = people.ask(people.finance)
    assert (asked.reason, asked.name, asked.role) == (REASON, "PCT finance", "PCT finance")
    assert find_lock(people.round_id) is not None
    answer = people.answer(asked.id, people.commissioner, AnswerKind.CONFIRMED)
    assert (answer.name, answer.kind_name) == ("PCT commissioner", "Confirmed: the round is open again")
    assert find_lock(people.round_id) is None
    assert people.state().is_unlocked
    people.propose(PHYSIO="equal")
    people.consent()
    assert people.state().obstacles == ()


def test_what_was_signed_is_not_signed_again_or_answered() -> None:
    people = locked()
    people.answer(people.ask(people.finance).id, people.commissioner, AnswerKind.CONFIRMED)
    assert [each.words for each in people.state().obstacles] == [
        "Proposal 1 was signed off on 20 March 2008 and the round was unlocked since: put a new proposal to the groups."
    ]
    with pytest.raises(Refusal, match=r"^The sign-off cannot be opened\. Proposal 1 was signed off on 20 March 2008"):
        people.open()
    with pytest.raises(Refusal, match=r"^This sign-off is void and cannot be signed\. It was signed by all"):
        people.sign(people.second, people.state().sign_offs[0].id)
    sentence = (
        r"^Proposal 1 was signed off on 20 March 2008 and the round was unlocked since\. The next proposal is the one "
        r"to answer\.$"
    )
    with pytest.raises(Refusal, match=sentence):
        people.say("DAC", TOTAL, Stance.DISPUTED)


def test_a_round_is_signed_off_again_after_it_was_unlocked() -> None:
    people = locked()
    asked = people.ask(people.finance)
    people.answer(asked.id, people.commissioner, AnswerKind.CONFIRMED)
    newer = people.propose(PHYSIO="equal").id
    people.consent()
    sign_off_id = people.open(proposal_id=newer).id
    for actor in (people.commissioner, *people.leads.values()):
        people.sign(actor, sign_off_id)
    lock = find_lock(people.round_id)
    assert lock is not None
    assert lock.sign_off_id == sign_off_id
    lifted = find_lifting(asked.sign_off_id)
    assert lifted is not None
    assert lifted.id == asked.id
    assert find_lifting(sign_off_id) is None


def test_nobody_confirms_or_declines_their_own_request_and_only_they_withdraw_it() -> None:
    people = locked()
    asked = people.ask(people.finance).id
    for kind in (AnswerKind.CONFIRMED, AnswerKind.DECLINED):
        with pytest.raises(Refusal, match=r"^You asked to unlock the round yourself\."):
            people.answer(asked, people.finance, kind)
    with pytest.raises(Refusal, match=r"^PCT finance asked to unlock, so only they can withdraw that\."):
        people.answer(asked, people.commissioner, AnswerKind.WITHDRAWN)
    people.answer(asked, people.finance, AnswerKind.WITHDRAWN)
    assert find_lock(people.round_id) is not None
    assert find_unanswered(people.round_id) is None


def test_declined_it_stays_locked_and_may_be_asked_again() -> None:
    people = locked()
    asked = people.ask(people.finance).id
    with pytest.raises(Refusal, match=r"^Say in a few words why you decline: the one who asked reads it\.$"):
        people.answer(asked, people.commissioner, AnswerKind.DECLINED, words=" ")
    people.answer(asked, people.commissioner, AnswerKind.DECLINED, words="The framework is not final.")
    assert find_lock(people.round_id) is not None
    people.ask(people.second)
    assert len(list_unlockings(people.round_id)) == 2


def test_refuses_without_a_reason_without_a_lock_and_while_one_is_asked_for() -> None:
    people = SigningOff()
    with pytest.raises(Refusal, match=r"^The round for 2008/09 is not locked, so there is nothing to unlock\.$"):
        people.ask(people.finance)
    people.sign_all()
    with pytest.raises(Refusal, match=r"^Say in at least 20 characters why the round must be unlocked"):
        people.ask(people.finance, "It is wrong.")
    with pytest.raises(Refusal, match=r"could be a patient’s NHS number"):
        people.ask(people.finance, "The practice of 943 476 5919 was in the wrong group")
    people.ask(people.finance)
    with pytest.raises(
        Refusal, match=r"^PCT finance has asked for this already\. A second person confirms or declines"
    ):
        people.ask(people.commissioner)


def test_an_answer_is_given_once() -> None:
    people = locked()
    asked = people.ask(people.finance).id
    people.answer(asked, people.commissioner, AnswerKind.CONFIRMED)
    with pytest.raises(Refusal, match=r"^PCT commissioner has answered this already: confirmed\.$"):
        people.answer(asked, people.second, AnswerKind.DECLINED)


def test_only_people_of_the_commissioner_ask_and_answer() -> None:
    people = locked()
    for actor in (people.lead, people.auditor, people.managers["PROV"], people.stranger):
        with pytest.raises(NotAllowed):
            people.ask(actor)
    asked = people.ask(people.finance).id
    for actor in (people.lead, people.auditor, people.managers["PROV"], people.stranger):
        with pytest.raises(NotAllowed):
            people.answer(asked, actor, AnswerKind.CONFIRMED)


def test_the_database_refuses_one_person_in_both_parts() -> None:
    people = locked()
    asked = people.ask(people.finance)
    asker, other = people.finance.person_id, people.commissioner.person_id
    for asked_by, answered_by in ((asker, asker), (other, asker)):
        answer = UnlockingAnswer(
            unlocking_id=asked.id,
            kind=AnswerKind.CONFIRMED,
            asked_by_id=asked_by,
            answered_by_id=answered_by,
            words="",
            name="x",
            role="y",
            answered_at=LATER_AT,
        )
        with pytest.raises(IntegrityError), bookkeeping() as session:
            session.add(answer)


def test_those_concerned_are_told_and_the_line_stays() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *(people.leads[code] for code in ("WAT", "STA", "HER"))):
        people.sign(actor, sign_off_id)
    asked = people.ask(people.finance)
    told = [message.subject for message in db.session.scalars(select_messages(people.commissioner.person_id))]
    assert told[0] == "Unlock the round for 2008/09?"
    own = [message.subject for message in db.session.scalars(select_messages(people.finance.person_id))]
    assert "Unlock the round for 2008/09?" not in own
    people.answer(asked.id, people.commissioner, AnswerKind.CONFIRMED)
    for actor in (people.lead, people.leads["RED"], people.managers["ACU"]):
        [message, *_] = db.session.scalars(select_messages(actor.person_id))
        assert message.subject == "The round for 2008/09 is open again"
        assert REASON in message.words
    assert adoption_words_of(get_proposal(people.proposal_id)) == (
        "Adopted without the agreement of DacCom (split disputed) and Red House (total withheld for now)."
    )


def test_the_audit_says_who_asked_and_who_answered() -> None:
    people = locked()
    people.answer(
        people.ask(people.finance).id, people.second, AnswerKind.DECLINED, "Not before the framework is final."
    )
    people.answer(people.ask(people.finance).id, people.finance, AnswerKind.WITHDRAWN)
    people.answer(people.ask(people.finance).id, people.commissioner, AnswerKind.CONFIRMED)
    said = [(line.who, line.did) for line in history_of_agreement(people.round_id)][:6]
    assert said == [
        ("PCT commissioner", f"unlocked the round, as PCT finance had asked: {REASON}"),
        ("PCT finance", f"asked to unlock the round: {REASON}"),
        ("PCT finance", "took back the request to unlock the round"),
        ("PCT finance", f"asked to unlock the round: {REASON}"),
        (
            "Second commissioner",
            "declined to unlock the round, as PCT finance had asked: Not before the framework is final.",
        ),
        ("PCT finance", f"asked to unlock the round: {REASON}"),
    ]


def test_two_who_answer_at_once_give_one_answer(database: Flask) -> None:
    people = locked()
    asked = people.ask(people.finance).id
    actors = [people.commissioner, people.second]

    def answer(place: int) -> object:
        kind = AnswerKind.CONFIRMED if place else AnswerKind.DECLINED
        return answer_unlocking(
            unlocking_id=asked,
            kind=kind,
            words="So.",
            by=actors[place],
            at=LATER_AT,
            on=LATER,
            href="/",
            notice_href="/",
        )

    came = at_once(database, lambda: answer(0), lambda: answer(1))
    assert came[1] == "done"
    assert "has answered this already" in came[0]
    db.session.rollback()
    with transaction():
        pass
    assert len([each for each in list_unlockings(people.round_id) if each.answer]) == 1
