"""A contract that ends early, or is varied, moves what it made activity expect; nothing submitted is lost."""

from datetime import date

import pytest

from commissioning.activity.actions.expecting import end_expectation, expect_return
from commissioning.activity.actions.submitting import submit_nil_return
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.expectations import list_expectations
from commissioning.activity.queries.returns import get_return
from commissioning.activity.rules.due import Expected
from commissioning.activity.rules.months import Frequency as Every
from contracts.agreements.actions.ending import terminate_contract
from contracts.agreements.actions.schedules import add_schedule, ask_return
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import list_schedules
from contracts.agreements.rules.schedules import Frequency, ReturnAsked, ScheduleKind
from contracts.variations.actions.writing import write_last_day, write_part
from contracts.variations.queries.content import base_of
from contracts.variations.rules.composition import VariationKind
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import Refusal
from tests.builders_contracts import (
    Contracting,
    a_contract,
    issued,
    put_to_groups,
    signed_by,
    with_schedule,
    written_line,
)
from tests.builders_rounds import AT, DAY
from tests.builders_variations import HREF, a_draft, proposed, signed
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

pytestmark = pytest.mark.usefixtures("database")
REPORTING = "reporting-1"


def _contract(people: Contracting) -> Contract:
    """A signed contract that asks for contacts every month and beds every quarter, by working day 12."""
    put_to_groups(people)
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    written_line(contract_id, 1_000_00, people.commissioner)
    with transaction():
        schedule = add_schedule(
            contract_id=contract_id,
            kind=ScheduleKind.REPORTING,
            title="What is returned",
            text="",
            by=people.commissioner,
        )
        for name, every in (("Contacts", Frequency.MONTHLY), ("Beds", Frequency.QUARTERLY)):
            asked = ReturnAsked(name=name, every=every, working_day=12, source="Leads’ meeting")
            ask_return(contract_id=contract_id, schedule_id=schedule.id, asked=asked, by=people.commissioner)
    issued(contract_id, people)
    return signed_by(contract_id, people.commissioner, people.provider)


def _expected(people: Contracting) -> dict[str, Expectation]:
    return {each.name: each for each in list_expectations(commissioner_id=people.pct)}


def _months(people: Contracting) -> list[tuple[str, str, str | None, int]]:
    return [
        (each.name, each.first_month, each.last_month, each.due_day)
        for each in list_expectations(commissioner_id=people.pct)
    ]


def _terminated(contract: Contract, people: Contracting, first_day_without: date, on: date = DAY) -> None:
    with transaction():
        terminate_contract(
            contract_id=contract.id,
            notice_given_on=DAY,
            first_day_without=first_day_without,
            reason="The service moves.",
            by=people.commissioner,
            at=AT,
            on=on,
            href=HREF,
            shorter="Both agreed." if first_day_without < date(2008, 9, 3) else None,
        )


def _varied(
    contract: Contract, people: Contracting, *, text: str = "", ends_on: date | None = None, **about: object
) -> int:
    variation_id = a_draft(contract, people.commissioner, **about)
    with transaction():
        if text:
            write_part(
                variation_id=variation_id, key=REPORTING, title="What is returned", text=text, by=people.commissioner
            )
        if ends_on:
            write_last_day(variation_id=variation_id, ends_on=ends_on, by=people.commissioner)
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    return variation_id


def _text(contract: Contract) -> str:
    return next(piece.text for piece in base_of(contract).pieces if piece.key == REPORTING)


def test_a_terminated_contract_ends_its_returns_with_the_period_of_its_last_day() -> None:
    people = Contracting()
    contract = _contract(people)
    with transaction():
        other = expect_return(
            provider_id=people.providing,
            expected=Expected(name="Waits", frequency=Every.MONTHLY, first_month="2008-04", last_month=None),
            services=("PHYSIO",),
            source="Leads’ meeting",
            by=people.commissioner,
            at=AT,
        ).id
    _terminated(contract, people, date(2008, 9, 1))
    found = _expected(people)
    assert {name: each.last_month for name, each in found.items()} == {
        "Contacts": "2008-08",
        "Beds": "2008-09",
        "Waits": None,
    }
    assert found["Waits"].id == other
    assert history_of("activity_expectation", found["Contacts"].id)[0].did == (
        "moved the end of “Contacts” from March 2009 to August 2008: Contract WH/01 is terminated"
    )
    assert history_of("activity_expectation", other)[0].did.startswith("expected “Waits”")
    with pytest.raises(Refusal, match=r"^“Contacts” is expected from April 2008 until August 2008, not for"):
        submit_nil_return(
            expectation_id=found["Contacts"].id,
            month="2008-09",
            words="None",
            by=people.provider,
            at=AT,
            on=date(2008, 10, 2),
        )


