"""Notices and the ledger read the contract as it reads on a day: settings, payments, and an end that came early."""

from datetime import date

import pytest

from contracts.agreements.actions.ending import terminate_contract
from contracts.agreements.queries.contracts import get_contract
from contracts.notices.actions.reminding import send_reminders
from contracts.notices.queries.notices import get_notice
from contracts.notices.queries.terms import terms_of
from contracts.notices.rules.kinds import Kind
from core.db import aside, db, transaction
from core.errors import Refusal
from tests.builders_contracts import Contracting, a_contract
from tests.builders_notices import (
    SETTINGS,
    a_contract_in_force,
    a_notice,
    a_planned_notice,
    at,
    decided,
    entered,
    excepted,
    milestone_ids,
    settings_varied,
)
from tests.builders_rounds import AT
from tests.builders_variations import OCTOBER, a_draft, a_varied_contract, proposed, signed, with_money, worded

pytestmark = pytest.mark.usefixtures("database")
LATER = {**SETTINGS, "performance_days": "3", "exception_days": "2", "withholding_percent": "4"}


def test_a_notice_counts_its_days_as_the_contract_reads_on_the_day_of_issue() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    settings_varied(contract_id, people, date(2008, 9, 1), LATER)
    before, after = (a_notice(contract_id, people, on) for on in (date(2008, 8, 29), date(2008, 9, 1)))
    assert [each.response_due_on for each in (before, after)] == [date(2008, 9, 12), date(2008, 9, 4)]
    assert "Leads’ meeting of August" in after.text.content
    assert "Leads’ meeting of August" not in before.text.content


def test_a_setting_holds_only_while_its_variation_does() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    settings_varied(contract_id, people, date(2008, 9, 1), {"query_days": "3"}, date(2008, 9, 30))
    terms = terms_of(get_contract(contract_id))
    days = (date(2008, 8, 31), date(2008, 9, 1), date(2008, 9, 30), date(2008, 10, 1))
    assert [terms.settings(on)["query_days"].value for on in days] == ["10", "3", "3", "10"]
    assert ["withholding_percent" in terms.settings(on) for on in days] == [True, False, False, True]
    assert [terms.changed_by(on) for on in days] == [(), (1,), (1,), ()]
    with pytest.raises(Refusal, match="The contract has no setting “Answer to a performance notice within”"):
        a_notice(contract_id, people, date(2008, 9, 10))
    notice = a_notice(contract_id, people, date(2008, 9, 10), kind=Kind.ACTIVITY_QUERY)
    with pytest.raises(Refusal, match="so nothing can be withheld under it"):
        entered(notice, people.commissioner, date(2008, 9, 10), 1, month="2008-09")


def test_an_exception_report_and_its_reminder_count_as_the_contract_reads_then() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_planned_notice(contract_id, people)
    first = milestone_ids(notice)[0]
    settings_varied(contract_id, people, date(2008, 7, 8), {**LATER, "notice_reminder_days": "1"})
    excepted(notice, first, people.commissioner, date(2008, 7, 2))
    assert get_notice(notice.id).next_due_on == date(2008, 7, 9), "five working days, as it read then"
    sent = [_reminded(on) for on in (date(2008, 7, 3), date(2008, 7, 4), date(2008, 7, 7), date(2008, 7, 8))]
    assert sent[1] == 1, "three working days before, as it read then"
    excepted(notice, first, people.commissioner, date(2008, 7, 10))
    assert get_notice(notice.id).next_due_on == date(2008, 7, 14), "two working days since the variation"


def test_the_cap_of_a_month_is_that_of_the_month_and_of_this_one_that_of_the_day() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_notice(contract_id, people)
    settings_varied(contract_id, people, date(2008, 9, 15), LATER)
    on = date(2008, 9, 14)
    number = entered(notice, people.commissioner, on, 800_00, month="2008-09")
    with pytest.raises(Refusal, match=r"£333[.]33 \(4% of £8,333[.]33; Leads’ meeting of August\)"):
        decided(notice, number, people.colleague, date(2008, 9, 15))
    decided(notice, number, people.colleague, on)
    later = date(2008, 10, 10)
    with pytest.raises(Refusal, match=r"£333[.]33 .*£800[.]00 are withheld already, £0[.]00 are left"):
        entered(notice, people.commissioner, later, 1, month="2008-09")
    entered(notice, people.commissioner, later, 833_33, month="2008-08")


