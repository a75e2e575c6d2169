"""Putting a calculation to the groups: it does it, refuses in these words, tells people, and the audit says so."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from budgets.agreement.actions import proposals as actions
from budgets.agreement.actions.proposals import issue_proposal
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.proposals import (
    find_current_proposal,
    get_proposal,
    history_of_agreement,
    list_proposals,
)
from budgets.agreement.rules.changes import changes_from
from budgets.agreement.rules.proposals import Content, hash_of
from budgets.method.attribution import Cause
from budgets.rounds.queries import find_shown, get_calculation
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from core.parties.models import Party
from core.people.models import Person
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders_agreement import (
    DEADLINE,
    NOTE,
    REPLY_BY,
    Agreeing,
    a_proposal,
    a_withdrawal,
    address_of,
    another_calculation,
)
from tests.builders_rounds import AT, DAY, Field, a_calculation, a_workbook

pytestmark = pytest.mark.usefixtures("database")
AN_NHS_NUMBER = "943 476 5919"


def told() -> dict[str, str]:
    """Who has which message: names and subjects."""
    rows = select(Person.name, Message.subject).join(Person, Message.person_id == Person.id).order_by(Message.id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def test_puts_a_calculation_to_the_groups_numbered_and_frozen() -> None:
    people = Agreeing()
    stored = a_calculation(people.finance)
    proposal = a_proposal(people.commissioner, stored, note=f"  {NOTE} ")
    assert (proposal.number, proposal.calculation_id, proposal.note) == (1, stored.id, NOTE)
    assert (proposal.reply_by, proposal.deadline, proposal.shares_words) == (REPLY_BY, DEADLINE, True)
    assert (proposal.issued_by.name, proposal.issued_at, proposal.withdrawal) == ("PCT commissioner", AT, None)
    assert (proposal.changes, proposal.sources) == ("{}", "[]")  # none before it, nothing described
    assert find_current_proposal(stored.round_id) is proposal


def test_the_hash_is_of_all_that_is_put_to_the_groups() -> None:
    proposal = a_proposal(Agreeing().commissioner)
    content = Content(
        commissioner="5P3",
        year="2008/09",
        number=1,
        result_hash=proposal.calculation.result_hash,
        note=NOTE,
        reply_by=REPLY_BY,
        deadline=DEADLINE,
        shares_words=True,
        changes="{}",
        sources="[]",
    )
    assert proposal.content_hash == hash_of(content)


def test_opens_the_calculation_to_the_groups_with_the_same_words() -> None:
    people = Agreeing()
    stored = a_calculation(people.finance)
    assert find_shown(stored.id) is None
    a_proposal(people.commissioner, stored)
    shown = find_shown(stored.id)
    assert shown is not None
    assert (shown.note, shown.shown_at) == (NOTE, AT)


def test_tells_the_people_of_the_groups_and_of_the_provider_that_provides_something() -> None:
    """Not the practice manager, nor the provider that provides nothing, nor anybody elsewhere."""
    people = Agreeing()
    a_proposal(people.commissioner)
    asked = "Proposal 1 for 2008/09: say by 17 March 2008 what you think of the total and the split"
    assert told() == {
        "PbC lead of DacCom": asked,
        "PbC member of DacCom": asked,
        "PbC lead of WatCom": asked,
        "Provider manager": "Proposal 1 for 2008/09 is with the groups until 17 March 2008",
    }
    message = db.session.scalars(select(Message).limit(1)).one()
    assert message.href == "/budgets/proposals/1"
    assert message.words == (
        "West Hertfordshire PCT put calculation 1 to the groups, with these words: "
        "Please say what you think of the total and of its split."
    )


def test_the_next_proposal_says_what_changed_since_the_one_before() -> None:
    """£102,300.00 by 60% and 40% (people), then in halves: WatCom gains £10,230.00, DacCom loses it."""
    people = Agreeing()
    a_proposal(people.commissioner)
    second = a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    changes = changes_from(get_proposal(second.id).changes)
    assert changes is not None
    assert (second.number, changes.since, changes.inputs, changes.settings) == (2, 1, (1, 1), ())
    assert [(row.line, row.group, row.before, row.after, row.parts) for row in changes.rows] == [
        ("PHYSIO", "DAC", 6138000, 5115000, {Cause.METHOD: -1023000}),
        ("PHYSIO", "WAT", 4092000, 5115000, {Cause.METHOD: 1023000}),
    ]
    assert changes.groups == {"DAC": "DacCom", "WAT": "WatCom"}


def test_changes_of_inputs_and_method_are_told_apart() -> None:
    people = Agreeing()
    a_proposal(people.commissioner)
    newer = another_calculation(people.finance, method="equal", workbook=a_workbook(amount=200_000_00))
    changes = changes_from(a_proposal(people.commissioner, newer).changes)
    assert changes is not None
    assert changes.inputs == (1, 2)
    assert {row.group: row.parts for row in changes.rows} == {
        "DAC": {Cause.INPUT: 6138000, Cause.METHOD: -2046000},
        "WAT": {Cause.INPUT: 4092000, Cause.METHOD: 2046000},
    }


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        (" \n ", "Say in a few words what you propose and what you ask of the groups."),
        ("x" * 4001, "What you say to the groups has at most 4,000 characters."),
        (
            f"As {AN_NHS_NUMBER} said.",
            (
                "What you say to the groups holds a number that passes the NHS number check. Take it out: "
                "nothing that identifies a patient may be kept here."
            ),
        ),
    ],
)
def test_refuses_words_that_say_nothing_too_much_or_something_about_a_patient(note: str, sentence: str) -> None:
    people = Agreeing()
    with pytest.raises(Refusal) as refused:
        a_proposal(people.commissioner, note=note)
    assert str(refused.value) == sentence
    assert list_proposals(1) == []
    assert find_shown(1) is None


def test_the_longest_words_are_taken() -> None:
    assert len(a_proposal(Agreeing().commissioner, note="x" * 4000).note) == 4000


@pytest.mark.parametrize(
    ("reply_by", "deadline", "sentence"),
    [
        (
            DAY - timedelta(days=1),
            DEADLINE,
            "2 March 2008 is past: nobody can reply by then. Choose today or a later day.",
        ),
        (
            date(2008, 4, 1),
            DEADLINE,
            (
                "The groups would reply by 1 April 2008, after the deadline of 31 March 2008. "
                "Choose an earlier day to reply by, or a later deadline."
            ),
        ),
        (
            REPLY_BY,
            date(2008, 3, 16),
            (
                "The groups would reply by 17 March 2008, after the deadline of 16 March 2008. "
                "Choose an earlier day to reply by, or a later deadline."
            ),
        ),
    ],
)
def test_refuses_days_that_do_not_follow_each_other(reply_by: date, deadline: date, sentence: str) -> None:
    people = Agreeing()
    with pytest.raises(Refusal) as refused:
        a_proposal(people.commissioner, reply_by=reply_by, deadline=deadline)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(("reply_by", "deadline"), [(DAY, DAY), (date(2008, 3, 31), date(2008, 3, 31))])
def test_today_and_the_deadline_itself_are_days_to_reply_by(reply_by: date, deadline: date) -> None:
    assert a_proposal(Agreeing().commissioner, reply_by=reply_by, deadline=deadline).reply_by == reply_by


def test_refuses_a_calculation_with_a_group_that_left_meanwhile() -> None:
    people = Agreeing()
    stored = a_calculation(people.finance)
    with bookkeeping() as session:
        session.get_one(Party, people.watcom).closed_on = DAY
    with pytest.raises(Refusal) as refused:
        a_proposal(people.commissioner, stored)
    assert str(refused.value) == (
        "WatCom (WAT) is no PbC group of West Hertfordshire PCT on 3 March 2008, but calculation 1 shares money with "
        "it. Add it to the groups, or put a calculation without it to the others."
    )
    assert a_proposal(people.commissioner, stored, on=DAY - timedelta(days=1)).number == 1  # the last day with it


def test_refuses_a_calculation_with_groups_that_nobody_knows() -> None:
    people = Field()
    with bookkeeping() as session:
        session.get_one(Party, people.lead.organisation_id).closed_on = DAY
    with pytest.raises(Refusal) as refused:
        a_proposal(people.commissioner)
    assert str(refused.value) == (
        "DacCom (DAC) and WatCom (WAT) are no PbC groups of West Hertfordshire PCT on 3 March 2008, but calculation 1 "
        "shares money with them. Add them to the groups, or put a calculation without them to the others."
    )


def test_refuses_the_same_figures_again_unless_that_proposal_was_withdrawn() -> None:
    people = Agreeing()
    stored = a_calculation(people.finance)
    first = a_proposal(people.commissioner, stored)
    with pytest.raises(Refusal) as refused:
        a_proposal(people.commissioner, stored)
    assert str(refused.value) == (
        "Calculation 1 has the same figures as proposal 1, so there is nothing new to ask. "
        "Put another calculation to the groups, or withdraw proposal 1 first."
    )
    a_withdrawal(people.commissioner, first)
    again = a_proposal(people.commissioner, stored)
    changes = changes_from(again.changes)
    assert changes is not None
    assert (again.number, changes.rows) == (2, ())


def test_an_earlier_calculation_may_be_put_to_the_groups_again_after_another() -> None:
    people = Agreeing()
    first = a_calculation(people.finance)
    a_proposal(people.commissioner, first)
    a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    assert a_proposal(people.commissioner, get_calculation(first.id)).number == 3


def test_refuses_while_the_round_is_held_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    people = Agreeing()
    stored = a_calculation(people.finance)
    reasons = [lambda round_id: [f"Round {round_id} was signed off on 2 March 2008."], lambda _: []]
    monkeypatch.setattr(actions, "reasons_against_issuing", reasons)
    with pytest.raises(Refusal) as refused:
        a_proposal(people.commissioner, stored)
    assert str(refused.value) == (
        f"Calculation 1 cannot be put to the groups. Round {stored.round_id} was signed off on 2 March 2008."
    )


def test_only_the_commissioner_puts_a_calculation_to_its_own_groups() -> None:
    people = Agreeing()
    stored = a_calculation(people.finance)
    for actor in (people.finance, people.auditor, people.lead, people.member, people.provider):
        with pytest.raises(NotAllowed, match="you may not put a calculation to the groups"):
            a_proposal(actor, stored)
    with pytest.raises(NotAllowed, match="of another commissioner"):
        a_proposal(people.stranger, stored)
    assert list_proposals(stored.round_id) == []


def test_the_audit_says_what_was_put_to_the_groups() -> None:
    people = Agreeing()
    a_proposal(people.commissioner)
    [line, *_] = history_of("round", 1)
    assert (line.who, line.acting_as) == ("PCT commissioner", "PCT commissioner, West Hertfordshire PCT")
    assert line.did == (
        "put calculation 1 to the groups as proposal 1, to reply by 17 March 2008: no position to carry over"
    )
    assert [each.did for each in history_of_agreement(1, number=1)] == [line.did]
    assert history_of_agreement(1, number=2) == []


def test_two_who_put_the_same_calculation_at_once_make_one_proposal(database: Flask) -> None:
    people = Agreeing()
    found = a_calculation(people.finance).id

    def act() -> object:
        return _issue(found, people.commissioner)

    same = (
        "Calculation 1 has the same figures as proposal 1, so there is nothing new to ask. "
        "Put another calculation to the groups, or withdraw proposal 1 first."
    )
    assert at_once(database, act, act) == [same, "done"]
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 1


def test_two_who_put_different_calculations_at_once_make_two_numbers(database: Flask) -> None:
    people = Agreeing()
    first = a_calculation(people.finance).id
    second = another_calculation(people.finance, method="equal").id
    acts = [lambda each=each: _issue(each, people.commissioner) for each in (first, second)]
    assert at_once(database, *acts) == ["done", "done"]
    assert list(db.session.scalars(select(Proposal.number).order_by(Proposal.number))) == [1, 2]


@pytest.mark.parametrize("table", ["agreement_proposal", "agreement_withdrawal"])
@pytest.mark.parametrize("act", ["UPDATE {} SET {}_at = {}_at", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_put_to_the_groups(table: str, act: str) -> None:
    people = Agreeing()
    a_withdrawal(people.commissioner, a_proposal(people.commissioner))
    column = "issued" if table == "agreement_proposal" else "withdrawn"
    with pytest.raises(DBAPIError, match=f"what {table} holds is frozen"), bookkeeping() as session:
        session.execute(text(act.format(table, column, column)))


def _issue(calculation_id: int, by: Actor) -> Proposal:
    return issue_proposal(
        calculation_id=calculation_id,
        note=NOTE,
        reply_by=REPLY_BY,
        deadline=DEADLINE,
        shares_words=True,
        by=by,
        at=AT,
        on=DAY,
        address_of=address_of,
    )
