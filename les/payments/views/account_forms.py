"""Forms of group accounts: an invoice, an entry by hand, decisions, filters."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.forms import DayField, Filter, Form, PoundsField, options
from les.payments.actions.account_entries import EntryText
from les.payments.actions.account_invoices import InvoiceText
from les.payments.queries.group_invoices import WAITING
from les.payments.rules.accounts import ENTRY_NAMES, EntryKind
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict

Pairs = Sequence[tuple[object, str]]
ALL_YEARS = "all"


class InvoiceForm(Form):
    """An invoice for the account of a group."""

    supplier = StringField("Supplier", description="As it stands on the invoice.")
    number = StringField("Invoice number")
    invoiced_on = DayField("Day of the invoice", hint="Such as 14 3 2008.", required=True)
    amount = PoundsField("Amount", description="In pounds, with VAT where the group cannot get it back.")
    what_for = TextAreaField("What it is for", description="What the group bought, and what for. Never a patient.")

    def typed(self) -> InvoiceText:
        """What was typed."""
        return InvoiceText(
            supplier=str(self.supplier.data or ""),
            number=str(self.number.data or ""),
            invoiced_on=self.invoiced_on.data,
            amount=self.amount.pounds,
            what_for=str(self.what_for.data or ""),
        )


class DecideInvoiceForm(Form):
    """What becomes of an invoice."""

    verdict = RadioField(
        "Your decision",
        choices=options([(Verdict.APPROVED, "Approve"), (Verdict.DECLINED, "Decline")]),
        validators=[InputRequired("Choose one")],
    )
    reason = TextAreaField("Reason", description="Needed where you decline. The group reads it.")

    @property
    def chosen(self) -> Verdict:
        """The decision."""
        return Verdict(self.verdict.data)


class WithdrawInvoiceForm(Form):
    """Why an invoice is withdrawn."""

    reason = TextAreaField("Reason")


class EntryForm(Form):
    """An opening balance or a correction."""

    kind = RadioField("What it is", choices=options(ENTRY_NAMES.items()), validators=[InputRequired("Choose one")])
    amount = PoundsField("Amount", description="In pounds; with a minus sign where it is taken from the account.")
    as_at = DayField("As at", hint="The day on which it was so, such as 1 4 2008.", required=True)
    source = StringField("Where it comes from", description="Such as “Ledger of the trust, month 12 of 2007/08”.")

    def typed(self) -> EntryText:
        """What was typed."""
        return EntryText(
            kind=EntryKind(self.kind.data),
            amount=self.amount.pounds,
            as_at=self.as_at.data,
            source=str(self.source.data or ""),
        )


class StatementFilter(Filter):
    """Of which year the statement is."""

    year = SelectField("Year", validate_choice=False)

    def __init__(self, *, years: Sequence[str]) -> None:
        super().__init__()
        self.year.choices = options([*((each, each) for each in years), (ALL_YEARS, "All years")])


class InvoicesFilter(Filter):
    """Which invoices are listed."""

    state = SelectField(
        "State",
        choices=options([("", "All states"), (WAITING, "Waits for approval"), *VERDICT_NAMES.items()]),
        validate_choice=False,
    )
    text = StringField("Supplier, number or purpose")
