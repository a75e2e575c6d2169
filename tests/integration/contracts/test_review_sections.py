"""What rooms that watch a contract hand in for its pack: plan against actual, KPIs, notices; which reviews it has."""

from datetime import date

import pytest
from flask import Flask

from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.rules.forms import LegalForm
from contracts.reviews.own_sections.money import must_dos_section
from contracts.reviews.own_sections.of_meetings import next_date_section
from contracts.reviews.own_sections.returns import returns_section
from contracts.reviews.own_sections.watched import kpis_section, notices_section, plan_section
from contracts.reviews.sections import Part, Period
from core.charts.svg import as_svg
from tests.builders_contracts import Contracting, a_contract, a_signed_contract
from tests.builders_must_dos import a_must_do, a_round_with_growth, a_wish, approved
from tests.builders_notices import a_contract_in_force, a_notice, a_planned_notice, withheld
from tests.builders_performance import a_kpi, frozen, given, returned
from tests.builders_reviews import called
from tests.builders_watched import Watching

pytestmark = pytest.mark.usefixtures("database")
QUARTER = Period(first_day=date(2008, 4, 1), last_day=date(2008, 6, 30), review_id=1)
ON = date(2008, 7, 20)


def rows(part: Part, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in part.tables[number].rows]


def planned(people: Watching, contacts: dict[str, dict[str, int]]) -> Contract:
    contract = people.contract()
    for month, counts in contacts.items():
        people.returned(month, counts)
    return get_contract(contract.id)


def test_plan_against_actual_is_told_to_the_end_of_the_period() -> None:
    contract = planned(Watching(), {f"2008-0{month}": {"X1": 120, "X3": 40} for month in (4, 5, 6)})
    part = plan_section(contract, QUARTER, ON)
    (sentence,) = part.sentences
    assert sentence.startswith("Podiatry: 6.7% above plan in April to June 2008;")
    assert rows(part)[0][2:6] == ["450", "480", "+30", "+6.7"]
    assert [each.caption for each in part.tables] == ["Activity and money of the year so far", "Forecast of 2008/09"]
    assert [each.finding for each in part.charts] == ["Podiatry is furthest off: 6.7% above plan.", sentence]
    written = as_svg(part.charts[1]).decode()
    assert [month in written for month in ("Apr", "Jun", "Jul")] == [True, True, False], "to the end of the period"


def test_later_months_are_not_in_the_pack_of_a_quarter() -> None:
    contract = planned(Watching(), {f"2008-0{month}": {"X1": 120, "X3": 40} for month in (4, 5, 6, 7)})
    part = plan_section(contract, QUARTER, date(2008, 9, 1))
    assert rows(part)[0][2:4] == ["450", "480"]
    assert ">Jul<" not in as_svg(part.charts[1]).decode()


def test_returns_not_due_yet_are_neither_there_nor_missing() -> None:
    people = Watching()
    contract = people.contract()
    people.returned("2008-04", {"X1": 120})
    part = returns_section(contract, QUARTER, date(2008, 7, 1))
    assert part.sentences == [
        "1 of 3 returns are there, 0 of them came late; 1 late or missing, 0 waived, 1 not due yet; 0 queries are open."
    ]
    assert [row[3] for row in rows(part)] == ["Received", "Late", "Due"]


def test_a_pack_tells_the_must_dos_of_its_provider_and_of_nobody_else() -> None:
    people = Contracting()
    round_id = a_round_with_growth(people.commissioner)
    for code, by in (("MD-OWN", people.provider), ("MD-GROUP", people.lead)):
        approved(a_must_do(round_id, by, a_wish(code, 10_000_00)), people.commissioner)
    own = must_dos_section(get_contract(a_signed_contract(people)), QUARTER, ON)
    assert [row[0] for row in rows(own)] == ["Must-do MD-OWN"]
    assert own.sentences[0].startswith("No post filled, no day on which one starts and no spending is recorded")
    elsewhere = get_contract(
        a_contract(people, reference="WH/09", provider_id=people.trust, form=LegalForm.NHS_CONTRACT)
    )
    assert must_dos_section(elsewhere, QUARTER, ON).is_empty


def test_before_a_planned_month_is_over_the_pack_says_so() -> None:
    part = plan_section(planned(Watching(), {}), QUARTER, date(2008, 4, 2))
    assert part.sentences == ["No month that the contract plans is over yet, so nothing is held against the plan."]


