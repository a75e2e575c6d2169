"""Accounts of groups: credited by what was paid, invoices decided over within the balance, entries by two people."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from core.audit_trail.models import AuditEvent
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.money import as_pence
from core.notifications.models import Message
from core.permissions import Actor, Role
from les.payments.actions.account_entries import EntryText, decide_account_entry, propose_account_entry
from les.payments.actions.account_invoices import (
    InvoiceText,
    decide_invoice,
    put_invoice_forward,
    withdraw_invoice,
)
from les.payments.models.runs import Item, PaymentOutcome
from les.payments.queries.accounts import balance_of, balances_of, lines_of_account, list_seen_groups, waiting_sums
from les.payments.rules import split_with_set_aside
from les.payments.rules.accounts import EntryKind, LineKind, balance_of_lines, statement_of
from les.payments.rules.kinds import Result
from les.schemes.rules.kinds import Verdict
from tests.at_once import at_once
from tests.builders import AT, DAY, a_person
from tests.builders_payments import Payments
from tests.counting import statements

HREF = "/les/accounts"
INVOICE = InvoiceText(
    supplier="Conference centre",
    number="INV 7",
    invoiced_on=date(2008, 3, 28),
    amount=Decimal("20.00"),
    what_for="Room for the meeting of the group",
)
OPENING = EntryText(
    kind=EntryKind.OPENING, amount=Decimal("50.00"), as_at=date(2008, 4, 1), source="Ledger, month 12 of 2007/08"
)


class Accounts(Payments):
    """Sums of which a quarter is set aside for DacCom."""

    def __init__(self) -> None:
        super().__init__()
        self.group_id = self.trust.ids["DAC"]
        self.set_aside("25")

    def paid(self, *pounds: str, key: str = "a run") -> None:
        """Sums that were paid."""
        for each in pounds:
            self.due(each)
        self.told(self.released(key=key))

    def put(self, by: Actor | None = None, **changes: Any) -> int:
        """An invoice that waits; its id."""
        with transaction():
            return put_invoice_forward(
                group_id=self.group_id, invoice=replace(INVOICE, **changes), by=by or self.lead, on=DAY, at=AT
            ).id

    def judge(
        self, invoice_id: int, by: Actor | None = None, verdict: Verdict = Verdict.APPROVED, **named: Any
    ) -> None:
        """A decision of finance over an invoice."""
        with transaction():
            self.deciding(invoice_id, by, verdict, **named)()

    def deciding(
        self, invoice_id: int, by: Actor | None = None, verdict: Verdict = Verdict.APPROVED, reason: str = ""
    ) -> Callable[[], object]:
        """The same as an act of its own."""
        return partial(
            decide_invoice,
            invoice_id=invoice_id,
            verdict=verdict,
            reason=reason,
            href=HREF,
            by=by or self.finance,
            on=DAY,
            at=AT,
        )

    def enter(self, **changes: Any) -> int:
        """An entry by hand that waits; its id."""
        with transaction():
            return propose_account_entry(
                group_id=self.group_id, entry=replace(OPENING, **changes), by=self.finance, on=DAY, at=AT
            ).id

    def decide_entry(self, entry_id: int, by: Actor | None = None, verdict: Verdict = Verdict.APPROVED) -> None:
        """A decision over an entry."""
        given: dict[str, Any] = {"reason": "So agreed", "on": DAY, "at": AT}
        with transaction():
            decide_account_entry(entry_id=entry_id, verdict=verdict, by=by or self.payer, **given)


@pytest.fixture
def everywhere(database: Flask) -> Accounts:
    """On either engine."""
    del database
    return Accounts()


@pytest.fixture
def accounts(app: Flask) -> Accounts:
    """The same on one."""
    del app
    return Accounts()


def _refused(act: Callable[[], object], kind: type[Refusal] = Refusal) -> str:
    with pytest.raises(kind) as refusal:
        act()
    db.session.rollback()
    return str(refusal.value)


def test_an_account_holds_the_kept_part_of_what_was_paid_to_the_penny(everywhere: Accounts) -> None:
    amounts = ["7600.01", "0.02", "0.03", "99.99", "12.50", "-0.02", "33.33", "1.00"]
    for number, each in enumerate(amounts):
        everywhere.due(each, everywhere.second_practice if number % 2 else None)
    run = everywhere.run()
    assert balance_of(everywhere.group_id) == 0
    everywhere.release(run)
    assert balance_of(everywhere.group_id) == 0
    everywhere.told(run, Result.FAILED, practice_ids=[everywhere.second_practice])
    everywhere.told(run)
    expected = sum((split_with_set_aside(Decimal(each), 25)[0] for each in amounts[::2]), Decimal(0))
    assert balance_of(everywhere.group_id) == as_pence(expected) == 191147
    again = everywhere.released(key="again")
    assert balance_of(everywhere.group_id) == 191147
    everywhere.told(again)
    expected = sum((split_with_set_aside(Decimal(each), 25)[0] for each in amounts), Decimal(0))
    kept = db.session.scalar(
        select(func.sum(Item.kept)).join(PaymentOutcome).where(PaymentOutcome.result == Result.PAID)
    )
    assert balance_of(everywhere.group_id) == as_pence(expected) == as_pence(kept or Decimal(0))
    lines = lines_of_account(everywhere.group_id)
    assert balance_of_lines(lines) == balance_of(everywhere.group_id)
    assert [(line.kind, line.reference, line.what) for line in statement_of(lines).lines[0][:1]] == [
        (
            LineKind.SET_ASIDE,
            "EP-000001",
            "Set aside of payments to 1 practice for LES-001 Minor surgery, paid on 1 April 2008",
        )
    ]
    assert balances_of([everywhere.group_id, everywhere.trust.ids["HER"]])[everywhere.trust.ids["HER"]] == 0


def test_an_invoice_is_taken_once_finance_approved_it(everywhere: Accounts) -> None:
    everywhere.paid("100.00")
    first = everywhere.put()
    assert waiting_sums([everywhere.group_id]) == {everywhere.group_id: (1, 2000)}
    assert balance_of(everywhere.group_id) == 2500
    everywhere.judge(first)
    assert balance_of(everywhere.group_id) == 500
    told = db.session.scalars(select(Message.subject).where(Message.person_id == everywhere.lead.person_id))
    assert "Invoice INV 7 of Conference centre: approved" in list(told)
    db.session.rollback()
    second = everywhere.put(number="INV 8", amount=Decimal("5.01"))
    assert _refused(everywhere.deciding(second)) == (
        "DacCom has £5.00 on its account, and this takes £5.01. Decline it, or wait for more."
    )
    assert _refused(everywhere.deciding(second, verdict=Verdict.DECLINED)) == (
        "The reason is missing. Write it in a sentence."
    )
    everywhere.judge(second, verdict=Verdict.DECLINED, reason="Too much")
    assert _refused(everywhere.deciding(second)) == "This is decided already: declined."
    assert balance_of(everywhere.group_id) == 500


def test_an_invoice_is_put_forward_once(accounts: Accounts) -> None:
    first = accounts.put()
    again = partial(accounts.put, accounts.commissioner, supplier=" conference  Centre", number="inv 7")
    assert _refused(again) == "Invoice inv 7 of conference Centre was put forward before: waits for approval."
    with transaction():
        withdraw_invoice(invoice_id=first, reason="Wrong amount", by=accounts.lead, at=AT)
    second = again()
    assert "waits for approval" in _refused(again)
    assert second != first


def test_who_decides_over_an_invoice(accounts: Accounts) -> None:
    accounts.paid("100.00")
    invoice = accounts.put()
    for other in (accounts.lead, accounts.commissioner, accounts.auditor, accounts.manager, accounts.neighbour):
        assert _refused(accounts.deciding(invoice, other), NotAllowed)
    own = accounts.put(accounts.finance, number="INV 9")
    assert _refused(accounts.deciding(own)) == (
        "You proposed this. Ask a second person to approve or decline it, or withdraw it."
    )
    stands_in = replace(accounts.payer, stands_in_for_id=accounts.finance.person_id)
    assert "You proposed this" in _refused(accounts.deciding(own, stands_in))
    for interest, name in ((accounts.group_id, "DacCom"), (accounts.second_practice, "Practice 2")):
        with_interest = replace(accounts.payer, interests=frozenset({interest}))
        assert _refused(accounts.deciding(own, with_interest), NotAllowed) == (
            f"You declared an interest in {name}. Ask somebody without one."
        )
    assert _refused(accounts.deciding(invoice, verdict=Verdict.WITHDRAWN)).startswith("Only the one who put")
    accounts.judge(invoice)
    accounts.judge(own, accounts.payer, Verdict.DECLINED, reason="Not for the group")
    assert balance_of(accounts.group_id) == 500


def test_finance_that_works_at_a_practice_of_the_group_decides_nothing(accounts: Accounts) -> None:
    accounts.paid("100.00")
    invoice = accounts.put()
    at_practice = a_person(
        Role.PRACTICE_MANAGER,
        accounts.second_practice,
        by=accounts.trust.administrator,
        name="Both",
        email="both@whp.example",
    )
    both = replace(accounts.payer, person_id=at_practice.person_id)
    assert _refused(accounts.deciding(invoice, both), NotAllowed) == (
        "You work or worked at Practice 2. Ask somebody who does not."
    )


def test_who_puts_an_invoice_forward_and_withdraws_it(accounts: Accounts) -> None:
    other_lead = a_person(
        Role.PBC_LEAD, accounts.trust.ids["HER"], by=accounts.trust.administrator, name="Lead", email="l@whp.example"
    )
    assert _refused(partial(accounts.put, other_lead), NotAllowed).startswith("You act for ")
    for other in (accounts.manager, accounts.auditor, accounts.neighbour, accounts.provider):
        assert _refused(partial(accounts.put, other), NotAllowed)
    invoice = accounts.put()
    withdraw = partial(withdraw_invoice, invoice_id=invoice, reason="No", at=AT)
    assert _refused(partial(withdraw, by=other_lead), NotAllowed)
    assert _refused(partial(withdraw, by=accounts.commissioner)) == (
        "Only the one who proposed this withdraws it. Decline it instead."
    )
    assert _refused(partial(withdraw, by=accounts.lead, reason=" ")) == "The reason is missing. Write it in a sentence."
    number = partial(accounts.put, number="9434765919")
    assert "NHS number check" in _refused(number)


def test_an_opening_balance_and_corrections_take_two_people(everywhere: Accounts) -> None:
    opening = everywhere.enter()
    assert _refused(everywhere.enter).startswith("This account has an opening balance")
    assert "You proposed this" in _refused(partial(everywhere.decide_entry, opening, everywhere.finance))
    assert _refused(partial(everywhere.decide_entry, opening, everywhere.commissioner), NotAllowed)
    with_interest = replace(everywhere.payer, interests=frozenset({everywhere.group_id}))
    assert "interest in DacCom" in _refused(partial(everywhere.decide_entry, opening, with_interest), NotAllowed)
    assert balance_of(everywhere.group_id) == 0
    everywhere.decide_entry(opening)
    assert balance_of(everywhere.group_id) == 5000
    correction = everywhere.enter(kind=EntryKind.CORRECTION, amount=Decimal("-50.01"), source="Invoice paid before")
    assert _refused(partial(everywhere.decide_entry, correction)) == (
        "DacCom has £50.00 on its account, and this takes £50.01. Decline it, or wait for more."
    )
    everywhere.decide_entry(correction, everywhere.finance, Verdict.WITHDRAWN)
    everywhere.decide_entry(everywhere.enter(kind=EntryKind.CORRECTION, amount=Decimal("-20.00")))
    statement = statement_of(lines_of_account(everywhere.group_id))
    assert [(line.kind, line.amount, balance) for line, balance in statement.lines] == [
        (LineKind.OPENING, 5000, 5000),
        (LineKind.CORRECTION, -2000, 3000),
    ]


def test_payments_taken_back_may_leave_an_account_below_nothing_and_then_nothing_is_approved(
    everywhere: Accounts,
) -> None:
    everywhere.paid("100.00")
    everywhere.judge(everywhere.put(amount=Decimal("25.00")))
    everywhere.due("-40.00")
    everywhere.due("40.00", due_on=date(2008, 3, 31))
    everywhere.told(everywhere.released(key="two"))
    assert balance_of(everywhere.group_id) == -1000
    assert "has -£10.00 on its account" in _refused(
        everywhere.deciding(everywhere.put(number="2", amount=Decimal("0.01")))
    )
    everywhere.decide_entry(everywhere.enter(kind=EntryKind.CORRECTION, amount=Decimal("10.01"), source="Paid back"))
    assert balance_of(everywhere.group_id) == 1


def test_invoices_approved_at_once_never_take_more_than_there_is(everywhere: Accounts, database: Flask) -> None:
    everywhere.paid("100.00")
    invoices = [everywhere.put(number=f"INV {number}", amount=Decimal("10.00")) for number in range(6)]
    people = (everywhere.finance, everywhere.payer)
    acts = [everywhere.deciding(invoice, people[number % 2]) for number, invoice in enumerate(invoices)]
    came = at_once(database, *acts)
    short = "DacCom has £5.00 on its account, and this takes £10.00. Decline it, or wait for more."
    assert came == [short] * 4 + ["done"] * 2
    assert balance_of(everywhere.group_id) == 500


def test_the_same_invoice_put_forward_at_once_stands_once(everywhere: Accounts, database: Flask) -> None:
    given: dict[str, Any] = {"group_id": everywhere.group_id, "invoice": INVOICE, "on": DAY, "at": AT}
    acts = [partial(put_invoice_forward, by=by, **given) for by in (everywhere.lead, everywhere.commissioner)]
    assert at_once(database, *acts) == [
        "Invoice INV 7 of Conference centre was put forward before: waits for approval.",
        "done",
    ]


def test_an_account_is_frozen(everywhere: Accounts) -> None:
    everywhere.decide_entry(everywhere.enter())
    everywhere.judge(everywhere.put())
    db.session.rollback()
    for statement in (
        "UPDATE payments_group_invoice SET amount = 1",
        "DELETE FROM payments_invoice_decision",
        "DELETE FROM payments_account_entry",
        "UPDATE payments_entry_decision SET reason = 'x'",
    ):
        with pytest.raises(DatabaseError, match="frozen"):
            db.session.connection().exec_driver_sql(statement)
        db.session.rollback()


def test_years_carry_over(accounts: Accounts) -> None:
    accounts.decide_entry(accounts.enter())
    invoice = accounts.put()
    with transaction():
        decide_invoice(
            invoice_id=invoice,
            verdict=Verdict.APPROVED,
            reason="",
            href=HREF,
            by=accounts.finance,
            on=date(2009, 4, 2),
            at=datetime(2009, 4, 2, 9, tzinfo=UTC),
        )
    lines = lines_of_account(accounts.group_id)
    later = statement_of(lines, lines[-1].year)
    assert (str(later.year), later.brought_forward, later.put_in, later.taken, later.balance) == (
        "2009/10",
        5000,
        0,
        2000,
        3000,
    )


def test_the_trail_says_each_act_once(accounts: Accounts) -> None:
    accounts.decide_entry(accounts.enter())
    accounts.judge(accounts.put())
    own = accounts.put(number="INV 8")
    with transaction():
        withdraw_invoice(invoice_id=own, reason="Twice", by=accounts.lead, at=AT)
    rows = select(AuditEvent.act).where(AuditEvent.subject.in_(("group_invoice", "account_entry")))
    assert list(db.session.scalars(rows.order_by(AuditEvent.id))) == [
        "payments.propose_account_entry",
        "payments.decide_account_entry",
        "payments.put_invoice_forward",
        "payments.decide_invoice",
        "payments.put_invoice_forward",
        "payments.withdraw_invoice",
    ]


def test_balances_take_as_many_queries_for_many_groups_as_for_one(accounts: Accounts) -> None:
    accounts.paid("100.00")
    ids = [each.id for each in list_seen_groups(accounts.auditor, on=DAY)]
    assert len(ids) == 2
    counts = []
    for wanted in (ids[:1], ids):
        with statements() as asked:
            balances_of(wanted)
        counts.append(len(asked))
    assert counts == [3, 3]


def test_who_sees_which_accounts(accounts: Accounts) -> None:
    def seen(by: Actor) -> list[str]:
        return [each.code for each in list_seen_groups(by, on=DAY)]

    for by in (accounts.finance, accounts.commissioner, accounts.auditor):
        assert seen(by) == ["DAC", "HER"]
    assert seen(accounts.lead) == seen(accounts.manager) == ["DAC"]
    assert seen(accounts.neighbour) == []
