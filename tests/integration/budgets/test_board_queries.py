"""The board of a proposal: what it holds, and in how many queries."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from budgets.agreement.actions.disputes import comment_on_dispute, decide_dispute
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries import board as queries
from budgets.agreement.queries.board import get_board, taken_up_in
from budgets.agreement.queries.proposals import get_proposal, list_proposals
from budgets.agreement.rules.board import Board
from budgets.agreement.rules.items import SPLIT, TOTAL, Pot
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Reason, Stance
from budgets.rounds.queries import calculation_of
from budgets.sources.rules.descriptions import Grade
from core.db import transaction
from core.threads.actions import add_comment
from tests.builders_board import a_board_of
from tests.builders_positions import MUST_DOS, PHYSIO, WOUND, Talks, dispute, say
from tests.builders_reading import read_as
from tests.builders_rounds import AT, DAY, Field
from tests.counting import statements


def board_of(proposal_id: int, *, on: date = DAY) -> Board:
    proposal = get_proposal(proposal_id)
    return get_board(proposal, calculation_of(proposal.calculation), list_proposals(proposal.round_id), on=on)


@pytest.mark.usefixtures("database")
def test_holds_what_each_group_says_who_opened_it_and_the_money_in_dispute() -> None:
    field = Talks()
    field.open(field.proposal_id, field.member, AT)
    field.open(field.proposal_id, field.lead, AT + timedelta(hours=1))
    say(field.proposal_id, field.lead, TOTAL, Stance.NOT_CHALLENGED)
    say(field.proposal_id, field.lead, SPLIT, Stance.DISPUTED, reason=Reason.OTHER, words="See the lines.")
    say(field.proposal_id, field.lead, PHYSIO, Stance.AGREED)
    dispute(field.proposal_id, field.lead, PHYSIO, claimed="65000.00")
    dispute(field.proposal_id, field.lead, WOUND)
    say(field.proposal_id, field.lead, WOUND, Stance.AGREED)
    say(field.proposal_id, field.lead_of_watcom, MUST_DOS, Stance.AGREED)
    found = board_of(field.proposal_id)
    dacom, watcom = found.groups
    assert (dacom.opened.by if dacom.opened else "", watcom.opened) == ("PbC member of DacCom", None)
    assert (dacom.total.stance, dacom.split.stance, dacom.disputes) == (Stance.NOT_CHALLENGED, Stance.DISPUTED, 2)
    assert dacom.in_dispute.lines == ("PHYSIO",)
    assert (found.money.amount, found.money.claimed) == (60_000_00, 5_000_00)
    assert (watcom.total.stance, watcom.split.id, watcom.pots[Pot.MUST_DOS].stance) == (
        Stance.NOT_ASKED, None, Stance.AGREED,
    )  # fmt: skip
    assert (found.not_opened, found.yet_to_answer) == (["WatCom"], ["WatCom"])
    assert [(each.offer.name, each.difference) for each in found.disputes] == [
        ("The split", None), ("Physiotherapy", 5_000_00),
    ]  # fmt: skip


@pytest.mark.usefixtures("database")
def test_silence_is_no_response_from_the_day_after_the_reply_by_date() -> None:
    field = Talks()
    proposal = get_proposal(field.proposal_id)
    for after, stance in ((0, Stance.NOT_ASKED), (1, Stance.NO_RESPONSE)):
        found = board_of(field.proposal_id, on=proposal.reply_by + timedelta(days=after))
        assert {(group.total.stance, group.split.stance) for group in found.groups} == {(stance, stance)}


@pytest.mark.usefixtures("database")
def test_a_dispute_has_its_comments_and_outcome_and_the_proposal_that_took_it_up() -> None:
    field = Talks()
    disputed = dispute(field.proposal_id, field.lead, PHYSIO)
    with transaction():
        comment_on_dispute(position_id=disputed, words="Which months?", by=field.commissioner, at=AT)
    with transaction():
        decide_dispute(
            position_id=disputed,
            kind=OutcomeKind.UPHELD,
            words="By activity.",
            calculation_id=None,
            by=field.commissioner,
            at=AT,
        )
    before = board_of(field.proposal_id).disputes[0]
    assert (before.comments, before.is_open) == (1, False)
    assert before.outcome is not None
    assert (before.outcome.kind, before.outcome.by, before.outcome.taken_up_in) == (
        OutcomeKind.UPHELD, "PCT commissioner", None,
    )  # fmt: skip
    second = field.propose_again(PHYSIO="activity")
    after = board_of(field.proposal_id).disputes[0]
    assert after.outcome is not None
    assert after.outcome.taken_up_in == 2
    assert board_of(second).disputes == []


@pytest.mark.usefixtures("database")
def test_what_was_upheld_is_taken_up_by_the_first_proposal_with_its_calculation_that_was_not_withdrawn() -> None:
    field = Talks()
    second = field.propose_again(PHYSIO="activity")
    field.withdraw(second)
    third = field.propose(field.calculate(PHYSIO="equal"), days_later=3)
    proposals = list_proposals(field.round_id)

    def number(of: Proposal | None) -> int | None:
        return of.number if of else None

    assert number(taken_up_in(proposals, after=1, calculation=None)) == 3
    assert number(taken_up_in(proposals, after=1, calculation=4)) is None
    assert number(taken_up_in(proposals, after=3, calculation=None)) is None
    assert get_proposal(third).number == 3


@pytest.mark.usefixtures("database")
def test_grades_stand_as_they_were_when_the_proposal_was_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    field = Talks()
    field.describe_sources()
    graded = field.propose_again(PHYSIO="activity")
    for item, grade in ((PHYSIO, Grade.D), (MUST_DOS, Grade.A), (SPLIT, Grade.D), (TOTAL, Grade.D), (WOUND, None)):
        assert queries.grade_at_hand(get_proposal(graded), "DAC", item) is grade, item
    assert queries.grade_at_hand(get_proposal(field.proposal_id), "DAC", PHYSIO) is None
    monkeypatch.setattr(queries, "notes_beside_groups", [lambda _: {"DAC": "Figures of this size swing by 7%."}])
    assert [group.note for group in board_of(graded).groups] == ["Figures of this size swing by 7%.", ""]


def test_twenty_groups_take_as_many_queries_as_five(app: Flask, client: FlaskClient) -> None:
    del app
    field = Field()
    rounds = [a_board_of(5, 12, field.stranger), a_board_of(20, 12, field.commissioner)]
    counts = []
    for round_id, actor in zip(rounds, (field.stranger, field.commissioner), strict=True):
        read_as(actor)
        assert client.get(f"/budgets/rounds/{round_id}/board").status_code == 200
        with transaction():
            add_comment(subject="round", subject_id=round_id, words="Which months?", by=actor, at=AT)
        counts.append((_queries(client, round_id), _queries(client, round_id)))
    assert counts[0] == counts[1] == (11, 7)


def _queries(client: FlaskClient, round_id: int) -> int:
    with statements() as asked:
        assert "Group 5" in client.get(f"/budgets/rounds/{round_id}/board").text
    return len([statement for statement in asked if statement.lstrip().upper().startswith("SELECT")])
