"""Naming agreed specifications in a contract, and withdrawing what a contract names."""

from datetime import date

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import update

from contracts.agreements.actions.drafting import discard_draft
from contracts.agreements.actions.issuing import obstacles_to
from contracts.agreements.actions.schedules import take_out_specification
from contracts.agreements.models.schedules import NamedSpecification
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import get_contract, list_schedules
from contracts.agreements.queries.specifications import readable_versions, versions_to_name
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.specifications.actions import withdrawing
from contracts.specifications.actions.starting import begin_next_version
from contracts.specifications.models import Specification
from contracts.specifications.queries.versions import get_version
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from tests.builders import AT, DAY
from tests.builders_joins import NamingField, issued_now, named, scheduled, signed_now, started

pytestmark = pytest.mark.usefixtures("database")
BEFORE_THE_JOINS = "0019"
CALLED = "SPEC-001 Community nursing, version 1"


def withdraw(field: NamingField, version_id: int) -> None:
    with transaction():
        withdrawing.withdraw_version(
            version_id=version_id, reason="Wrong.", by=field.commissioner, on=DAY, at=AT, href="/x"
        )


def next_agreed(field: NamingField, version_id: int) -> int:
    with transaction():
        later = begin_next_version(version_id=version_id, by=field.provider, at=AT).id
    field.write(later, "purpose", "Something else.")
    field.submit(later, field.provider)
    field.accept(later, field.provider)
    field.accept(later, field.commissioner)
    return later


def obstacles(field: NamingField) -> list[str]:
    contract = get_contract(field.contract_id)
    return obstacles_to(contract, content_now(contract), on=DAY)


def test_an_agreed_version_is_named_with_its_own_number_title_and_hash() -> None:
    field = NamingField()
    version_id = field.agreed()
    [choice] = versions_to_name(get_contract(field.contract_id))
    named = field.name(choice.version_id)
    agreed = get_version(version_id).agreed
    assert agreed is not None
    found = (named.version_id, named.number, named.specification_version, named.title, named.content_hash)
    assert found == (version_id, "SPEC-001", 1, "Community nursing", agreed.content_hash)
    assert (
        history_of("contract", field.contract_id)[0].did == "named specification SPEC-001, version 1: Community nursing"
    )
    assert obstacles(field) == []
    text = next(part.text for part in content_now(get_contract(field.contract_id)).parts if part.is_schedule)
    assert f"| SPEC\\-001 | 1 | Community nursing | {agreed.content_hash} |" in text


def test_another_version_of_the_same_specification_gives_way() -> None:
    field = NamingField()
    first = field.agreed()
    field.name(first)
    later = next_agreed(field, first)
    assert obstacles(field) == [f"{CALLED} was replaced, and version 2 is agreed. Name that one."]
    field.name(later)
    [schedule] = list_schedules(field.contract_id)
    assert [each.version_id for each in schedule.specifications] == [later]
    assert obstacles(field) == []


def test_refuses_what_is_not_agreed() -> None:
    field = NamingField()
    version_id = field.in_review()
    told = rf"^{CALLED} is in review\. A contract names agreed versions only\.$"
    with pytest.raises(Refusal, match=told):
        field.name(version_id)
    assert versions_to_name(get_contract(field.contract_id)) == []


def test_refuses_what_is_withdrawn_or_replaced() -> None:
    field = NamingField()
    first = field.agreed()
    later = next_agreed(field, first)
    with pytest.raises(Refusal, match=rf"^{CALLED} was replaced, and version 2 is agreed\. Name that one\.$"):
        field.name(first)
    withdraw(field, later)
    told = (
        r"^SPEC-001 Community nursing, version 2 was withdrawn, and no other version is agreed\. Take it out, or agree"
    )
    with pytest.raises(Refusal, match=told):
        field.name(later)
    with pytest.raises(Refusal, match=r"version 1 was replaced by a version that is not agreed any more\. Take it out"):
        field.name(first)


def test_refuses_what_expires_before_the_contract_starts() -> None:
    field = NamingField()
    version_id, by = field.agreed(), field.commissioner
    days = {"starts_on": date(2009, 4, 1), "ends_on": date(2010, 3, 31)}
    field.contract_id = started(by, field.provider_id, reference="WH/02", year="2009/10", **days)
    field.schedule_id = scheduled(field.contract_id, by, ScheduleKind.SPECIFICATIONS, "")
    assert versions_to_name(get_contract(field.contract_id)) == []
    told = (
        rf"^{CALLED} expires on 1 April 2009, and the contract starts on 1 April 2009\. Agree its next version first\.$"
    )
    with pytest.raises(Refusal, match=told):
        field.name(version_id)


