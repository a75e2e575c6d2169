"""Forms of the incentive: a plan, freed-up resources typed or as a file, judging a condition, proposing, deciding."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.forms import DayField, Form, PoundsField, grouped_options, options
from les.payments.rules.incentive_plans import Planned, instalments_written, percent_written, written_of
from les.schemes.rules.kinds import Verdict

Pairs = Sequence[tuple[object, str]]
_WRITTEN = (
    "One a line: its name; pounds for each patient; the quarter of the year in which it is paid, 1 to 4; its condition."
)


class PlanForm(Form):
    """A plan. Scheme and year are chosen once."""

    scheme = SelectField("Scheme", validate_choice=False)
    year = StringField("Year", description="The year it is paid for, such as 2007/08.")
    list_on = DayField("List day", hint="The day of the practice lists it goes by, such as 1 4 2007.")
    instalments = TextAreaField("Instalments", description=_WRITTEN)
    set_aside = StringField("Set aside for the group", description="Per cent of each practice’s payment, such as 25.")
    source = TextAreaField("Source", description="Where the rule and the rates stand: the directions, a minute.")

    def __init__(self, *, schemes: Pairs = (), saved: Planned | None = None, year: str = "") -> None:
        super().__init__(data=_shown(saved) if saved else {"year": year, "set_aside": "25"})
        self.scheme.choices = options([("", "Choose a scheme"), *schemes])
        if saved is not None:
            del self.scheme
            del self.year

    def planned(self) -> Planned:
        """What was typed; refuses what cannot be."""
        return Planned(
            list_on=self.list_on.data,
            instalments=instalments_written(str(self.instalments.data or "")),
            set_aside=percent_written(str(self.set_aside.data or "")),
            source=str(self.source.data or ""),
        )


class FreedUpForm(Form):
    """What one practice freed up."""

    practice = SelectField("Practice", validate_choice=False)
    amount = PoundsField("Freed up in the year", description="In pounds; 0 where nothing was freed up.")
    source = TextAreaField("Source", description="Where the figure comes from, such as the final budget statement.")

    def __init__(self, *, practices: Pairs) -> None:
        super().__init__()
        self.practice.choices = options([("", "Choose a practice"), *practices])

    @property
    def typed(self) -> Decimal | None:
        """The amount."""
        return self.amount.pounds


class UploadFreedUpForm(Form):
    """A file of what practices freed up."""

    file = FileField("File", description="CSV, or XLSX with the sheet freed_up: code and amount.")
    source = TextAreaField("Source", description="Where the figures come from, such as the final budget statements.")


class JudgeForm(Form):
    """Whether a condition is met."""

    party = SelectField("For", validate_choice=False)
    verdict = RadioField(
        "Is the condition met?",
        choices=options([("met", "Yes, it is met"), ("missed", "No, it is not met")]),
        validators=[InputRequired("Choose one")],
    )
    reason = TextAreaField("Why", description="What it rests on: the targets of the business plan, a minute.")

    def __init__(self, *, parties: Sequence[tuple[object, str, str]]) -> None:
        super().__init__()
        self.party.choices = grouped_options([("", "Choose a group or a practice", ""), *parties])


class ProposeForm(Form):
    """The mark of what the person had in front of them."""

    seen = HiddenField()


class DecideForm(Form):
    """What becomes of a sheet of freed-up resources, or of a proposal."""

    verdict = RadioField("Your decision", validators=[InputRequired("Choose one")])
    words = TextAreaField("Reason", description="Needed unless you approve.")

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        second: Pairs = [(Verdict.APPROVED, "Approve"), (Verdict.DECLINED, "Decline")]
        self.verdict.choices = options([(Verdict.WITHDRAWN, "Withdraw it")] if is_own else second)

    @property
    def chosen(self) -> Verdict:
        """The decision."""
        return Verdict(self.verdict.data)


class DecideProposalForm(DecideForm):
    """The same, with the reason to pay although the budget does not hold it."""

    exception = TextAreaField(
        "Exception", description="Only if the budget does not hold it and you may record an exception: why it is paid."
    )


def _shown(saved: Planned) -> dict[str, Any]:
    return {
        "list_on": saved.list_on,
        "instalments": written_of(saved.instalments),
        "set_aside": str(saved.set_aside),
        "source": saved.source,
    }
