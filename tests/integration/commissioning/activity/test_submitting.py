"""Submitting: what is kept, what is refused in which words, who may not, what the audit says; versions and files."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from commissioning.activity.actions.accepting import ask_to_resubmit
from commissioning.activity.actions.settings import set_certifying
from commissioning.activity.actions.submitting import (
    Sending,
    certify_return,
    check_return,
    submit_nil_return,
    submit_return,
)
from commissioning.activity.models.submissions import Row, Submission
from commissioning.activity.queries.returns import get_return
from commissioning.activity.queries.submissions import changes_in, file_of, list_findings, list_queries, list_sums
from commissioning.activity.rules.asking import Taking, Way
from commissioning.activity.rules.checks.findings import HasFindings
from commissioning.activity.rules.rows import UNITS
from commissioning.activity.rules.states import Standing
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from tests.builders_activity import (
    APRIL,
    FROZEN_ON,
    HEADER,
    MAY_AT,
    MAY_DAY,
    Field,
    a_field,
    a_file,
    lines_for,
    submitted,
)
from tests.builders_commissioning import a_lead, a_neighbour

pytestmark = pytest.mark.usefixtures("database")
BROKEN = [*lines_for(), "GONE,X82001,2008-04,contact,5", "DIAB,X82001,2008-04,referral,many"]


def _stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Row)) or 0


def test_a_return_is_kept_whole_with_rows_sums_and_its_file() -> None:
    field = a_field()
    kept = submitted(field)
    assert (kept.number, kept.row_count, kept.owed, kept.way) == (1, 4, 0, Way.FILE)
    assert file_of(kept.id).decode().splitlines()[0] == HEADER
    assert {(each.service_id, each.placed, each.unplaced) for each in list_sums([kept.id])} == {
        (field.services["DIAB"], 50 * UNITS, None),
        (field.services["PULM"], 10 * UNITS, 0),
    }
    state = get_return(field.expectation_id, APRIL, on=MAY_DAY)
    assert (state.state, state.days_late) == (Standing.RECEIVED, 0)
    assert {each.id for each in state.standing.values()} == {kept.id}


def test_nothing_of_a_file_with_errors_is_taken_unless_the_provider_owes_them() -> None:
    field = a_field()
    with pytest.raises(HasFindings) as refused:
        submitted(field, BROKEN)
    assert str(refused.value) == "Nothing was stored: 2 rows have errors. Mend the file, or owe those rows."
    assert [(found.row, found.column, found.value) for found in refused.value.findings] == [
        (6, "service", "GONE"),
        (7, "quantity", "many"),
    ]
    assert _stored() == 0
    kept = submitted(field, BROKEN, sending=Sending(taking=Taking.OWE))
    assert (kept.row_count, kept.owed, _stored()) == (4, 2, 4)
    assert [found.rule for found in list_findings(kept.id)] == ["service", "quantity"]
    assert get_return(field.expectation_id, APRIL, on=MAY_DAY).facts.owed_rows == 2


def test_a_file_with_a_number_that_may_be_a_patients_is_not_kept_and_the_number_is_nowhere() -> None:
    field = a_field()
    lines = [*lines_for(), "DIAB,X82002,2008-04,referral,9434765919"]
    read = a_file(lines)
    assert read.content == b""
    with pytest.raises(HasFindings) as refused:
        submitted(field, lines)
    assert str(refused.value) == "Nothing was stored: this file cannot be taken. See what was found."
    assert "9434765919" not in repr(refused.value.findings)
    assert [(found.rule, found.row, found.column) for found in refused.value.findings] == [
        ("looks_like_a_person", 6, "quantity")
    ]
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_a_check_stores_nothing_and_records_nothing() -> None:
    field = a_field()
    checked = check_return(
        expectation_id=field.expectation_id, month=APRIL, read=a_file(BROKEN), by=field.provider, on=MAY_DAY
    )
    assert (checked.verdict, checked.owed, _stored()) == ("errors", 2, 0)


def test_a_later_submission_replaces_the_one_before_which_stays_and_the_difference_is_told() -> None:
    field = a_field()
    first = submitted(field)
    second = submitted(field, lines_for(contacts=35))
    assert (second.number, second.replaces_id) == (2, first.id)
    assert [(d.service, d.practice, d.before, d.after) for d in changes_in(second)] == [
        ("DIAB", "X82001", 30 * UNITS, 35 * UNITS)
    ]
    assert _stored() == 8
    assert file_of(first.id) != file_of(second.id)


def test_the_same_file_again_is_refused() -> None:
    field = a_field()
    submitted(field)
    with pytest.raises(Refusal) as refused:
        submitted(field)
    assert str(refused.value) == "This very file was submitted already, as number 1. Nothing was changed."
    assert _stored() == 4


def test_a_machine_that_sends_its_key_again_submits_once() -> None:
    field = a_field()
    first = submitted(field, sending=Sending(way=Way.DATA, request_key="k1"))
    again = submitted(field, sending=Sending(way=Way.DATA, request_key="k1"))
    assert (again.id, _stored()) == (first.id, 4)
    with pytest.raises(Refusal, match=r"^This key was used for other figures before\."):
        submitted(field, lines_for(contacts=1), sending=Sending(way=Way.DATA, request_key="k1"))


def test_only_services_asked_for_again_are_replaced() -> None:
    field = a_field()
    first = submitted(field)
    with transaction():
        ask_to_resubmit(
            submission_id=first.id,
            service_ids=[field.services["PULM"]],
            reason="Contacts by telephone are missing",
            due_on=date(2008, 5, 20),
            by=field.commissioner,
            at=MAY_AT,
            on=MAY_DAY,
        )
    assert get_return(field.expectation_id, APRIL, on=MAY_DAY).state is Standing.ASKED_AGAIN
    with pytest.raises(HasFindings):
        submitted(field, lines_for(contacts=35))
    second = submitted(field, ["PULM,X82001,2008-04,contact,12"])
    state = get_return(field.expectation_id, APRIL, on=MAY_DAY)
    assert {service: each.number for service, each in state.standing.items()} == {
        field.services["DIAB"]: 1,
        field.services["PULM"]: 2,
    }
    assert state.state is Standing.RECEIVED
    assert [(d.service, d.practice) for d in changes_in(second)] == [("PULM", "X82001"), ("PULM", "unplaced")]


def test_a_month_that_is_not_over_and_a_second_one_after_the_flex_day_are_refused() -> None:
    field = a_field()
    with pytest.raises(Refusal) as refused:
        submitted(field, on=date(2008, 4, 30))
    assert str(refused.value) == "April 2008 is not over yet. Its return can be sent from 1 May 2008 on."
    submitted(field, on=date(2008, 5, 1))
    with pytest.raises(Refusal, match=r"^The return for April 2008 could be sent anew until 30 May 2008\."):
        submitted(field, lines_for(contacts=1), on=date(2008, 5, 31))


def test_a_nil_return_is_received_and_is_no_zero_and_no_blank() -> None:
    field = a_field()
    with transaction():
        kept = submit_nil_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            words="The clinic was closed",
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        )
    assert (kept.way, kept.row_count, _stored(), list_sums([kept.id])) == (Way.NIL, 0, 0, [])
    assert b"The clinic was closed" in file_of(kept.id)
    assert get_return(field.expectation_id, APRIL, on=MAY_DAY).state is Standing.RECEIVED
    with pytest.raises(Refusal, match=r"^Write why there was no activity\.$"), transaction():
        submit_nil_return(
            expectation_id=field.expectation_id, month="2008-03", words=" ", by=field.provider, at=MAY_AT, on=MAY_DAY
        )
    with pytest.raises(Refusal, match=r"^A nil return for April 2008 stands already\.$"), transaction():
        submit_nil_return(
            expectation_id=field.expectation_id, month=APRIL, words="Again", by=field.provider, at=MAY_AT, on=MAY_DAY
        )


def test_what_the_checks_ask_is_a_query_with_a_day_for_the_answer() -> None:
    field = a_field()
    lines = [*lines_for(), "DIAB,X82001,2008-04,first_contact,5", "DIAB,X82001,2008-04,follow_up_contact,20"]
    kept = submitted(field, lines)
    query = list_queries([kept.id])[0]
    assert (query.rule, query.month, query.currency, query.value) == ("contacts_add_up", APRIL, "contact", "30")
    assert query.answer_due_on == date(2008, 5, 22)
    assert get_return(field.expectation_id, APRIL, on=MAY_DAY).state is Standing.QUERIED


def test_where_a_second_person_certifies_a_return_counts_only_then() -> None:
    field = a_field()
    with transaction():
        set_certifying(provider_id=field.trust.ids["OWN"], needs_certifier=True, by=field.certifier)
    kept = submitted(field)
    state = get_return(field.expectation_id, APRIL, on=MAY_DAY)
    assert (state.state, dict(state.standing)) == (Standing.TO_BE_CERTIFIED, {})
    with pytest.raises(NotAllowed) as refused, transaction():
        certify_return(submission_id=kept.id, by=field.provider, at=MAY_AT, on=MAY_DAY)
    assert str(refused.value) == "You prepared this return. Somebody else of your organisation certifies it."
    with pytest.raises(NotAllowed), transaction():
        certify_return(submission_id=kept.id, by=field.other_provider, at=MAY_AT, on=MAY_DAY)
    with transaction():
        certify_return(submission_id=kept.id, by=field.certifier, at=MAY_AT, on=MAY_DAY)
    assert get_return(field.expectation_id, APRIL, on=MAY_DAY).state is Standing.RECEIVED
    with pytest.raises(Refusal, match=r"^This return needs no certifying any more\.$"), transaction():
        certify_return(submission_id=kept.id, by=field.certifier, at=MAY_AT, on=MAY_DAY)
    assert next(entry.did for entry in history_of("activity_submission", kept.id)) == (
        "certified number 1 of Contacts for April 2008"
    )


def test_who_may_not_submit() -> None:
    field = a_field()
    for person, sentence in (
        (field.commissioner, "As PCT commissioner you may not submit activity returns."),
        (field.other_provider, "You act for West Hertfordshire Hospitals. This return is another provider’s."),
        (a_lead(field.trust), "As PbC lead you may not submit activity returns."),
        (a_neighbour(field.trust), "As PCT commissioner you may not submit activity returns."),
    ):
        with pytest.raises(NotAllowed) as refused:
            submitted(field, by=person)
        assert str(refused.value) == sentence


def test_what_the_audit_trail_says() -> None:
    field = a_field()
    kept = submitted(field, BROKEN, sending=Sending(taking=Taking.OWE))
    assert [entry.did for entry in history_of("activity_submission", kept.id)] == [
        "submitted number 1 of Contacts for April 2008: 4 rows, 2 owed"
    ]


def test_nobody_changes_or_deletes_a_row() -> None:
    field = a_field()
    submitted(field)
    for statement in ("UPDATE activity_row SET units = 1", "DELETE FROM activity_row"):
        with pytest.raises(DBAPIError, match="what activity_row holds is frozen"):
            db.session.connection().exec_driver_sql(statement)
        db.session.rollback()


def test_returns_are_due_late_and_missing_by_their_days() -> None:
    field: Field = a_field()
    days = (date(2008, 4, 30), date(2008, 5, 15), date(2008, 5, 16), FROZEN_ON)
    assert [get_return(field.expectation_id, APRIL, on=day).state for day in days] == [
        Standing.NOT_DUE,
        Standing.DUE,
        Standing.LATE,
        Standing.MISSING,
    ]
    submitted(field, on=date(2008, 5, 20), at=MAY_AT + timedelta(days=12))
    assert get_return(field.expectation_id, APRIL, on=FROZEN_ON).days_late == 3


def test_a_long_return_says_how_far_it_is() -> None:
    field = a_field()
    told: list[tuple[int, int]] = []
    with transaction():
        submit_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            read=a_file(),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
            progress=lambda done, count: told.append((done, count)),
        )
    assert told == [(4, 4)]
