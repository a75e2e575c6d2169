"""The commissioner decides over dissent: with reasons, over what stands, never over silence before its time."""

from dataclasses import replace

import pytest

from budgets.agreement.actions.decisions import mark_of
from budgets.agreement.actions.proposals import withdraw_proposal
from budgets.agreement.queries.adoption import adoption_words
from budgets.agreement.queries.proposals import history_of_agreement
from budgets.agreement.queries.sign_off import list_decisions
from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.sign_off_content import dissent_from
from budgets.agreement.rules.stances import Stance
from core.db import transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from tests.builders_rounds import AT
from tests.builders_sign_off import LATER, LATER_AT, REASONS, REPLY_BY, WORDS, SigningOff

pytestmark = pytest.mark.usefixtures("database")


def test_decides_over_the_dissent_that_stands_and_keeps_it_as_it_was() -> None:
    people = SigningOff()
    people.dissent()
    assert not people.state().content.decision
    people.decide()
    [decision] = list_decisions(people.proposal_id)
    assert (decision.reasons, decision.name, decision.role) == (REASONS, "PCT commissioner", "PCT commissioner")
    assert decision.decided_at == LATER_AT
    assert [(each.name, each.item, each.said.stance, each.said.words) for each in dissent_from(decision.dissent)] == [
        ("DacCom", "split", Stance.DISPUTED, WORDS),
        ("Red House", "total", Stance.WITHHELD, WORDS),
    ]
    state = people.state()
    assert (state.undecided, state.obstacles) == ((), ())
    assert adoption_words(people.round_id) == (
        "To be adopted without the agreement of DacCom (split disputed) and Red House (total withheld for now): the "
        "commissioner decided so on 20 March 2008."
    )


def test_silence_is_decided_over_after_the_reply_by_date_only() -> None:
    people = SigningOff()
    people.consent("DAC", "WAT", "STA", "HER")
    sentence = r"^Red House has until 17 March 2008 to answer\. Silence can be decided over from 18 March 2008\.$"
    with pytest.raises(Refusal, match=sentence):
        people.decide(on=REPLY_BY)
    people.decide(on=LATER)
    assert people.state().content.adopted_without == (
        "Adopted without the agreement of Red House (total and split not answered)"
    )


def test_refuses_where_there_is_nothing_to_decide_over() -> None:
    people = SigningOff()
    people.consent()
    with pytest.raises(Refusal, match=r"^There is nothing to decide over: every group agreed, or did not challenge"):
        people.decide()


def test_refuses_reasons_that_are_none_and_keeps_nothing() -> None:
    people = SigningOff()
    people.dissent()
    for reasons in ("", "Because.", "Seen in 943 476 5919, as everybody knows"):
        with pytest.raises(Refusal):
            people.decide(reasons=reasons)
    assert list_decisions(people.proposal_id) == []


def test_refuses_a_proposal_that_was_withdrawn() -> None:
    people = SigningOff()
    people.dissent()
    with transaction():
        withdraw_proposal(
            proposal_id=people.proposal_id, reason="The ledger was wrong.", by=people.commissioner, at=AT, href="/"
        )
    sentence = r"^Proposal 1 was withdrawn on 3 March 2008\. Put a new proposal to the groups\.$"
    with pytest.raises(Refusal, match=sentence):
        people.decide()


def test_a_decision_is_over_the_newest_proposal_never_an_earlier_one() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    newest = people.propose(PHYSIO="equal")
    assert list_decisions(newest.id) == []
    assert people.state().decision is None


def test_refuses_over_dissent_that_changed_while_the_reasons_were_written() -> None:
    people = SigningOff()
    people.dissent()
    seen = mark_of(people.state())
    people.say("DAC", SPLIT, Stance.AGREED)
    with pytest.raises(
        OutOfDate, match=r"Now, on proposal 1: Red House withholds its agreement to the total for now\. What you typed"
    ):
        people.decide(seen=seen)
    people.decide()


def test_refuses_over_another_proposal_than_the_one_read() -> None:
    """Positions that are carried over are the same to the instant: the proposal tells them apart."""
    people = SigningOff()
    people.dissent()
    seen = mark_of(people.state())
    people.propose(PHYSIO="equal")
    with pytest.raises(OutOfDate, match=r"changed while you were writing\. Now, on proposal 2: "):
        people.decide(seen=seen)


def test_dissent_that_arose_since_is_not_covered_and_is_said() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    people.say("HER", TOTAL, Stance.AGREED_WITH_CONDITIONS)
    state = people.state()
    assert [each.name for each in state.undecided] == ["Hertsmere"]
    assert [each.words for each in state.obstacles] == [
        "Hertsmere agrees the total only with conditions.",
        "The decision of 20 March 2008 was taken before this was said: decide again, or settle it.",
    ]
    assert adoption_words(people.round_id) == (
        "The commissioner’s decision of 20 March 2008 does not cover what groups have said since."
    )
    people.decide()
    assert people.state().obstacles == ()
    assert len(list_decisions(people.proposal_id)) == 2


def test_dissent_that_fell_away_leaves_the_decision_standing_for_the_rest() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    people.say("DAC", SPLIT, Stance.AGREED)
    state = people.state()
    assert state.obstacles == ()
    assert state.content.adopted_without == "Adopted without the agreement of Red House (total withheld for now)"
    people.say("RED", TOTAL, Stance.AGREED)
    assert people.state().content.decision is None
    assert adoption_words(people.round_id) == ""


def test_only_the_commissioner_of_the_round_decides() -> None:
    people = SigningOff()
    people.dissent()
    for actor in (people.finance, people.auditor, people.lead, people.managers["PROV"], people.stranger):
        with pytest.raises(NotAllowed):
            people.decide(actor)
    with pytest.raises(NotAllowed, match=r"^You act for Another PCT\. You may not decide over disputes of another"):
        people.decide(people.stranger)


def test_who_declared_an_interest_in_a_group_that_dissents_does_not_decide() -> None:
    people = SigningOff()
    people.dissent()
    concerned = replace(people.commissioner, interests=frozenset({people.ids["RED"]}))
    sentence = (
        r"^You declared an interest in Red House, so you take no part in deciding over the dissent of Red House\. "
        r"Another person of the commissioner decides\.$"
    )
    with pytest.raises(NotAllowed, match=sentence):
        people.decide(concerned)
    people.decide(replace(people.commissioner, interests=frozenset({people.ids["WAT"]})))


def test_refuses_once_the_round_is_locked() -> None:
    people = SigningOff()
    people.sign_all()
    sentence = r"^The round for 2008/09 was signed off on 20 March 2008 and is locked\. Two people can unlock it\.$"
    with pytest.raises(Refusal, match=sentence):
        people.decide()


def test_the_audit_says_what_was_decided_over_whom_and_why() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    assert history_of_agreement(people.round_id)[0].did == (
        "decided over the dissent from proposal 1 (Adopted without the agreement of DacCom (split disputed) and Red "
        f"House (total withheld for now)): {REASONS}"
    )
