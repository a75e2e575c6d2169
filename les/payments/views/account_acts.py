"""What is done with the account of a group: invoices put forward and decided over, entries by hand."""

from flask import abort, flash, request
from werkzeug.wrappers import Response

from core import clock
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.queries import get_attachment
from core.attachments.views import submit_attachment
from core.errors import NotAllowed
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from les.payments.actions import account_entries, account_invoices
from les.payments.forms.payments import DecideForm
from les.payments.models.accounts import INVOICE, GroupInvoice
from les.payments.presented.accounts import entry_facts, invoice_facts
from les.payments.views.account_blueprint import (
    address_of,
    address_of_entry,
    address_of_invoice,
    crumbs_to,
    crumbs_to_invoice,
    may_put,
    reached_entry,
    reached_group,
    reached_invoice,
    views,
)
from les.payments.views.account_forms import DecideInvoiceForm, EntryForm, InvoiceForm, WithdrawInvoiceForm
from les.schemes.rules.kinds import VERDICT_NAMES

Answer = Response | tuple[str, int]


@views.route("/<int:group_id>/invoices/put-forward", methods=["GET", "POST"])
@requires(Permission.PUT_INVOICES)
def put_invoice_forward(group_id: int) -> Answer:
    """Put an invoice to the account of a group."""
    group, form = reached_group(group_id), InvoiceForm()

    def act() -> str:
        made = account_invoices.put_invoice_forward(
            group_id=group_id, invoice=form.typed(), by=current_actor(), on=clock.today(), at=clock.now()
        )
        flash("The invoice is put forward. Attach it here; then finance decides over it.")
        return address_of_invoice(made)

    if answer := submit(form, act):
        return answer
    return page("les/payments/accounts/put_invoice_forward.html", form, group=group, crumbs=crumbs_to(group))


@views.route("/invoices/<int:invoice_id>/decide", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
@binding
def decide_invoice(invoice_id: int) -> Answer:
    """Approve or decline an invoice as finance."""
    invoice, form = reached_invoice(invoice_id), DecideInvoiceForm()

    def act() -> str:
        account_invoices.decide_invoice(
            invoice_id=invoice_id,
            verdict=form.chosen,
            reason=str(form.reason.data or ""),
            href=address_of_invoice(invoice),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
        )
        flash(f"The invoice is {VERDICT_NAMES[form.chosen].lower()}. Who put it forward is told.")
        return address_of_invoice(invoice)

    if answer := submit(form, act):
        return answer
    template = "les/payments/accounts/decide_invoice.html"
    return page(template, form, invoice=invoice, facts=invoice_facts(invoice), crumbs=crumbs_to_invoice(invoice))


@views.route("/invoices/<int:invoice_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PUT_INVOICES)
def withdraw_invoice(invoice_id: int) -> Answer:
    """Withdraw an invoice that one put forward oneself."""
    invoice, form = reached_invoice(invoice_id), WithdrawInvoiceForm()

    def act() -> str:
        account_invoices.withdraw_invoice(
            invoice_id=invoice_id, reason=str(form.reason.data or ""), by=current_actor(), at=clock.now()
        )
        flash("The invoice is withdrawn.")
        return address_of_invoice(invoice)

    if answer := submit(form, act):
        return answer
    template = "les/payments/accounts/withdraw_invoice.html"
    return page(template, form, invoice=invoice, crumbs=crumbs_to_invoice(invoice))


@views.route("/invoices/<int:invoice_id>/documents/attach", methods=["GET", "POST"])
@requires(Permission.PUT_INVOICES)
def attach_document(invoice_id: int) -> Answer:
    """Attach a document to an invoice that waits."""
    invoice, form = _open(invoice_id), AttachForm()

    def act() -> str:
        attached = account_invoices.attach_to_invoice(
            invoice_id=invoice_id,
            title=str(form.title.data or ""),
            file=form.file_to_attach,
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attached.title}” is attached.")
        return f"{address_of_invoice(invoice)}#documents"

    answer = submit_attachment(
        form,
        act,
        subject=INVOICE,
        subject_id=invoice_id,
        by=current_actor(),
        commissioner_id=invoice.commissioner_id,
    )
    if answer:
        return answer
    template = "les/payments/accounts/attach_document.html"
    return page(template, form, invoice=invoice, crumbs=crumbs_to_invoice(invoice))


@views.route("/invoices/<int:invoice_id>/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PUT_INVOICES)
def withdraw_document(invoice_id: int, attachment_id: int) -> Answer:
    """Take a document of one’s own organisation off an invoice that waits."""
    invoice, attachment = _open(invoice_id), get_attachment(INVOICE, invoice_id, attachment_id)
    form = WithdrawForm()

    def act() -> str:
        account_invoices.withdraw_from_invoice(
            invoice_id=invoice_id,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"“{attachment.title}” is withdrawn.")
        return f"{address_of_invoice(invoice)}#documents"

    if answer := submit(form, act):
        return answer
    template = "contracts/agreements/withdraw_document.html"
    return page(template, form, attachment=attachment, crumbs=crumbs_to_invoice(invoice))


@views.route("/<int:group_id>/entries/propose", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
def propose_entry(group_id: int) -> Answer:
    """Propose the opening balance of an account, or a correction."""
    group, form = reached_group(group_id), EntryForm()

    def act() -> str:
        made = account_entries.propose_account_entry(
            group_id=group_id, entry=form.typed(), by=current_actor(), on=clock.today(), at=clock.now()
        )
        flash("The entry is proposed. It counts once a second person of finance approved it.")
        return address_of_entry(made)

    if answer := submit(form, act):
        return answer
    return page("les/payments/accounts/propose_entry.html", form, group=group, crumbs=crumbs_to(group))


@views.route("/entries/<int:entry_id>/decide", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
@binding
def decide_entry(entry_id: int) -> Answer:
    """Approve or decline an entry as a second person, or withdraw one’s own."""
    entry, actor = reached_entry(entry_id), current_actor()
    form = DecideForm(is_own=entry.proposed_by_id == actor.person_id)

    def act() -> str:
        account_entries.decide_account_entry(
            entry_id=entry_id,
            verdict=form.chosen,
            reason=str(form.reason.data or ""),
            by=actor,
            on=clock.today(),
            at=clock.now(),
        )
        flash(f"The entry is {VERDICT_NAMES[form.chosen].lower()}.")
        return address_of(entry.group_id)

    if answer := submit(form, act):
        return answer
    crumbs = [*crumbs_to(entry.group), (entry.reference, address_of_entry(entry))]
    facts = entry_facts(entry)
    return page("les/payments/accounts/decide_entry.html", form, entry=entry, facts=facts, crumbs=crumbs)


def _open(invoice_id: int) -> GroupInvoice:
    """The invoice, if documents can be attached now; the action says why not to who sends something all the same."""
    invoice, actor = reached_invoice(invoice_id), current_actor()
    if not may_put(invoice.group_id, actor):
        raise NotAllowed("Only the group itself and its trust attach documents to its invoices.")
    if request.method == "GET" and invoice.decision is not None:
        abort(404)
    return invoice
