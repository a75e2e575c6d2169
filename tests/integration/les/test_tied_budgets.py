"""Budgets tied to a line of a signed-off round: what the line holds for the place, approved by nobody again."""

from decimal import Decimal

import pytest
from flask import Flask

from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.queries.localities import find_locality
from core.db import transaction
from core.errors import Refusal
from les.schemes.actions import budgets
from les.schemes.actions.making import add_scheme
from les.schemes.models.budgets import SchemeBudget
from les.schemes.presented.budgets import budgets_table
from les.schemes.queries.budgets import budgets_in_force, held_by, list_budgets, signed_lines
from les.schemes.rules.kinds import SchemeKind, Verdict
from les.schemes.rules.particulars import Particulars
from tests.builders import AT, DAY
from tests.builders_sign_off import SigningOff

YEAR = "2008/09"


def test_a_budget_is_what_the_signed_line_holds(app: Flask) -> None:
    del app
    found = SigningOff()
    trust, by = found.pct, found.commissioner
    service = services_by_code(trust)["PODIATRY"]
    particulars = Particulars(name="Foot care", kind=SchemeKind.LES, locality_id=None, service_id=service.id)
    with transaction():
        scheme_id = add_scheme(commissioner_id=trust, particulars=particulars, by=by, on=DAY, at=AT).id
    assert signed_lines(trust, YEAR) is None
    found.sign_all()
    signed = signed_lines(trust, YEAR)
    assert signed is not None
    line = signed.lines["PODIATRY"]
    place = find_locality(commissioner_id=trust, name="Dacorum")
    assert place is not None

    def tie(locality_id: int | None, floor: Decimal | None = None, code: str = "PODIATRY") -> SchemeBudget:
        with transaction():
            return budgets.tie_budget(
                scheme_id=scheme_id,
                locality_id=locality_id,
                year=YEAR,
                line_code=code,
                floor=floor,
                by=found.commissioner,
                at=AT,
            )

    part = held_by(line, commissioner_id=trust, locality_id=place.id)
    assert part == line.holds["DAC"] > 0
    tied = tie(place.id, Decimal("1.00"))
    assert (tied.amount, tied.source, tied.line_name) == (Decimal(part) / 100, "", line.name)
    assert [each.id for each in budgets_in_force([scheme_id], YEAR)[scheme_id]] == [tied.id]
    [row] = budgets_table(list_budgets(scheme_id)).rows
    assert row[4].text.startswith("Line Podiatry (PODIATRY), signed off on ")
    assert (row[5].text, row[5].note) == ("Holds", "tied to the round")
    with pytest.raises(Refusal, match=r"^This budget is tied to a line that was signed off"), transaction():
        budgets.decide_budget(budget_id=tied.id, verdict=Verdict.DECLINED, reason="No", by=found.second, at=AT)
    with pytest.raises(Refusal, match=r"^Dacorum has a budget of its own for 2008/09"):
        tie(None)
    with pytest.raises(Refusal, match=r"with such a line is signed off\. Choose a line from the list\.$"):
        tie(place.id, code="STRANGE")
