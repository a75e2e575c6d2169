"""Expecting and waiving returns, settings, false alarms: does it, refuses, who may not, what the audit says."""

from datetime import date
from typing import Any

import pytest

from commissioning.activity.actions.expecting import end_expectation, expect_return, waive
from commissioning.activity.actions.releasing import confirm_release, propose_release
from commissioning.activity.actions.settings import add_currency, set_certifying, set_rule
from commissioning.activity.imports.files import read_return
from commissioning.activity.models.expectations import Expectation, Waiver
from commissioning.activity.models.freezing import Release
from commissioning.activity.queries.expectations import currencies_of, rules_of
from commissioning.activity.queries.releases import list_releases_to_confirm, released_cells
from commissioning.activity.queries.returns import get_return, list_returns
from commissioning.activity.queries.submissions import list_findings, list_queries
from commissioning.activity.rules.checks.catalogue import BY_ID, Rule
from commissioning.activity.rules.checks.findings import Importance, Severity
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.due import Days, Expected
from commissioning.activity.rules.months import Frequency
from commissioning.activity.rules.states import Standing
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from core.spreadsheets.tables import Upload
from tests.builders_activity import APRIL, FROZEN_ON, HEADER, MAY_AT, MAY_DAY, Field, a_field, lines_for, submitted
from tests.builders_commissioning import a_neighbour

pytestmark = pytest.mark.usefixtures("database")
UNEVEN = [*lines_for(), "DIAB,X82001,2008-04,first_contact,5", "DIAB,X82001,2008-04,follow_up_contact,20"]


def _expected(
    field: Field,
    *,
    name: str = "Posts",
    services: tuple[str, ...] = ("DIAB",),
    first_month: str = APRIL,
    days: Days | None = None,
    by: Actor | None = None,
    source_key: str | None = None,
    frequency: Frequency = Frequency.MONTHLY,
) -> Expectation:
    with transaction():
        return expect_return(
            provider_id=field.trust.ids["OWN"],
            expected=Expected(
                name=name, frequency=frequency, first_month=first_month, last_month=None, days=days or Days()
            ),
            services=services,
            source="Contract C1, schedule 3",
            by=by or field.commissioner,
            at=MAY_AT,
            source_key=source_key,
        )


def _waived(field: Field, rule: str, *, by: Actor | None = None, until: date = FROZEN_ON) -> Waiver:
    with transaction():
        return waive(
            expectation_id=field.expectation_id,
            rule=rule,
            first_month=APRIL,
            last_month=APRIL,
            reason="New computer system",
            until_on=until,
            by=by or field.commissioner,
            at=MAY_AT,
            on=MAY_DAY,
        )


def test_a_return_is_expected_once_and_said_so() -> None:
    field = a_field()
    made = _expected(field, source_key="contract/1/return/2")
    again = _expected(field, source_key="contract/1/return/2")
    assert (again.id, made.services[0].service_id) == (made.id, field.services["DIAB"])
    assert [entry.did for entry in history_of("activity_expectation", made.id)] == [
        "expected “Posts” of Provider services from April 2008 on: Every month, due 10 working days after its end"
    ]
    assert len(list_returns(on=MAY_DAY, provider_id=field.trust.ids["OWN"], since=APRIL)) == 4


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"name": " "}, "Enter the name of the return, with at most 120 characters."),
        ({"services": ()}, "Choose at least one service the return is for."),
        ({"services": ("GONE",)}, "There is no service GONE in the catalogue."),
        ({"first_month": "2008-13"}, "“2008-13” is no month. Write it as year and month, such as 2008-04."),
        (
            {"first_month": "2008-05", "frequency": Frequency.QUARTERLY},
            "A quarterly return begins with April, July, October or January.",
        ),
        (
            {"days": Days(due=20, flex=10, freeze=30)},
            (
                "A return is due first, then its flex day, then its freeze day: give them in this order, "
                "from 1 to 250 working days after the end of the period."
            ),
        ),
        (
            {"name": "Contacts"},
            (
                "Service DIAB is expected in “Contacts” from April 2007 on already. "
                "End that return first, or choose other months."
            ),
        ),
    ],
)
def test_an_expectation_that_cannot_be_met_is_refused(wanted: dict[str, Any], sentence: str) -> None:
    field = a_field()
    with pytest.raises(Refusal) as refused:
        _expected(field, **wanted)
    assert str(refused.value) == sentence


def test_who_may_not_expect_or_waive() -> None:
    field = a_field()
    for by in (field.provider, a_neighbour(field.trust)):
        with pytest.raises(NotAllowed):
            _expected(field, by=by)
        with pytest.raises(NotAllowed):
            _waived(field, "return", by=by)


def test_a_return_ends_with_a_month_after_which_nothing_was_submitted() -> None:
    field = a_field()
    submitted(field)
    with pytest.raises(Refusal, match=r"^A return was submitted for April 2008 already\."), transaction():
        end_expectation(
            expectation_id=field.expectation_id, last_month="2008-03", reason="Moved", by=field.commissioner
        )
    with transaction():
        end_expectation(expectation_id=field.expectation_id, last_month=APRIL, reason="Moved", by=field.commissioner)
    assert list_returns(on=FROZEN_ON, commissioner_id=field.trust.id)[-1].due.period.first_month == APRIL
    assert history_of("activity_expectation", field.expectation_id)[0].did == "ended “Contacts” with April 2008: Moved"


