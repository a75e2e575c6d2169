"""What becomes of a dispute: decided, withdrawn, talked about; every refusal in its words, and who may not."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgets.agreement.actions import positions as position_actions
from budgets.agreement.actions.disputes import comment_on_dispute, decide_dispute, withdraw_dispute
from budgets.agreement.models.positions import Outcome
from budgets.agreement.queries.positions import find_standing, get_position, list_outcomes, outcomes_on
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Stance
from budgets.agreement.views.positions_words import make_known
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.parties.rules import PartyKind
from core.people.actions.interests import declare_interest
from core.people.queries import find_actor
from core.permissions import Actor
from core.threads.queries import comments_on, count_comments
from tests.at_once import at_once
from tests.builders_positions import PHYSIO, WOUND, Talks, dispute, say
from tests.builders_rounds import AT, DAY, a_calculation, a_party

pytestmark = pytest.mark.usefixtures("database")


def decide(field: Talks, position_id: int, by: Actor | None = None, **changes: Any) -> Outcome:
    asked: dict[str, Any] = {
        "position_id": position_id,
        "kind": OutcomeKind.REJECTED,
        "words": "The contacts of two months are missing.",
        "calculation_id": None,
        "by": by or field.commissioner,
        "at": AT + timedelta(days=1),
    }
    with transaction():
        return decide_dispute(**{**asked, **changes})


def refusal(field: Talks, position_id: int, by: Actor | None = None, **changes: Any) -> str:
    with pytest.raises(Refusal) as refused:
        decide(field, position_id, by, **changes)
    return str(refused.value)


def withdraw(position_id: int, by: Actor, words: str = "Explained to us on 4 March.") -> Outcome:
    with transaction():
        return withdraw_dispute(position_id=position_id, words=words, by=by, at=AT + timedelta(days=1), on=DAY)


def comment(position_id: int, by: Actor, words: str = "Which months?") -> int:
    with transaction():
        return comment_on_dispute(position_id=position_id, words=words, by=by, at=AT).number


def test_the_commissioner_rejects_a_dispute_with_a_reason_and_may_think_again() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    first = decide(field, disputed, words=" The contacts of two\r\nmonths are missing. ")
    assert (first.kind, first.words) == (OutcomeKind.REJECTED, "The contacts of two\nmonths are missing.")
    second = decide(field, disputed, kind=OutcomeKind.UPHELD, words="They came in.", seen_id=first.id)
    found = get_position(disputed)
    assert [each.id for each in list_outcomes(disputed)] == [second.id, first.id]
    assert outcomes_on(field.proposal_id)[disputed].id == second.id
    assert find_standing(field.proposal_id, party_id=field.dacom, item=PHYSIO) == found


def test_an_upheld_dispute_may_name_the_calculation_in_which_it_was_taken_up() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    later = field.calculate(PHYSIO="activity")
    outcome = decide(field, disputed, kind=OutcomeKind.UPHELD, words="By activity now.", calculation_id=later)
    assert outcome.calculation is not None
    assert outcome.calculation.number == 2


def test_an_outcome_that_is_none_is_refused() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    later = field.calculate(PHYSIO="activity")
    upheld: dict[str, Any] = {"kind": OutcomeKind.UPHELD, "words": "Yes."}
    assert refusal(field, disputed, kind=OutcomeKind.WITHDRAWN) == (
        "You can uphold a dispute or reject it. Only the group itself can withdraw it."
    )
    assert refusal(field, disputed, words=" ") == "Say why: everybody who follows the round reads it."
    assert refusal(field, disputed, **{**upheld, "words": ""}) == (
        "Say what follows from it: everybody who follows the round reads it."
    )
    assert "NHS number check" in refusal(field, disputed, words="9434765919")
    assert refusal(field, disputed, calculation_id=later) == "Only an upheld dispute is taken up in a calculation."
    assert refusal(field, disputed, **upheld, calculation_id=field.first) == (
        "Calculation 1 is not later than calculation 1, which is disputed. "
        "Name the calculation in which the dispute was taken up, or none yet."
    )
    other = a_calculation(field.stranger).id
    assert refusal(field, disputed, **upheld, calculation_id=other) == (
        "The calculation in which a dispute was taken up belongs to the same round."
    )


def test_only_a_commissioner_of_the_round_decides() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    for actor in (field.finance, field.auditor, field.lead, field.stranger):
        with pytest.raises(NotAllowed):
            decide(field, disputed, actor)
    assert refusal(field, disputed, field.finance) == "As PCT finance you may not decide over disputes."


def test_whoever_has_an_interest_in_a_practice_of_the_group_does_not_decide() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    watched = dispute(field.proposal_id, field.lead_of_watcom, PHYSIO)
    practice = a_party(PartyKind.PRACTICE, "X00001", "Practice 1", field.pct)
    with transaction():
        declare_interest(party_id=practice, words="a relative works there", starts_on=DAY, by=field.commissioner)
    interested = find_actor(person_id=field.commissioner.person_id, on=DAY)
    assert refusal(field, disputed, interested) == (
        "You declared an interest in Practice 1, so you take no part in deciding the disputes of DacCom. "
        "Another person of the commissioner decides."
    )
    assert decide(field, watched, interested).kind is OutcomeKind.REJECTED


def test_a_dispute_that_does_not_stand_any_more_gets_no_outcome() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    agreed = say(field.proposal_id, field.lead, PHYSIO, Stance.AGREED)
    changed = "DacCom changed its mind on 3 March 2008, so this dispute does not stand any more. Nothing was recorded."
    assert refusal(field, disputed) == changed
    with pytest.raises(Refusal, match=f"^{changed}$"):
        withdraw(disputed, field.lead)
    assert refusal(field, agreed) == "DacCom does not dispute this, so there is nothing to decide."
    standing = dispute(field.proposal_id, field.lead, WOUND)
    field.propose_again(PHYSIO="activity")
    assert refusal(field, standing).startswith(
        "Proposal 2 was issued on 4 March 2008 and takes the place of proposal 1."
    )


def test_a_locked_round_gets_no_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    monkeypatch.setattr(position_actions, "reasons_against_answering", [lambda _: ["It is locked."]])
    assert refusal(field, disputed) == "It is locked."
    with pytest.raises(Refusal, match=r"^It is locked\.$"):
        withdraw(disputed, field.lead)


def test_the_second_of_two_who_decide_is_told_what_the_first_decided(database: Flask) -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    acts = [
        lambda kind=kind: decide_dispute(
            position_id=disputed, kind=kind, words="So.", calculation_id=None, by=field.commissioner, at=AT
        )
        for kind in (OutcomeKind.REJECTED, OutcomeKind.REJECTED)
    ]
    told = (
        "PCT commissioner decided “rejected” while you were working on it. What you typed is still here: "
        "compare it, and send it again if it is to stand instead."
    )
    assert at_once(database, *acts) == [told, "done"]
    with pytest.raises(OutOfDate):
        decide(field, disputed)
    assert db.session.scalar(select(func.count()).select_from(Outcome)) == 1


def test_an_outcome_stays_with_a_dispute_that_is_carried_over() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, WOUND)
    decide(field, disputed)
    second = field.propose_again(PHYSIO="activity")
    carried = find_standing(second, party_id=field.dacom, item=WOUND)
    assert carried is not None
    kept = outcomes_on(second)[carried.id]
    assert (carried.carried_from_id, kept.kind) == (disputed, OutcomeKind.REJECTED)
    assert decide(field, carried.id, kind=OutcomeKind.UPHELD, seen_id=kept.id).position_id == carried.id


def test_the_group_withdraws_its_dispute() -> None:
    make_known()
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO, claimed="70000.00")
    outcome = withdraw(disputed, field.second_lead)
    assert (outcome.kind, outcome.words, outcome.position_id) == (
        OutcomeKind.WITHDRAWN, "Explained to us on 4 March.", disputed,
    )  # fmt: skip
    now = find_standing(field.proposal_id, party_id=field.dacom, item=PHYSIO)
    assert now is not None
    assert (now.stance, now.claimed, now.name) == (Stance.NOT_CHALLENGED, None, "Deputy lead of DacCom")
    assert history_of("round", field.round_id)[0].did == (
        "withdrew a dispute of DacCom on proposal 1: “Physiotherapy” not challenged"
    )


def test_who_may_not_withdraw_and_not_without_a_word() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    for actor in (field.commissioner, field.member, field.lead_of_watcom, field.lead_elsewhere):
        with pytest.raises(NotAllowed):
            withdraw(disputed, actor)
    with pytest.raises(Refusal, match=r"^Say in a few words why you withdraw it\.$"):
        withdraw(disputed, field.lead, " ")
    assert db.session.scalar(select(func.count()).select_from(Outcome)) == 0


def test_everybody_who_follows_the_round_may_comment_and_the_thread_goes_on_over_proposals() -> None:
    field = Talks()
    first = dispute(field.proposal_id, field.lead, PHYSIO)
    assert [comment(first, by) for by in (field.member, field.finance, field.lead_of_watcom, field.provider)] == [
        1, 2, 3, 4,
    ]  # fmt: skip
    second = field.propose_again(PHYSIO="equal")
    assert comment(dispute(second, field.lead, PHYSIO), field.commissioner) == 5
    assert count_comments("round", field.round_id) == {"DAC line:PHYSIO": 5}
    assert [each.name for each in comments_on("round", field.round_id, "DAC line:PHYSIO")][:2] == [
        "PbC member of DacCom", "PCT finance",
    ]  # fmt: skip


def test_who_may_not_comment() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    for actor in (field.auditor, field.stranger, field.lead_elsewhere):
        with pytest.raises(NotAllowed):
            comment(disputed, actor)
    with pytest.raises(Refusal, match=r"^Write your comment first\.$"):
        comment(disputed, field.member, " ")


def test_the_audit_says_what_was_decided_and_that_somebody_commented() -> None:
    make_known()
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    decide(field, disputed)
    comment(disputed, field.member)
    lines = history_of("round", field.round_id)[:2]
    assert lines[1].did == (
        "decided over the dispute of DacCom about “Physiotherapy” on proposal 1: rejected. "
        "The contacts of two months are missing."
    )
    assert "Which months" not in lines[0].did
    assert lines[0].who == "PbC member of DacCom"


def test_an_outcome_cannot_be_changed_or_deleted() -> None:
    field = Talks()
    outcome = decide(field, dispute(field.proposal_id, field.lead, PHYSIO, claimed="1.00")).id
    for act in ("UPDATE agreement_outcome SET words = ''", "DELETE FROM agreement_outcome"):
        with pytest.raises(Exception, match="frozen"), bookkeeping() as session:
            session.connection().exec_driver_sql(act)
    kept = db.session.get_one(Outcome, outcome)
    assert (kept.words, kept.position.claimed) == ("The contacts of two months are missing.", Decimal("1.00"))
