"""Practices and their membership: boundary days, two groups at once, who may not, what the audit says."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from commissioning.organisations.actions.groups import close_group
from commissioning.organisations.actions.practices import (
    add_practice,
    close_practice,
    correct_membership,
    move_practice,
)
from commissioning.organisations.models import PracticeMembership
from commissioning.organisations.queries.practices import find_membership, list_memberships, list_practices_of
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.parties import actions as parties
from core.parties.models import Party
from core.parties.queries import get_party
from tests.builders import FIRST_DAY
from tests.builders_commissioning import Trust, a_lead, a_neighbour, a_trust

pytestmark = pytest.mark.usefixtures("database")
APRIL = date(2008, 4, 1)
MARCH = date(2008, 3, 31)


def _move(trust: Trust, to: str | None, on: date = APRIL, practice: str = "X82001") -> Party:
    with transaction():
        return move_practice(
            practice_id=trust.ids[practice],
            group_id=trust.ids[to] if to else None,
            from_on=on,
            by=trust.commissioner,
        )


def test_a_practice_is_in_the_old_group_on_31_march_and_in_the_new_on_1_april() -> None:
    trust = a_trust()
    _move(trust, "HER")
    practice = trust.ids["X82001"]
    on_31_march, on_1_april = find_membership(practice, on=MARCH), find_membership(practice, on=APRIL)
    assert on_31_march is not None
    assert on_31_march.group.name == "DacCom"
    assert on_1_april is not None
    assert on_1_april.group.name == "Hertsmere group"
    assert [p.code for p, _ in list_practices_of(trust.ids["DAC"], on=MARCH)] == ["X82001", "X82002"]
    assert [p.code for p, _ in list_practices_of(trust.ids["DAC"], on=APRIL)] == ["X82002"]
    assert [p.code for p, _ in list_practices_of(trust.ids["HER"], on=APRIL)] == ["X82001"]


def test_a_practice_may_leave_without_joining_another_group() -> None:
    trust = a_trust()
    _move(trust, None)
    assert find_membership(trust.ids["X82001"], on=APRIL) is None
    assert find_membership(trust.ids["X82001"], on=MARCH) is not None


def test_a_move_before_a_later_membership_is_refused_naming_both_groups() -> None:
    trust = a_trust()
    _move(trust, None, on=date(2008, 1, 1))
    _move(trust, "HER", on=APRIL)
    with pytest.raises(Refusal) as refusal:
        _move(trust, "DAC", on=date(2008, 2, 1))
    assert str(refusal.value) == (
        "Practice 1 would belong to two groups at once: Hertsmere group (from 1 April 2008) "
        "and DacCom (from 1 February 2008)."
    )


def test_moving_to_the_group_it_belongs_to_is_refused() -> None:
    trust = a_trust()
    with pytest.raises(Refusal, match=r"^Practice 1 belongs to DacCom already on 1 April 2008\.$"):
        _move(trust, "DAC")


def test_joining_and_leaving_on_one_day_is_refused() -> None:
    trust = a_trust()
    _move(trust, "HER")
    with pytest.raises(Refusal, match="joined Hertsmere group on 1 April 2008 and cannot leave on the same day"):
        _move(trust, None)


def test_joining_before_the_practice_opened_is_refused() -> None:
    trust = a_trust()
    _move(trust, None)
    with transaction():
        practice = add_practice(
            commissioner_id=trust.id, code="X82009", name="New", opened_on=APRIL, by=trust.commissioner
        )
    with pytest.raises(Refusal) as refusal, transaction():
        move_practice(practice_id=practice.id, group_id=trust.ids["HER"], from_on=MARCH, by=trust.commissioner)
    assert str(refusal.value) == "New opened on 1 April 2008, later than the day of joining."


def test_a_practice_may_be_the_only_one_of_its_group() -> None:
    trust = a_trust()
    with transaction():
        add_practice(
            commissioner_id=trust.id,
            code="X82009",
            name="Red House",
            opened_on=APRIL,
            group_id=trust.ids["HER"],
            by=trust.commissioner,
        )
    assert [p.name for p, _ in list_practices_of(trust.ids["HER"], on=APRIL)] == ["Red House"]


def test_a_code_that_was_ever_used_is_refused() -> None:
    trust = a_trust()
    with transaction():
        close_practice(practice_id=trust.ids["X82001"], closed_on=APRIL, reason="Retired", by=trust.commissioner)
    with (
        pytest.raises(Refusal, match=r"^The code X82001 belonged to Practice 1. Codes are never used again"),
        transaction(),
    ):
        add_practice(commissioner_id=trust.id, code="X82001", name="Other", opened_on=APRIL, by=trust.commissioner)


def test_closing_a_practice_ends_its_membership() -> None:
    trust = a_trust()
    with transaction():
        close_practice(practice_id=trust.ids["X82001"], closed_on=APRIL, reason="Retired", by=trust.commissioner)
    assert [stay.left_on for stay in list_memberships(trust.ids["X82001"])] == [APRIL]
    assert get_party(trust.ids["X82001"]).closed_on == APRIL
    assert history_of("party", trust.ids["X82001"])[0].did == "closed it from 1 April 2008: Retired"


def test_closing_a_practice_shows_the_reasons_of_higher_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    trust = a_trust()
    reasons = [lambda _party, _on: ["Two claims are open."]]
    monkeypatch.setattr(parties, "reasons_against_closing", reasons)
    with pytest.raises(Refusal, match=r"^Practice 1 cannot be closed yet. Two claims are open.$"), transaction():
        close_practice(practice_id=trust.ids["X82001"], closed_on=APRIL, reason="Retired", by=trust.commissioner)


def test_a_group_with_practices_is_not_closed() -> None:
    trust = a_trust()
    with pytest.raises(Refusal) as refusal, transaction():
        close_group(group_id=trust.ids["DAC"], closed_on=APRIL, reason="Merged", by=trust.commissioner)
    assert str(refusal.value) == (
        "DacCom cannot be closed yet. 2 practices belong to it on that day or later: move them first."
    )
    _move(trust, "HER"), _move(trust, "HER", practice="X82002")
    with transaction():
        close_group(group_id=trust.ids["DAC"], closed_on=APRIL, reason="Merged", by=trust.commissioner)
    assert get_party(trust.ids["DAC"]).closed_on == APRIL


def test_a_membership_recorded_wrongly_is_put_right_with_a_reason() -> None:
    trust = a_trust()
    _move(trust, "HER", on=date(2008, 5, 1))
    first, second = list_memberships(trust.ids["X82001"])
    with transaction():
        correct_membership(
            membership_id=first.id,
            group_id=trust.ids["DAC"],
            joined_on=FIRST_DAY,
            left_on=APRIL,
            reason="Letter of the practice",
            by=trust.commissioner,
        )
    with pytest.raises(Refusal, match="two groups at once"), transaction():
        correct_membership(
            membership_id=second.id,
            group_id=trust.ids["HER"],
            joined_on=MARCH,
            left_on=None,
            reason="Letter",
            by=trust.commissioner,
        )
    with pytest.raises(Refusal, match=r"^Say why the membership is corrected.$"), transaction():
        correct_membership(
            membership_id=second.id,
            group_id=trust.ids["HER"],
            joined_on=APRIL,
            left_on=None,
            reason=" ",
            by=trust.commissioner,
        )


def test_the_database_itself_refuses_two_open_memberships() -> None:
    trust = a_trust()
    row = PracticeMembership(
        practice_id=trust.ids["X82001"], group_id=trust.ids["HER"], joined_on=APRIL + timedelta(days=1)
    )
    db.session.add(row)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_people_of_another_trust_and_leads_may_not_move_a_practice() -> None:
    trust = a_trust()
    for other in (a_neighbour(trust), a_lead(trust)):
        with pytest.raises(NotAllowed), transaction():
            move_practice(practice_id=trust.ids["X82001"], group_id=None, from_on=APRIL, by=other)


def test_the_audit_says_who_moved_which_practice_from_where_to_where() -> None:
    trust = a_trust()
    before = db.session.query(AuditEvent).count()
    _move(trust, "HER")
    assert db.session.query(AuditEvent).count() == before + 1
    line = history_of("party", trust.ids["X82001"])[0]
    assert line.who == "Commissioner"
    assert line.did == "moved it from DacCom to Hertsmere group from 1 April 2008 on"