def test_a_payment_is_what_was_signed_and_what_variations_add_from_their_day() -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    variation_id = a_draft(contract, people.commissioner)
    with_money(variation_id, people.commissioner, 12_000_00)
    worded(variation_id, people.commissioner)
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    terms = terms_of(get_contract(contract.id))
    before, since = terms.payments(date(2008, 9, 30)), terms.payments(OCTOBER)
    assert (before["2008-09"], before["2008-10"]) == (8_333_33, 8_333_33)
    assert (since["2008-09"], since["2008-10"]) == (8_333_33, 9_333_33)
    assert (sum(before.values()), sum(since.values())) == (100_000_00, 106_000_00)


def test_the_second_year_of_a_contract_pays_the_rest_and_has_a_cap_of_its_own() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people, ends_on=date(2010, 3, 31), whole_value=160_000_00)
    notice = a_notice(contract_id, people)
    on = date(2009, 7, 4)
    assert terms_of(get_contract(contract_id)).payments(on)["2009-07"] == 5_000_00
    for month in ("2008-06", "2008-07", "2008-08", "2008-09", "2008-10", "2008-11"):
        entered(notice, people.commissioner, on, 833_33, month=month)
    with pytest.raises(Refusal, match=r"Most of the year’s value that may be withheld: £5,000[.]00 .*£0[.]02 are left"):
        entered(notice, people.commissioner, on, 3, month="2008-12")
    entered(notice, people.commissioner, on, 500_00, month="2009-07")
    with pytest.raises(Refusal, match=r"£500[.]00 \(10% of £5,000[.]00"):
        entered(notice, people.commissioner, on, 501_00, month="2009-06")


def test_nothing_is_withheld_of_months_after_a_contract_was_terminated() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    notice = a_notice(contract_id, people)
    with transaction():
        terminate_contract(
            contract_id=contract_id,
            notice_given_on=date(2008, 6, 30),
            first_day_without=date(2008, 9, 16),
            reason="Moved.",
            shorter="Both agreed.",
            by=people.commissioner,
            at=AT,
            on=date(2008, 6, 30),
            href="/contracts/1",
        )
    on = date(2008, 10, 20)
    with pytest.raises(Refusal, match="The contract pays nothing for that month"):
        entered(notice, people.commissioner, on, 1, month="2008-10")
    with pytest.raises(Refusal, match=r"£416[.]66 \(10% of £4,166[.]6"):
        entered(notice, people.commissioner, on, 417_00, month="2008-09")


def test_settings_that_cannot_be_read_back_are_not_agreed() -> None:
    people = Contracting()
    contract_id = a_contract_in_force(people)
    variation_id = a_draft(get_contract(contract_id), people.commissioner)
    table = "Table: Settings\n\n| What | Value | Source |\n| --- | --- | --- |\n"
    label = "Most of a month’s payment that may be withheld"
    for row, sentence in (
        (f"| {label} | ten per cent | Us |", f"“{label}” is a number and its unit, such as 10%."),
        (f"| {label} | 101% | Us |", f"“{label}” is 0 to 100 percent."),
        ("| Tea | 3 cups | Us |", "“Tea” is no setting of contract management."),
        (f"| {label} | 5% | Us |\n| {label} | 6% | Us |", f"“{label}” stands there twice."),
        ("| Meeting after a notice within | 10 days | Us |", "is a number and its unit, such as 10 working days"),
    ):
        with pytest.raises(Refusal) as refused:
            worded(variation_id, people.commissioner, table + row, "settings")
        assert sentence in str(refused.value)
    worded(variation_id, people.commissioner, f"{table}| {label} | 5% |  |\n\nReviewed in March.", "settings")
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    found = terms_of(get_contract(contract_id)).settings(OCTOBER)
    assert [(each.value, each.source) for each in found.values()] == [("5", "Agreed in a variation")]


def test_a_contract_that_was_never_issued_says_nothing() -> None:
    people = Contracting()
    terms = terms_of(get_contract(a_contract(people)))
    assert (terms.settings(OCTOBER), terms.payments(OCTOBER), terms.changed_by(OCTOBER)) == ({}, {}, ())


def _reminded(on: date) -> int:
    with transaction(), aside(db.session()):
        return send_reminders(on=on, at=at(on), address_of=lambda contract, number: f"/contracts/{contract}/{number}")
