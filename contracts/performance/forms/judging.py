"""The forms in which results are returned, corrected, frozen and marked, and charts annotated."""

import re
from collections.abc import Sequence

from wtforms import FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from contracts.performance.rules.kinds import STATUS_NAMES
from contracts.performance.rules.quality import ANSWER_NAMES, QUESTIONS, Answer, Mark
from core.forms import DayField, Filter, Form, options

_CHOICE = re.compile(r"(\d{1,9})\|(\d{4}-\d{2})\|(\d{1,9})", re.ASCII)
Pairs = Sequence[tuple[object, str]]
_ANSWERS = options((str(k), v) for k, v in ANSWER_NAMES.items())


class DashboardFilter(Filter):
    """What the reader asks of the dashboard."""

    text = StringField("Search", description="Part of ID or name")
    provider = SelectField("Provider", validate_choice=False)
    contract = SelectField("Contract", validate_choice=False)
    service = SelectField("Service", validate_choice=False)
    status = SelectField("Latest", validate_choice=False)
    months = SelectField("Months", validate_choice=False)

    def __init__(self, *, providers: Pairs, contracts: Pairs, services: Pairs) -> None:
        super().__init__()
        self.provider.choices = options([("", "All providers"), *providers])
        self.contract.choices = options([("", "All contracts"), *contracts])
        self.service.choices = options([("", "All services"), *services])
        off = ("off", "Off track: red or amber")
        self.status.choices = options([("", "All colours"), off, *((str(k), v) for k, v in STATUS_NAMES.items())])
        self.months.choices = options([("", "Last 6"), ("12", "Last 12"), ("24", "Last 24"), ("36", "Last 36")])


class MovementFilter(Filter):
    """Between which two months movement is shown."""

    before = SelectField("From", validate_choice=False)
    after = SelectField("To", validate_choice=False)

    def __init__(self, months: Pairs, *, before: str, after: str) -> None:
        super().__init__()
        self.before.choices = options(months)
        self.after.choices = options(months)
        self.before.data, self.after.data = before, after


class ResultsForm(Form):
    """Results typed in; the cells themselves have no fields of their own."""

    words = TextAreaField("What the reader should know", description="May be left blank.")


class UploadForm(Form):
    """A file of results."""

    file = FileField(
        "File",
        description="CSV or XLSX with the columns kpi, period, numerator, denominator. "
        "A period is its first month, such as 2008-04.",
    )
    words = TextAreaField("What the reader should know", description="May be left blank.")


class CorrectionForm(Form):
    """What a frozen result should have been."""

    numerator = StringField("Numerator")
    denominator = StringField("Denominator", description="Left blank where the KPI has none.")
    reason = TextAreaField("Why it was wrong", validators=[InputRequired("Enter why it was wrong")])


class FreezeForm(Form):
    """Which results are frozen."""

    results = SelectMultipleField(
        "Results to freeze",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def __init__(self, choices: Pairs) -> None:
        super().__init__()
        self.results.choices = options(choices)

    def seen(self) -> dict[tuple[int, str], int]:
        """The number of the result that was looked at, by KPI and period of what was chosen."""
        chosen = [_CHOICE.fullmatch(str(each)) for each in self.results.data or ()]
        return {(int(each[1]), each[2]): int(each[3]) for each in chosen if each is not None}


class QualityForm(Form):
    """How good the data are."""

    from_month = StringField("From the period that begins in", description="Such as 2008-04.")
    timely = RadioField(QUESTIONS["timely"], choices=_ANSWERS, default=Answer.UNKNOWN.value)
    complete = RadioField(QUESTIONS["complete"], choices=_ANSWERS, default=Answer.UNKNOWN.value)
    validated = RadioField(QUESTIONS["validated"], choices=_ANSWERS, default=Answer.UNKNOWN.value)
    signed_off = RadioField(QUESTIONS["signed_off"], choices=_ANSWERS, default=Answer.UNKNOWN.value)
    last_audited_on = DayField("Last audited", hint="Blank: never")
    verdict = RadioField(
        "Verdict",
        choices=options([("yes", "Sufficient"), ("no", "Insufficient: no figure is shown as green")]),
        default="yes",
    )
    words = TextAreaField("What it rests on")

    def mark(self) -> Mark:
        """The mark that was given."""
        return Mark(
            timely=Answer(self.timely.data),
            complete=Answer(self.complete.data),
            validated=Answer(self.validated.data),
            signed_off=Answer(self.signed_off.data),
            last_audited_on=self.last_audited_on.data,
            is_sufficient=self.verdict.data == "yes",
            words=str(self.words.data or ""),
        )


class RebaseForm(Form):
    """From which period the limits begin anew, since which day, and why."""

    period = SelectField("Limits begin anew with")
    since_on = DayField("Since the day of the change", hint="For example, 1 10 2007", required=True)
    reason = TextAreaField("Why", validators=[InputRequired("Enter why the limits begin anew")])

    def __init__(self, periods: Pairs) -> None:
        super().__init__()
        self.period.choices = options(periods)


class AnnotationForm(Form):
    """What happened in a period."""

    period = SelectField("Period")
    words = StringField("What happened", validators=[InputRequired("Enter what happened")])

    def __init__(self, periods: Pairs) -> None:
        super().__init__()
        self.period.choices = options(periods)
