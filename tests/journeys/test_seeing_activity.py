"""Activity as people see it: complete or not, covered or not, over time, compared; and who sees which practices."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from commissioning.activity.actions.accepting import freeze_month
from commissioning.activity.actions.submitting import submit_nil_return
from commissioning.activity.rules.months import month_after
from core.db import transaction
from core.parties.actions import place_trust
from core.parties.rules import PartyKind
from core.permissions import Role
from tests.builders import a_person, an_organisation
from tests.builders_activity import APRIL, MAY_AT, MAY_DAY, Field, a_field, submitted
from tests.builders_commissioning import a_lead, a_line, a_neighbour, some_populations
from tests.counting import asked_by
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

COUNTED_ON = date(2007, 10, 1)
SEEN = ("completeness", "coverage", "trends", "ratios", "practices")


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


@pytest.fixture
def field(app: Flask) -> Field:
    """A provider that returned four months of two services; the last is not frozen, and one practice has few."""
    del app
    found = a_field(first_month="2007-11")
    some_populations(
        found.trust,
        a_line("X82001", on=COUNTED_ON, registered="5000", community="4000"),
        a_line("X82002", on=COUNTED_ON, registered="6000", community="8000"),
    )
    for month in ("2007-12", "2008-01", "2008-03", APRIL):
        submitted(found, lines(month, few=3 if month == APRIL else 20), month=month)
    with transaction():
        submit_nil_return(
            expectation_id=found.expectation_id,
            month="2008-02",
            words="No clinic was held",
            by=found.provider,
            at=MAY_AT,
            on=MAY_DAY,
        )
        freeze_month(expectation_id=found.expectation_id, month="2007-12", by=found.commissioner, at=MAY_AT, on=MAY_DAY)
    return found


def lines(month: str, *, few: int) -> list[str]:
    """Contacts of two practices, first and follow-up, with those not attended; one service has unplaced patients."""
    return [
        f"DIAB,X82001,{month},first_contact,10",
        f"DIAB,X82001,{month},follow_up_contact,30",
        f"DIAB,X82001,{month},contact,40",
        f"DIAB,X82001,{month},did_not_attend,10",
        f"DIAB,X82002,{month},contact,{few}",
        f"PULM,X82001,{month},contact,57",
        f"PULM,unplaced,{month},contact,3",
    ]


def test_the_commissioner_sees_what_came_in_time_late_and_not_at_all(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/activity").follow("Completeness")
    assert "1 return has not come though the day is past, of 6 in these twelve months." in person.words
    [row] = person.table("Returns by provider and month")[1:]
    assert row[8].startswith("Missing")
    assert "late" in row[9]
    assert row[-1].startswith("In time")
    assert "provisional" in row[-1]
    assert "provisional" not in row[9]
    assert person.table("In time, by provider, over these twelve months")[1] == [
        "Provider services",
        "6",
        "5",
        "1",
        "16.7",
    ]
    assert person.client.get("/activity/completeness.svg").data.startswith(b"<?xml")
    assert "Provider services" in person.client.get("/activity/completeness.csv").data.decode("utf-8-sig")
    assert person.client.get("/activity/completeness.xlsx").data.startswith(b"PK")


def test_coverage_counts_nil_returns_and_no_blanks(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit("/activity/coverage")
    rows = person.table("Services and what is returned of them")
    assert rows[1] == ["Service DIAB", "6", "4", "1", "1", "83.3", "2", "100.0", "0.0", "3"]
    assert rows[2] == ["Service PULM", "6", "4", "1", "1", "83.3", "1", "50.0", "5.0 All contacts", "3"]
    assert b"83.3" in person.client.get("/activity/coverage.csv").data
    assert person.client.get("/activity/coverage.xlsx").data.startswith(b"PK")


def test_a_trend_shows_gaps_with_their_reason_and_what_is_provisional(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/activity/coverage").follow("Service PULM")
    assert "All contacts, Service PULM: the latest figure, 60 in Apr 08" in person.words
    assert "they rest on 5 figures, fewer than 12" in person.words
    assert [row[:3] for row in person.table("All contacts, Service PULM, Provider services, by month")[1:]] == [
        ["April 2008", "60", "Provisional"],
        ["March 2008", "60", "Provisional"],
        ["February 2008", "0", "Provisional, nil return"],
        ["January 2008", "60", "Provisional"],
        ["December 2007", "60", "Frozen"],
        ["November 2007", "–", "Missing"],
    ]
    assert person.client.get("/activity/trends.pdf").data.startswith(b"%PDF")
    assert b"Ring: provisional" in person.client.get("/activity/trends.svg").data
    assert b"November 2007" in person.client.get("/activity/trends.csv").data
    assert person.client.get("/activity/trends.xlsx").data.startswith(b"PK")
    person.visit(f"/activity/trends?service={field.services['DIAB']}&currency=did_not_attend")
    assert "Did not attend, Service DIAB" in person.words


def test_ratios_say_what_they_are_made_of(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/activity/ratios")
    assert person.table("Follow-up contacts ÷ first contacts")[1] == ["Service DIAB", "120", "40", "3.00", "4", "3"]
    caption = "Did not attend ÷ all appointments (contacts and those not attended)"
    assert person.table(caption)[1] == ["Service DIAB", "40", "263", "15.2", "4", "3"]
    assert person.client.get("/activity/ratios.xlsx").data.startswith(b"PK")


def test_provider_and_commissioner_compare_practices_with_every_number(field: Field, person: Person) -> None:
    for actor in (field.commissioner, field.provider):
        sign_in_as(person, actor).visit("/activity/practices?year=2008/09")
        rows = person.table("All contacts of practices")
        assert [row[2:5] for row in rows[1:]] == [["40", "4,000", "10.0"], ["3", "8,000", "0.4"]]
        assert "Provisional: 1 month is not frozen" in person.words
        assert "Hidden:" not in person.words
    person.visit("/activity/practices?year=2007/08&population=registered")
    assert [row[2:5] for row in person.table("All contacts of practices")[1:]] == [
        ["120", "5,000", "24.0"],
        ["60", "6,000", "10.0"],
    ]
    assert person.client.get("/activity/practices.svg").data.startswith(b"<?xml")
    assert person.client.get("/activity/practices.csv").data
    assert person.client.get("/activity/practices.xlsx").data.startswith(b"PK")


def test_a_lead_sees_the_practices_of_the_group_without_small_numbers(field: Field, person: Person) -> None:
    sign_in_as(person, a_lead(field.trust)).visit("/").follow("Activity")
    assert [row[2] for row in person.table("All contacts of practices")[1:]] == ["hidden", "hidden"]
    assert "Hidden: a count of 1 to 5" in person.words
    person.follow("Practice 2")
    assert person.table("All contacts by month")[1][:4] == ["April 2008", "hidden", "–", "3.6"]
    person.visit("/activity/completeness", status=403)
    told = person.client.get(f"/activity/practices/{field.trust.ids['X82002']}.csv").data.decode("utf-8-sig")
    assert "April 2008,hidden" in told
    assert person.client.get(f"/activity/practices/{field.trust.ids['X82002']}.pdf").data.startswith(b"%PDF")


def test_the_threshold_is_a_setting(field: Field, person: Person, app: Flask) -> None:
    app.config["SMALL_NUMBERS_UP_TO"] = 2
    try:
        sign_in_as(person, a_lead(field.trust)).visit("/activity/practices")
        assert [row[2] for row in person.table("All contacts of practices")[1:]] == ["40", "3"]
    finally:
        app.config["SMALL_NUMBERS_UP_TO"] = 5


def test_a_practice_sees_its_own_page_and_no_other(field: Field, person: Person) -> None:
    own, other = field.trust.ids["X82001"], field.trust.ids["X82002"]
    manager = a_person(
        Role.PRACTICE_MANAGER, own, by=field.trust.administrator, name="Practice manager", email="p@x.example"
    )
    sign_in_as(person, manager).visit("/activity/practices")
    assert person.path == f"/activity/practices/{own}"
    person.visit(f"/activity/practices/{own}?year=2007/08&population=registered")
    assert "24.0 per 1,000 people in the year so far, against 16.4 in DacCom." in person.words
    assert "registered people" in person.words
    for path in (f"/activity/practices/{other}", f"/activity/practices/{other}.pdf", "/activity/practices.csv"):
        person.visit(path, status=404)


def test_another_groups_lead_another_trust_and_another_provider_find_nothing(field: Field, person: Person) -> None:
    trust = field.trust
    lead = a_person(Role.PBC_LEAD, trust.ids["HER"], by=trust.administrator, name="Other lead", email="h@x.example")
    for actor in (lead, a_neighbour(trust)):
        sign_in_as(person, actor).visit(f"/activity/practices/{trust.ids['X82001']}", status=404)
    sign_in_as(person, lead).visit("/activity/practices")
    assert "Nothing that can be compared by practice was returned" in person.words
    sign_in_as(person, field.other_provider)
    for path in ("completeness", "coverage"):
        person.visit(f"/activity/{path}")
        assert "No return was expected in these twelve months." in person.words
    person.visit("/activity/trends")
    assert "Nothing was returned yet" in person.words
    person.visit(f"/activity/trends?commissioner={field.trust.id + 999}", status=404)


def test_an_authority_above_the_trust_sees_services_without_small_figures_and_no_practices(
    field: Field, person: Person
) -> None:
    trust = field.trust
    authority = an_organisation(PartyKind.SHA, "EOE", by=trust.administrator)
    with transaction():
        place_trust(party_id=trust.id, overseer_id=authority.id, by=trust.administrator)
    auditor = a_person(Role.AUDITOR, authority.id, by=trust.administrator, name="Auditor", email="a@eoe.example")
    sign_in_as(person, auditor).visit("/activity/trends")
    assert "All contacts, Service DIAB: the latest figure, 43 in Apr 08" in person.words
    submitted(field, ["PULM,X82001,2007-11,contact,4", "DIAB,X82001,2007-11,did_not_attend,2"], month="2007-11")
    person.visit(f"/activity/trends?service={field.services['PULM']}")
    assert "Such a series is shown to provider and commissioner only" in person.words
    person.visit(f"/activity/trends.csv?service={field.services['PULM']}", status=404)
    person.visit("/activity/practices")
    assert "Figures of practices are shown to the trust" in person.words
    for path in ("practices.csv", "practices.svg", f"practices/{trust.ids['X82001']}"):
        person.visit(f"/activity/{path}", status=404)


def test_a_year_or_choice_there_is_not_shows_the_nearest(field: Field, person: Person) -> None:
    own = field.trust.ids["X82001"]
    asked = "year=nonsense&service=99&currency=none&population=none&practice_id=3&narrow=1"
    sign_in_as(person, field.commissioner).visit(f"/activity/practices?{asked}")
    assert "All contacts, Service DIAB, 2008/09" in person.words
    for path in ("trends", f"practices/{own}", "completeness", "coverage", "ratios"):
        person.visit(f"/activity/{path}?{asked}")


@pytest.mark.parametrize("year", ["0001/02", "9999/00"])
def test_a_year_no_calendar_reaches_shows_the_latest(field: Field, person: Person, year: str) -> None:
    sign_in_as(person, field.commissioner).visit(f"/activity/practices?year={year}")
    assert "All contacts, Service DIAB, 2008/09" in person.words
    for month in (f"{year[:4]}-11", f"{year[:4]}-12"):
        person.visit(f"/activity/returns/{field.expectation_id}/{month}", status=404)


def test_pages_make_no_more_queries_with_more_months(field: Field, person: Person) -> None:
    paths = [f"/activity/{name}" for name in SEEN] + [f"/activity/practices/{field.trust.ids['X82001']}?year=2007/08"]
    sign_in_as(person, field.commissioner)
    few = [asked_by(person, path) for path in paths]
    submitted(field, lines("2007-11", few=20), month="2007-11")
    for _ in range(2):
        submitted(field, lines(APRIL, few=30 + _), month=APRIL)
    assert month_after("2007-10") == "2007-11"
    assert [asked_by(person, path) for path in paths] == few
    assert max(few) <= 24
