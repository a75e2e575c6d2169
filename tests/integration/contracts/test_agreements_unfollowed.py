"""Signed heads of terms that no signed contract follows: after a time that is set, the register warns of them."""

from datetime import date

import pytest

from contracts.agreements.actions.tracing import set_following_time
from contracts.agreements.queries.unfollowed import find_following_time, list_unfollowed
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from tests.builders_joins import FollowingField, issued_now, signed_now

SOURCE = "Leads’ meeting of March 2008"


@pytest.fixture
def field(database: object) -> FollowingField:
    del database
    return FollowingField()


def set_time(field: FollowingField, days: int = 28, source: str = SOURCE, by: Actor | None = None) -> None:
    with transaction():
        set_following_time(commissioner_id=field.pct, days=days, source=source, by=by or field.commissioner)


def test_signed_heads_are_late_after_the_time_that_is_set(field: FollowingField) -> None:
    field.issue(field.draft(title="Not signed"))
    [found] = list_unfollowed(by=field.commissioner)
    assert (found.reference, found.signed_on, found.due_on) == ("HT1 version 1", date(2008, 3, 25), None)
    assert not found.is_late(on=date(2018, 1, 1)), "without a time nothing is late"
    set_time(field)
    [found] = list_unfollowed(by=field.commissioner)
    assert (found.due_on, found.source, found.provider) == (date(2008, 4, 22), SOURCE, "Provider services")
    assert [found.is_late(on=date(2008, 4, day)) for day in (22, 23)] == [False, True]


def test_only_a_signed_contract_ends_the_waiting(field: FollowingField) -> None:
    contract_id = field.following()
    field.trace_all(contract_id)
    issued_now(contract_id, field.commissioner)
    assert len(list_unfollowed(by=field.commissioner)) == 1
    signed_now(contract_id, field.commissioner, field.provider)
    assert list_unfollowed(by=field.commissioner) == []


def test_only_those_whom_the_heads_concern_are_warned(field: FollowingField) -> None:
    seen = [field.commissioner, field.finance, field.auditor, field.provider, field.leads["WAT"]]
    hidden = [field.leads["RED"], field.managers["CLIN"], field.stranger, field.lead_elsewhere]
    assert [len(list_unfollowed(by=by)) for by in seen] == [1] * len(seen)
    assert [len(list_unfollowed(by=by)) for by in hidden] == [0] * len(hidden)


def test_the_time_is_kept_with_its_source(field: FollowingField) -> None:
    set_time(field)
    told = f"set 28 days within which signed heads of terms are to be followed: {SOURCE}"
    assert history_of("contract-following", field.pct)[0].did == told
    set_time(field, days=14)
    kept = find_following_time(field.pct)
    assert kept is not None
    assert (kept.days, kept.source) == (14, SOURCE)
    for days, source, refused in (
        (14, SOURCE, r"^Nothing was changed: this is the time that is set already\.$"),
        (0, SOURCE, r"^Enter 1 to 730 days\.$"),
        (731, SOURCE, r"^Enter 1 to 730 days\.$"),
        (14, " ", r"^Say where the number of days comes from: a meeting, a policy\.$"),
        (14, "x" * 201, r"^The source has at most 200 characters\.$"),
    ):
        with pytest.raises(Refusal, match=refused):
            set_time(field, days, source)


@pytest.mark.parametrize("who", ["finance", "auditor", "provider", "stranger"])
def test_others_set_no_time(field: FollowingField, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_time(field, by=getattr(field, who))
