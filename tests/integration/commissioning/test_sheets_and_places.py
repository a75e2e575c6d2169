"""Whole sheets of organisations, localities, groups and providers: does it, refuses, who may not, the audit."""

from collections.abc import Callable
from datetime import date

import pytest

from commissioning.organisations.actions.groups import add_group, place_group
from commissioning.organisations.actions.localities import add_locality, close_locality, rename_locality
from commissioning.organisations.actions.providers import add_provider, change_sort
from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.models import Locality
from commissioning.organisations.queries.lines import groups_on, memberships_of, practices_of, providers_of
from commissioning.organisations.rules.values import GroupLine, HasProblems, MembershipLine, ProviderSort
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from tests.builders import FIRST_DAY
from tests.builders_commissioning import GROUPS, PROVIDERS, Trust, a_lead, a_neighbour, a_trust

pytestmark = pytest.mark.usefixtures("database")
APRIL = date(2008, 4, 1)


def _sheet(trust: Trust, *lines: MembershipLine, by: Actor | None = None) -> int:
    with transaction():
        return record_organisations(commissioner_id=trust.id, practices=lines, on=APRIL, by=by or trust.commissioner)


def test_what_was_recorded_comes_back_as_plain_values() -> None:
    trust = a_trust()
    assert groups_on(trust.id, APRIL) == list(GROUPS)
    assert groups_on(trust.id, date(2006, 9, 30)) == []
    assert providers_of(trust.id, APRIL) == list(PROVIDERS)
    assert memberships_of(trust.id) == [
        MembershipLine(practice="X82001", name="Practice 1", group="DAC"),
        MembershipLine(practice="X82002", name="Practice 2", group="DAC"),
    ]


def test_a_sheet_ends_a_membership_and_begins_the_next_in_one_act() -> None:
    trust = a_trust()
    before = db.session.query(AuditEvent).count()
    lines = [
        MembershipLine(practice="X82001", name="Practice 1", group="HER", joined=APRIL),
        MembershipLine(practice="X82001", name="Practice 1", group="DAC", left=APRIL),
        MembershipLine(practice="X82009", name="Practice 9"),
    ]
    assert _sheet(trust, *lines) == 3
    assert db.session.query(AuditEvent).count() == before + 1
    assert [line for line in practices_of(trust.id) if line.practice != "X82002"] == [lines[1], lines[0], lines[2]]
    assert history_of("party", trust.id)[0].did == (
        "recorded 0 localities, 0 groups, 1 practices, 2 memberships and 0 providers"
    )


def test_a_sheet_with_two_groups_at_once_names_both_and_stores_nothing() -> None:
    trust = a_trust()
    with pytest.raises(HasProblems) as refusal:
        _sheet(trust, MembershipLine(practice="X82001", name="Practice 1", group="HER", joined=APRIL, row=7))
    assert str(refusal.value) == (
        "Nothing was stored: 1 problem was found. The first is in practices row 7 group: expected one group at a time: "
        "Practice 1 would belong to two groups at once: DacCom (from the start) "
        "and Hertsmere group (from 1 April 2008)."
    )
    assert len(memberships_of(trust.id)) == 2


def test_a_sheet_refuses_codes_of_other_trusts_other_names_and_unknown_localities() -> None:
    trust = a_trust()
    neighbour = a_neighbour(trust)
    with pytest.raises(HasProblems) as refusal, transaction():
        record_organisations(
            commissioner_id=neighbour.organisation_id,
            groups=[GroupLine(code="ENH1", name="Group", locality="Nowhere")],
            practices=[MembershipLine(practice="X82001", name="Practice 1")],
            on=APRIL,
            by=neighbour,
        )
    assert [p.column for p in refusal.value.problems] == ["locality", "code"]
    with pytest.raises(HasProblems, match="Practice 1, as X82001 is recorded"):
        _sheet(trust, MembershipLine(practice="X82001", name="Another", group="DAC"))


