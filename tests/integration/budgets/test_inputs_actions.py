"""Opening a round and storing its inputs."""

import pytest
from sqlalchemy import func, select

from budgets.rounds import queries
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.rounds import open_round
from budgets.rounds.models import Inputs, Source
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from core.problems import Notice
from tests.builders_rounds import AT, Field, a_policy, a_round, a_workbook, some_inputs, with_two_services

pytestmark = pytest.mark.usefixtures("database")


def _open(by: Actor, commissioner_id: int, year: str = "2008/09") -> None:
    with transaction():
        open_round(commissioner_id=commissioner_id, year=year, by=by, at=AT)


def test_opens_a_round() -> None:
    people = Field()
    found = a_round(people.finance)
    assert (found.year, found.commissioner_id, found.opened_by.name) == ("2008/09", people.pct, "PCT finance")
    assert queries.list_rounds(people.commissioner, on=AT.date()) == [found]


def test_refuses_a_second_round_for_the_year() -> None:
    people = Field()
    a_round(people.commissioner)
    with pytest.raises(Refusal, match=r"^There is already a round for 2008/09\.$"):
        _open(people.finance, people.pct)


@pytest.mark.parametrize("year", ["2008", "2008/10", "next year"])
def test_refuses_what_is_no_year(year: str) -> None:
    people = Field()
    with pytest.raises(Refusal, match=f"^A round is for a financial year such as 2008/09, not “{year}”\\.$"):
        _open(people.commissioner, people.pct, year)


def test_only_those_who_prepare_open_a_round_and_only_their_own() -> None:
    people = Field()
    for actor in (people.lead, people.auditor):
        with pytest.raises(NotAllowed, match="you may not prepare budget rounds"):
            _open(actor, people.pct)
    with pytest.raises(NotAllowed, match="of another commissioner"):
        _open(people.stranger, people.pct)


def test_the_audit_says_who_opened_which_round() -> None:
    people = Field()
    found = a_round(people.commissioner)
    [line] = history_of("round", found.id)
    assert (line.who, line.did) == ("PCT commissioner", "opened the round for 2008/09")


def test_stores_inputs_and_begins_the_working_budget() -> None:
    people = Field()
    found = a_round(people.commissioner)
    with transaction():
        stored = upload_inputs(
            round_id=found.id,
            workbook=a_workbook(),
            policy=a_policy(),
            notices=[Notice(code="windows_1252", message="services.csv was read as Windows-1252.")],
            file_name="budget.xlsx",
            file=b"the file",
            by=people.finance,
            at=AT,
        )
    assert (stored.number, stored.source, stored.practices, stored.activity_rows) == (1, Source.UPLOADED, 2, 1)
    assert queries.workbook_of(stored) == a_workbook()
    assert queries.policy_of(stored) == a_policy()
    assert queries.get_file(stored.id).file == b"the file"
    assert [notice.code for notice in queries.notices_of(stored)] == ["windows_1252"]
    [scenario] = queries.list_scenarios(found.id)
    assert (scenario.name, scenario.inputs, scenario.policy) == ("Working budget", stored, stored.policy)


def test_second_inputs_are_numbered_and_leave_the_scenario_alone() -> None:
    people = Field()
    found = a_round(people.commissioner)
    first = some_inputs(found.id, people.commissioner)
    second = some_inputs(found.id, people.commissioner, with_two_services(a_workbook()), b"another file")
    assert second.number == 2
    assert [scenario.inputs for scenario in queries.list_scenarios(found.id)] == [first]


def test_refuses_the_same_file_and_the_same_content_saying_which_number_has_it() -> None:
    people = Field()
    found = a_round(people.commissioner)
    some_inputs(found.id, people.finance)
    told = r"in this round as inputs 1, stored by PCT finance on 3 March 2008 at 10:12. Nothing was stored again\.$"
    with pytest.raises(Refusal, match=rf"^This file is already {told}"):
        some_inputs(found.id, people.commissioner, with_two_services(a_workbook()))
    with pytest.raises(Refusal, match=rf"^The same content, from another file, is already {told}"):
        some_inputs(found.id, people.commissioner, file=b"another file")
    assert db.session.scalar(select(func.count()).select_from(Inputs)) == 1


def test_refuses_a_workbook_of_another_year() -> None:
    people = Field()
    found = a_round(people.commissioner, "2009/10")
    told = r"^This workbook is for 2008/09, but the round is for 2009/10\. Nothing was stored\.$"
    with pytest.raises(Refusal, match=told):
        some_inputs(found.id, people.commissioner)


def test_the_same_workbook_may_be_stored_in_another_round() -> None:
    people = Field()
    some_inputs(a_round(people.commissioner).id, people.commissioner)
    assert some_inputs(a_round(people.stranger).id, people.stranger).number == 1


def test_only_those_who_prepare_store_inputs() -> None:
    people = Field()
    found = a_round(people.commissioner)
    for actor in (people.lead, people.auditor, people.stranger):
        with pytest.raises(NotAllowed):
            some_inputs(found.id, actor)


def test_the_audit_says_which_file_became_which_inputs() -> None:
    people = Field()
    found = a_round(people.commissioner)
    some_inputs(found.id, people.finance)
    line = history_of("round", found.id)[0]
    assert (line.who, line.did) == ("PCT finance", "uploaded inputs 1 (budget.xlsx)")
