"""The ledger of withholding: two people, caps, what is waiting, what the database itself refuses; files."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError, IntegrityError

from contracts.notices.actions.withholding import Wanted, decide_entry, propose_entry
from contracts.notices.models.ledger import EntryDecision, LedgerEntry
from contracts.notices.queries.ledger import find_entry, list_entries, list_to_decide, standing
from contracts.notices.queries.notices import get_notice
from contracts.notices.queries.terms import terms_of
from contracts.notices.rules.ledger import Decision, EntryKind, balance_of
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db
from core.errors import NotAllowed, Refusal
from core.permissions import Actor, Role
from tests.at_once import at_once
from tests.builders_contracts import Contracting
from tests.builders_notices import (
    HREF,
    SETTINGS,
    a_contract_in_force,
    a_notice,
    a_planned_notice,
    at,
    decided,
    entered,
    milestone_ids,
    settings_varied,
    withheld,
)
from tests.builders_rounds import an_actor

pytestmark = pytest.mark.usefixtures("database")
ON = date(2008, 7, 4)


def test_two_people_withhold_and_release_and_only_what_is_approved_counts() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_planned_notice(contract_id, people)
    finance = an_actor(people.pct, Role.FINANCE, "Finance of the trust")
    number = entered(notice, finance, ON, 150_00, milestone_id=milestone_ids(notice)[0])
    assert balance_of(standing(list_entries(contract_id))).held == 0
    assert [each.number for each in list_to_decide(by=people.commissioner)] == [number]
    assert list_to_decide(by=finance) == []
    with pytest.raises(Refusal, match="You proposed this entry yourself"):
        decided(notice, number, finance, ON)
    decided(notice, number, people.commissioner, ON)
    with pytest.raises(Refusal, match="Entry 1 was approved by PCT commissioner already"):
        decided(notice, number, people.colleague, ON)
    back = entered(notice, people.commissioner, ON, 50_00, kind=EntryKind.WAIVED, of=number)
    decided(notice, back, finance, ON)
    found = balance_of(standing(list_entries(contract_id)))
    assert (found.withheld, found.waived, found.held) == (150_00, 50_00, 100_00)
    entry = find_entry(notice.id, back)
    assert entry is not None
    assert (entry.month, entry.milestone_id) == ("2008-07", milestone_ids(notice)[0]), "as what it gives back"
    said = [each.did for each in history_of("contract-notice", notice.id)][:4]
    assert said == [
        "approved entry 2: £50.00 waived",
        "proposed entry 2: £50.00 waived",
        "approved entry 1: £150.00 withheld",
        "proposed entry 1: £150.00 withheld",
    ]


def test_caps_hold_across_notices_and_count_what_waits() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    first, second = a_notice(contract_id, people), a_notice(contract_id, people)
    entered(first, people.commissioner, ON, 800_00)
    with pytest.raises(Refusal, match=r"£833[.]33 \(10% of .*£800[.]00 are withheld already, £33[.]33 are left"):
        entered(second, people.commissioner, ON, 33_34)
    entered(second, people.commissioner, ON, 33_33)
    assert sum(terms_of(first.contract).payments(ON).values()) == 100_000_00


def test_an_approval_asks_the_caps_again() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_notice(contract_id, people)
    number = entered(notice, people.commissioner, ON, 833_33)
    settings_varied(contract_id, people, date(2008, 7, 1), {**SETTINGS, "withholding_percent": "5"})
    with pytest.raises(Refusal, match=r"£416[.]66"):
        decided(notice, number, people.colleague, ON)
    decided(notice, number, people.colleague, ON, decision=Decision.DECLINED, words="Over the cap.")
    assert balance_of(standing(list_entries(contract_id))).withheld == 0


def test_a_milestone_that_was_not_missed_costs_nothing() -> None:
    people = Contracting()
    notice = a_planned_notice(a_contract_in_force(people), people)
    second = milestone_ids(notice)[1]
    with pytest.raises(Refusal, match="Milestone 2 is due by 1 September 2008: it is not missed"):
        entered(notice, people.commissioner, ON, 1, milestone_id=second)
    with pytest.raises(Refusal, match="Choose a milestone of the plan that stands"):
        entered(notice, people.commissioner, ON, 1, milestone_id=999)
    with pytest.raises(Refusal, match="That month has not begun"):
        entered(notice, people.commissioner, ON, 1, month="2008-08")
    with pytest.raises(Refusal, match="Choose the month"):
        entered(notice, people.commissioner, ON, 1, month="July")


def test_without_a_setting_nothing_can_be_withheld() -> None:
    people = Contracting()
    notice = a_notice(a_contract_in_force(people, {"performance_days": "10"}), people)
    with pytest.raises(Refusal, match="so nothing can be withheld under it"):
        entered(notice, people.commissioner, ON, 1)


def test_who_may_not() -> None:
    people = Contracting()
    notice = a_notice(a_contract_in_force(people), people)
    for by in (people.provider, people.lead, people.idle_provider):
        with pytest.raises(NotAllowed):
            entered(notice, by, ON, 1)
    number = entered(notice, people.commissioner, ON, 1)
    with pytest.raises(NotAllowed):
        decided(notice, number, people.provider, ON)


def test_the_database_itself_refuses_one_person_and_any_change() -> None:
    people = Contracting()
    notice = a_notice(a_contract_in_force(people), people)
    number = entered(notice, people.commissioner, ON, 100)
    entry = find_entry(notice.id, number)
    assert entry is not None

    def decision(by: int, proposed_by: int) -> EntryDecision:
        return EntryDecision(
            entry_id=entry.id,
            proposed_by_id=proposed_by,
            decision=Decision.APPROVED,
            words="",
            decided_by_id=by,
            name="Somebody",
            decided_at=at(ON),
        )

    own, other = people.commissioner.person_id, people.colleague.person_id
    with pytest.raises(IntegrityError), bookkeeping() as session:
        session.add(decision(own, own))
    with pytest.raises(IntegrityError), bookkeeping() as session:
        session.add(decision(own, other))
    withheld(get_notice(notice.id), people, ON, 200)
    with pytest.raises(DatabaseError), bookkeeping() as session:
        session.execute(update(LedgerEntry).values(month="2008-06"))
    db.session.rollback()


def test_two_at_once_do_not_withhold_more_than_the_cap_together(database: Flask) -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notices = [a_notice(contract_id, people).id for _ in range(2)]

    def withhold(notice_id: int, by: Actor) -> object:
        wanted = Wanted(kind=EntryKind.WITHHELD, pence=800_00, reason="Missed.", month="2008-07")
        return propose_entry(notice_id=notice_id, wanted=wanted, by=by, at=at(ON), on=ON, href=HREF)

    told = at_once(
        database, lambda: withhold(notices[0], people.commissioner), lambda: withhold(notices[1], people.colleague)
    )
    assert told[1] == "done"
    assert "£800.00 are withheld already, £33.33 are left" in told[0]


def test_two_who_decide_at_once_decide_once(database: Flask) -> None:
    people = Contracting()
    notice_id = a_notice(a_contract_in_force(people), people).id
    number = entered(get_notice(notice_id), people.commissioner, ON, 100)
    finance = an_actor(people.pct, Role.FINANCE, "Finance of the trust")

    def decide(by: Actor) -> object:
        return decide_entry(
            notice_id=notice_id,
            number=number,
            decision=Decision.APPROVED,
            words="",
            by=by,
            at=at(ON),
            on=ON,
            href=HREF,
        )

    told = at_once(database, lambda: decide(finance), lambda: decide(people.colleague))
    assert told[1] == "done"
    assert told[0].startswith("Entry 1 was approved by")