def test_refuses_a_version_that_there_is_not_and_one_of_another_commissioner() -> None:
    field = NamingField()
    version_id = field.agreed()
    with bookkeeping() as session:
        session.execute(update(Specification).values(commissioner_id=field.neighbour.organisation_id))
    for wanted in (0, 99_999, version_id):
        with pytest.raises(Refusal, match=r"^Choose one of the agreed specifications of West Hertfordshire PCT\.$"):
            field.name(wanted)


@pytest.mark.parametrize("who", ["provider", "finance", "auditor", "lead", "neighbour"])
def test_others_name_nothing(who: str) -> None:
    field = NamingField()
    version_id = field.agreed()
    with pytest.raises(NotAllowed):
        field.name(version_id, getattr(field, who))


def test_a_version_that_a_contract_names_is_not_withdrawn() -> None:
    field = NamingField()
    version_id, by = field.agreed(), field.commissioner
    field.name(version_id)
    second = started(by, field.provider_id, reference="WH/02")
    schedule_id = scheduled(second, by, ScheduleKind.SPECIFICATIONS, "")
    named(second, schedule_id, version_id, by)
    told = "Contract WH/01 in draft names it. Name another version there, or take it out."
    assert withdrawing.reasons_against(version_id) == [told, told.replace("WH/01", "WH/02")]
    with pytest.raises(Refusal, match="Contract WH/02 in draft names it"):
        withdraw(field, version_id)
    issued_now(field.contract_id, by)
    issued = "Contract WH/01, issued for signature, names it. Take the contract back first."
    assert withdrawing.reasons_against(version_id)[0] == issued
    signed_now(field.contract_id, by, field.provider)
    with transaction():
        discard_draft(contract_id=second, reason="Twice.", by=by, at=AT)
    withdraw(field, version_id)
    assert get_version(version_id).state_name == "Withdrawn"


def test_a_draft_is_not_issued_with_what_was_withdrawn_or_written_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    field = NamingField()
    version_id = field.agreed()
    field.name(version_id)
    monkeypatch.setattr(withdrawing, "reasons_against_withdrawing_specification", [])
    withdraw(field, version_id)
    told = f"{CALLED} was withdrawn, and no other version is agreed. Take it out, or agree its next version."
    assert obstacles(field) == [told]
    with pytest.raises(Refusal) as refused:
        issued_now(field.contract_id, field.commissioner)
    assert str(refused.value) == f"WH/01 cannot be issued yet. {told}"
    with bookkeeping() as session:
        session.execute(update(NamedSpecification).values(version_id=None))
    by_hand = "SPEC-001, Community nursing, was written in by hand. Take it out, and choose its agreed version."
    assert obstacles(field) == [by_hand]


def test_what_is_named_is_taken_out_again() -> None:
    field = NamingField()
    kept = field.name(field.agreed())
    ids = {"contract_id": field.contract_id, "schedule_id": field.schedule_id, "named_id": kept.id}
    with transaction():
        take_out_specification(**ids, by=field.commissioner)
    assert [each.specifications for each in list_schedules(field.contract_id)] == [[]]
    with pytest.raises(Refusal, match=r"^That specification is not named here any more\.$"), transaction():
        take_out_specification(**ids, by=field.commissioner)


def test_only_those_who_may_open_a_version_are_led_to_it() -> None:
    field = NamingField()
    version_id = field.agreed()
    field.name(version_id)
    schedules = list_schedules(field.contract_id)
    for by in (field.commissioner, field.provider, field.lead):
        assert readable_versions(schedules, by=by) == {version_id}
    for by in (field.rival, field.neighbour):
        assert readable_versions(schedules, by=by) == set()


def test_what_was_written_by_hand_is_joined_to_its_version_by_hash_when_the_tables_are_changed() -> None:
    field = NamingField()
    version_id = field.agreed()
    field.name(version_id)
    db.session.remove()
    downgrade(revision=BEFORE_THE_JOINS)
    upgrade()
    [schedule] = list_schedules(field.contract_id)
    assert [(each.number, each.version_id) for each in schedule.specifications] == [("SPEC-001", version_id)]
