"""What a contract tells activity with its last signature, what it leaves to people, and what the page says of it."""

import pytest

from commissioning.activity.actions.expecting import expect_return
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.expectations import list_expectations
from commissioning.activity.rules.due import Expected
from commissioning.activity.rules.months import Frequency as Every
from contracts.agreements.actions.schedules import add_schedule, ask_return
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.queries.returns import list_returns_asked
from contracts.agreements.rules.schedules import Frequency, ReturnAsked, ScheduleKind
from contracts.agreements.rules.states import Stage
from core.db import transaction
from tests.builders_contracts import (
    Contracting,
    a_contract,
    issued,
    put_to_groups,
    signed_by,
    with_schedule,
    written_line,
)
from tests.builders_rounds import AT

pytestmark = pytest.mark.usefixtures("database")


def _asked(name: str, every: Frequency) -> ReturnAsked:
    return ReturnAsked(name=name, every=every, working_day=12, source="Leads’ meeting")


def _contract(people: Contracting, *returns: ReturnAsked, has_line: bool = True) -> int:
    """An issued contract that asks for these returns; its line of money is a service of the catalogue."""
    put_to_groups(people)
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    if has_line:
        written_line(contract_id, 1_000_00, people.commissioner)
    with transaction():
        schedule = add_schedule(
            contract_id=contract_id,
            kind=ScheduleKind.REPORTING,
            title="What is returned",
            text="",
            by=people.commissioner,
        )
        for each in returns:
            ask_return(contract_id=contract_id, schedule_id=schedule.id, asked=each, by=people.commissioner)
    issued(contract_id, people)
    return contract_id


def _expected(people: Contracting) -> list[Expectation]:
    return list_expectations(commissioner_id=people.pct)


def test_the_last_signature_tells_activity_what_is_due() -> None:
    people = Contracting()
    contract_id = _contract(people, _asked("Contacts", Frequency.MONTHLY), _asked("Beds", Frequency.QUARTERLY))
    signed_by(contract_id, people.commissioner)
    assert not _expected(people)
    signed_by(contract_id, people.provider)
    beds, contacts = _expected(people)
    assert (contacts.name, contacts.first_month, contacts.last_month) == ("Contacts", "2008-04", "2009-03")
    assert (contacts.due_day, contacts.flex_day, contacts.freeze_day) == (12, 20, 30)
    assert contacts.source == "Contract WH/01, What is returned"
    assert [each.service.name for each in contacts.services] == ["Physiotherapy"]
    assert contacts.provider_id == people.providing
    assert (beds.first_month, beds.last_month) == ("2008-04", "2009-03")
    told = list_returns_asked(get_contract(contract_id))
    assert [each.expectation.id for each in told if each.expectation] == [contacts.id, beds.id]


def test_a_return_of_another_frequency_is_left_to_people() -> None:
    people = Contracting()
    contract_id = _contract(people, _asked("Waits", Frequency.WEEKLY))
    signed_by(contract_id, people.commissioner, people.provider)
    assert not _expected(people)
    told = list_returns_asked(get_contract(contract_id))
    assert told[0].why_left == "It is given every week; activity is returned every month or every quarter."


def test_a_return_of_no_service_of_the_catalogue_is_left_to_people() -> None:
    people = Contracting()
    contract_id = _contract(people, _asked("Contacts", Frequency.MONTHLY), has_line=False)
    contract = signed_by(contract_id, people.commissioner, people.provider)
    assert contract.stage is Stage.SIGNED
    assert not _expected(people)
    told = list_returns_asked(get_contract(contract_id))
    assert told[0].why_left.startswith("No line of money and no activity plan of this contract names a service")


def test_figures_that_are_expected_already_never_keep_a_contract_from_being_signed() -> None:
    people = Contracting()
    contract_id = _contract(people, _asked("Contacts", Frequency.MONTHLY))
    with transaction():
        standing = expect_return(
            provider_id=people.providing,
            expected=Expected(name="Contacts", frequency=Every.MONTHLY, first_month="2007-04", last_month=None),
            services=("PHYSIO",),
            source="Leads’ meeting",
            by=people.commissioner,
            at=AT,
        )
        standing_id = standing.id
    contract = signed_by(contract_id, people.commissioner, people.provider)
    assert contract.stage is Stage.SIGNED
    assert [each.id for each in _expected(people)] == [standing_id]
    told = list_returns_asked(get_contract(contract_id))
    assert told[0].why_left.startswith("These figures are expected of the provider under the same name already.")
