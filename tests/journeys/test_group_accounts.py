"""A group’s account: filled by a file of outcomes, an invoice from its lead to finance, the statement each reads."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from core.permissions import Actor
from tests.builders import AT
from tests.builders_payments import Payments
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/accounts"
INVOICE = {
    "supplier": "Conference centre",
    "number": "INV 7",
    "invoiced_on-day": "28",
    "invoiced_on-month": "3",
    "invoiced_on-year": "2008",
    "amount": "20.00",
    "what_for": "Room for the meeting of the group",
}
BANK = "reference,outcome,date,bank_reference,reason,amount\n"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def _account(payments: Payments) -> str:
    return f"{ROOT}/{payments.trust.ids['DAC']}"


def _upload(person: Person, text: str, *, status: int = 200, bank: str = "") -> Person:
    values = {"file": (io.BytesIO(text.encode()), "bank.csv"), "bank_reference": bank}
    return person.send(values, button="Look at this file", status=status)


def _paid_by_file(payments: Payments, finance: Person) -> None:
    payments.set_aside("25")
    payments.due("100.00")
    payments.due("60.00", payments.second_practice)
    payments.released()
    finance.visit("/les/payments/runs/1").follow("Record it from a file")
    sheet = finance.client.get("/les/payments/runs/1/outcomes.csv").text
    assert sheet.splitlines()[1] == "EP-000001-00001,X82001,Practice 1,LES-001 Minor surgery,75.00,,,,"
    wrong = f"{BANK}EP-000001-00001,paid,2008-04-01,,,80.00\nEP-000002-00001,gone,,,,\n"
    _upload(finance, wrong)
    problems = finance.table("3 problems in the file: nothing was stored")
    assert [row[:3] for row in problems[1:]] == [
        ["outcomes", "2", "amount"],
        ["outcomes", "2", "bank_reference"],
        ["outcomes", "3", "outcome"],
    ]
    right = f"{BANK}EP-000001-00001,paid,01/04/2008,,,75.00\nEP-000001-00002,failed,,,Account closed,\n"
    _upload(finance, right, bank="BACS 7")
    assert finance.table("What will be recorded")[1:] == [
        ["Paid", "1 April 2008", "BACS 7", "1", "75.00"],
        ["Failed", "", "Account closed", "1", "45.00"],
        ["All", "", "", "2", "120.00"],
    ]
    finance.send(button="Record this")
    assert "Recorded for 2 lines." in finance.words
    finance.follow("Record it from a file")
    _upload(finance, right, bank="BACS 7")
    assert "This file says nothing new" in finance.words


def test_from_a_file_of_the_bank_to_an_invoice_paid_from_the_account(app: Flask) -> None:
    payments = Payments()
    lead = _as(app, payments.lead).visit(ROOT)
    assert lead.table("Accounts of groups")[1:] == [["DacCom", "0", "0.00", "0.00"]]
    assert "Nothing is on this account yet." in lead.follow("DacCom").words
    _paid_by_file(payments, _as(app, payments.finance))

    lead.visit(_account(payments)).follow("Put an invoice forward").send(
        {**INVOICE, "amount": "0", "what_for": "Room"}, status=422
    )
    assert "Enter what the invoice comes to" in lead.words
    lead.send(INVOICE)
    assert lead.heading.endswith("Invoice GI-000001")
    assert "Decide over it" not in lead.words
    lead.follow("Attach a document").send(
        {"title": "Invoice INV 7", "file": (io.BytesIO(b"Room, 20.00"), "invoice.txt")}
    )
    assert "“Invoice INV 7” is attached." in lead.words

    finance = _as(app, payments.finance).visit("/")
    finance.follow("Decide over an invoice to the account of DacCom")
    assert "£25.00" in finance.words
    finance.follow("Decide over it").send({"verdict": "approved"})
    assert "Approved" in finance.words
    lead.visit(_account(payments))
    assert [row[2:] for row in lead.table("Statement, 2008/09")[1:]] == [
        ["Carried over from before 1 April 2008", "", "", "0.00"],
        [
            "Set aside of payments to 1 practice for LES-001 Minor surgery, paid on 1 April 2008",
            "25.00",
            "",
            "25.00",
        ],
        ["Conference centre, invoice INV 7: Room for the meeting of the group", "", "20.00", "5.00"],
        ["", "25.00", "20.00", "5.00"],
    ]
    files = [lead.client.get(f"{_account(payments)}/statement.{kind}") for kind in ("csv", "pdf", "pdf")]
    assert "Conference centre, invoice INV 7" in files[0].text
    assert files[1].data.startswith(b"%PDF")
    assert files[1].data == files[2].data
    assert lead.client.get(f"{_account(payments)}/statement.csv?year=2006/07").text.count("Conference") == 0
    lead.visit(f"{_account(payments)}/invoices?state=declined")
    assert "No invoice fits." in lead.words


def test_finance_enters_an_opening_balance_and_a_second_person_approves_it(app: Flask) -> None:
    payments = Payments()
    finance = _as(app, payments.finance).visit(_account(payments))
    day = {"as_at-day": "1", "as_at-month": "4", "as_at-year": "2008"}
    finance.follow("Enter an opening balance or a correction").send(
        {"kind": "opening", "amount": "250.00", "source": "Ledger, month 12", **day}
    )
    assert finance.heading.endswith("Opening balance GE-000001")
    second = _as(app, payments.payer).visit("/").follow("Decide over an entry in the account of DacCom")
    second.follow("Decide over it").send({"verdict": "approved"})
    assert second.heading == "Account of DacCom"
    assert "£250.00" in second.words
    second.visit(ROOT)
    assert second.table("Accounts of groups")[-1] == ["All groups", "0", "0.00", "250.00"]


def test_a_lead_withdraws_an_invoice_and_nobody_else_can(app: Flask) -> None:
    payments = Payments()
    lead = _as(app, payments.lead).visit(_account(payments)).follow("Put an invoice forward").send(INVOICE)
    lead.follow("Withdraw this invoice").send({"reason": "Wrong sum"})
    assert "Withdrawn" in lead.words
    assert "Wrong sum" in lead.words
    assert lead.client.get(f"{ROOT}/invoices/1/documents/attach").status_code == 404


def test_each_sees_the_accounts_that_concern_them(app: Flask) -> None:
    payments = Payments()
    own, other = _account(payments), f"{ROOT}/{payments.trust.ids['HER']}"
    _as(app, payments.lead).visit(own).follow("Put an invoice forward").send(INVOICE)
    invoice = f"{ROOT}/invoices/1"
    payments.due("10.00")
    payments.released()
    file = "/les/payments/runs/1/outcomes"
    pages = (
        ROOT,
        own,
        f"{own}/statement.csv",
        other,
        invoice,
        f"{invoice}/decide",
        f"{own}/invoices/put-forward",
        file,
    )
    seen = {
        payments.finance: (200, 200, 200, 200, 200, 200, 200, 200),
        payments.commissioner: (200, 200, 200, 200, 200, 403, 200, 403),
        payments.auditor: (200, 200, 200, 200, 200, 403, 403, 403),
        payments.lead: (200, 200, 200, 404, 200, 403, 200, 403),
        payments.manager: (200, 200, 200, 404, 200, 403, 403, 403),
        payments.neighbour: (200, 404, 404, 404, 404, 403, 404, 403),
        payments.provider: (403,) * 8,
    }
    for actor, expected in seen.items():
        person = _as(app, actor)
        assert tuple(person.client.get(page).status_code for page in pages) == expected, actor.name
    assert "Put an invoice forward" not in _as(app, payments.manager).visit(own).words


def test_what_comes_back_of_a_file_is_ours_or_nothing_is_recorded(app: Flask) -> None:
    payments = Payments()
    payments.due("10.00")
    payments.released()
    finance = _as(app, payments.finance).visit("/les/payments/runs/1/outcomes")
    _upload(finance, f"{BANK}EP-000001-00001,paid,2008-04-01,BACS 7,,\n")
    finance.send({"read": "made up"}, button="Record this")
    assert "did not come back whole" in finance.words
    finance.visit("/les/payments/runs/1")
    assert "Sent to the bank" in finance.words or "open: 1" in finance.words
    assert finance.client.get("/les/payments/runs/2/outcomes").status_code == 404
    assert finance.client.get("/les/payments/runs/1/outcomes.xlsx").data.startswith(b"PK")
