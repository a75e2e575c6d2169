"""Saying where figures come from: who may, what is kept, what is refused, what the history says."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from budgets.rounds.models import Inputs
from budgets.sources.actions import copy_descriptions, describe_source
from budgets.sources.queries import descriptions_of, find_described_before, list_sources, list_standing_sources
from budgets.sources.rules.descriptions import DriverKind, Grade
from core.audit_trail.queries import history_of
from core.db import bookkeeping, transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from tests.builders_rounds import AT, Field, a_round, a_workbook, some_inputs, with_two_services
from tests.builders_sources import a_description, a_source

pytestmark = pytest.mark.usefixtures("database")


def two_inputs(people: Field) -> tuple[Inputs, Inputs]:
    """Inputs 1 with two services, inputs 2 with the first of them only."""
    found = a_round(people.commissioner)
    first = some_inputs(found.id, people.commissioner, with_two_services(a_workbook()), b"first")
    return first, some_inputs(found.id, people.commissioner, a_workbook(), b"second")


def test_describes_a_driver_and_keeps_what_was_said_before() -> None:
    people = Field()
    first, _ = two_inputs(people)
    a_source(first.id, people.commissioner)
    a_source(first.id, people.finance, a_description(grade=Grade.B, source="  Activity system "))
    assert [(row.grade, row.described_by.name) for row in list_sources(first.id)] == [
        (Grade.D, "PCT commissioner"),
        (Grade.B, "PCT finance"),
    ]
    assert [row.source for row in list_standing_sources(first.id)] == ["Activity system"]
    assert descriptions_of(first.id).grade_of(DriverKind.ACTIVITY) is Grade.B


def test_a_lines_own_description_goes_before_the_one_for_all_lines() -> None:
    people = Field()
    first, _ = two_inputs(people)
    a_source(first.id, people.commissioner)
    a_source(first.id, people.commissioner, a_description(grade=Grade.A, line_code="WOUND"))
    said = descriptions_of(first.id)
    assert (said.grade_of(DriverKind.ACTIVITY, "WOUND"), said.grade_of(DriverKind.ACTIVITY, "PHYSIO")) == (
        Grade.A,
        Grade.D,
    )


def test_refuses_what_the_rules_refuse_and_keeps_nothing() -> None:
    people = Field()
    _, second = two_inputs(people)
    for wrong, told in (
        (a_description(line_code="WOUND"), "These inputs have no line WOUND."),
        (
            replace(a_description(), extracted_on=date(2008, 3, 4)),
            "The extract date lies in the future. Give the day on which the figures were taken.",
        ),
    ):
        with pytest.raises(Refusal) as refused:
            a_source(second.id, people.commissioner, wrong)
        assert str(refused.value) == told
    assert list_sources(second.id) == []


def test_refuses_to_say_the_same_twice() -> None:
    people = Field()
    first, _ = two_inputs(people)
    a_source(first.id, people.commissioner)
    with pytest.raises(Refusal, match=r"^Nothing was changed: this is what is said of it already\.$"):
        a_source(first.id, people.finance)
    assert len(list_sources(first.id)) == 1


def test_takes_over_what_was_said_of_the_inputs_before() -> None:
    people = Field()
    first, second = two_inputs(people)
    a_source(first.id, people.commissioner)
    a_source(first.id, people.commissioner, a_description(DriverKind.POPULATION, Grade.A))
    a_source(first.id, people.commissioner, a_description(grade=Grade.A, line_code="PHYSIO"))
    a_source(first.id, people.commissioner, a_description(grade=Grade.A, line_code="WOUND"))
    a_source(second.id, people.commissioner, a_description(DriverKind.POPULATION, Grade.B))
    assert find_described_before(second) == first
    assert find_described_before(first) is None
    with transaction():
        copied = copy_descriptions(inputs_id=second.id, by=people.finance, at=AT)
    assert [(row.driver, row.line_code) for row in copied] == [
        (DriverKind.ACTIVITY, ""),
        (DriverKind.ACTIVITY, "PHYSIO"),
    ]
    assert descriptions_of(second.id).grade_of(DriverKind.POPULATION) is Grade.B
    assert history_of("inputs", second.id)[0].did == "took over 2 descriptions from inputs 1"


def test_refuses_to_take_over_where_there_is_nothing_to_take() -> None:
    people = Field()
    first, second = two_inputs(people)
    told = r"^Nothing was said of any inputs of this round before inputs 2\.$"
    with pytest.raises(Refusal, match=told), transaction():
        copy_descriptions(inputs_id=second.id, by=people.commissioner, at=AT)
    a_source(first.id, people.commissioner)
    a_source(second.id, people.commissioner)
    told = r"^Everything that was said of inputs 1 is said of inputs 2 too\.$"
    with pytest.raises(Refusal, match=told), transaction():
        copy_descriptions(inputs_id=second.id, by=people.commissioner, at=AT)


@pytest.mark.parametrize("role", ["lead", "auditor", "stranger", "lead_elsewhere"])
def test_only_those_who_prepare_the_round_describe_and_copy(role: str) -> None:
    people = Field()
    first, second = two_inputs(people)
    a_source(first.id, people.commissioner)
    actor: Actor = getattr(people, role)
    with pytest.raises(NotAllowed):
        a_source(second.id, actor)
    with pytest.raises(NotAllowed), transaction():
        copy_descriptions(inputs_id=second.id, by=actor, at=AT)
    assert list_sources(second.id) == []


def test_the_history_says_what_was_said() -> None:
    people = Field()
    first, _ = two_inputs(people)
    a_source(first.id, people.commissioner)
    a_source(first.id, people.commissioner, a_description(grade=Grade.A, line_code="WOUND"))
    assert [line.did for line in history_of("inputs", first.id)] == [
        "described Activity in Wound care as grade A, measured: Paper returns, extracted 14 January 2008",
        "described Activity as grade D, rough and ready: Paper returns, extracted 14 January 2008",
    ]


def test_what_was_said_can_neither_be_changed_nor_deleted() -> None:
    people = Field()
    first, _ = two_inputs(people)
    a_source(first.id, people.commissioner)
    for statement in ("UPDATE sources_source SET grade = 'A'", "DELETE FROM sources_source"):
        with pytest.raises(DBAPIError, match="what sources_source holds is frozen"), bookkeeping() as session:
            session.execute(text(statement))


def test_describes_under_the_day_of_the_act() -> None:
    people = Field()
    first, _ = two_inputs(people)
    with transaction():
        stored = describe_source(
            inputs_id=first.id, said=replace(a_description(), extracted_on=AT.date()), by=people.commissioner, at=AT
        )
    assert stored.described_at == AT
