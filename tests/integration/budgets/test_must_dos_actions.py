"""Must-dos: proposed by anyone concerned, approved by the commissioner within growth, taken into inputs."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from budgets.must_dos.actions import deciding, proposing
from budgets.must_dos.actions.taking import take_into_inputs
from budgets.must_dos.demo import seed_demo_must_dos
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.queries import count_undecided, find_must_do, get_must_do, list_must_dos, use_of_growth
from budgets.must_dos.rules.proposals import State, Wanted
from budgets.rounds.actions import rounds
from budgets.rounds.queries import list_inputs, policy_of, workbook_of
from budgets.rounds.rules import InputsRefused
from budgets.sources.queries import list_sources
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor, Role
from tests.at_once import at_once
from tests.builders_agreement import Agreeing
from tests.builders_must_dos import (
    GROWTH,
    a_must_do,
    a_round_with_growth,
    a_wish,
    a_workbook_with_must_dos,
    approved,
    inputs_with_growth,
)
from tests.builders_rounds import AT, a_policy, a_round, an_actor
from tests.builders_sources import a_source

pytestmark = pytest.mark.usefixtures("database")


def declined(must_do: ProposedMustDo, by: Actor, reason: str = "Not this year.") -> ProposedMustDo:
    must_do_id = must_do.id
    with transaction():
        return deciding.decline_must_do(must_do_id=must_do_id, reason=reason, by=by, at=AT)


def changed(must_do: ProposedMustDo, by: Actor, wanted: Wanted) -> ProposedMustDo:
    must_do_id = must_do.id
    with transaction():
        return proposing.change_must_do(must_do_id=must_do_id, wanted=wanted, by=by, at=AT)


def withdrawn(must_do: ProposedMustDo, by: Actor, reason: str = "") -> ProposedMustDo:
    must_do_id = must_do.id
    with transaction():
        return proposing.withdraw_must_do(must_do_id=must_do_id, reason=reason, by=by, at=AT)


def taken(round_id: int, by: Actor) -> int:
    with transaction():
        return take_into_inputs(round_id=round_id, by=by, at=AT).id


@pytest.mark.parametrize("who", ["commissioner", "finance", "lead", "member", "provider"])
def test_any_organisation_concerned_proposes(who: str) -> None:
    people = Agreeing()
    by: Actor = getattr(people, who)
    must_do = a_must_do(a_round_with_growth(people.commissioner), by, a_wish(name="  Nurse "))
    assert (must_do.name, must_do.state, must_do.party_id, must_do.proposed_by_id) == (
        "Nurse",
        State.PROPOSED,
        by.organisation_id,
        by.person_id,
    )
    assert must_do.wanted == a_wish(name="Nurse")


@pytest.mark.parametrize("who", ["auditor", "practice_manager", "stranger", "lead_elsewhere"])
def test_others_do_not_propose(who: str) -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    with pytest.raises(NotAllowed):
        a_must_do(round_id, getattr(people, who))
    assert list_must_dos(round_id) == []


def test_refuses_what_the_rules_refuse_and_a_round_without_inputs() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    a_must_do(round_id, people.lead)
    with pytest.raises(Refusal, match=r"^Another must-do of this round has the code MD-NURSE\. Choose another code\.$"):
        a_must_do(round_id, people.provider)
    empty = a_round(people.commissioner, "2009/10")
    told = r"^This round has no inputs yet, so nobody knows its growth money\. Upload a workbook first\.$"
    with pytest.raises(Refusal, match=told):
        a_must_do(empty.id, people.commissioner)


def test_the_proposing_organisation_changes_it_until_it_is_decided() -> None:
    people = Agreeing()
    must_do = a_must_do(a_round_with_growth(people.commissioner), people.lead)
    changed(must_do, people.member, a_wish(amount=35_000_00, method="equal"))
    assert (must_do.wanted.amount, must_do.wanted.method, must_do.changed_by_id) == (
        35_000_00,
        "equal",
        people.member.person_id,
    )
    assert history_of("must_do", must_do.id)[0].did == (
        "changed cost from £40,000.00 to £35,000.00; how it is shared from capitation to equal"
    )
    with pytest.raises(Refusal, match=r"^Nothing was changed: this is what is proposed already\.$"):
        changed(must_do, people.lead, a_wish(amount=35_000_00, method="equal"))
    for by in (people.commissioner, people.provider, people.lead_of_watcom):
        with pytest.raises(NotAllowed, match=r"was proposed by DacCom: only they may change or withdraw it\.$"):
            changed(must_do, by, a_wish())
        with pytest.raises(NotAllowed):
            withdrawn(must_do, by)
    approved(must_do, people.commissioner)
    with pytest.raises(Refusal, match=r"is approved already\."):
        changed(must_do, people.lead, a_wish())


def test_a_withdrawn_must_do_stays_in_the_list() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    must_do = withdrawn(a_must_do(round_id, people.lead), people.lead, " Paid otherwise. ")
    assert (must_do.state, must_do.decision, must_do.decided_by_id) == (State.WITHDRAWN, "Paid otherwise.", None)
    assert history_of("must_do", must_do.id)[0].did == "withdrew it: Paid otherwise."
    with pytest.raises(Refusal, match=r"is withdrawn already\."):
        approved(must_do, people.commissioner)


def test_the_commissioner_approves_within_growth() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    must_do = approved(a_must_do(round_id, people.provider), people.commissioner, "Recruit at once.")
    assert (must_do.state, must_do.decision, must_do.decided_by_id, must_do.decided_at) == (
        State.APPROVED,
        "Recruit at once.",
        people.commissioner.person_id,
        AT,
    )
    assert history_of("must_do", must_do.id)[0].did == "approved it for £40,000.00: Recruit at once."
    use = use_of_growth(list_inputs(round_id)[0], list_must_dos(round_id))
    assert (use.growth, use.committed, use.left) == (100_000_00, 70_000_00, 30_000_00)


def test_an_approval_beyond_growth_names_both_sums_and_the_excess() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    approved(a_must_do(round_id, people.provider), people.commissioner)
    second = a_must_do(round_id, people.lead, a_wish("MD-MORE", 30_000_01, name="More"))
    with pytest.raises(Refusal) as refused:
        approved(second, people.commissioner)
    assert str(refused.value) == (
        "With More the must-dos come to £100,000.01, and growth is £100,000.00: £0.01 too little. "
        "Decline it, or have its cost lowered."
    )
    changed(second, people.lead, replace(second.wanted, amount=30_000_00))
    assert approved(second, people.commissioner).state is State.APPROVED


@pytest.mark.parametrize("who", ["finance", "lead", "member", "provider", "auditor", "stranger", "practice_manager"])
def test_only_the_commissioner_decides(who: str) -> None:
    people = Agreeing()
    must_do = a_must_do(a_round_with_growth(people.commissioner), people.lead)
    for act in (approved, declined):
        with pytest.raises(NotAllowed):
            act(must_do, getattr(people, who))
    assert get_must_do(must_do.id).state is State.PROPOSED


def test_four_eyes_look_at_what_the_commissioner_proposes() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    colleague = an_actor(people.pct, Role.COMMISSIONER, "Second commissioner")
    must_do = a_must_do(round_id, people.commissioner)
    with pytest.raises(Refusal, match=r"^You proposed Must-do MD-NURSE yourself\."):
        approved(must_do, people.commissioner)
    changed(must_do, colleague, a_wish(amount=1_00))
    with pytest.raises(Refusal, match=r"^You changed Must-do MD-NURSE last\."):
        approved(must_do, colleague)
    third = an_actor(people.pct, Role.COMMISSIONER, "Third commissioner")
    assert approved(must_do, third).state is State.APPROVED


def test_a_declared_interest_keeps_from_deciding() -> None:
    people = Agreeing()
    must_do = a_must_do(a_round_with_growth(people.commissioner), people.provider)
    interested = replace(people.commissioner, interests=frozenset({people.providing}))
    for act in (approved, declined):
        with pytest.raises(Refusal, match=r"^You declared an interest in Provider services, which proposed Must-do"):
            act(must_do, interested)


def test_declining_gives_its_reason_and_frees_an_approval_not_taken_in() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    must_do = a_must_do(round_id, people.lead)
    with pytest.raises(Refusal, match=r"^Say why\. Whoever proposed it reads this\.$"):
        declined(must_do, people.commissioner, " ")
    approved(must_do, people.commissioner)
    declined(must_do, people.commissioner, "The trust pays it otherwise.")
    assert history_of("must_do", must_do.id)[0].did == "declined it: The trust pays it otherwise."
    assert use_of_growth(list_inputs(round_id)[0], list_must_dos(round_id)).approved == 0
    with pytest.raises(Refusal, match=r"is declined already\."):
        declined(must_do, people.commissioner)


def test_approved_must_dos_become_part_of_new_inputs() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    first = approved(a_must_do(round_id, people.lead, a_wish("MD-ONE", 20_000_00)), people.commissioner)
    second = approved(a_must_do(round_id, people.provider, a_wish("MD-TWO", 1_00, method="equal")), people.commissioner)
    waiting = a_must_do(round_id, people.lead, a_wish("MD-WAIT", 5_00))
    inputs_id = taken(round_id, people.finance)
    newest = list_inputs(round_id)[0]
    assert (newest.id, newest.number) == (inputs_id, 2)
    held = workbook_of(newest).must_dos
    assert [(line.code, line.amount, str(line.method), line.row) for line in held] == [
        ("MD-OLD", 30_000_00, "capitation", 2),
        ("MD-ONE", 20_000_00, "capitation", 3),
        ("MD-TWO", 1_00, "equal", 4),
    ]
    assert replace(workbook_of(newest), must_dos=()) == replace(a_workbook_with_must_dos(), must_dos=())
    assert policy_of(newest) == a_policy(**GROWTH)
    assert [get_must_do(each.id).taken_into_id for each in (first, second, waiting)] == [inputs_id, inputs_id, None]
    said = [line.did for line in history_of("round", round_id)]
    assert said[:2] == [
        "took approved must-dos into inputs 2: Must-do MD-ONE (MD-ONE), Must-do MD-TWO (MD-TWO)",
        "filled inputs 2 from what is stored",
    ]
    with pytest.raises(Refusal, match=r"^Must-do MD-ONE was taken into inputs 2, so its approval stands\."):
        declined(first, people.commissioner)
    with pytest.raises(Refusal, match=r"^No approved must-do is waiting: inputs 2 hold them all\.$"):
        taken(round_id, people.finance)


def test_what_was_said_of_the_sources_goes_with_them() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    a_source(list_inputs(round_id)[0].id, people.commissioner)
    approved(a_must_do(round_id, people.lead), people.commissioner)
    assert [row.source for row in list_sources(taken(round_id, people.finance))] == ["Paper returns"]


def test_a_must_do_dropped_by_a_later_workbook_waits_again() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    must_do = approved(a_must_do(round_id, people.lead), people.commissioner)
    taken(round_id, people.commissioner)
    inputs_with_growth(round_id, people.commissioner, a_workbook_with_must_dos(31_000_00), file=b"without it")
    use = use_of_growth(list_inputs(round_id)[0], list_must_dos(round_id))
    assert (use.in_inputs, use.approved) == (31_000_00, 40_000_00)
    inputs_id = taken(round_id, people.commissioner)
    assert (list_inputs(round_id)[0].number, get_must_do(must_do.id).taken_into_id) == (4, inputs_id)


def test_inputs_with_less_growth_refuse_with_every_problem() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    approved(a_must_do(round_id, people.lead), people.commissioner)
    less = a_policy(**{**GROWTH, "growth__amount": "50000.00"})
    inputs_with_growth(round_id, people.commissioner, policy=less, file=b"less growth")
    with pytest.raises(InputsRefused, match=r"they add up to £70,000\.00, growth is £50,000\.00, £20"):
        taken(round_id, people.commissioner)
    assert len(list_inputs(round_id)) == 2


@pytest.mark.parametrize("who", ["lead", "provider", "auditor", "stranger"])
def test_only_those_who_prepare_the_round_take_must_dos_in(who: str) -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    approved(a_must_do(round_id, people.lead), people.commissioner)
    with pytest.raises(NotAllowed):
        taken(round_id, getattr(people, who))
    assert len(list_inputs(round_id)) == 1


def test_two_approvals_at_once_never_exceed_growth(database: Flask) -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    ids = [a_must_do(round_id, people.lead, a_wish(code, 40_000_00, name="Nurse")).id for code in ("MD-A", "MD-B")]

    def approve(must_do_id: int) -> Callable[[], object]:
        return lambda: deciding.approve_must_do(must_do_id=must_do_id, by=people.commissioner, at=AT)

    came = at_once(database, *(approve(must_do_id) for must_do_id in ids))
    told = (
        "With Nurse the must-dos come to £110,000.00, and growth is £100,000.00: £10,000.00 too little. "
        "Decline it, or have its cost lowered."
    )
    assert came == [told, "done"]


def test_one_must_do_is_decided_once_and_one_code_given_once(database: Flask) -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    must_do_id = a_must_do(round_id, people.lead, a_wish(name="Nurse")).id
    colleague = an_actor(people.pct, Role.COMMISSIONER, "Second commissioner")
    came = at_once(
        database,
        lambda: deciding.approve_must_do(must_do_id=must_do_id, by=people.commissioner, at=AT),
        lambda: deciding.approve_must_do(must_do_id=must_do_id, by=colleague, at=AT),
    )
    assert came == ["Nurse is approved already. Propose another must-do if things have changed.", "done"]
    same = [
        lambda by=by: proposing.propose_must_do(round_id=round_id, wanted=a_wish("MD-SAME", 1_00), by=by, at=AT)
        for by in (people.lead, people.provider)
    ]
    assert at_once(database, *same) == [
        "Another must-do of this round has the code MD-SAME. Choose another code.",
        "done",
    ]


def test_must_dos_are_found_in_their_own_round_only() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    must_do = a_must_do(round_id, people.lead)
    assert find_must_do(round_id, must_do.id) == must_do
    assert find_must_do(round_id + 1, must_do.id) is None
    assert count_undecided([round_id, round_id + 1]) == {round_id: 1}
    approved(must_do, people.commissioner)
    assert count_undecided([round_id]) == {}


def test_the_demo_has_one_of_each() -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    enough = a_policy(growth__amount="1100000.00", growth__uncommitted="reserve")
    inputs_with_growth(round_id, people.commissioner, policy=enough, file=b"enough")
    with transaction():
        made = seed_demo_must_dos(
            round_id=round_id, lead=people.lead, provider=people.provider, commissioner=people.commissioner, at=AT
        )
    assert [each.state for each in made] == [State.PROPOSED, State.APPROVED, State.DECLINED]


def test_nothing_changes_while_the_round_is_held_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    people = Agreeing()
    round_id = a_round_with_growth(people.commissioner)
    must_do = a_must_do(round_id, people.lead)
    monkeypatch.setattr(rounds, "reasons_against_changing_round", [lambda _: ["It is signed off."]])
    acts: list[Callable[[], object]] = [
        lambda: a_must_do(round_id, people.lead, a_wish("MD-NEW")),
        lambda: changed(must_do, people.lead, a_wish(amount=1_00)),
        lambda: withdrawn(must_do, people.lead),
        lambda: approved(must_do, people.commissioner),
        lambda: declined(must_do, people.commissioner),
        lambda: a_source(list_inputs(round_id)[0].id, people.commissioner),
    ]
    for act in acts:
        with pytest.raises(Refusal, match=r"^Nothing was changed\. It is signed off\.$"):
            act()
    assert [each.state for each in list_must_dos(round_id)] == [State.PROPOSED]