def test_a_review_called_late_names_the_next_one_though_it_comes_sooner() -> None:
    people = Contracting()
    contract = get_contract(a_signed_contract(people))
    first, _ = called(date(2008, 9, 22))
    assert (first.scheduled_for, first.meets_on) == (date(2008, 7, 1), date(2008, 10, 6))
    period = Period(first_day=first.first_day, last_day=first.last_day, review_id=first.id)
    part = next_date_section(contract, period, date(2008, 9, 22))
    assert part.sentences == ["Review 2 is on 1 October 2008. Its papers are due by 17 September 2008."]


def test_a_service_with_a_small_month_is_withheld_from_the_pack_all_read() -> None:
    contract = planned(Watching(), {"2008-04": {"X1": 2}, "2008-05": {"X1": 120}})
    part = plan_section(contract, QUARTER, ON)
    assert part.sentences == ["Podiatry: not shown, because a month has a small figure."]
    assert (len(part.tables), part.charts) == (1, [])
    assert "120" not in str(part)


def test_a_contract_that_plans_nothing_hands_in_nothing() -> None:
    contract = get_contract(a_signed_contract(Contracting()))
    assert plan_section(contract, QUARTER, ON).is_empty
    assert kpis_section(contract, QUARTER, ON).is_empty
    assert notices_section(contract, QUARTER, ON).is_empty


def test_kpis_off_track_are_told_with_their_charts() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    off, fine = (a_kpi(people, code, contract_id=contract_id) for code in ("CN-01", "CN-02"))
    for kpi_id, above in ((off, 80), (fine, 97)):
        returned(people.provider, given(kpi_id, "2007-12", 96, 100), given(kpi_id, "2008-01", above, 100))
    winter = Period(first_day=date(2007, 11, 1), last_day=date(2008, 1, 31), review_id=1)
    part = kpis_section(get_contract(contract_id), winter, date(2008, 3, 3))
    assert part.sentences == [
        "1 of 2 key performance indicators needs a look.",
        "The last figure of 2 of them is provisional: not frozen yet when this was put together.",
    ]
    frozen(people, (off, "2008-01"), (fine, "2008-01"))
    part = kpis_section(get_contract(contract_id), winter, date(2008, 3, 3))
    assert part.sentences == ["1 of 2 key performance indicators needs a look."]
    assert [(row[1], row[2], row[3], row[4]) for row in rows(part)] == [("January 2008", "80", "at least 95", "Red")]
    assert len(part.charts) == 1


def test_where_all_kpis_are_on_track_the_pack_says_so() -> None:
    people = Contracting()
    contract_id = a_signed_contract(people)
    for code in ("CN-01", "CN-02"):
        returned(people.provider, given(a_kpi(people, code, contract_id=contract_id), "2008-01", 97, 100))
    winter = Period(first_day=date(2008, 1, 1), last_day=date(2008, 1, 31), review_id=1)
    part = kpis_section(get_contract(contract_id), winter, date(2008, 3, 3))
    assert part.sentences == [
        "All 2 key performance indicators are on track, and no figure stands out.",
        "The last figure of 2 of them is provisional: not frozen yet when this was put together.",
    ]
    assert (part.tables, part.charts) == ((), ())


def test_open_notices_are_told_with_what_is_withheld_and_their_milestones() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_planned_notice(contract_id, people)
    withheld(notice, people, date(2008, 8, 4), 100_00)
    part = notices_section(get_contract(contract_id), QUARTER, date(2008, 8, 5))
    assert part.sentences[0].startswith("1 notice is open and overdue; ")
    assert part.sentences[0].endswith("£100.00 is withheld.")
    assert rows(part)[0][0].startswith("Notice 1: ")
    assert rows(part)[0][-1] == "100.00"
    assert len(rows(part, 1)) == 2


def test_a_notice_without_a_plan_has_no_milestones() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    a_notice(contract_id, people)
    part = notices_section(get_contract(contract_id), QUARTER, date(2008, 6, 3))
    assert part.sentences == ["1 notice is open, not overdue; £0.00 is withheld."]
    assert len(part.tables) == 1


def test_a_contract_signed_late_has_no_reviews_whose_papers_were_due_before(database: Flask) -> None:
    """Signed on 3 March 2008 for the year from April 2007 on: of its four scheduled days one is still to come."""
    with database.app_context():
        people = Contracting()
        a_signed_contract(people, starts_on=date(2007, 4, 1), ends_on=date(2008, 3, 31), year="2007/08")
        assert [each.scheduled_for for each in called(date(2008, 3, 18))] == [date(2008, 4, 1)]
        assert called(date(2008, 3, 19)) == []
