"""The check against a return's own process limits runs wherever a return is checked, and agrees with the chart."""

from pathlib import Path

import pytest
from flask import Flask

from commissioning.activity.actions.submitting import check_return
from commissioning.activity.queries.asked import asked_of
from commissioning.activity.queries.expectations import get_expectation
from commissioning.activity.queries.submissions import list_findings
from commissioning.activity.rules.checks.limits import process_limits
from commissioning.activity.rules.months import month_after
from core import clock
from tests.builders_activity import APRIL, HEADER, MAY_AT, MAY_DAY, Field, a_field, a_file, lines_for, submitted

EXPECTED = "between 43.52 and 59.48, the process limits of the 12 months before"


def _a_year(field: Field, *, without: str = "") -> None:
    """Twelve months in which DIAB has 50 and 53 contacts in turn, 51.5 on average, ranges of 3."""
    for count in range(12, 0, -1):
        month = month_after(APRIL, -count)
        if month != without:
            submitted(field, lines_for(month, contacts=30 + 3 * (count % 2)), month=month)


@pytest.mark.usefixtures("database")
def test_a_figure_outside_its_own_limits_is_queried_where_it_is_checked_and_where_it_is_submitted() -> None:
    field = a_field()
    _a_year(field)
    found = check_return(
        expectation_id=field.expectation_id,
        month=APRIL,
        read=a_file(lines_for(contacts=90)),
        by=field.provider,
        on=MAY_DAY,
    ).findings
    assert [(each.rule, each.service, each.expected) for each in found] == [("outside_limits", "DIAB", EXPECTED)]
    kept = submitted(field, lines_for(contacts=90))
    assert [(each.rule, each.expected) for each in list_findings(kept.id)] == [("outside_limits", EXPECTED)]


@pytest.mark.usefixtures("database")
def test_a_figure_within_its_limits_is_not_queried() -> None:
    field = a_field()
    _a_year(field)
    assert list_findings(submitted(field, lines_for(contacts=38)).id) == []


@pytest.mark.usefixtures("database")
def test_eleven_months_are_too_few_to_ask() -> None:
    field = a_field()
    _a_year(field, without="2007-09")
    assert list_findings(submitted(field, lines_for(contacts=90)).id) == []


@pytest.mark.usefixtures("database")
def test_a_month_without_a_return_makes_no_range_with_its_neighbours() -> None:
    field = a_field(first_month="2007-03")
    submitted(field, lines_for("2007-03", contacts=10), month="2007-03")
    for count in range(11, 0, -1):
        month = month_after(APRIL, -count)
        submitted(field, lines_for(month, contacts=30), month=month)
    asked = asked_of(get_expectation(field.expectation_id), APRIL, on=MAY_DAY)
    assert asked.limits_from is process_limits
    kept = submitted(field, lines_for(contacts=31))
    expected = "between 48.3333 and 48.3333, the process limits of the 12 months before"
    assert [each.expected for each in list_findings(kept.id)] == [expected]


def test_the_command_checks_limits_too(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    field = a_field()
    _a_year(field)
    monkeypatch.setattr(clock, "now", lambda: MAY_AT)
    file = tmp_path / "april.csv"
    file.write_text("\n".join([HEADER, *lines_for(contacts=90)]) + "\n")
    told = app.test_cli_runner().invoke(
        args=["returns", "check", str(file), "--provider", "OWN", "--month", APRIL, "--return", "Contacts"]
    )
    assert EXPECTED in told.output
