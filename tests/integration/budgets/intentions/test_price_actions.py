"""Costs, prices and loss leaders of a provider: done, refused, by whom not, and what the audit trail says."""

from decimal import Decimal

import pytest

from budgets.intentions.actions.prices import set_prices
from budgets.intentions.models.prices import PriceRecord
from budgets.intentions.queries.prices import list_prices, newest_price_id, priced_of
from budgets.intentions.rules import Priced, gross_up
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.permissions import Actor
from tests.builders_intentions import Willing, opened
from tests.builders_rounds import AT

pytestmark = pytest.mark.usefixtures("database")


def price(code: str, cost: int, charged: int, *, leader: bool = False) -> Priced:
    return Priced(code=code, name="as typed", cost=cost, price=charged, loss_leader=leader)


PHYSIO, WOUND = price("PHYSIO", 1_000_00, 1_000_00), price("WOUND", 500_00, 400_00, leader=True)


def priced(field: Willing, *prices: Priced, by: Actor | None = None, seen_id: int | None = None) -> list[PriceRecord]:
    speaker = by or field.provider
    seen = newest_price_id(field.round_id, speaker.organisation_id) if seen_id is None else seen_id
    with transaction():
        return set_prices(
            round_id=field.round_id,
            party_id=speaker.organisation_id,
            prices=prices,
            seen_id=seen,
            by=speaker,
            at=AT,
        )


def standing(field: Willing) -> list[tuple[str, Decimal, Decimal, bool]]:
    rows = list_prices(field.round_id, party_id=field.prov)
    return [(row.line_name, row.cost, row.price, row.loss_leader) for row in rows]


def test_prices_are_kept_under_the_names_of_their_lines_and_grossed_up() -> None:
    field = opened()
    priced(field, PHYSIO, WOUND)
    assert standing(field) == [
        ("Physiotherapy", Decimal("1000.00"), Decimal("1000.00"), False),
        ("Wound care", Decimal("500.00"), Decimal("400.00"), True),
    ]
    done = gross_up([priced_of(row) for row in list_prices(field.round_id)])
    assert [(line.before, line.part, line.after) for line in done.lines] == [(100000, 10000, 110000), (40000, 0, 40000)]
    assert history_of("intentions", field.round_id)[0].did == (
        "set 2 prices for Provider services; loss leaders: Wound care, shortfall £100.00"
    )


def test_the_newest_price_of_a_line_counts_and_a_line_left_out_has_none() -> None:
    field = opened()
    priced(field, PHYSIO, WOUND)
    assert [row.line_code for row in priced(field, PHYSIO, price("WOUND", 500_00, 450_00, leader=True))] == ["WOUND"]
    assert standing(field)[1][2] == Decimal("450.00")
    priced(field, PHYSIO)
    assert [name for name, *_ in standing(field)] == ["Physiotherapy"]


def test_refuses_what_cannot_be_grossed_up() -> None:
    field = opened()
    with pytest.raises(Refusal, match=r"^There is a shortfall of £100\.00 on Wound care, but no other service"):
        priced(field, WOUND)
    with pytest.raises(Refusal) as refused:
        priced(field, PHYSIO, price("WOUND", 500_00, 500_00, leader=True))
    assert str(refused.value) == (
        "Wound care is marked as a loss leader, but its price of £500.00 is not below its cost of £500.00. "
        "Take the mark off, or lower the price."
    )
    assert standing(field) == []


def test_refuses_a_line_of_somebody_else_and_what_is_recorded_already() -> None:
    field = opened()
    with pytest.raises(Refusal) as refused:
        priced(field, PHYSIO, by=field.acute_manager)
    assert str(refused.value) == (
        "According to the catalogue Acute trust does not provide Physiotherapy: it has no price to give for it."
    )
    priced(field, PHYSIO)
    with pytest.raises(Refusal, match=r"^Every cost and price is recorded just so already\.$"):
        priced(field, PHYSIO)


def test_the_second_of_two_managers_is_told_that_the_first_saved() -> None:
    field = opened()
    priced(field, PHYSIO, by=field.second_manager)
    with pytest.raises(OutOfDate, match=r"^A colleague saved prices while you were working on them\."):
        priced(field, WOUND, PHYSIO, seen_id=0)


def test_only_the_provider_says_what_it_charges() -> None:
    field = opened()
    for actor in (field.lead, field.commissioner, field.auditor):
        with pytest.raises(NotAllowed, match="you may not answer commissioning intentions for the provider"):
            priced(field, PHYSIO, by=actor)
    with pytest.raises(NotAllowed) as refused, transaction():
        set_prices(
            round_id=field.round_id, party_id=field.prov, prices=[PHYSIO], seen_id=0, by=field.acute_manager, at=AT
        )
    assert str(refused.value) == (
        "You act for Acute trust. Only Provider services says what Provider services charges."
    )
