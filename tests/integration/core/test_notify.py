"""Writing messages: once for each key and person, in the transaction of the act; and who is to be told."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import bookkeeping, db, transaction
from core.notifications.models import Message
from core.notifications.queries import count_unread, people_at
from core.notifications.rules import LONGEST_SUBJECT
from core.parties.rules import PartyKind
from core.people.actions.administration import deactivate_person
from core.people.actions.grants import end_grant
from core.permissions import Actor, Permission, Role
from tests.builders import DAY, a_commissioner, a_person, an_installation, an_organisation
from tests.builders_messages import tell

pytestmark = pytest.mark.usefixtures("database")


def told(person_id: int) -> list[str]:
    return list(db.session.scalars(select(Message.key).where(Message.person_id == person_id).order_by(Message.id)))


def test_writes_a_message_to_each_person_once() -> None:
    """TRAPS 21: running twice tells once."""
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    both = [commissioner.person_id, administrator.person_id]
    with bookkeeping():
        assert tell(both[0], both[0]) == 1
        assert tell(*both) == 1
    with bookkeeping():
        assert tell(*both) == 0
        assert tell(both[0], key="agreement.issue/3") == 1
        assert tell(key="agreement.issue/4") == 0
    assert told(both[0]) == ["agreement.issue/2", "agreement.issue/3"]
    assert told(both[1]) == ["agreement.issue/2"]
    assert count_unread(both[0]) == 2


def test_an_act_that_is_refused_tells_nobody() -> None:
    administrator = an_installation()
    with pytest.raises(RuntimeError, match="a write without an audit event"), transaction():
        tell(administrator.person_id)
    assert told(administrator.person_id) == []


def test_a_message_is_kept_as_it_may_be_shown() -> None:
    administrator = an_installation()
    with bookkeeping():
        tell(
            administrator.person_id,
            subject="A line\r\nand another, about 943 476 5919",
            words="  She has 943 476 5919 ",
        )
        tell(administrator.person_id, key="long", subject="x" * 300)
    first, second = db.session.scalars(select(Message).order_by(Message.id))
    assert (first.subject, first.words) == ("A line  and another, about (identifier)", "She has (identifier)")
    assert (len(second.subject), second.subject[-2:]) == (LONGEST_SUBJECT, "x…")


@pytest.mark.parametrize(
    "wrong",
    [
        *({"href": "https://elsewhere.example/"}, {"href": "//elsewhere.example/"}, {"href": "/\\elsewhere"}),
        *({"href": ""}, {"subject": " "}, {"key": ""}, {"key": "k" * 201}),
    ],
)
def test_a_message_leads_to_a_page_of_ours_and_says_something(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a message"), bookkeeping():
        tell(1, **wrong)


@pytest.fixture
def field() -> dict[str, Actor]:
    """A group with its lead and a member, the commissioner, and the administrator."""
    administrator = an_installation()
    group = an_organisation(PartyKind.PBC_GROUP, "DAC", by=administrator)
    return {
        "administrator": administrator,
        "commissioner": a_commissioner(administrator),
        "lead": a_person(Role.PBC_LEAD, group.id, by=administrator),
        "member": a_person(Role.PBC_MEMBER, group.id, by=administrator),
    }


def test_finds_the_people_of_organisations_who_may_do_something(field: dict[str, Actor]) -> None:
    group_id, trust_id = field["lead"].organisation_id, field["commissioner"].organisation_id
    lead, member, commissioner, administrator = (
        field[who].person_id for who in ("lead", "member", "commissioner", "administrator")
    )
    assert people_at([group_id], on=DAY) == [lead, member]
    assert people_at([group_id], on=DAY, permission=Permission.TAKE_POSITIONS) == [lead]
    assert people_at([group_id, trust_id], on=DAY) == sorted([administrator, commissioner, lead, member])
    assert people_at([group_id, trust_id], on=DAY, permission=Permission.SIGN_BUDGETS) == [commissioner, lead]
    assert people_at([], on=DAY) == []
    assert people_at([group_id], on=date(2006, 9, 30)) == []


def test_tells_nobody_whose_grant_has_ended_or_who_is_deactivated(field: dict[str, Actor]) -> None:
    lead, member, administrator = field["lead"], field["member"], field["administrator"]
    with transaction():
        end_grant(grant_id=lead.grant_id, ends_on=DAY, by=administrator)
        deactivate_person(person_id=member.person_id, reason="Left", by=administrator, on=DAY)
    assert people_at([lead.organisation_id], on=DAY) == []
    assert people_at([lead.organisation_id], on=DAY - timedelta(days=1)) == [lead.person_id]