def test_months_that_were_due_or_submitted_already_stay_when_a_contract_is_terminated_late() -> None:
    people = Contracting()
    contract = _contract(people)
    kept = _expected(people)["Contacts"].id
    with transaction():
        submit_nil_return(
            expectation_id=kept, month="2008-07", words="Moved", by=people.provider, at=AT, on=date(2008, 8, 1)
        )
    _terminated(contract, people, date(2008, 5, 1), on=date(2008, 8, 4))
    found = _expected(people)
    assert {name: each.last_month for name, each in found.items()} == {"Contacts": "2008-07", "Beds": "2008-06"}
    assert get_return(kept, "2008-07", on=date(2008, 8, 4)).facts.is_submitted


def test_a_contract_terminated_before_anything_was_due_keeps_its_first_period_alone() -> None:
    people = Contracting()
    _terminated(_contract(people), people, date(2008, 4, 20))
    assert {each.last_month for each in _expected(people).values()} == {"2008-04", "2008-06"}


def test_a_variation_of_the_last_day_moves_the_ends_both_ways_and_leaves_what_people_ended() -> None:
    people = Contracting()
    contract = _contract(people)
    with transaction():
        end_expectation(
            expectation_id=_expected(people)["Beds"].id,
            last_month="2008-12",
            reason="The ward closes",
            by=people.commissioner,
        )
    _varied(contract, people, ends_on=date(2010, 3, 31), kind=VariationKind.DURATION, effective_from=date(2008, 6, 1))
    found = _expected(people)
    assert {name: each.last_month for name, each in found.items()} == {"Contacts": "2010-03", "Beds": "2008-12"}
    assert history_of("activity_expectation", found["Contacts"].id)[0].did == (
        "let “Contacts” run on until March 2010, before until March 2009: Variation 1 of WH/01, until 31 March 2010"
    )
    _varied(contract, people, ends_on=date(2008, 11, 30), kind=VariationKind.DURATION, effective_from=date(2008, 7, 1))
    assert {name: each.last_month for name, each in _expected(people).items()} == {
        "Contacts": "2008-11",
        "Beds": "2008-12",
    }


def test_a_variation_of_the_returns_ends_and_begins_them_from_its_first_day() -> None:
    people = Contracting()
    contract = _contract(people)
    text = _text(contract).replace("Every quarter", "Every month") + "\n| Waits | Every month | 15 | Leads |\n"
    text = text.replace("| Contacts | Every month | 12 |", "| Contacts | Every month | 8 |")
    _varied(contract, people, text=text, effective_from=date(2008, 8, 15))
    assert sorted(_months(people)) == [
        ("Beds", "2008-04", "2008-09", 12),
        ("Beds", "2008-10", "2009-03", 12),
        ("Contacts", "2008-04", "2008-08", 12),
        ("Contacts", "2008-09", "2009-03", 8),
        ("Waits", "2008-08", "2009-03", 15),
    ]
    sources = {each.source for each in list_expectations(commissioner_id=people.pct)}
    assert sources == {"Contract WH/01, What is returned", "Variation 1 of WH/01"}
    _terminated(contract, people, date(2008, 12, 1))
    assert ("Waits", "2008-08", "2008-11", 15) in _months(people)


def test_a_variation_for_a_time_and_other_words_leave_the_returns_as_they_are() -> None:
    people = Contracting()
    contract = _contract(people)
    before = _months(people)
    _varied(contract, people, text=f"As agreed.\n\n{_text(contract)}", effective_from=date(2008, 8, 1))
    _varied(
        contract,
        people,
        text="None for the summer.",
        effective_from=date(2008, 9, 1),
        effective_to=date(2008, 9, 30),
    )
    assert _months(people) == before


@pytest.mark.usefixtures("database")
def test_the_page_of_the_schedule_says_from_when_to_when_a_return_is_expected(person: Person) -> None:
    people = Contracting()
    contract = _contract(people)
    _terminated(contract, people, date(2008, 9, 1))
    [schedule] = [each for each in list_schedules(contract.id) if each.kind is ScheduleKind.REPORTING]
    sign_in_as(person, people.commissioner).visit(f"/contracts/{contract.id}/schedules/{schedule.id}")
    assert "“Contacts”: is expected of Provider services from April 2008 to August 2008" in person.words
