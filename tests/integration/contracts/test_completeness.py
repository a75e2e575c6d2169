"""What is incomplete, by the money of the newest proposal."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from budgets.rounds.queries import calculation_of
from commissioning.catalogue.queries import services_by_code
from contracts.specifications.actions.starting import start_specification
from contracts.specifications.queries.completeness import completeness_of
from core.db import transaction
from core.money import grouped
from core.parties.rules import PartyKind
from tests.builders_agreement import Agreeing, a_proposal
from tests.builders_rounds import AT, DAY, a_party
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/contracts/specifications"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def people(app: Flask) -> Agreeing:
    """A commissioner whose catalogue holds the one service of the workbook."""
    del app
    return Agreeing()


def _start(people: Agreeing) -> None:
    provider = a_party(PartyKind.PROVIDER, "PHY", "Provider of physiotherapy", people.pct)
    with transaction():
        start_specification(
            commissioner_id=people.pct,
            service_id=services_by_code(people.pct)["PHYSIO"].id,
            provider_id=provider,
            title="",
            template_code="local-2008",
            template_number=1,
            by=people.commissioner,
            on=DAY,
            at=AT,
        )


def test_money_of_the_newest_proposal_to_the_penny(people: Agreeing, person: Person) -> None:
    assert completeness_of(people.pct, on=DAY).proposal is None
    proposal = a_proposal(people.commissioner)
    total = sum(line.total for line in calculation_of(proposal.calculation).lines)
    _start(people)
    report = completeness_of(people.pct, on=DAY)
    assert [(each.line.code, each.why) for each in report.uncovered] == [("PHYSIO", "In draft")]
    assert report.amount == total
    sign_in_as(person, people.commissioner).visit("/").follow("1 service line has money and no agreed specification")
    assert f"£{grouped(total)} of 1 service line has no agreed specification." in person.words
    assert person.table("Service lines with money and no agreed specification")[1:] == [
        ["Physiotherapy PHYSIO", grouped(total), "In draft", "SPEC-001 Physiotherapy, version 1"],
        ["1 service line", grouped(total), "", ""],
    ]
    assert f",{grouped(total).replace(',', '')},In draft," in person.client.get(f"{ROOT}/completeness.csv").text
    assert person.client.get(f"{ROOT}/completeness.xlsx").data.startswith(b"PK")


def test_another_commissioner_reads_nothing_of_it(people: Agreeing, person: Person) -> None:
    a_proposal(people.commissioner)
    sign_in_as(person, people.stranger).visit(f"{ROOT}/completeness")
    assert "No calculation was put to the groups yet" in person.words
    person.visit(f"{ROOT}/completeness?commissioner={people.pct}", 404)
