"""What is carried over when a new proposal is issued: marked, with every word, and nothing lost or made up."""

import pytest

from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.queries.openings import list_states
from budgets.agreement.queries.positions import list_positions, outcomes_of, standing_positions
from budgets.agreement.queries.proposals import get_proposal
from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Reason, Stance
from budgets.rounds.queries import calculation_of
from core.audit_trail.queries import history_of
from core.db import bookkeeping
from tests.builders_agreement import Agreeing, a_proposal, a_withdrawal, an_answer, another_calculation
from tests.builders_rounds import AT, DAY, a_calculation, a_workbook, with_two_services

pytestmark = pytest.mark.usefixtures("database")
PHYSIO = Item(kind=ItemKind.LINE, code="PHYSIO")


def standing(proposal_id: int) -> dict[tuple[str, Item], Position]:
    """What stands on a proposal, by group's code and item."""
    return {(each.party.code, each.item): each for each in standing_positions(proposal_id).values()}


def test_a_position_on_what_did_not_change_is_carried_over_with_every_word() -> None:
    """Physiotherapy is split anew: the total stays, physiotherapy and the split do not."""
    people = Agreeing()
    first = a_proposal(people.commissioner)
    for item in (TOTAL, SPLIT, PHYSIO):
        an_answer(people.lead, first, item, Stance.DISPUTED)
    original = standing(first.id)["DAC", TOTAL]
    second = a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    assert list(standing(second.id)) == [("DAC", TOTAL)]
    carried = standing(second.id)["DAC", TOTAL]
    assert carried.carried_from_id == original.id != carried.id
    for name in ("party_id", "stance", "reason", "words", "claimed", "claimed_method"):
        assert getattr(carried, name) == getattr(original, name), name
    for name in ("given_by_id", "name", "role", "given_at"):
        assert getattr(carried, name) == getattr(original, name), name
    assert (carried.stance, carried.reason, carried.words) == (
        Stance.DISPUTED,
        Reason.WRONG_METHOD,
        "Our own figures differ.",
    )


def test_what_was_said_to_the_proposal_before_stays_where_it_was() -> None:
    people = Agreeing()
    first = a_proposal(people.commissioner)
    an_answer(people.lead, first, SPLIT)
    a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    [kept] = list_positions(first.id, party_id=people.dacom, item=SPLIT)
    assert (kept.stance, kept.carried_from_id) == (Stance.AGREED, None)


def test_a_new_line_leaves_the_old_line_and_asks_total_and_split_again() -> None:
    people = Agreeing()
    first = a_proposal(people.commissioner)
    for lead in (people.lead, people.lead_of_watcom):
        for item in (TOTAL, SPLIT, PHYSIO):
            an_answer(lead, first, item)
    wider = another_calculation(people.finance, workbook=with_two_services(a_workbook()))
    second = a_proposal(people.commissioner, wider)
    assert set(standing(second.id)) == {("DAC", PHYSIO), ("WAT", PHYSIO)}
    groups = calculation_of(second.calculation).groups
    assert {state.total for state in list_states(second, groups, on=DAY)} == {Stance.NOT_ASKED}


def test_only_the_last_word_is_carried_over() -> None:
    people = Agreeing()
    first = a_proposal(people.commissioner)
    said = an_answer(people.lead, first, TOTAL, Stance.AGREED)
    with bookkeeping() as session:
        session.add(_another_word(said))
    second = a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    assert [each.stance for each in list_positions(second.id, party_id=people.dacom, item=TOTAL)] == [Stance.WITHHELD]


def test_a_position_is_carried_over_again_and_again_from_the_proposal_just_before() -> None:
    people = Agreeing()
    stored = a_calculation(people.finance)
    first = a_proposal(people.commissioner, stored)
    original = an_answer(people.lead, first, TOTAL).id
    second = a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    between = standing(second.id)["DAC", TOTAL].id
    third = a_proposal(people.commissioner, another_calculation(people.finance, method="activity"))
    last = standing(third.id)["DAC", TOTAL]
    assert (standing(second.id)["DAC", TOTAL].carried_from_id, last.carried_from_id) == (original, between)
    assert (last.given_at, last.name) == (AT, "PbC lead of DacCom")


def test_nothing_is_lost_of_a_withdrawn_proposal() -> None:
    people = Agreeing()
    stored = a_calculation(people.finance)
    first = a_proposal(people.commissioner, stored)
    for item in (TOTAL, SPLIT, PHYSIO):
        an_answer(people.lead, first, item)
    a_withdrawal(people.commissioner, first)
    again = a_proposal(people.commissioner, get_proposal(first.id).calculation)
    assert set(standing(again.id)) == {("DAC", TOTAL), ("DAC", SPLIT), ("DAC", PHYSIO)}
    groups = calculation_of(again.calculation).groups
    state = next(each for each in list_states(again, groups, on=DAY) if each.code == "DAC")
    assert (state.agreed_at, state.carried) == (AT, (True, True))


def test_a_dispute_that_is_carried_over_keeps_its_outcome() -> None:
    people = Agreeing()
    first = a_proposal(people.commissioner)
    disputed = an_answer(people.lead, first, TOTAL, Stance.DISPUTED).id
    for kind, words in ((OutcomeKind.UPHELD, "You are right."), (OutcomeKind.REJECTED, "The ledger stands.")):
        with bookkeeping() as session:
            session.add(_an_outcome(disputed, kind, words, people.commissioner.person_id))
    second = a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    carried = standing(second.id)["DAC", TOTAL]
    [outcome] = outcomes_of([carried.id]).values()
    assert (outcome.kind, outcome.words) == (OutcomeKind.REJECTED, "The ledger stands.")
    assert (outcome.decided_by.name, outcome.decided_at) == ("PCT commissioner", AT)


def test_one_event_says_how_many_were_carried_over() -> None:
    people = Agreeing()
    first = a_proposal(people.commissioner)
    for item in (TOTAL, SPLIT, PHYSIO):
        an_answer(people.lead, first, item)
    a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    lines = history_of("round", 1)
    assert lines[0].did == (
        "put calculation 2 to the groups as proposal 2, to reply by 17 March 2008: "
        "1 position carried over, 2 asked again"
    )
    assert sum("to the groups" in line.did for line in lines) == 2


def _another_word(said: Position) -> Position:
    return Position(
        proposal_id=said.proposal_id,
        party_id=said.party_id,
        item_kind=said.item_kind,
        item_code=said.item_code,
        stance=Stance.WITHHELD,
        words="Not yet.",
        claimed_method="",
        given_by_id=said.given_by_id,
        name=said.name,
        role=said.role,
        given_at=said.given_at,
    )


def _an_outcome(position_id: int, kind: OutcomeKind, words: str, person_id: int) -> Outcome:
    return Outcome(position_id=position_id, kind=kind, words=words, decided_by_id=person_id, decided_at=AT)
