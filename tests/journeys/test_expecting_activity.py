"""What is expected of providers, through pages: expecting, ending, waiving, rules, currencies, who certifies."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.builders_activity import MAY_AT, Field, a_field, submitted
from tests.builders_commissioning import a_neighbour
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


@pytest.fixture
def field(app: Flask) -> Field:
    """A provider that returns two services every month since April 2007."""
    del app
    return a_field()


def test_a_return_is_expected_of_a_provider_and_ends(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/activity/expected").follow("Expect a return")
    asked = {"provider": str(field.trust.ids["WHHT"]), "name": "Waiting", "source": "Contract 7, schedule 5"}
    person.send(asked, status=422)
    assert "Choose at least one service the return is for." in person.words
    person.send({**asked, "services": ["DIAB"], "frequency": "quarterly", "first_month": "2008-04"})
    assert person.heading.endswith("Waiting")
    assert "Every quarter, due 10 working days after its end" in person.words
    person.follow("End this return")
    person.send({"last_month": "2008-05", "reason": "The service closes"}, status=422)
    assert "A quarterly return ends with a quarter: choose 2008-06." in person.words
    person.send({"last_month": "2008-06", "reason": "The service closes"})
    assert "Waiting ends with April to June 2008." in person.words
    person.visit("/activity/expected")
    rows = person.table("2 returns are expected")
    assert [row[6] for row in rows[1:]] == ["Agreed at the leads’ meeting", "Contract 7, schedule 5"]
    told = person.client.get("/activity/expected/csv").data.decode("utf-8-sig").splitlines()
    assert len(told) == len(rows)
    person.visit("/activity/expected/pdf", status=404)


def test_a_missing_return_is_waived_with_a_reason(field: Field, person: Person) -> None:
    place = f"/activity/expected/{field.expectation_id}"
    sign_in_as(person, field.commissioner).visit(place).follow("Waive something")
    typed = {"rule": "return", "first_month": "2007-04", "last_month": "2007-04"}
    person.send({**typed, "reason": ""}, status=422)
    person.send({**typed, "reason": "The clinic opened in May"})
    rows = person.table("1 waiver")
    assert rows[1][0] == "The return"
    assert rows[1][2:5] == ["April 2007", "8 May 2009", "The clinic opened in May"]
    assert "waived the return from April 2007 to April 2007" in person.words
    person.visit(f"/activity/returns/{field.expectation_id}/2007-04")
    assert "Waived" in person.words


def test_a_rule_warns_first_and_its_setting_is_in_the_history(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/activity/rules").follow("Few patients without a practice")
    person.send({"limit": "101"}, status=422)
    assert "The limit is a percentage from 0 to 100." in person.words
    warns = {"warns_until-day": "1", "warns_until-month": "7", "warns_until-year": "2008"}
    person.send({"limit": "7.5", "importance": "low", "services": ["DIAB"], **warns})
    row = next(row for row in person.table("8 rules that ask") if row[0] == "Few patients without a practice")
    assert row[2:] == ["Low", "DIAB", "Always", "1 July 2008", "7.5"]
    assert "changed the rule “Few patients without a practice”: importance from " in person.words
    assert "services from all to DIAB" in person.words
    person.follow("Within the process limits of its own history")
    person.send({"importance": "high"})
    person.visit("/activity/rules/duplicate", status=404)
    person.visit("/activity/rules/nothing", status=404)


def test_a_currency_of_ones_own_is_added_once(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/activity/currencies").follow("Add a currency of your own")
    typed = {"code": "home_visit", "label": "Home visits", "unit": "visits"}
    person.send({**typed, "code": "Home visit"}, status=422)
    person.send(typed)
    row = person.table("22 currencies")[-1]
    assert row[:3] == ["Home visits", "home_visit", "visits"]
    assert row[-1] == "The trust’s own"
    person.visit("/activity/currencies/add").send(typed, status=422)
    assert "There is a currency home_visit already. Choose another code." in person.words


def test_a_provider_says_who_certifies_and_the_commissioner_sees_it(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit("/activity/certifying").send({"needs": "yes"})
    assert "A second person certifies from now on." in person.words
    person.visit("/activity/certifying").send({"needs": "yes"}, status=422)
    assert "This is set so already." in person.words
    sign_in_as(person, field.commissioner).visit("/activity/expected")
    assert "a second person, before the return counts" in person.words
    person.visit("/activity/certifying", status=403)


def test_providers_read_what_is_expected_of_them_and_change_nothing(field: Field, person: Person) -> None:
    place = f"/activity/expected/{field.expectation_id}"
    sign_in_as(person, field.provider).visit(place).visit("/activity/rules").visit("/activity/currencies")
    for path in (f"{place}/end", f"{place}/waive", "/activity/expected/add", "/activity/rules/sudden_zero"):
        person.visit(path, status=403)
    sign_in_as(person, field.other_provider).visit(place, status=404)
    person.visit("/activity/expected")
    assert "No return is expected yet." in person.words
    sign_in_as(person, a_neighbour(field.trust))
    for path in (place, f"{place}/end", f"{place}/waive"):
        person.visit(path, status=404)


def test_the_list_is_filtered_sorted_and_taken_away(field: Field, person: Person) -> None:
    submitted(field)
    sign_in_as(person, field.commissioner).visit("/activity?state=received")
    assert [row[2] for row in person.table("1 return")[1:]] == ["April 2008"]
    told = person.client.get("/activity/returns.csv?state=received").data.decode("utf-8-sig").splitlines()
    assert len(told) == 2
    person.visit("/activity?first=2007-04&last=2007-06&sort=period")
    assert [row[2] for row in person.table("3 returns")[1:]] == ["April 2007", "May 2007", "June 2007"]
    person.visit("/activity?waiting=y&sort=-due")
    assert "May 2008" not in [row[2] for row in person.table("13 returns")]
    person.visit("/activity?provider=NOBODY")
    assert "No return fits. Clear a field of the filter to see more." in person.words
    person.visit("/activity?page=9&sort=nonsense")


def test_the_calendar_says_when_each_month_is_due_and_how_it_stands(field: Field, person: Person) -> None:
    submitted(field)
    sign_in_as(person, field.commissioner).visit("/activity/calendar")
    row = person.table("Returns due for 2008/09, as they stand")[1]
    assert row[1] == "ReceivedProvider services, April 2008 due 15 May".replace("Received", "Received ")
    assert row[3] == "Not begun due 14 Jul"
    person.follow("2007/08")
    assert person.table("Returns due for 2007/08")[1][1].startswith("Missing")
    assert person.client.get("/activity/calendar/csv?year=2007").data.decode("utf-8-sig").count("Missing") >= 10
    person.visit("/activity/calendar?year=2001")
    assert "Nothing is expected in 2001/02" in person.words
    person.visit("/activity/calendar/pdf", status=404)
