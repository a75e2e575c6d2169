"""Invoices to the account of a PbC group: put forward by the group or its trust, decided over by finance.

An approved invoice is taken from the account at once and paid to its supplier by finance outside the runs that pay
practices; nothing here pays it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.attachments import actions as attachments
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.canonical import canonical_text, hash_of
from core.clock import in_london
from core.db import db
from core.errors import NotAllowed, Refusal
from core.four_eyes import decides_own
from core.money import as_decimal, as_pence
from core.notifications.actions import notify
from core.parties.models import Party
from core.periods import FinancialYear
from core.permissions import ROLE_NAMES, Actor, Permission, Role, check_may
from core.wording import sterling
from les.payments.actions.recording import note
from les.payments.models.accounts import INVOICE, GroupInvoice, InvoiceDecision
from les.payments.queries.accounts import balance_of, find_group, interest_in_group
from les.payments.queries.group_invoices import find_invoice, find_same_invoice
from les.payments.queries.runs import hold_commissioner
from les.payments.rules.accounts import check_covers, check_invoice, check_no_interest
from les.schemes.actions.recording import words_to_keep
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceText:
    """What stands on an invoice, and what it is for. `amount`: pounds."""

    supplier: str
    number: str
    invoiced_on: date | None
    amount: Decimal | None
    what_for: str


def put_invoice_forward(*, group_id: int, invoice: InvoiceText, by: Actor, on: date, at: datetime) -> GroupInvoice:
    """Put an invoice to the account of a group; it waits for finance. The same invoice is put forward once."""
    group = _group_for(group_id, by)
    hold_commissioner(group.commissioner_id or 0)
    supplier, number = (
        words_to_keep(" ".join(text.split()), what=what, is_needed=False)
        for text, what in ((invoice.supplier, "The supplier"), (invoice.number, "The number"))
    )
    pence = None if invoice.amount is None else as_pence(invoice.amount)
    pence = check_invoice(supplier=supplier, number=number, amount=pence, invoiced_on=invoice.invoiced_on, on=on)
    mark = hash_of(canonical_text([supplier.casefold(), number.casefold()]))
    if same := find_same_invoice(group.commissioner_id or 0, mark):
        raise Refusal(f"Invoice {number} of {supplier} was put forward before: {same.state_name.lower()}.")
    made = GroupInvoice(
        commissioner_id=group.commissioner_id,
        group_id=group.id,
        supplier=supplier,
        number=number,
        mark=mark,
        invoiced_on=invoice.invoiced_on,
        amount=as_decimal(pence),
        what_for=words_to_keep(invoice.what_for, what="What it is for"),
        proposed_by_id=by.person_id,
        organisation_id=by.organisation_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        proposed_at=at,
    )
    db.session.add(made)
    db.session.flush()
    _note(made, "put_invoice_forward", by)
    return made


def decide_invoice(
    *, invoice_id: int, verdict: Verdict, reason: str, href: str, by: Actor, on: date, at: datetime
) -> GroupInvoice:
    """Approve or decline an invoice as finance: who neither put it forward nor has an interest in the group.

    Approved, it is taken from the account, which must hold it. `href`: where the one who put it forward finds it.
    """
    invoice = _held(invoice_id, by, Permission.PAY_CLAIMS)
    if verdict is Verdict.WITHDRAWN:
        raise Refusal("Only the one who put an invoice forward withdraws it. Decline it instead.")
    check_may_decide(
        decided=_decided(invoice), verdict=verdict, is_own=decides_own(by, invoice.proposed_by_id, withdraws=False)
    )
    since = FinancialYear.of(min(invoice.invoiced_on, in_london(invoice.proposed_at).date())).first_day
    check_no_interest(interest_in_group(invoice.group, by, on=on, since=since))
    kept = words_to_keep(reason, what="The reason", is_needed=verdict is not Verdict.APPROVED)
    if verdict is Verdict.APPROVED:
        check_covers(balance_of(invoice.group_id), as_pence(invoice.amount), group=invoice.group.name)
    _decide(invoice, verdict, kept, by, at)
    notify(
        key=f"payments.invoice/{invoice.id}",
        person_ids=[invoice.proposed_by_id],
        subject=f"Invoice {invoice.number} of {invoice.supplier}: {VERDICT_NAMES[verdict].lower()}",
        words=kept or f"{sterling(as_pence(invoice.amount))} is taken from the account of {invoice.group.name}.",
        href=href,
        at=at,
    )
    return invoice


def withdraw_invoice(*, invoice_id: int, reason: str, by: Actor, at: datetime) -> GroupInvoice:
    """Withdraw an invoice that waits: only the person who put it forward."""
    invoice = _held(invoice_id, by, Permission.PUT_INVOICES)
    own = decides_own(by, invoice.proposed_by_id, withdraws=True)
    check_may_decide(decided=_decided(invoice), verdict=Verdict.WITHDRAWN, is_own=own)
    _decide(invoice, Verdict.WITHDRAWN, words_to_keep(reason, what="The reason"), by, at)
    return invoice


def attach_to_invoice(*, invoice_id: int, title: str, file: CheckedFile, by: Actor, at: datetime) -> Attachment:
    """Attach a document to an invoice that waits: the invoice itself, a delivery note, minutes of the group."""
    invoice = _open(invoice_id, by)
    return attachments.attach(
        subject=INVOICE,
        subject_id=invoice.id,
        title=title,
        file=file,
        by=by,
        at=at,
        commissioner_id=invoice.commissioner_id,
    )


def withdraw_from_invoice(
    *, invoice_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Take a document of one’s own organisation back while the invoice waits; it is kept, with the reason."""
    invoice = _open(invoice_id, by)
    return attachments.withdraw_own_attachment(
        subject=INVOICE, subject_id=invoice.id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )


