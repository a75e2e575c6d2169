"""Prices and budgets: proposed by one, decided by another, and what counts of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from les.schemes.actions import budgets, prices
from les.schemes.models.budgets import SchemeBudget
from les.schemes.models.prices import PriceDecision, SchemePrice
from les.schemes.models.schemes import WHOLE_AREA
from les.schemes.presented.budgets import budgets_table
from les.schemes.queries.budgets import budgets_in_force, list_budgets
from les.schemes.queries.consistency import prices_compared
from les.schemes.queries.contents import terms_of
from les.schemes.queries.schemes import find_approved_version, get_scheme, history_of
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.pricing import price_on
from tests.at_once import at_once
from tests.builders import AT, DAY
from tests.builders_schemes import APRIL, Schemes

JULY = date(2008, 7, 1)


@pytest.fixture
def schemes(app: Flask) -> Schemes:
    """A trust with its people and a service."""
    del app
    return Schemes()


@pytest.fixture
def everywhere(database: Flask) -> Schemes:
    """The same on each engine in turn."""
    del database
    return Schemes()


def _told(scheme_id: int) -> list[str]:
    return [line.did for line in history_of(get_scheme(scheme_id))]


def _refused(act: Any, *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    return str(refused.value)


def _price(scheme_id: int, on: date, practice: str = "") -> int | None:
    version = find_approved_version(scheme_id)
    assert version is not None
    terms = terms_of(version)
    assert terms is not None
    found = price_on(terms, element="joint-injection", practice=practice, on=on)
    return found.pence if found else None


def _enter(schemes: Schemes, scheme_id: int, by: Actor | None = None, **changes: Any) -> int:
    values: dict[str, Any] = {
        "scheme_id": scheme_id,
        "locality_id": None,
        "year": "2008/09",
        "amount": Decimal("60000.00"),
        "floor": Decimal("10000.00"),
        "source": "Minute of the board of 12 March 2008",
        "by": by or schemes.commissioner,
        "at": AT,
    }
    with transaction():
        return budgets.enter_budget(**{**values, **changes}).id


def _decide(budget_id: int, by: Actor, verdict: Verdict = Verdict.APPROVED, reason: str = "") -> None:
    with transaction():
        budgets.decide_budget(budget_id=budget_id, verdict=verdict, reason=reason, by=by, at=AT)


def test_a_price_counts_once_a_second_person_approved_it(everywhere: Schemes) -> None:
    scheme_id = everywhere.approved()
    price_id = everywhere.price(scheme_id, amount=Decimal("43.50"), valid_from=JULY)
    assert (_price(scheme_id, JULY), _price(scheme_id, date(2008, 3, 31))) == (4200, None)
    everywhere.decide(price_id)
    assert (_price(scheme_id, date(2008, 6, 30)), _price(scheme_id, JULY)) == (4200, 4350)
    assert _told(scheme_id)[:2] == [
        "decided over £43.50 for Joint injection from 1 July 2008: approved",
        "proposed £43.50 for Joint injection from 1 July 2008: Illustrative",
    ]
    with pytest.raises(DatabaseError, match="frozen"), transaction():
        db.session.execute(update(SchemePrice).values(amount=Decimal("1.00")))


def test_nobody_decides_over_their_own_price(schemes: Schemes) -> None:
    scheme_id = schemes.approved()
    price_id = schemes.price(scheme_id, valid_from=JULY)
    own = "You proposed this. Ask a second person to approve or decline it, or withdraw it."
    assert _refused(schemes.decide, price_id, by=schemes.commissioner) == own
    others = "Only the one who proposed this withdraws it. Decline it instead."
    assert _refused(schemes.decide, price_id, Verdict.WITHDRAWN, by=schemes.second) == others
    for actor in (schemes.lead, schemes.auditor, schemes.manager, schemes.neighbour):
        with pytest.raises(NotAllowed):
            schemes.decide(price_id, by=actor)
    schemes.decide(price_id, Verdict.WITHDRAWN, by=schemes.commissioner)
    assert _refused(schemes.decide, price_id) == "This is decided already: withdrawn."
    with pytest.raises(NotAllowed):
        schemes.price(scheme_id, by=schemes.finance)


def test_nobody_with_an_interest_decides_over_the_price_of_a_practice(schemes: Schemes) -> None:
    practice_id = schemes.trust.ids["X82001"]
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    schemes.price(scheme_id)
    price_id = schemes.price(scheme_id, practice_id=practice_id, amount=Decimal("50.00"))
    with_interest = replace(schemes.finance, interests=frozenset({practice_id}))
    assert _refused(schemes.decide, price_id, by=with_interest) == (
        "You declared an interest in Practice 1. Ask somebody without one to decide over its price."
    )
    schemes.submit(version_id)
    assert _refused(schemes.approve, version_id, by=with_interest) == (
        "You declared an interest in Practice 1, whose price is approved with this version. Ask somebody else."
    )


def test_the_database_refuses_an_own_approval_too(schemes: Schemes) -> None:
    price_id = schemes.price(schemes.approved(), valid_from=JULY)
    price = db.session.get_one(SchemePrice, price_id)
    own = prices.decided(price, Verdict.APPROVED, "", schemes.commissioner, AT)
    db.session.add(own)
    with pytest.raises(IntegrityError, match="by_a_second_person"):
        db.session.flush()
    db.session.rollback()


def test_two_decisions_at_once_make_one(everywhere: Schemes, database: Flask) -> None:
    price_id = everywhere.price(everywhere.approved(), valid_from=JULY)
    acts = (
        partial(prices.decide_price, price_id=price_id, verdict=Verdict.APPROVED, reason="", by=by, at=AT)
        for by in (everywhere.second, everywhere.finance)
    )
    assert at_once(database, *acts) == ["This is decided already: approved.", "done"]
    decided = select(func.count()).select_from(PriceDecision).where(PriceDecision.price_id == price_id)
    assert db.session.scalar(decided) == 1


def test_a_practice_has_a_price_of_its_own(schemes: Schemes) -> None:
    scheme_id = schemes.approved()
    practice_id = schemes.trust.ids["X82001"]
    schemes.decide(schemes.price(scheme_id, practice_id=practice_id, amount=Decimal("50.00")))
    assert (_price(scheme_id, APRIL, "X82001"), _price(scheme_id, APRIL, "X82002")) == (5000, 4200)
    [compared] = prices_compared(schemes.commissioner, on=DAY)
    assert (compared.what, compared.lowest, compared.gap) == ("Joint injection", 4200, 800)
    assert [each.gap for each in prices_compared(schemes.manager, on=DAY)] == [800]


def test_a_practice_sees_no_price_of_another(schemes: Schemes) -> None:
    scheme_id = schemes.approved()
    schemes.decide(schemes.price(scheme_id, practice_id=schemes.trust.ids["X82002"], amount=Decimal("50.00")))
    assert [each.gap for each in prices_compared(schemes.manager, on=DAY)] == [0]
    assert [each.gap for each in prices_compared(schemes.lead, on=DAY)] == [800]
    assert prices_compared(schemes.neighbour, on=DAY) == []


def test_refuses_prices_that_cannot_be(schemes: Schemes) -> None:
    scheme_id = schemes.approved()
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"element": "strange"}, "Choose one of the things that the scheme pays for."),
        ({"amount": Decimal(0)}, "A price is more than nothing."),
        ({"source": " "}, "Where the price comes from is missing. Write it in a sentence."),
        ({"practice_id": 999}, "There is no such practice. Choose one from the list."),
        ({"practice_id": schemes.trust.ids["OWN"]}, "There is no such practice. Choose one from the list."),
    )
    for changes, sentence in wrong:
        assert _refused(schemes.price, scheme_id, **changes).startswith(sentence)


def test_a_budget_holds_once_a_second_person_approved_it(everywhere: Schemes) -> None:
    scheme_id = everywhere.approved()
    first = _enter(everywhere, scheme_id)
    assert budgets_in_force([scheme_id], "2008/09") == {scheme_id: []}
    assert _refused(_decide, first, everywhere.commissioner).startswith("You proposed this.")
    _decide(first, everywhere.finance)
    later = _enter(everywhere, scheme_id, amount=Decimal("70000.00"), by=everywhere.finance)
    assert [each.id for each in budgets_in_force([scheme_id], "2008/09")[scheme_id]] == [first]
    _decide(later, everywhere.commissioner)
    assert [each.id for each in budgets_in_force([scheme_id], "2008/09")[scheme_id]] == [later]
    assert budgets_in_force([scheme_id], "2007/08") == {}
    assert _told(scheme_id)[:2] == [
        "decided over the budget of £70,000.00 for the whole area in 2008/09: approved",
        "entered a budget of £70,000.00 for the whole area in 2008/09: Minute of the board of 12 March 2008",
    ]


def test_the_whole_area_and_localities_have_no_budget_beside_each_other(schemes: Schemes) -> None:
    scheme_id = schemes.approved()
    place = schemes.trust.localities["Dacorum"]
    whole, part = _enter(schemes, scheme_id), _enter(schemes, scheme_id, locality_id=place)
    _decide(part, schemes.finance)
    refused = "Dacorum has a budget of its own for 2008/09, so there is none for the whole area."
    assert _refused(_decide, whole, schemes.finance) == refused
    assert _refused(_enter, schemes, scheme_id) == refused
    _decide(_enter(schemes, scheme_id, year="2009/10"), schemes.finance)
    assert _refused(_enter, schemes, scheme_id, year="2009/10", locality_id=place) == (
        "The whole area has a budget for 2009/10, so there is none of Dacorum alone."
    )


def test_refuses_budgets_that_cannot_be(schemes: Schemes) -> None:
    scheme_id = schemes.approved(locality_id=schemes.trust.localities["Dacorum"])
    place = schemes.trust.localities["Dacorum"]
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "This scheme is one of Dacorum: its budget is for that locality."),
        ({"locality_id": 999}, "There is no such locality. Choose one from the list."),
        ({"locality_id": place, "year": "2008"}, "The year must be a financial year such as 2008/09."),
        ({"locality_id": place, "amount": Decimal(0)}, "A budget is more than nothing."),
        (
            {"locality_id": place, "floor": Decimal("60000.01")},
            "The least, £60,000.01, is not between nothing and the most, £60,000.00.",
        ),
        ({"locality_id": place, "source": ""}, "The source of the budget is missing. Write it in a sentence."),
    )
    for changes, sentence in wrong:
        assert _refused(_enter, schemes, scheme_id, **changes) == sentence
    for actor in (schemes.lead, schemes.auditor, schemes.manager, schemes.neighbour):
        with pytest.raises(NotAllowed):
            _enter(schemes, scheme_id, by=actor, locality_id=place)


def test_the_database_refuses_a_budget_with_a_source_and_a_line(schemes: Schemes) -> None:
    scheme_id = schemes.approved()
    _enter(schemes, scheme_id)
    values = dict(db.session.execute(select(SchemeBudget.__table__)).mappings().one())
    with pytest.raises(IntegrityError, match="entered_or_tied"), transaction():
        db.session.execute(insert(SchemeBudget).values({**values, "id": 99, "line_code": "COMM-NUR"}))


def test_spend_is_none_until_a_room_tells(schemes: Schemes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("les.schemes.queries.budgets.commitment_and_spend", [])
    scheme_id = schemes.approved()
    _decide(_enter(schemes, scheme_id), schemes.finance)
    shown = [cell.text for cell in budgets_table(list_budgets(scheme_id)).rows[0]]
    assert shown == [
        "2008/09",
        WHOLE_AREA,
        "60,000.00",
        "10,000.00",
        "Minute of the board of 12 March 2008",
        "Holds",
        "none recorded yet",
        "none recorded yet",
    ]
    monkeypatch.setattr("les.schemes.queries.budgets.commitment_and_spend", [lambda *_: (500000, 123456)])
    assert [cell.text for cell in budgets_table(list_budgets(scheme_id)).rows[0]][-2:] == ["5,000.00", "1,234.56"]


def test_no_budget_is_tied_to_a_round_that_is_not_signed(schemes: Schemes) -> None:
    scheme_id = schemes.approved()
    with pytest.raises(Refusal) as refused, transaction():
        budgets.tie_budget(
            scheme_id=scheme_id,
            locality_id=None,
            year="2008/09",
            line_code="PODIATRY",
            floor=None,
            by=schemes.finance,
            at=AT,
        )
    assert str(refused.value) == ("No round of 2008/09 with such a line is signed off. Choose a line from the list.")
