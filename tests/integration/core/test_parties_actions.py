"""Opening, renaming, placing and closing organisations, on both engines."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.parties import actions, queries
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Role
from tests.builders import DAY, FIRST_DAY, a_commissioner, a_person, an_installation, an_organisation

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def reasons() -> Iterator[list[str]]:
    """Reasons a higher domain has against closing, until the test is over."""
    given: list[str] = []

    def against(_: Party, __: date) -> list[str]:
        return given

    actions.reasons_against_closing.append(against)
    yield given
    actions.reasons_against_closing.remove(against)


def test_a_commissioner_opens_a_practice_of_the_trust() -> None:
    commissioner = a_commissioner(an_installation())
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner, name="Practice 1")
    assert (practice.code, practice.name, practice.commissioner_id) == ("X82001", "Practice 1", 1)
    assert queries.list_commissioner_ids_reached_by(practice) == [commissioner.organisation_id]
    assert history_of("party", practice.id)[0].did == "added Practice 1 (X82001)"


def test_a_code_is_never_used_again_even_when_closed() -> None:
    commissioner = a_commissioner(an_installation())
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner, name="Practice 1")
    with pytest.raises(Refusal) as held:
        an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner)
    assert str(held.value) == "The code X82001 belongs to Practice 1. Codes are never used again."
    with transaction():
        actions.close_party(party_id=practice.id, closed_on=DAY, reason="Merged", by=commissioner)
    with pytest.raises(Refusal) as closed:
        an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner)
    assert str(closed.value) == "The code X82001 belonged to Practice 1. Codes are never used again."


def test_nobody_maintains_the_organisations_of_another_trust() -> None:
    administrator = an_installation()
    other = an_organisation(PartyKind.PCT, "OTH", by=administrator)
    outsider = a_person(Role.COMMISSIONER, other.id, by=administrator)
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=a_commissioner(administrator))
    with pytest.raises(NotAllowed, match="You act for Organisation OTH"), transaction():
        actions.rename_party(party_id=practice.id, name="Taken over", by=outsider)
    with pytest.raises(NotAllowed, match="As PCT commissioner you may not add and change primary care"), transaction():
        actions.rename_party(party_id=1, name="Mine", by=outsider)


def test_a_new_name_keeps_the_code_and_leaves_the_old_name_in_the_history() -> None:
    commissioner = a_commissioner(an_installation())
    group = an_organisation(PartyKind.PBC_GROUP, "DAC", by=commissioner, name="DacCom")
    with transaction():
        actions.rename_party(party_id=group.id, name="Dacorum", by=commissioner)
    assert queries.get_party(group.id).name == "Dacorum"
    line = history_of("party", group.id)[0]
    assert (line.who, line.did) == ("Commissioner", "renamed it from DacCom to Dacorum")
    with pytest.raises(Refusal, match="Enter the name of the organisation"), transaction():
        actions.rename_party(party_id=group.id, name=" ", by=commissioner)


def test_closing_shows_all_reasons_against_it(reasons: list[str]) -> None:
    commissioner = a_commissioner(an_installation())
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner, name="Practice 1")
    reasons += ["It has 2 open claims.", "It belongs to DacCom."]
    with pytest.raises(Refusal) as refused, transaction():
        actions.close_party(party_id=practice.id, closed_on=DAY, reason="Merged", by=commissioner)
    assert str(refused.value) == "Practice 1 cannot be closed yet. It has 2 open claims. It belongs to DacCom."
    assert queries.get_party(practice.id).closed_on is None
    reasons.clear()
    with transaction():
        actions.close_party(party_id=practice.id, closed_on=DAY, reason="Merged", by=commissioner)
    assert history_of("party", practice.id)[0].did == "closed it from 1 April 2008: Merged"


def test_a_closed_organisation_is_open_until_the_day_before() -> None:
    commissioner = a_commissioner(an_installation())
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner)
    with transaction():
        actions.close_party(party_id=practice.id, closed_on=DAY, reason="Merged", by=commissioner)
    on_31_march = queries.list_parties(kind=PartyKind.PRACTICE, open_on=date(2008, 3, 31))
    assert [party.code for party in on_31_march] == ["X82001"]
    assert queries.list_parties(kind=PartyKind.PRACTICE, open_on=DAY) == []


def test_an_authority_reaches_the_trusts_below_it() -> None:
    administrator = an_installation()
    authority = an_organisation(PartyKind.SHA, "EOE", by=administrator)
    assert queries.list_commissioner_ids_reached_by(authority) == []
    with transaction():
        actions.place_trust(party_id=1, overseer_id=authority.id, by=administrator)
    assert queries.list_commissioner_ids_reached_by(authority) == [1]
    assert history_of("party", 1)[0].did == "placed it under Organisation EOE"
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=administrator)
    with pytest.raises(Refusal, match="Only a primary care trust has a strategic health authority"), transaction():
        actions.place_trust(party_id=practice.id, overseer_id=authority.id, by=administrator)
    commissioner = a_commissioner(administrator)
    with pytest.raises(NotAllowed, match="As PCT commissioner you may not add and change primary care"), transaction():
        actions.place_trust(party_id=1, overseer_id=None, by=commissioner)


def test_nobody_opens_an_organisation_unseen_but_the_first_trust() -> None:
    an_installation()
    with pytest.raises(Refusal, match="Only the first primary care trust"), transaction():
        actions.open_party(kind=PartyKind.PCT, code="OTH", name="Other", opened_on=FIRST_DAY, by=None)


def test_a_refused_act_leaves_neither_row_nor_event() -> None:
    commissioner = a_commissioner(an_installation())
    before = db.session.scalars(select(AuditEvent.id)).all()
    with pytest.raises(Refusal):
        an_organisation(PartyKind.PRACTICE, "no code", by=commissioner)
    assert queries.list_parties(kind=PartyKind.PRACTICE) == []
    assert db.session.scalars(select(AuditEvent.id)).all() == before


def test_the_act_names_the_commissioner_concerned(database: Flask) -> None:
    assert database.name == "app"
    commissioner = a_commissioner(an_installation())
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.act, event.subject, event.subject_id) == ("parties.open_party", "party", practice.id)
    assert (event.by_id, event.grant_id, event.commissioner_id) == (commissioner.person_id, commissioner.grant_id, 1)
