"""Withdrawing a proposal, who received one, where groups stand, and what a group in one may not do."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgets.agreement.actions.openings import note_opening
from budgets.agreement.actions.proposals import against_closing_group, withdraw_proposal
from budgets.agreement.models.proposals import Opening, Withdrawal
from budgets.agreement.queries.openings import list_states
from budgets.agreement.queries.positions import standing_positions
from budgets.agreement.queries.proposals import (
    find_current_proposal,
    find_newest_proposal,
    get_proposal,
    list_current_proposals,
    list_openings,
)
from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.openings import GroupState
from budgets.agreement.rules.stances import Stance
from budgets.rounds.actions import rounds
from budgets.rounds.queries import calculation_of
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from core.parties.actions import close_party
from core.parties.models import Party
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders_agreement import (
    REPLY_BY,
    Agreeing,
    a_proposal,
    a_withdrawal,
    address_of,
    an_answer,
    another_calculation,
)
from tests.builders_rounds import AT, DAY

pytestmark = pytest.mark.usefixtures("database")


def opening_by(actor: Actor, proposal_id: int, hours: int = 0) -> None:
    """Somebody opens a proposal so many hours after it was issued."""
    with bookkeeping():
        note_opening(proposal_id=proposal_id, by=actor, at=AT + timedelta(hours=hours))


def states_of(proposal_id: int, on: timedelta = timedelta()) -> dict[str, GroupState]:
    proposal = get_proposal(proposal_id)
    groups = calculation_of(proposal.calculation).groups
    return {state.code: state for state in list_states(proposal, groups, on=DAY + on)}


def test_withdraws_with_a_reason_and_what_was_said_stays() -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    an_answer(people.lead, proposal)
    withdrawal = a_withdrawal(people.commissioner, proposal, " The ledger was out of date. ")
    assert (withdrawal.reason, withdrawal.withdrawn_by.name, withdrawal.withdrawn_at) == (
        "The ledger was out of date.",
        "PCT commissioner",
        AT,
    )
    assert get_proposal(proposal.id).withdrawal is withdrawal
    assert (find_current_proposal(1), find_newest_proposal(1)) == (None, proposal)
    assert list_current_proposals([people.pct]) == []
    assert [position.stance for position in standing_positions(proposal.id).values()] == [Stance.AGREED]


def test_tells_everybody_who_was_asked_that_nothing_is_asked_any_more() -> None:
    people = Agreeing()
    a_withdrawal(people.commissioner, a_proposal(people.commissioner))
    rows = select(Message.words).where(Message.subject == "Proposal 1 for 2008/09 was withdrawn")
    told = list(db.session.scalars(rows))
    assert (
        told
        == ["The reason: The ledger was out of date. What was said to it stays readable. Wait for the next proposal."]
        * 4
    )


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" ", "Say why the proposal is withdrawn. Every group reads it."),
        ("x" * 4001, "Your reason has at most 4,000 characters."),
        (
            "Because of 9434765919.",
            (
                "Your reason holds a number that passes the NHS number check. Take it out: "
                "nothing that identifies a patient may be kept here."
            ),
        ),
    ],
)
def test_refuses_to_withdraw_without_a_fit_reason(reason: str, sentence: str) -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    with pytest.raises(Refusal) as refused:
        a_withdrawal(people.commissioner, proposal, reason)
    assert str(refused.value) == sentence
    assert find_current_proposal(1) is not None


def test_refuses_to_withdraw_twice_or_a_proposal_that_another_followed() -> None:
    people = Agreeing()
    first = a_proposal(people.commissioner)
    second = a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    with pytest.raises(Refusal) as refused:
        a_withdrawal(people.commissioner, first)
    assert str(refused.value) == (
        "Proposal 2 has taken the place of proposal 1: only the newest proposal can be withdrawn."
    )
    a_withdrawal(people.commissioner, second)
    with pytest.raises(Refusal) as refused:
        a_withdrawal(people.commissioner, second)
    assert str(refused.value) == "Proposal 2 was already withdrawn on 3 March 2008 by PCT commissioner."


def test_refuses_to_withdraw_in_a_round_that_is_held_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    monkeypatch.setattr(rounds, "reasons_against_changing_round", [lambda _: ["The round is signed off."]])
    with pytest.raises(Refusal, match=r"^Nothing was changed\. The round is signed off\.$"):
        a_withdrawal(people.commissioner, proposal)


def test_only_the_commissioner_withdraws_its_own() -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    for actor in (people.finance, people.auditor, people.lead, people.provider, people.stranger):
        with pytest.raises(NotAllowed):
            a_withdrawal(actor, proposal)


def test_the_audit_says_that_it_was_withdrawn_and_why() -> None:
    people = Agreeing()
    a_withdrawal(people.commissioner, a_proposal(people.commissioner))
    assert history_of("round", 1)[0].did == "withdrew proposal 1: The ledger was out of date."


def test_two_who_withdraw_at_once_make_one_withdrawal(database: Flask) -> None:
    people = Agreeing()
    found = a_proposal(people.commissioner).id

    def act() -> object:
        return withdraw_proposal(
            proposal_id=found, reason="Out of date.", by=people.commissioner, at=AT, href=address_of(found)
        )

    told = "Proposal 1 was already withdrawn on 3 March 2008 by PCT commissioner."
    assert at_once(database, act, act) == [told, "done"]
    assert db.session.scalar(select(func.count()).select_from(Withdrawal)) == 1


def test_a_group_has_received_a_proposal_once_one_of_its_people_opened_it() -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    assert states_of(proposal.id)["DAC"].received is None
    for hours, actor in ((2, people.member), (5, people.lead), (9, people.member)):
        opening_by(actor, proposal.id, hours)
    assert [opening.person.name for opening in list_openings(proposal.id)] == [
        "PbC member of DacCom",
        "PbC lead of DacCom",
    ]
    received = states_of(proposal.id)["DAC"].received
    assert received is not None
    assert (received.by, received.at) == ("PbC member of DacCom", AT + timedelta(hours=2))
    assert states_of(proposal.id)["WAT"].received is None


def test_commissioner_auditor_and_provider_receive_nothing() -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    for actor in (people.commissioner, people.finance, people.auditor, people.provider):
        opening_by(actor, proposal.id)
    assert db.session.scalar(select(func.count()).select_from(Opening)) == 0


def test_who_may_not_see_proposals_opens_none() -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    for actor in (people.practice_manager, people.lead_elsewhere):
        with pytest.raises(NotAllowed):
            opening_by(actor, proposal.id)


def test_a_group_agrees_once_it_consents_to_both_and_silence_is_no_consent() -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    an_answer(people.lead, proposal, TOTAL, Stance.AGREED)
    state = states_of(proposal.id)["DAC"]
    assert (state.total, state.split, state.agreed_at, state.has_answered) == (
        Stance.AGREED,
        Stance.NOT_ASKED,
        None,
        False,
    )
    an_answer(people.lead, proposal, SPLIT, Stance.NOT_CHALLENGED)
    agreed = states_of(proposal.id)["DAC"]
    assert (agreed.agreed_at, agreed.has_answered, agreed.carried) == (AT, True, (False, False))
    late = states_of(proposal.id, on=REPLY_BY - DAY + timedelta(days=1))["WAT"]
    assert (late.total, late.split, late.agreed_at, late.has_answered) == (
        Stance.NO_RESPONSE,
        Stance.NO_RESPONSE,
        None,
        False,
    )


@pytest.mark.parametrize("stance", [Stance.AGREED_WITH_CONDITIONS, Stance.DISPUTED, Stance.WITHHELD])
def test_conditions_and_disputes_are_answers_but_no_agreement(stance: Stance) -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    an_answer(people.lead, proposal, TOTAL, Stance.AGREED)
    an_answer(people.lead, proposal, SPLIT, stance)
    state = states_of(proposal.id)["DAC"]
    assert (state.has_answered, state.agreed_at) == (True, None)


def test_a_group_of_the_current_proposal_may_not_close_and_others_may() -> None:
    people = Agreeing()
    proposal = a_proposal(people.commissioner)
    group, provider = (db.session.get_one(Party, each) for each in (people.watcom, people.providing))
    told = (
        "It takes part in proposal 1 for 2008/09, which is not signed off: put a calculation without it to the groups, "
        "or withdraw that proposal, first."
    )
    assert against_closing_group(group, DAY) == [told]
    assert against_closing_group(provider, DAY) == []
    with pytest.raises(Refusal) as refused, transaction():
        close_party(party_id=people.watcom, closed_on=DAY, reason="It merges.", by=people.commissioner)
    assert str(refused.value) == f"WatCom cannot be closed yet. {told}"
    a_withdrawal(people.commissioner, proposal)
    with transaction():
        close_party(party_id=people.watcom, closed_on=DAY, reason="It merges.", by=people.commissioner)
    assert db.session.get_one(Party, people.watcom).closed_on == DAY


def test_a_group_of_a_signed_off_round_may_close(monkeypatch: pytest.MonkeyPatch) -> None:
    people = Agreeing()
    a_proposal(people.commissioner)
    monkeypatch.setattr(rounds, "reasons_against_changing_round", [lambda _: ["The round is signed off."]])
    assert against_closing_group(db.session.get_one(Party, people.watcom), DAY) == []


def test_current_proposals_are_the_newest_of_each_round_that_were_not_withdrawn() -> None:
    people = Agreeing()
    a_proposal(people.commissioner)
    second = a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    assert list_current_proposals([people.pct, people.other_pct]) == [second]
    assert list_current_proposals([people.other_pct]) == list_current_proposals([]) == []
