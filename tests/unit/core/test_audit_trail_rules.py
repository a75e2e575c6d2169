"""The canonical form of a row, and what the check of the chain finds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit_trail.rules import (
    GENESIS,
    Link,
    check_may_let_go,
    check_reason,
    check_second_person,
    fault_in,
    link_hash,
    payload_text,
    values_in,
)
from core.audit_trail.words import in_words
from core.canonical import hash_of
from core.errors import Refusal
from core.permissions import Actor, Role

PAYLOAD = payload_text({"name": "DacCom"}, {"name": "Dacorum"}, "5a17")
LINK = Link(
    number=1,
    at=datetime(2008, 4, 1, 9, 0, tzinfo=UTC),
    by_id=3,
    grant_id=5,
    account="",
    act="parties.rename_party",
    subject="party",
    subject_id=2,
    commissioner_id=1,
    payload_hash=hash_of(PAYLOAD),
)


def somebody(person_id: int, *, stands_in_for_id: int | None = None) -> Actor:
    return Actor(
        person_id=person_id,
        name="A person",
        grant_id=1,
        role=Role.ADMINISTRATOR,
        organisation_id=1,
        organisation_code="WHP",
        organisation_name="West Hertfordshire PCT",
        commissioner_ids=frozenset({1}),
        stands_in_for_id=stands_in_for_id,
    )


def fault(link: Link = LINK, *, row_hash: str = "", payload: str | None = PAYLOAD, is_redacted: bool = False) -> str:
    return fault_in(
        link,
        row_hash=row_hash or link_hash(LINK, GENESIS),
        previous_hash=GENESIS,
        payload=payload,
        expected_number=1,
        expected_previous=GENESIS,
        is_redacted=is_redacted,
    )


def test_the_canonical_form_is_the_documented_one() -> None:
    """The hash worked out by hand from the form in words, so that another program can check a trail."""
    form = (
        f'["{GENESIS}",1,"2008-04-01T09:00:00.000000Z",3,5,"","parties.rename_party","party",2,1,"{LINK.payload_hash}"]'
    )
    assert link_hash(LINK, GENESIS) == hash_of(form)


def test_the_same_instant_in_another_zone_has_the_same_hash() -> None:
    summer = LINK.at.astimezone(timezone(timedelta(hours=1)))
    assert link_hash(replace(LINK, at=summer), GENESIS) == link_hash(LINK, GENESIS)


def test_a_whole_row_has_no_fault_and_a_redacted_one_neither() -> None:
    assert fault() == ""
    assert fault(payload=None, is_redacted=True) == ""


def test_each_kind_of_damage_is_named() -> None:
    assert fault(replace(LINK, number=2)) == "row 1 is missing"
    assert fault(row_hash="f" * 64) == "row 1 was changed"
    assert fault(payload=PAYLOAD.replace("Dacorum", "Watford")) == "the values of row 1 were changed"
    assert fault(payload=None) == "row 1 lost its values without a redaction by two people"


@pytest.mark.parametrize(
    "changed",
    [
        replace(LINK, at=LINK.at + timedelta(microseconds=1)),
        replace(LINK, by_id=4),
        replace(LINK, by_id=None),
        replace(LINK, grant_id=6),
        replace(LINK, account="command of root"),
        replace(LINK, act="parties.open_party"),
        replace(LINK, subject="person"),
        replace(LINK, subject_id=3),
        replace(LINK, commissioner_id=None),
        replace(LINK, payload_hash="0" * 64),
    ],
)
def test_a_change_of_any_column_breaks_the_hash(changed: Link) -> None:
    assert fault(changed) == "row 1 was changed"


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_values_come_back_as_they_went_in(values: dict[str, object]) -> None:
    assert values_in(payload_text({}, values, "5a17")) == ({}, values)


def test_a_redacted_payload_gives_no_values_and_words_without_them() -> None:
    assert values_in(None) == ({}, {})
    assert in_words("people.deactivate_person", {}, {}) == "deactivated them: …"


def test_words_write_dates_as_people_do() -> None:
    values = {"role": "PbC lead", "organisation": "Hertsmere", "ends_on": "2008-04-01"}
    assert in_words("people.end_grant", {}, values) == "ended their role PbC lead at Hertsmere on 1 April 2008"


def test_values_are_never_read_as_words_of_the_program() -> None:
    values = {"reason": "{name.__class__} %s", "name": "x"}
    assert in_words("people.deactivate_person", {}, values) == "deactivated them: {name.__class__} %s"


def test_redaction_takes_a_reason_and_two_people() -> None:
    with pytest.raises(Refusal, match="Say why the values must go, without repeating them"):
        check_reason(" ")
    with pytest.raises(Refusal, match="You proposed this redaction"):
        check_second_person(somebody(1), proposed_by_id=1)
    with pytest.raises(Refusal, match="You stand in for the person who proposed this redaction"):
        check_second_person(somebody(2, stands_in_for_id=1), proposed_by_id=1)
    check_second_person(somebody(2), proposed_by_id=1)


def test_values_are_let_go_after_their_time_by_another_than_sealed_them() -> None:
    last_on, years = date(2008, 4, 1), 6
    with pytest.raises(Refusal, match=r"^You, or whom you stand in for, sealed this segment"):
        check_may_let_go(somebody(1), sealed_by_id=1, last_on=last_on, years=years, on=date(2020, 1, 1))
    deputy = somebody(2, stands_in_for_id=1)
    with pytest.raises(Refusal, match=r"^You, or whom you stand in for, sealed this segment"):
        check_may_let_go(deputy, sealed_by_id=1, last_on=last_on, years=years, on=date(2020, 1, 1))
    with pytest.raises(Refusal) as refused:
        check_may_let_go(somebody(2), sealed_by_id=1, last_on=last_on, years=years, on=date(2015, 3, 31))
    assert str(refused.value) == (
        "The values of this segment are held until 31 March 2015: "
        "6 years after the end of the financial year of its last event."
    )
    check_may_let_go(somebody(2), sealed_by_id=1, last_on=last_on, years=years, on=date(2015, 4, 1))
    check_may_let_go(somebody(2), sealed_by_id=1, last_on=date(2008, 3, 31), years=years, on=date(2014, 4, 1))
