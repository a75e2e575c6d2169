"""Nil returns and later corrections are the same to the checks and to the trends: one figure for each month."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from flask import Flask

from commissioning.activity.actions.accepting import freeze_month
from commissioning.activity.actions.adjusting import post_adjustment
from commissioning.activity.actions.submitting import submit_nil_return
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.asked import asked_of
from commissioning.activity.queries.corrected import corrected_counts_of_practices, list_corrected_sums
from commissioning.activity.queries.expectations import currencies_of, get_expectation
from commissioning.activity.queries.seeing import Scope, count_practices_by_service, counts_of_practices
from commissioning.activity.queries.submissions import list_findings, list_queries
from commissioning.activity.rules.adjusting import Correction
from commissioning.activity.rules.months import month_after
from commissioning.activity.rules.rows import UNITS
from core.db import transaction
from core.parties.queries import find_party
from core.parties.rules import PartyKind
from tests.builders_activity import APRIL, FROZEN_AT, FROZEN_ON, MAY_AT, MAY_DAY, Field, a_field, lines_for, submitted
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


def _nil(field: Field, month: str, on: date = MAY_DAY) -> Submission:
    with transaction():
        return submit_nil_return(
            expectation_id=field.expectation_id,
            month=month,
            words="No clinic was held",
            by=field.provider,
            at=MAY_AT,
            on=on,
        )


def _corrected(field: Field, month: str, quantity: str, *, into: str = "2008-06") -> None:
    with transaction():
        freeze_month(
            expectation_id=field.expectation_id, month=month, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        )
        post_adjustment(
            expectation_id=field.expectation_id,
            correction=Correction(
                month=month,
                posted_to=into,
                service="DIAB",
                practice="X82001",
                currency="contact",
                quantity=Decimal(quantity),
                reason="Two clinics were counted late",
            ),
            by=field.provider,
            at=FROZEN_AT,
            on=FROZEN_ON,
        )


def _history(field: Field, month: str) -> dict[str, int]:
    asked = asked_of(get_expectation(field.expectation_id), month, on=FROZEN_ON)
    return {each: units // UNITS for each, units in asked.history["DIAB", "contact"].items()}


@pytest.mark.usefixtures("database")
def test_a_nil_return_is_a_zero_and_a_correction_counts_in_the_month_it_corrects() -> None:
    field = a_field(first_month="2008-01")
    submitted(field, [*lines_for("2008-01"), "DIAB,X82001,2008-01,caseload,9"], month="2008-01")
    _nil(field, "2008-02")
    submitted(field, lines_for("2008-03"), month="2008-03")
    assert _history(field, APRIL) == {"2008-01": 50, "2008-02": 0, "2008-03": 50}
    _corrected(field, "2008-01", "8")
    _corrected(field, "2008-02", "4")
    assert _history(field, APRIL) == {"2008-01": 58, "2008-02": 4, "2008-03": 50}
    asked = asked_of(get_expectation(field.expectation_id), APRIL, on=FROZEN_ON)
    assert asked.history["DIAB", "caseload"] == {"2008-01": 9 * UNITS}


@pytest.mark.usefixtures("database")
def test_a_nil_return_after_three_months_with_activity_is_asked_about_like_a_zero() -> None:
    field = a_field(first_month="2008-01")
    for month in ("2008-01", "2008-02", "2008-03"):
        submitted(field, lines_for(month), month=month)
    kept = _nil(field, APRIL)
    said = "more than 0, as in the three months before (50 in the last)"
    assert [(each.rule, each.service, each.expected) for each in list_findings(kept.id)] == [
        ("sudden_zero", "DIAB", said),
        ("sudden_zero", "PULM", "more than 0, as in the three months before (10 in the last)"),
    ]
    assert len(list_queries([kept.id])) == 2
    again = _nil(field, "2008-05", on=date(2008, 6, 3))
    assert list_findings(again.id) == []


@pytest.mark.usefixtures("database")
def test_limits_of_the_checks_rest_on_nil_months_and_corrected_figures() -> None:
    field = a_field()
    for count in range(12, 1, -1):
        month = month_after(APRIL, -count)
        submitted(field, lines_for(month, contacts=30 + 3 * (count % 2)), month=month)
    _nil(field, "2008-03")
    kept = submitted(field, lines_for(contacts=90))
    [found] = list_findings(kept.id)
    assert found.rule == "outside_limits"
    assert found.expected == "between 27.7379 and 66.4288, the process limits of the 12 months before"


def test_the_trend_shows_the_same_figures_and_says_so(app: Flask, person: Person) -> None:
    del app
    field = a_field(first_month="2008-01")
    submitted(field, lines_for("2008-01"), month="2008-01")
    _nil(field, "2008-02")
    submitted(field, lines_for("2008-03"), month="2008-03")
    _corrected(field, "2008-01", "8")
    _corrected(field, "2008-02", "12")
    with time_machine.travel(FROZEN_AT):
        sign_in_as(person, field.commissioner).visit(f"/activity/trends?service={field.services['DIAB']}")
        rows = person.table("All contacts, Service DIAB, Provider services, by month")[1:]
        assert [row[1:3] for row in rows if row[0] in {"January 2008", "February 2008", "March 2008"}] == [
            ["50", "Provisional"],
            ["12", "Frozen, nil return, corrected by +12 later"],
            ["58", "Frozen, corrected by +8 later"],
        ]
        assert "2 months were corrected after freezing: the figure shown is the corrected one" in person.words
        assert "A nil return is a 0 of what is counted over the month." in person.words
        assert person.client.get("/activity/trends.pdf").data.startswith(b"%PDF")


def test_ratios_coverage_and_practices_count_a_correction_in_the_month_it_corrects(app: Flask, person: Person) -> None:
    del app
    field = a_field(first_month="2008-01")
    lines = [*lines_for("2008-01"), "DIAB,X82001,2008-01,did_not_attend,10", "PULM,X82001,2008-01,did_not_attend,2"]
    submitted(field, lines, month="2008-01")
    _corrected(field, "2008-01", "20")
    with time_machine.travel(FROZEN_AT):
        signed_in = sign_in_as(person, field.commissioner)
        rows = signed_in.visit("/activity/ratios").table("Did not attend ÷ all appointments")[1:]
        assert [row[:4] for row in rows if row[0] == "Service DIAB"] == [["Service DIAB", "10", "80", "12.5"]]
        asked = f"service={field.services['DIAB']}&currency=contact&year=2007/08"
        rows = signed_in.visit(f"/activity/practices?{asked}").table("All contacts")[1:]
        assert [row[2] for row in rows if "X82001" in row[0]] == ["50"]
        assert "Later corrections count in the month they correct." in person.words


@pytest.mark.usefixtures("database")
def test_sums_with_corrections_begin_what_is_counted_over_the_month_and_no_level() -> None:
    field = a_field(first_month="2008-01")
    submitted(field, lines_for("2008-01"), month="2008-01")
    _corrected(field, "2008-01", "8")
    currencies = currencies_of(field.trust.id)
    scope = Scope(commissioner_ids=[field.trust.id], first_month="2008-01", last_month="2008-02")
    diabetes = field.services["DIAB"]
    by_key = {
        (each.service_id, each.currency): each.counted(by_practice=True)
        for each in list_corrected_sums(scope, currencies=currencies)
    }
    assert by_key[diabetes, "contact"] == 58 * UNITS
    assert list_corrected_sums(scope, currencies=currencies, only=["caseload"]) == []
    nobodys = Scope(commissioner_ids=[field.trust.id], first_month="2008-02", last_month="2008-03")
    assert list_corrected_sums(nobodys, currencies=currencies) == []
    assert count_practices_by_service(scope)[diabetes] >= 1
    practice = find_party(kind=PartyKind.PRACTICE, code="X82001")
    assert practice is not None
    counts = corrected_counts_of_practices(
        scope, service_id=diabetes, currency=currencies["contact"], practice_ids=[practice.id]
    ).counts
    plain = counts_of_practices(scope, service_id=diabetes, currency="contact", practice_ids=[practice.id]).counts
    assert counts[practice.id, "2008-01"] == plain[practice.id, "2008-01"] + 8