def test_people_of_another_trust_and_leads_may_record_no_sheet() -> None:
    trust = a_trust()
    for other in (a_neighbour(trust), a_lead(trust)):
        with pytest.raises(NotAllowed):
            _sheet(trust, MembershipLine(practice="X82009", name="Practice 9"), by=other)


def test_localities_are_added_renamed_and_closed_once_no_group_lies_there() -> None:
    trust = a_trust()
    by = trust.commissioner
    with transaction():
        place = add_locality(commissioner_id=trust.id, name="Watford", by=by)
    with pytest.raises(Refusal, match=r"^There is a locality called Watford already\.$"), transaction():
        add_locality(commissioner_id=trust.id, name="Watford ", by=by)
    with transaction():
        rename_locality(locality_id=place.id, name="Watford and Three Rivers", by=by)
    with pytest.raises(Refusal) as refusal, transaction():
        close_locality(locality_id=trust.localities["Dacorum"], closed_on=APRIL, reason="Merged", by=by)
    assert str(refusal.value) == (
        "Dacorum cannot be closed yet. DacCom still lies in it: give it another locality first."
    )
    with transaction():
        close_locality(locality_id=place.id, closed_on=APRIL, reason="Merged", by=by)
    assert [line.did for line in history_of("locality", place.id)] == [
        "closed it from 1 April 2008: Merged",
        "renamed it from Watford to Watford and Three Rivers",
        "added the locality Watford",
    ]
    with pytest.raises(Refusal, match=r"is closed\. Choose a locality that is open"), transaction():
        place_group(group_id=trust.ids["DAC"], locality_id=place.id, by=by)


def test_a_group_is_added_in_a_locality_and_moved_to_another() -> None:
    trust = a_trust()
    with transaction():
        group = add_group(
            commissioner_id=trust.id,
            code="RED",
            name="Red House",
            locality_id=trust.localities["Dacorum"],
            opened_on=APRIL,
            by=trust.commissioner,
        )
        place_group(group_id=group.id, locality_id=trust.localities["Hertsmere"], by=trust.commissioner)
    assert [line.did for line in history_of("party", group.id)] == [
        "moved it from Dacorum to Hertsmere",
        "added Red House (RED) in Dacorum, open from 1 April 2008",
    ]


def test_a_provider_is_added_and_what_it_is_said_anew() -> None:
    trust = a_trust()
    with transaction():
        provider = add_provider(
            commissioner_id=trust.id,
            code="VOL",
            name="Hospice",
            sort=ProviderSort.PRIVATE,
            opened_on=FIRST_DAY,
            by=trust.commissioner,
        )
        change_sort(provider_id=provider.id, sort=ProviderSort.VOLUNTARY, by=trust.commissioner)
    assert history_of("party", provider.id)[0].did == (
        "changed what it is from Private company to Voluntary organisation"
    )


ACTS: list[Callable[[Trust, Actor], object]] = [
    lambda trust, by: add_locality(commissioner_id=trust.id, name="X", by=by),
    lambda trust, by: rename_locality(locality_id=trust.localities["Dacorum"], name="X", by=by),
    lambda trust, by: close_locality(locality_id=trust.localities["Dacorum"], closed_on=APRIL, reason="X", by=by),
    lambda trust, by: place_group(group_id=trust.ids["DAC"], locality_id=trust.localities["Hertsmere"], by=by),
    lambda trust, by: change_sort(provider_id=trust.ids["OWN"], sort=ProviderSort.PRIVATE, by=by),
]


@pytest.mark.parametrize("number", range(len(ACTS)))
def test_people_of_another_trust_and_leads_change_no_place_and_no_provider(number: int) -> None:
    trust = a_trust()
    for other in (a_neighbour(trust), a_lead(trust)):
        with pytest.raises(NotAllowed), transaction():
            ACTS[number](trust, other)
    assert db.session.get_one(Locality, trust.localities["Dacorum"]).name == "Dacorum"
