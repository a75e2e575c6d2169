"""Forms of schemes: what a scheme is, its control block, terms and sections, prices, budgets, decisions, filters."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from core.errors import Refusal
from core.forms import DayField, Filter, Form, PoundsField, options
from core.identifiers import masked
from core.markdown import problems_in
from core.money import as_decimal, as_pence
from core.record_numbers import record_number
from les.schemes.rules.documents import Control
from les.schemes.rules.ending import ENDED, ENDED_NAME
from les.schemes.rules.kinds import KIND_NAMES, STATE_NAMES, SchemeKind, Verdict
from les.schemes.rules.particulars import Particulars
from les.schemes.rules.terms import FORM_NAMES, SchemeTerms, Whose
from les.schemes.rules.terms import Form as PaymentForm
from les.schemes.rules.writing_terms import money_cap, scheme_counts_of, terms_written, written_of

Pairs = Sequence[tuple[object, str]]
WHOLE = "0"
_STATES = [("", "All states"), *STATE_NAMES.items(), (ENDED, ENDED_NAME)]


class SchemeForm(Form):
    """What a scheme is."""

    name = StringField("Name", validators=[InputRequired("Give the scheme a name")])
    kind = RadioField("Kind", choices=options(KIND_NAMES.items()), default="les")
    locality = SelectField("Where it holds", validate_choice=False)
    service = SelectField(
        "Service", validate_choice=False, description="The line of the catalogue of services that it belongs to."
    )
    clinical_lead = StringField("Clinical lead", description="As a role, such as “Clinical lead for diabetes”.")

    def __init__(self, *, localities: Pairs, services: Pairs, saved: Particulars | None = None) -> None:
        super().__init__(data=_shown(saved) if saved else None)
        self.locality.choices = options([(WHOLE, "The whole area"), *localities])
        self.service.choices = options([("", "Choose a service"), *services])

    def particulars(self) -> Particulars:
        """What was typed and chosen."""
        return Particulars(
            name=str(self.name.data or ""),
            kind=SchemeKind(self.kind.data),
            locality_id=number_in(self.locality.data),
            service_id=number_in(self.service.data) or 0,
            clinical_lead=str(self.clinical_lead.data or ""),
        )


class ControlForm(Form):
    """The control block of a version."""

    author = StringField("Author", description="As a role, such as “Head of primary care commissioning”.")
    ratified_by = StringField("Ratified by", description="The body that ratified it.")
    outcome = TextAreaField("Outcome measure", description="By what its success is judged.")
    starts_on = DayField("Holds from")
    review_on = DayField("Review by")
    expires_on = DayField("Expires on", hint="From this day it does not count any more.")

    def control(self) -> Control:
        """What was typed."""
        return Control(
            author=str(self.author.data or "").strip(),
            ratified_by=str(self.ratified_by.data or "").strip(),
            outcome=str(self.outcome.data or "").strip(),
            starts_on=self.starts_on.data,
            review_on=self.review_on.data,
            expires_on=self.expires_on.data,
        )


class TermsForm(Form):
    """Terms of payment: form, what is paid for, caps."""

    form_of_payment = RadioField(
        "Form of payment",
        choices=options(FORM_NAMES.items()),
        validators=[InputRequired("Choose how the scheme pays")],
    )
    written = TextAreaField(
        "What is paid for",
        description="One a line: what it is; its unit; a number; a condition. The number is the plan of a year with "
        "instalments, the level of provider with prices by level, and else the most a practice is paid for in a year.",
    )
    list_on = DayField("Day of the practice list", hint="Only for schemes that pay on the list: the day it is frozen.")
    weighting = StringField(
        "Weighting of the list", description="The name of the need weighting; blank for registered patients."
    )
    scheme_counts = TextAreaField(
        "Most of each for all practices in a year",
        description="One a line: what is paid for; the most that all practices together are paid for, such as “Joint "
        "injection; 400”. Blank where there is no cap.",
    )
    practice_cap = PoundsField("Most for a practice in a year", description="In pounds; blank where there is no cap.")
    scheme_cap = PoundsField("Most for all practices in a year", description="In pounds; blank where there is no cap.")

    def __init__(self, terms: SchemeTerms | None) -> None:
        super().__init__(data=_terms_shown(terms) if terms else None)

    def terms(self) -> SchemeTerms:
        """The terms that were written; refuses what cannot be."""
        chosen = str(self.form_of_payment.data or "")
        if chosen not in set(PaymentForm):
            raise Refusal("Choose how the scheme pays.")
        caps = [each.pounds for each in (self.practice_cap, self.scheme_cap)]
        practice_cap, scheme_cap = (None if each is None else as_pence(each) for each in caps)
        return terms_written(
            form=PaymentForm(chosen),
            written=str(self.written.data or ""),
            list_on=self.list_on.data,
            weighting=str(self.weighting.data or ""),
            practice_cap=practice_cap,
            scheme_cap=scheme_cap,
            scheme_counts=str(self.scheme_counts.data or ""),
        )


class SectionForm(Form):
    """The text of a section, in Markdown."""

    text = TextAreaField("Text")

    def validate_text(self, bound: Field) -> None:
        """The text is safe Markdown."""
        if problems := problems_in(masked(str(bound.data or ""))):
            raise ValidationError(" ".join(problems))


class ApproveForm(Form):
    """The hash of the text that the person had in front of them."""

    seen_hash = HiddenField()


class ReturnForm(Form):
    """Why a version is given back."""

    reason = TextAreaField("Reason", description="Its drafter reads it, and it stays in the history.")


class PriceForm(Form):
    """A price from a day on."""

    element = SelectField("What is paid for", validate_choice=False)
    amount = PoundsField("Price", description="In pounds; a yearly one where the scheme pays by time.")
    valid_from = DayField("Holds from", required=True)
    practice = SelectField("For", validate_choice=False)
    source = StringField("Where it comes from", description="Such as “Uplift of 2.3% agreed on 12 March 2008”.")

    def __init__(self, *, elements: Pairs, practices: Pairs) -> None:
        super().__init__()
        self.element.choices = options(elements)
        self.practice.choices = options([("", "All practices without a price of their own"), *practices])


class DecideForm(Form):
    """What becomes of a price or a budget."""

    verdict = RadioField("Your decision", validators=[InputRequired("Choose one")])
    reason = TextAreaField("Reason", description="Needed unless you approve.")

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        second: Pairs = [(Verdict.APPROVED, "Approve"), (Verdict.DECLINED, "Decline")]
        self.verdict.choices = options([(Verdict.WITHDRAWN, "Withdraw it")] if is_own else second)

    @property
    def chosen(self) -> Verdict:
        """The decision."""
        return Verdict(self.verdict.data)


class EnterBudgetForm(Form):
    """A budget with its source."""

    year = StringField("Year", description="Such as 2008/09.")
    locality = SelectField("For", validate_choice=False)
    amount = PoundsField("Most", description="In pounds: no more is committed or paid.")
    floor = PoundsField("Least", description="In pounds: what is to be spent at any rate; blank where there is none.")
    source = StringField("Source", description="Where the money was decided, such as a minute or a letter.")

    def __init__(self, *, places: Pairs, year: str) -> None:
        super().__init__(data={"year": year})
        self.locality.choices = options(places)


class TieBudgetForm(Form):
    """A budget that is what a line of the signed-off round holds."""

    locality = SelectField("For", validate_choice=False)
    line = SelectField("Line of the round", validate_choice=False)
    floor = PoundsField("Least", description="In pounds: what is to be spent at any rate; blank where there is none.")

    def __init__(self, *, places: Pairs, lines: Pairs) -> None:
        super().__init__()
        self.locality.choices = options(places)
        self.line.choices = options([("", "Choose a line"), *lines])


class SchemesFilter(Filter):
    """Which schemes are listed."""

    text = StringField("Name", description="Part of it")
    kind = SelectField("Kind", choices=options([("", "All kinds"), *KIND_NAMES.items()]), validate_choice=False)
    locality = SelectField("Where", validate_choice=False)
    state = SelectField("State", choices=options(_STATES), validate_choice=False)

    def __init__(self, *, localities: Pairs) -> None:
        super().__init__()
        self.locality.choices = options([("", "Everywhere"), (WHOLE, "The whole area"), *localities])


class ExampleFilter(Filter):
    """How many of each a worked example has."""

    count = IntegerField("How many", default=40)


def number_in(value: object) -> int | None:
    """The number of a record that was chosen; None for what is none."""
    return record_number(value) or None


def _shown(saved: Particulars) -> dict[str, Any]:
    return {
        "name": saved.name,
        "kind": saved.kind.value,
        "locality": str(saved.locality_id or WHOLE),
        "service": str(saved.service_id),
        "clinical_lead": saved.clinical_lead,
    }


def _terms_shown(terms: SchemeTerms) -> dict[str, Any]:
    caps = {whose: money_cap(terms, whose) for whose in Whose}
    return {
        "form_of_payment": terms.form.value,
        "written": written_of(terms),
        "list_on": terms.list_on,
        "weighting": terms.weighting,
        "scheme_counts": scheme_counts_of(terms),
        **{f"{whose.value}_cap": None if pence is None else as_decimal(pence) for whose, pence in caps.items()},
    }
