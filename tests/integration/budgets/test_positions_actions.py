"""Taking positions: what is kept, every refusal in its words, who may not, and what the audit trail says."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgets.agreement.actions import positions as actions
from budgets.agreement.actions.positions import take_position, take_positions
from budgets.agreement.models.positions import Position
from budgets.agreement.queries.positions import list_positions, standing_positions
from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind, Pot
from budgets.agreement.rules.positions import Answer
from budgets.agreement.rules.stances import Reason, Stance
from budgets.agreement.views.positions_words import make_known
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.parties.models import Party
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders_positions import MUST_DOS, PHYSIO, RESERVE, WOUND, Talks, dispute, say
from tests.builders_rounds import AT, DAY

pytestmark = pytest.mark.usefixtures("database")
GOOD: dict[str, Any] = {
    "item": PHYSIO,
    "stance": Stance.DISPUTED,
    "reason": Reason.WRONG_ACTIVITY,
    "words": "We counted more contacts.",
    "claimed": None,
    "claimed_method": "",
    "seen_id": None,
}


def take(field: Talks, by: Actor | None = None, **changes: Any) -> Position:
    with transaction():
        asked = {"proposal_id": field.proposal_id, "group_id": field.dacom, "by": by or field.lead, "on": DAY, **GOOD}
        return take_position(**{**asked, "at": AT, **changes})


def refusal(field: Talks, by: Actor | None = None, **changes: Any) -> str:
    with pytest.raises(Refusal) as refused:
        take(field, by, **changes)
    return str(refused.value)


def test_keeps_what_was_said_by_whom_and_when() -> None:
    field = Talks()
    said = take(field, words="  We counted\r\nmore contacts. ", claimed=Decimal("70000.00"))
    assert (said.item, said.stance, said.reason) == (PHYSIO, Stance.DISPUTED, Reason.WRONG_ACTIVITY)
    assert (said.words, said.claimed, said.claimed_method) == ("We counted\nmore contacts.", Decimal("70000.00"), "")
    assert (said.name, said.role, said.given_at, said.carried_from_id) == ("PbC lead of DacCom", "PbC lead", AT, None)


def test_a_method_claimed_is_worked_out_and_kept_with_its_amount() -> None:
    """Contacts 10 to 30 and referrals 30 to 10: by activity, half of £100,000 each."""
    said = take(Talks(), claimed_method=" activity ")
    assert (said.claimed, said.claimed_method) == (Decimal("50000.00"), "activity")


def test_every_change_of_mind_is_kept_and_the_last_counts() -> None:
    field = Talks()
    first = dispute(field.proposal_id, field.lead, PHYSIO)
    second = say(field.proposal_id, field.second_lead, PHYSIO, Stance.AGREED)
    listed = list_positions(field.proposal_id, party_id=field.dacom, item=PHYSIO)
    assert [(each.id, each.name) for each in listed] == [
        (second, "Deputy lead of DacCom"), (first, "PbC lead of DacCom"),
    ]  # fmt: skip
    assert {key: each.id for key, each in standing_positions(field.proposal_id).items()} == {
        (field.dacom, PHYSIO): second
    }


def test_total_and_split_are_answered_at_once_in_one_event() -> None:
    make_known()
    field = Talks()
    answers = [
        Answer(item=TOTAL, stance=Stance.AGREED),
        Answer(item=SPLIT, stance=Stance.DISPUTED, reason=Reason.WRONG_METHOD, words="By contacts, please."),
    ]
    with transaction():
        taken = take_positions(
            proposal_id=field.proposal_id, group_id=field.dacom, answers=answers, by=field.lead, at=AT, on=DAY
        )
    assert [each.item for each in taken] == [TOTAL, SPLIT]
    said = [line.did for line in history_of("round", field.round_id)]
    assert said[0] == "answered proposal 1 for DacCom: the total agreed; the split disputed (wrong method)"
    assert "the total" not in said[1]


def test_an_answer_that_stands_already_is_passed_over_and_alone_refused() -> None:
    field = Talks()
    first = say(field.proposal_id, field.lead, TOTAL, Stance.AGREED)
    answers = [
        Answer(item=TOTAL, stance=Stance.AGREED, seen_id=first),
        Answer(item=SPLIT, stance=Stance.NOT_CHALLENGED),
    ]
    asked: dict[str, Any] = {"proposal_id": field.proposal_id, "group_id": field.dacom, "by": field.lead, "at": AT}
    with transaction():
        taken = take_positions(answers=answers, on=DAY, **asked)
    assert [each.item for each in taken] == [SPLIT]
    with pytest.raises(Refusal, match=r"^Nothing was changed: this is what you said before\.$"), transaction():
        take_positions(answers=answers[:1], on=DAY, **asked)
    with (
        pytest.raises(Refusal, match=r"^Choose your position on the total, on the split, or on both\.$"),
        transaction(),
    ):
        take_positions(answers=[], on=DAY, **asked)


def test_a_position_that_was_only_carried_over_may_be_said_again() -> None:
    field = Talks()
    first = say(field.proposal_id, field.lead, WOUND, Stance.AGREED)
    second = field.propose_again(PHYSIO="activity")
    carried = standing_positions(second)[field.dacom, WOUND]
    assert (carried.carried_from_id, carried.given_at) == (first, AT)
    again = say(second, field.lead, WOUND, Stance.AGREED)
    assert db.session.get_one(Position, again).carried_from_id is None


def test_nobody_answers_for_another_group() -> None:
    field = Talks()
    with pytest.raises(NotAllowed, match=r"^You act for DacCom\. Only a person of WatCom may answer for WatCom\.$"):
        take(field, group_id=field.watcom)


def test_who_may_not_take_a_position() -> None:
    field = Talks()
    told = {by.role: refusal(field, by) for by in (field.member, field.commissioner, field.finance, field.auditor)}
    assert set(told.values()) == {
        "As PbC member you may not take a position for your group.",
        "As PCT commissioner you may not take a position for your group.",
        "As PCT finance you may not take a position for your group.",
        "As Auditor you may not take a position for your group.",
    }
    assert refusal(field, field.lead_elsewhere, group_id=field.lead_elsewhere.organisation_id) == (
        "You act for Far group. You may not take a position for your group of another commissioner."
    )


def test_a_closed_group_and_one_that_gets_nothing_take_no_position() -> None:
    field = Talks()
    with bookkeeping() as session:
        session.get_one(Party, field.dacom).closed_on = date(2008, 3, 2)
    assert refusal(field) == (
        "DacCom closed on 2 March 2008. A closed group takes no positions; what it said stays readable."
    )
    assert take(field, on=date(2008, 3, 1)).party_id == field.dacom
    new = field.another_group("NEW", "New group")
    assert refusal(field, new, group_id=new.organisation_id) == (
        "New group is not among the groups of proposal 1, so it is not asked about it."
    )


def test_only_the_newest_proposal_is_answered_and_only_while_it_stands() -> None:
    field = Talks()
    second = field.propose_again(PHYSIO="activity")
    assert refusal(field) == (
        "Proposal 2 was issued on 4 March 2008 and takes the place of proposal 1. "
        "Nothing was recorded: read proposal 2 and answer that."
    )
    field.withdraw(second)
    assert refusal(field, proposal_id=second) == (
        "Proposal 2 was withdrawn on 5 March 2008: A cost centre was missing. "
        "Nothing was recorded: wait for the next proposal."
    )


def test_a_round_that_takes_no_answers_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    field = Talks()
    monkeypatch.setattr(actions, "reasons_against_answering", [lambda found: [f"Round {found.year} is signed off."]])
    assert refusal(field) == "Round 2008/09 is signed off."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stance": Stance.NO_RESPONSE}, "Choose your position on “Physiotherapy”."),
        ({"stance": Stance.NOT_ASKED, "item": TOTAL}, "Choose your position on the total."),
        ({"reason": None}, "Choose the reason why you dispute “Physiotherapy”."),
        ({"words": " "}, "Say in your own words what “disputed” means for “Physiotherapy”."),
        (
            {"stance": Stance.WITHHELD, "reason": None, "words": "", "item": TOTAL},
            "Say in your own words what “withheld for now” means for the total.",
        ),
        (
            {"stance": Stance.AGREED_WITH_CONDITIONS, "reason": None, "words": "", "item": SPLIT},
            "Say in your own words what “agreed with conditions” means for the split.",
        ),
        ({"stance": Stance.AGREED}, "A reason from the list goes with “disputed” only; you chose “agreed”."),
        (
            {"stance": Stance.AGREED, "reason": None, "claimed": Decimal(1)},
            "An amount or a method is claimed with a dispute only.",
        ),
        (
            {"item": SPLIT, "claimed_method": "activity"},
            "A method can be claimed for a line only. For the total, the split or a pot say the amount you should get.",
        ),
        (
            {"claimed": Decimal(1), "claimed_method": "activity"},
            "Claim an amount or a method, not both: the amount by a method is worked out for you.",
        ),
        (
            {"claimed_method": "pooled"},
            (
                "The method you claim cannot be used. Expected was a method that gives each group a share: "
                "a pooled line is kept whole."
            ),
        ),
        (
            {"item": Item(kind=ItemKind.LINE, code="NOTHING")},
            "This proposal has no line “NOTHING”, so there is nothing to take a position on.",
        ),
        (
            {"item": Item(kind=ItemKind.POT, code=Pot.RETURNED_MONEY)},
            "This proposal has no money returned to the localities, so there is nothing to take a position on.",
        ),
        ({"words": "x" * 4001}, "Your words have at most 4,000 characters."),
        (
            {"words": "See 943 476 5919."},
            (
                "Your words hold a number that passes the NHS number check. Take it out: "
                "nothing that identifies a patient may be kept here."
            ),
        ),
    ],
)
def test_an_answer_that_is_none_is_refused(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(Talks(), **changes) == sentence


def test_pots_may_be_spoken_to() -> None:
    field = Talks()
    take(field, item=MUST_DOS, claimed=Decimal("0.00"))
    take(field, item=RESERVE, claimed=Decimal("-5.00"))
    claimed = {item: each.claimed for (_, item), each in standing_positions(field.proposal_id).items()}
    assert claimed == {MUST_DOS: Decimal("0.00"), RESERVE: Decimal("-5.00")}


def test_the_second_of_two_people_is_told_what_the_first_said() -> None:
    field = Talks()
    first = take(field).id
    with pytest.raises(OutOfDate) as refused:
        take(field, field.second_lead, stance=Stance.AGREED, reason=None)
    assert str(refused.value) == (
        "PbC lead of DacCom answered “disputed” to “Physiotherapy” on 3 March 2008 at 10:12, while you were working on "
        "it. What you typed is still here: compare it, and send it again if it is to stand instead."
    )
    assert take(field, field.second_lead, stance=Stance.AGREED, reason=None, seen_id=first).stance is Stance.AGREED


def test_of_two_people_at_the_same_moment_one_is_kept_and_one_told(database: Flask) -> None:
    field = Talks()
    changes = {"proposal_id": field.proposal_id, "group_id": field.dacom, "at": AT, "on": DAY}
    acts = [lambda by=by: take_position(**{**GOOD, **changes, "by": by}) for by in (field.lead, field.second_lead)]
    came = at_once(database, *acts)
    assert [what for what in came if what == "done"] == ["done"]
    assert sum("while you were working on it" in what for what in came) == 1
    assert db.session.scalar(select(func.count()).select_from(Position)) == 1


def test_the_audit_says_what_was_said_but_never_in_the_words_of_the_group() -> None:
    make_known()
    field = Talks()
    take(field, claimed=Decimal("70000.00"))
    say(field.proposal_id, field.lead, PHYSIO, Stance.AGREED)
    lines = history_of("round", field.round_id)[:2]
    assert [line.did for line in lines] == [
        "answered proposal 1 for DacCom: “Physiotherapy” agreed",
        "answered proposal 1 for DacCom: “Physiotherapy” disputed (wrong activity)",
    ]
    assert lines[0].acting_as == "PbC lead, DacCom"


def test_a_position_cannot_be_changed_or_deleted() -> None:
    field = Talks()
    said = take(field)
    for act in ("UPDATE agreement_position SET words = ''", "DELETE FROM agreement_position"):
        with pytest.raises(Exception, match="frozen"), bookkeeping() as session:
            session.connection().exec_driver_sql(act)
    assert db.session.get_one(Position, said.id).words == "We counted more contacts."


def test_answers_of_other_groups_and_proposals_are_left_alone() -> None:
    field = Talks()
    take(field)
    assert say(field.proposal_id, field.lead_of_watcom, PHYSIO, Stance.AGREED)
    assert len(standing_positions(field.proposal_id, party_id=field.watcom)) == 1
    assert standing_positions(field.propose_again(PHYSIO="equal")) == {}