def _group_for(group_id: int, by: Actor) -> Party:
    """The group, for somebody of it or of its trust."""
    group = find_group(group_id)
    if group is None or group.commissioner_id is None:
        raise Refusal("There is no such group. Choose one from the list.")
    check_may(by, Permission.PUT_INVOICES, commissioner_id=group.commissioner_id)
    if by.role is Role.PBC_LEAD and by.organisation_id != group.id:
        raise NotAllowed(f"You act for {by.organisation_name}. You may not act on the account of another group.")
    return group


def _held(invoice_id: int, by: Actor, permission: Permission) -> GroupInvoice:
    """The invoice, its commissioner held until the act is over, as payments are: what is on the account stays so."""
    invoice = _found(invoice_id)
    if permission is Permission.PUT_INVOICES:
        _group_for(invoice.group_id, by)
    check_may(by, permission, commissioner_id=invoice.commissioner_id)
    hold_commissioner(invoice.commissioner_id)
    return _found(invoice_id)


def _open(invoice_id: int, by: Actor) -> GroupInvoice:
    invoice = _held(invoice_id, by, Permission.PUT_INVOICES)
    if invoice.decision is not None:
        raise Refusal(f"This invoice is {invoice.state_name.lower()}: its documents stay as they are.")
    return invoice


def _found(invoice_id: int) -> GroupInvoice:
    invoice = find_invoice(invoice_id)
    if invoice is None:
        raise Refusal("There is no such invoice.")
    return invoice


def _decided(invoice: GroupInvoice) -> Verdict | None:
    return invoice.decision.verdict if invoice.decision else None


def _decide(invoice: GroupInvoice, verdict: Verdict, reason: str, by: Actor, at: datetime) -> None:
    decision = InvoiceDecision(
        invoice=invoice,
        verdict=verdict,
        reason=reason,
        proposed_by_id=invoice.proposed_by_id,
        decided_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    act = "withdraw_invoice" if verdict is Verdict.WITHDRAWN else "decide_invoice"
    _note(invoice, act, by, verdict=VERDICT_NAMES[verdict].lower(), reason=reason)


def _note(invoice: GroupInvoice, act: str, by: Actor, **told: str) -> None:
    new = {
        "group": invoice.group.name,
        "supplier": invoice.supplier,
        "number": invoice.number,
        "amount": sterling(as_pence(invoice.amount)),
        **told,
    }
    note(invoice.commissioner_id, act, by, subject=INVOICE, subject_id=invoice.id, new=new)
