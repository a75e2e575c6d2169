"""Months and teams: differences of a quarter are by month, levels and rates are never added over what they are not."""

from datetime import date

import pytest

from commissioning.activity.actions.accepting import freeze_month
from commissioning.activity.actions.submitting import submit_return
from commissioning.activity.presented.submissions import changes_table, summed_changes
from commissioning.activity.queries.figures import list_frozen_figures
from commissioning.activity.queries.names import names_of
from commissioning.activity.queries.returns import get_return
from commissioning.activity.queries.seeing import Scope, list_sums_by_month
from commissioning.activity.queries.shown import list_practice_figures
from commissioning.activity.queries.submissions import changes_in, get_submission
from commissioning.activity.rules.months import Frequency
from commissioning.activity.rules.rows import UNITS
from core.db import transaction
from tests.builders_activity import FROZEN_AT, FROZEN_ON, MAY_AT, MAY_DAY, Field, a_field, a_file
from tests.builders_activity import submitted as sent

JULY = date(2008, 7, 8)
WITH_TEAMS = "service,team,practice,month,currency,quantity"


def _quarter(april: int, may: int, june: int, *, caseload: int = 12) -> list[str]:
    return [
        *(
            f"DIAB,X82001,{month},contact,{contacts}"
            for month, contacts in (("2008-04", april), ("2008-05", may), ("2008-06", june))
        ),
        f"DIAB,X82001,2008-04,caseload,{caseload}",
        "DIAB,X82001,2008-05,caseload,12",
        "DIAB,total,2008-04,in_post_wte,3.5",
        "PULM,X82001,2008-04,contact,10",
    ]


@pytest.mark.usefixtures("database")
def test_figures_moved_from_one_month_to_another_are_changes_and_the_tables_name_the_month() -> None:
    field = a_field(frequency=Frequency.QUARTERLY)
    sent(field, _quarter(10, 20, 30), on=JULY)
    second = sent(field, _quarter(20, 10, 30, caseload=15), on=JULY)
    found = changes_in(second)
    assert [(each.month, each.currency, each.change // UNITS) for each in found] == [
        ("2008-04", "caseload", 3),
        ("2008-04", "contact", 10),
        ("2008-05", "contact", -10),
    ]
    names = names_of(field.trust.id)
    period = get_return(field.expectation_id, "2008-04", on=JULY).due.period
    table = changes_table(found, names, period=period)
    assert [head.text for head in table.head] == [
        "Service",
        "Practice",
        "Month",
        "Currency",
        "Before",
        "Now",
        "Change",
    ]
    assert [row[2].text for row in table.rows] == ["April 2008", "April 2008", "May 2008"]
    summed = summed_changes(found, names, period=period)
    assert [[cell.text for cell in row[1:]] for row in summed.rows] == [
        ["April 2008", "Caseload at the end of the month", "+3"],
        ["April 2008", "All contacts", "+10"],
        ["May 2008", "All contacts", "\u221210"],
    ]


@pytest.mark.usefixtures("database")
def test_posts_that_changed_are_among_the_changes_in_all() -> None:
    field = a_field(frequency=Frequency.QUARTERLY)
    sent(field, _quarter(10, 20, 30), on=JULY)
    lines = [line.replace("wte,3.5", "wte,4") for line in _quarter(10, 20, 30)]
    second = sent(field, lines, on=JULY)
    period = get_return(field.expectation_id, "2008-04", on=JULY).due.period
    summed = summed_changes(changes_in(second), names_of(field.trust.id), period=period)
    assert [[cell.text for cell in row[1:]] for row in summed.rows] == [["April 2008", "Posts filled", "+0.5"]]


def _by_team(*, north: str = "4.5", south: str = "6") -> list[str]:
    return [
        "DIAB,North,X82001,2008-04,contact,10",
        "DIAB,South,X82001,2008-04,contact,15",
        "DIAB,North,X82001,2008-04,caseload,4",
        "DIAB,South,X82001,2008-04,caseload,5",
        f"DIAB,North,total,2008-04,sickness_percent,{north}",
        f"DIAB,South,total,2008-04,sickness_percent,{south}",
        "PULM,North,X82001,2008-04,contact,10",
        "PULM,North,total,2008-04,sickness_percent,3",
    ]


def _with_teams(field: Field, lines: list[str]) -> int:

    with transaction():
        return submit_return(
            expectation_id=field.expectation_id,
            month="2008-04",
            read=a_file(lines, header=WITH_TEAMS),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        ).id


@pytest.mark.usefixtures("database")
def test_a_rate_of_several_teams_is_shown_by_team_and_is_no_figure_of_the_service() -> None:

    field = a_field()
    _with_teams(field, _by_team())
    second = get_submission(_with_teams(field, _by_team(north="5")))
    assert [(each.team, each.currency, each.change) for each in changes_in(second)] == [
        ("North", "sickness_percent", UNITS // 2)
    ]
    names = names_of(field.trust.id)
    found = get_return(field.expectation_id, "2008-04", on=FROZEN_ON)
    told = changes_table(changes_in(second), names, period=found.due.period)
    assert [head.text for head in told.head][1:4] == ["Practice", "Team", "Currency"]
    shown = list_practice_figures(found, service="DIAB")
    assert [(each.currency.code, each.place, each.now) for each in shown] == [
        ("contact", "Practice 1, X82001", 25 * UNITS),
        ("caseload", "Practice 1, X82001", 9 * UNITS),
        ("sickness_percent", "Whole service, team North", 5 * UNITS),
        ("sickness_percent", "Whole service, team South", 6 * UNITS),
    ]
    with transaction():
        freeze_month(
            expectation_id=field.expectation_id, month="2008-04", by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        )
    frozen = list_frozen_figures(field.trust.id, first_month="2008-04", last_month="2008-04")
    assert [(each.service, each.currency, int(each.quantity)) for each in frozen] == [
        ("DIAB", "caseload", 9),
        ("DIAB", "contact", 25),
        ("PULM", "sickness_percent", 3),
        ("PULM", "contact", 10),
    ]
    sums = list_sums_by_month(Scope(commissioner_ids=[field.trust.id], first_month="2008-04", last_month="2008-04"))
    assert {(each.service_id, each.total) for each in sums if each.currency == "sickness_percent"} == {
        (field.services["PULM"], 3 * UNITS)
    }
