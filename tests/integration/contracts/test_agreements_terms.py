"""Terms of payment of a draft: written, changed, taken out, and part of what is signed; who may, what is refused."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from contracts.agreements.actions.terms import take_out_terms
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import content_of, get_contract, get_schedule
from contracts.agreements.rules import payment
from contracts.agreements.rules.content import content_from
from contracts.agreements.rules.figures import terms_of
from contracts.agreements.rules.payment_terms import Block, CostPerCase, Tariff
from contracts.agreements.rules.schedules import ScheduleKind
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from tests.builders_contracts import Contracting, a_contract, issued
from tests.builders_figures import BAND, VOLUME, a_schedule, written_terms

pytestmark = pytest.mark.usefixtures("database")
WALLS = ["finance", "auditor", "lead", "member", "provider", "stranger", "lead_elsewhere"]
BLOCK = replace(VOLUME, terms=Block(amount=12_000_01), unit="", first_month="2008-04", last_month="2009-03")


def _drafted(people: Contracting) -> tuple[int, int]:
    contract_id = a_contract(people)
    return contract_id, a_schedule(contract_id, people, ScheduleKind.PRICES)


def test_terms_are_signed_exactly_and_pay_as_agreed() -> None:
    people = Contracting()
    place = _drafted(people)
    written_terms(*place, people.commissioner)
    assert history_of("contract", place[0])[0].did == "wrote how Podiatry is paid for: cost and volume"
    (figures,) = content_from(content_of(issued(place[0], people))).schedules[0].figures
    assert figures.key == "PODIATRY"
    paid = [str(payment(terms_of(figures), activity)) for activity in (10_800, 10_300, 9_700, 9_200)]
    assert paid == ["522500.00", "515000.00", "485000.00", "477500.00"]
    with pytest.raises(Refusal, match="WH/01"):
        written_terms(*place, people.commissioner, BLOCK)


@pytest.mark.parametrize(
    "line",
    [
        BLOCK,
        replace(VOLUME, terms=CostPerCase(price=1, floor=0, cap=2)),
        replace(VOLUME, terms=Tariff(price=812_00, market_forces=Fraction("1.0642"))),
        replace(VOLUME, terms=replace(BAND, rate_above=Fraction(1, 3))),
    ],
)
def test_every_basis_is_kept_exactly(line: Any) -> None:
    people = Contracting()
    place = _drafted(people)
    written_terms(*place, people.commissioner, line)
    (figures,) = content_now(get_contract(place[0])).schedules[0].figures
    assert terms_of(figures) == line.terms


def test_a_service_has_one_basis_and_another_replaces_it() -> None:
    people = Contracting()
    place = _drafted(people)
    written_terms(*place, people.commissioner)
    with pytest.raises(Refusal, match=r"^Nothing was changed: this is how the service is paid for already\.$"):
        written_terms(*place, people.commissioner)
    written_terms(*place, people.commissioner, BLOCK)
    assert [row.basis.value for row in get_schedule(*place).terms] == ["block"]
    told = history_of("contract", place[0])[0].did
    assert told.startswith(
        "changed how Podiatry is paid for from cost and volume (10,000 contacts planned at £50.00 each."
    )
    assert " to block (£12,000.01, whatever the activity" in told
    second = a_schedule(place[0], people, ScheduleKind.PRICES)
    with pytest.raises(Refusal, match=r"^How Podiatry is paid for stands in “Prices and payment” already\.$"):
        written_terms(place[0], second, people.commissioner)


@pytest.mark.parametrize("who", WALLS)
def test_others_write_no_terms(who: str) -> None:
    people = Contracting()
    place = _drafted(people)
    with pytest.raises(NotAllowed):
        written_terms(*place, getattr(people, who))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (replace(VOLUME, terms=replace(BAND, plan=0)), "Cost and volume needs a planned activity above 0, not 0."),
        (
            replace(VOLUME, terms=replace(BAND, rate_below=Fraction(2))),
            "The marginal rate below the band is from 0 to 1",
        ),
        (replace(VOLUME, terms=CostPerCase(price=1, floor=3, cap=2)), "The floor of £0.03 is above the cap of £0.02"),
        (replace(BLOCK, last_month="2009-04"), "so nothing can be paid for April 2009."),
        (replace(VOLUME, unit=""), "Say what is counted"),
    ],
)
def test_refuses_terms_that_cannot_be(line: Any, told: str) -> None:
    people = Contracting()
    place = _drafted(people)
    with pytest.raises(Refusal) as refused:
        written_terms(*place, people.commissioner, line)
    assert told in str(refused.value)
    assert get_schedule(*place).terms == []


def test_terms_are_taken_out() -> None:
    people = Contracting()
    place = _drafted(people)
    terms_id = written_terms(*place, people.commissioner)
    with transaction():
        take_out_terms(contract_id=place[0], schedule_id=place[1], terms_id=terms_id, by=people.commissioner)
    assert get_schedule(*place).terms == []
    assert history_of("contract", place[0])[0].did == "took the terms of payment of Podiatry out"
    with pytest.raises(Refusal, match=r"^Those terms of payment do not stand here any more\.$"), transaction():
        take_out_terms(contract_id=place[0], schedule_id=place[1], terms_id=terms_id, by=people.commissioner)


def test_a_schedule_of_another_kind_holds_no_terms() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    plan = a_schedule(contract_id, people, ScheduleKind.ACTIVITY_PLAN)
    with pytest.raises(Refusal, match="is no schedule of the kind “Prices and payment”"):
        written_terms(contract_id, plan, people.commissioner)
