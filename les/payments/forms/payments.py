"""Forms of payments: a run’s day, release, cancelling, outcomes, layouts of the file, what is set aside, decisions."""

from collections.abc import Sequence
from decimal import Decimal

from wtforms import FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.forms import DayField, Filter, Form, PercentField, options
from les.payments.rules.kinds import RESULT_NAMES, Result
from les.payments.rules.layouts import AS_USUAL, DAY_FORM_NAMES, SIGN_NAMES, DayForm, Sign
from les.schemes.forms.schemes import DecideForm
from les.schemes.rules.kinds import KIND_NAMES

__all__ = [
    "AgeingFilter",
    "CancelForm",
    "DecideForm",
    "LayoutForm",
    "MakeForm",
    "OutcomeFileForm",
    "OutcomeForm",
    "RecordFileForm",
    "ReleaseForm",
    "SetAsideForm",
    "SpendFilter",
]
Pairs = Sequence[tuple[object, str]]


class MakeForm(Form):
    """The day on which a run pays."""

    pays_on = DayField("Day on which it pays", hint="A working day. It takes what is due by then.", required=True)


class ReleaseForm(Form):
    """The hash of the file that the person had in front of them."""

    seen_hash = HiddenField()


class CancelForm(Form):
    """Why a run is cancelled."""

    reason = TextAreaField("Reason")


class OutcomeForm(Form):
    """What became of a run, of one practice in it, or of some lines."""

    result = RadioField(
        "What became of it",
        choices=options((each, RESULT_NAMES[each]) for each in (Result.PAID, Result.FAILED)),
        validators=[InputRequired("Choose one")],
    )
    practice = SelectField("For", validate_choice=False)
    lines = TextAreaField(
        "Only these lines", description="References such as EP-000012-00034, one a line; blank: all that are open."
    )
    paid_on = DayField("Day on which the bank paid")
    bank_reference = StringField("Reference of the bank")
    reason = StringField("Why it failed", description="The practice reads it.")

    def __init__(self, *, practices: Pairs) -> None:
        super().__init__()
        self.practice.choices = options([("", "All practices of the run"), *practices])


class OutcomeFileForm(Form):
    """A file of what became of a run’s lines."""

    file = FileField("File", description="CSV, or XLSX with the sheet outcomes.")
    bank_reference = StringField(
        "Reference of the bank",
        description="For rows of what was paid that name none; blank where each row has its own.",
    )


class RecordFileForm(Form):
    """What was read of a file of outcomes, signed by us."""

    read = HiddenField()


class LayoutForm(Form):
    """A layout of the file for the finance system."""

    columns = TextAreaField("Columns in order", description="One a line: its heading, a colon, what stands there.")
    day_form = RadioField("Days are written", choices=options(DAY_FORM_NAMES.items()))
    sign = RadioField("Amounts below nothing are written", choices=options(SIGN_NAMES.items()))
    starts_on = DayField("For runs that pay from", required=True)
    source = StringField("Where it comes from", description="Such as “Interface document of the finance system”.")

    def __init__(self) -> None:
        super().__init__(
            data={"columns": AS_USUAL.written, "day_form": DayForm.SLASHES.value, "sign": Sign.IN_FRONT.value}
        )


class SetAsideForm(Form):
    """A percentage of a scheme’s payments for the accounts of groups."""

    scheme = SelectField("Scheme", validate_choice=False)
    percent = PercentField("Per cent set aside", description="Such as 25; 0 ends it.")
    starts_on = DayField("For sums due from", required=True)
    source = StringField("Where it comes from", description="Such as “Minute of the board of 12 March 2008”.")

    def __init__(self, *, schemes: Pairs) -> None:
        super().__init__()
        self.scheme.choices = options([("", "Choose a scheme"), *schemes])

    @property
    def chosen_percent(self) -> Decimal:
        """The percentage as it was typed."""
        return Decimal(str(self.percent.data or "0"))


class SpendFilter(Filter):
    """Of which year, locality and kind of scheme spend is shown."""

    year = SelectField("Year", validate_choice=False)
    locality = SelectField("Locality", validate_choice=False)
    kind = SelectField("Kind", choices=options([("", "All kinds"), *KIND_NAMES.items()]), validate_choice=False)

    def __init__(self, *, years: Sequence[str], localities: Pairs | None) -> None:
        super().__init__()
        self.year.choices = options((each, each) for each in years)
        if localities is None:
            del self.locality
        else:
            self.locality.choices = options([("", "All localities"), *localities])


class AgeingFilter(Filter):
    """Of which scheme ages are shown."""

    scheme = SelectField("Scheme", validate_choice=False)

    def __init__(self, *, schemes: Pairs) -> None:
        super().__init__()
        self.scheme.choices = options([("", "All schemes"), *schemes])