def test_a_waived_return_is_not_missing_until_the_waiver_ends() -> None:
    field = a_field()
    _waived(field, "return")
    states = [get_return(field.expectation_id, APRIL, on=day).state for day in (FROZEN_ON, date(2008, 6, 21))]
    assert states == [Standing.WAIVED, Standing.MISSING]
    assert history_of("activity_expectation", field.expectation_id)[0].did == (
        "waived the return from April 2008 to April 2008, until 20 June 2008: New computer system"
    )
    with pytest.raises(Refusal, match=r"^Only a return, or a rule that asks a query, can be waived\.$"):
        _waived(field, "duplicate")
    with pytest.raises(Refusal, match=r"^The waiver would have ended on 1 May 2008 already\.$"):
        _waived(field, "return", until=date(2008, 5, 1))


def test_a_waived_rule_warns_and_asks_nothing() -> None:
    field = a_field()
    _waived(field, "contacts_add_up")
    kept = submitted(field, UNEVEN)
    assert list_queries([kept.id]) == []
    found = list_findings(kept.id)[0]
    assert (found.severity, found.expected.endswith("(waived: New computer system)")) == (Severity.WARNING, True)


def test_a_rule_warns_first_and_asks_later() -> None:
    field = a_field()
    rule = Rule(
        id="contacts_add_up",
        title=BY_ID["contacts_add_up"].title,
        severity=Severity.QUERY,
        importance=Importance.LOW,
        warns_until=date(2008, 5, 1),
    )
    with transaction():
        set_rule(commissioner_id=field.trust.id, rule=rule, by=field.commissioner)
    assert rules_of(field.trust.id)["contacts_add_up"].importance is Importance.LOW
    kept = submitted(field, UNEVEN)
    assert (list_queries([kept.id]), list_findings(kept.id)[0].severity) == ([], Severity.WARNING)
    for by in (field.provider, a_neighbour(field.trust)):
        with pytest.raises(NotAllowed), transaction():
            set_rule(commissioner_id=field.trust.id, rule=rule, by=by)
    with pytest.raises(Refusal, match=r"^“Each figure once” always holds: a row that breaks it cannot be taken\.$"):
        set_rule(commissioner_id=field.trust.id, rule=BY_ID["duplicate"], by=field.commissioner)


def test_a_currency_of_ones_own_may_be_returned() -> None:
    field = a_field()
    visit = Currency(code="home_visit", label="Home visits", unit="visits")
    with transaction():
        add_currency(commissioner_id=field.trust.id, currency=visit, by=field.commissioner)
    assert currencies_of(field.trust.id)["home_visit"] == visit
    assert submitted(field, [*lines_for(), "DIAB,X82001,2008-04,home_visit,3"]).owed == 0
    with pytest.raises(Refusal, match=r"^There is a currency home_visit already\."), transaction():
        add_currency(commissioner_id=field.trust.id, currency=visit, by=field.commissioner)
    with pytest.raises(NotAllowed), transaction():
        add_currency(commissioner_id=field.trust.id, currency=visit, by=field.provider)


def test_only_the_provider_sets_whether_a_second_person_certifies() -> None:
    field = a_field()
    own = field.trust.ids["OWN"]
    for by in (field.commissioner, field.other_provider):
        with pytest.raises(NotAllowed), transaction():
            set_certifying(provider_id=own, needs_certifier=True, by=by)
    with transaction():
        set_certifying(provider_id=own, needs_certifier=True, by=field.provider)
    with pytest.raises(Refusal, match=r"^This is set so already\.$"), transaction():
        set_certifying(provider_id=own, needs_certifier=True, by=field.provider)


def test_two_people_let_a_false_alarm_pass_cell_by_cell() -> None:
    field = a_field()
    own = field.trust.ids["OWN"]
    content = f"service,team,practice,month,currency,quantity\r\nDIAB,9434765919,X82001,{APRIL},contact,3\r\n".encode()
    read = read_return(Upload("r.csv", content))
    place = read.refusals[0]
    assert (place.row, place.column, read.content) == (2, "team", b"")

    def proposed(by: Actor) -> Release:
        with transaction():
            return propose_release(
                provider_id=own,
                file_hash=read.file_hash,
                row=2,
                column="team",
                reason="The number of a team",
                by=by,
                at=MAY_AT,
            )

    with pytest.raises(NotAllowed):
        proposed(field.other_provider)
    release = proposed(field.provider)
    with pytest.raises(Refusal, match=r"^This was said about this cell of this file already\.$"):
        proposed(field.certifier)
    assert released_cells(own, read.file_hash) == set()
    with pytest.raises(NotAllowed, match=r"^You said first that this number is no patient’s\."), transaction():
        confirm_release(release_id=release.id, by=field.provider, at=MAY_AT)
    assert [each.id for each in list_releases_to_confirm(own)] == [release.id]
    with transaction():
        confirm_release(release_id=release.id, by=field.commissioner, at=MAY_AT)
    passed = read_return(Upload("r.csv", content), released=released_cells(own, read.file_hash))
    assert (passed.refusals, passed.content) == ((), content)
    assert all("9434765919" not in entry.did for entry in history_of("party", own))
    assert HEADER not in passed.content.decode()
